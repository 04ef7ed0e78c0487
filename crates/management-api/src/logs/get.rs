//! `GET /api/logs/{id}`

use api_types::audit_log as wire;
use axum::{Json, extract::Path};
use domain::AuditLogId;
use http_kit::ApiError;
use store::audit_log;

use super::log_body;
use crate::ManagementContext;

/// Shows one record, of whatever kind.
pub(super) async fn get_log(
    context: ManagementContext,
    Path(id): Path<AuditLogId>,
) -> Result<Json<wire::AuditLog>, ApiError> {
    let log = audit_log::find(context.exec(), context.tenant(), &id).await?;
    let log = log.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    Ok(Json(log_body(context.tenant(), log)))
}
