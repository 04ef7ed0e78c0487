//! `POST /api/sso-connectors/{id}/test`

use api_types::sso_connector::SsoProviderMetadata;
use axum::{Json, extract::Path};
use connectors::sso::ProviderMetadata;
use domain::SsoConnectorId;
use http_kit::ApiError;
use operations::sso::LookUpError;

use crate::{ManagementContext, connectors::connector_error, context::internal};

/// Asks the provider of an enterprise connector what it says of itself, before anybody is led there. It takes no body.
pub(super) async fn test_connector(
    context: ManagementContext,
    Path(id): Path<SsoConnectorId>,
) -> Result<Json<SsoProviderMetadata>, ApiError> {
    let found = operations::sso::find(&context.services, &id).await.map_err(internal)?;
    let connector = found.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    let said = operations::sso::look_up(&context.services, &connector).await.map_err(not_known)?;
    let ProviderMetadata { issuer, authorization_endpoint, token_endpoint, userinfo_endpoint, jwks_uri } =
        said;
    Ok(Json(SsoProviderMetadata {
        issuer,
        authorization_endpoint,
        token_endpoint,
        userinfo_endpoint,
        jwks_uri,
    }))
}

fn not_known(error: LookUpError) -> ApiError {
    match error {
        LookUpError::Busy => ApiError::busy(),
        LookUpError::Connector(error) => connector_error(error),
    }
}
