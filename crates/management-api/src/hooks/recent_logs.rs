//! `GET /api/hooks/{id}/recent-logs`

use api_types::audit_log as wire;
use axum::extract::Path;
use domain::HookId;
use http_kit::{ApiError, Page, Pagination, Query, query_parameters};
use store::audit_log::{AuditLogFilter, Shown};

use super::list::RECENT;
use crate::{
    ManagementContext,
    logs::window::{page_of, time_window},
};

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "logKey" = "The key of records, `TriggerHook.` with an event."; crate::logs::window::PARAMETERS
}

/// Lists a webhook's deliveries, newest first, of the last 24 hours unless a window is given. An unknown webhook has none.
pub(super) async fn list_recent_logs(
    context: ManagementContext,
    Path(id): Path<HookId>,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<wire::AuditLog>, ApiError> {
    let (from, to) = time_window(&query)?;
    let filter = AuditLogFilter {
        key: query.get("logKey"),
        hook_id: Some(id.as_str()),
        from: Some(from.unwrap_or_else(|| context.services.now().minus(RECENT))),
        to,
        ..AuditLogFilter::of(Shown::Deliveries)
    };
    page_of(&context, &query, pagination, &filter).await
}
