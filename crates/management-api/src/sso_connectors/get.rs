//! `GET /api/sso-connectors/{id}`

use api_types::sso_connector as wire;
use axum::{Json, extract::Path};
use domain::SsoConnectorId;
use http_kit::ApiError;

use super::body::with_provider;
use crate::{ManagementContext, context::internal};

/// Shows an enterprise connector.
pub(super) async fn get_connector(
    context: ManagementContext,
    Path(id): Path<SsoConnectorId>,
) -> Result<Json<wire::SsoConnectorWithProvider>, ApiError> {
    let found = operations::sso::find(&context.services, &id).await.map_err(internal)?;
    let connector = found.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    Ok(Json(with_provider(context.tenant(), &connector)))
}
