//! `GET /api/connector-factories/{id}`

use api_types::connector as wire;
use axum::{Json, extract::Path};
use http_kit::ApiError;

use super::body::factory_body;
use crate::ManagementContext;

/// Shows a kind of connector.
pub(super) async fn get_factory(
    _context: ManagementContext,
    Path(id): Path<String>,
) -> Result<Json<wire::ConnectorFactory>, ApiError> {
    let factory = connectors::factory(&id).ok_or_else(|| ApiError::not_found("entity.not_found"))?;
    Ok(Json(factory_body(factory)))
}
