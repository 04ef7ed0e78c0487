//! `POST /api/connectors/{connectorId}/authorization-uri`

use api_types::connector as wire;
use axum::{Json, extract::Path};
use domain::ConnectorId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::connectors::{AuthorizationError, begin_authorization};

use super::body::{connector_error, find};
use crate::{ManagementContext, context::internal, rules::Body};

impl Validate for Body<wire::AuthorizationUriRequest> {
    fn issues(&self) -> Vec<Issue> {
        Vec::new()
    }
}

/// Begins a sign-in elsewhere, whose end makes an identity of a user (`POST /api/users/{userId}/identities`).
pub(super) async fn authorization_uri(
    context: ManagementContext,
    Path(id): Path<ConnectorId>,
    ValidJson(Body(body)): ValidJson<Body<wire::AuthorizationUriRequest>>,
) -> Result<Json<wire::AuthorizationUri>, ApiError> {
    if body.state.is_empty() || body.redirect_uri.is_empty() {
        return Err(ApiError::bad_request("session.insufficient_info"));
    }
    let connector = find(&context, &id).await?;
    let begun = begin_authorization(&context.services, &connector, (&body.state, &body.redirect_uri)).await;
    Ok(Json(wire::AuthorizationUri { redirect_to: begun.map_err(authorization_error)? }))
}

/// Why a sign-in elsewhere did not go on.
pub(crate) fn authorization_error(error: AuthorizationError) -> ApiError {
    match error {
        AuthorizationError::NotSocial => ApiError::bad_request("connector.unexpected_type"),
        AuthorizationError::NotUnderWay => {
            ApiError::bad_request("session.connector_validation_session_not_found")
        }
        AuthorizationError::Connector(error) => connector_error(error),
        AuthorizationError::Operation(error) => internal(error),
    }
}
