//! `GET /api/connector-factories`

use api_types::connector as wire;
use axum::Json;
use http_kit::ApiError;

use super::body::factory_body;
use crate::ManagementContext;

/// Lists the kinds of connectors, never in pages.
pub(super) async fn list_factories(
    _context: ManagementContext,
) -> Result<Json<Vec<wire::ConnectorFactory>>, ApiError> {
    Ok(Json(connectors::factories().iter().map(factory_body).collect()))
}
