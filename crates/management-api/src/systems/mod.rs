//! `/api/systems`: what the server itself is set up for, beside tenants.

#[cfg(test)]
mod tests;

use api_types::system::SystemApplication;
use axum::{Json, http::StatusCode};
use http_kit::ApiError;

use crate::{ManagementContext, routes::ApiRoutes};

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Systems").get("/api/systems/application", get_application_settings)
}

/// 501: protected applications need the reference vendor's cloud, which routes their traffic.
async fn get_application_settings(_context: ManagementContext) -> Result<Json<SystemApplication>, ApiError> {
    Err(ApiError::new(StatusCode::NOT_IMPLEMENTED, "application.protected_app_not_configured"))
}
