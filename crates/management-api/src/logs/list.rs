//! `GET /api/logs`

use api_types::audit_log as wire;
use http_kit::{ApiError, Page, Pagination, Query, QueryPairs, query_parameters};
use store::audit_log::{AuditLogFilter, Shown};

use super::window::{page_of, time_window};
use crate::ManagementContext;

query_parameters! {
    /// What the query may say.
    pub(crate) ListQuery: "logKey" = "The key of records.", "userId" = "Whom records are about.", "applicationId" = "The application that they are about.", "organizationId" = "The organization that they are about.", "includeManagement" = "Shows writes of this API too."; crate::logs::window::PARAMETERS
}

/// Lists records, newest first. Deliveries of webhooks are listed with their webhook only.
pub(super) async fn list_logs(
    context: ManagementContext,
    pagination: Pagination,
    query: Query<ListQuery>,
) -> Result<Page<wire::AuditLog>, ApiError> {
    let (from, to) = time_window(&query)?;
    let filter = AuditLogFilter { from, to, ..filter(&query) };
    page_of(&context, &query, pagination, &filter).await
}

/// Which records a query asks for, of whatever time.
pub(super) fn filter(query: &QueryPairs) -> AuditLogFilter<'_> {
    let shown = if query.flag("includeManagement") { Shown::ProviderAndManagement } else { Shown::Provider };
    AuditLogFilter {
        key: query.get("logKey"),
        user_id: query.get("userId"),
        application_id: query.get("applicationId"),
        organization_id: query.get("organizationId"),
        ..AuditLogFilter::of(shown)
    }
}
