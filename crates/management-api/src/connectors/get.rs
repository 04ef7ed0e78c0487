//! `GET /api/connectors/{id}`

use api_types::connector as wire;
use axum::{Json, extract::Path};
use domain::ConnectorId;
use http_kit::ApiError;

use super::body::{connector_body, find};
use crate::ManagementContext;

/// Shows a connector.
pub(super) async fn get_connector(
    context: ManagementContext,
    Path(id): Path<ConnectorId>,
) -> Result<Json<wire::Connector>, ApiError> {
    Ok(Json(connector_body(&find(&context, &id).await?)))
}
