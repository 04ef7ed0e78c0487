//! `/api/logs`: what happened, newest first (Management API contract §11, §14). Beyond the contract, lists can be of one organization
//! (`organizationId`) and show the writes of the Management API too (`includeManagement`), and records are counted by day.

mod by_day;
mod get;
mod list;
#[cfg(test)]
mod tests;
pub(crate) mod window;

use api_types::audit_log as wire;
use domain::TenantId;
use store::audit_log::StoredAuditLog;

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Audit logs")
        .get("/api/logs", list::list_logs)
        .get("/api/log-days", by_day::logs_by_day)
        .get("/api/logs/{id}", get::get_log)
}

pub(crate) fn log_body(tenant: &TenantId, log: StoredAuditLog) -> wire::AuditLog {
    wire::AuditLog {
        tenant_id: tenant.to_string(),
        id: log.id.into_string(),
        key: log.record.key,
        payload: log.record.payload,
        created_at: log.record.created_at.0,
    }
}
