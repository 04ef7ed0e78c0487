//! `GET /api/hooks`

use std::time::Duration;

use api_types::hook as wire;
use domain::HookId;
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::audit_log::{self, DeliveryStatistics};

use super::body::hook_body;
use crate::{ManagementContext, context::internal, rules::window};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "includeExecutionStats" = "Shows how many deliveries of the last 24 hours succeeded."
}

/// How far back statistics and recent deliveries go.
pub(super) const RECENT: Duration = Duration::from_secs(24 * 60 * 60);

/// Lists webhooks, newest first; pagination is optional.
pub(super) async fn list_hooks(
    context: ManagementContext,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<wire::Hook>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    let pagination = pagination.or_all();
    let page = pagination.as_ref().map_or(store::Page::ALL, window);
    let mut rows = Vec::new();
    for stored in store::hook::list(exec, tenant, page).await? {
        let hook = operations::hooks::open(&context.services.sealing, tenant, stored).map_err(internal)?;
        let statistics = if query.flag("includeExecutionStats") {
            Some(statistics(&context, &hook.id).await?)
        } else {
            None
        };
        rows.push(hook_body(&context, hook, statistics));
    }
    Ok(match pagination {
        None => Page::all(rows),
        Some(pagination) => pagination.page(rows, store::hook::count(exec, tenant).await?),
    })
}

/// How a webhook's recent deliveries went.
pub(super) async fn statistics(
    context: &ManagementContext,
    id: &HookId,
) -> Result<DeliveryStatistics, ApiError> {
    let since = context.services.now().minus(RECENT);
    Ok(audit_log::delivery_statistics(context.exec(), context.tenant(), id, since).await?)
}
