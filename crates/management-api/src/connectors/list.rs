//! `GET /api/connectors`

use api_types::connector as wire;
use axum::Json;
use http_kit::{ApiError, Query, query_parameters};

use super::body::connector_body;
use crate::{ManagementContext, context::internal};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "target" = "Whose accounts they take."
}

/// Lists connectors, never in pages, all of them or those of a target.
pub(super) async fn list_connectors(
    context: ManagementContext,
    query: Query<ListQuery>,
) -> Result<Json<Vec<wire::Connector>>, ApiError> {
    let all = operations::connectors::list(&context.services).await.map_err(internal)?;
    let target = query.get("target");
    let wanted = all.iter().filter(|connector| target.is_none_or(|target| connector.target() == target));
    Ok(Json(wanted.map(connector_body).collect()))
}
