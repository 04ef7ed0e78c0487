//! `GET /api/hooks/{id}`

use api_types::hook as wire;
use axum::{Json, extract::Path};
use domain::HookId;
use http_kit::{ApiError, Query, query_parameters};

use super::{
    body::{find, hook_body},
    list::statistics,
};
use crate::ManagementContext;

query_parameters! {
    /// What the query may say.
    pub(crate) GetQuery: "includeExecutionStats" = "Shows how many deliveries of the last 24 hours succeeded."
}

/// Shows one webhook.
pub(super) async fn get_hook(
    context: ManagementContext,
    Path(id): Path<HookId>,
    query: Query<GetQuery>,
) -> Result<Json<wire::Hook>, ApiError> {
    let hook = find(&context, &id, "entity.not_exists_with_id").await?;
    let statistics =
        if query.flag("includeExecutionStats") { Some(statistics(&context, &hook.id).await?) } else { None };
    Ok(Json(hook_body(&context, hook, statistics)))
}
