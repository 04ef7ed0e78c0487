//! `POST /api/hooks/{id}/deliveries/{logId}/replay`

use axum::extract::Path;
use domain::{AuditLogId, HookId};
use http_kit::{ApiError, NoContent};
use operations::hooks::again;
use serde_json::Value;
use store::audit_log;

use super::body::find;
use crate::{ManagementContext, context::internal};

/// How the keys of deliveries' records begin.
const DELIVERY: &str = "TriggerHook.";

/// Puts what a past delivery sent at the end of the webhook's queue: the same event with the same body, signed with the key as it is now.
pub(super) async fn replay_delivery(
    context: ManagementContext,
    Path((id, log_id)): Path<(HookId, AuditLogId)>,
) -> Result<NoContent, ApiError> {
    let hook = find(&context, &id, "entity.not_exists_with_id").await?;
    let not_found = || ApiError::not_found("entity.not_exists_with_id");
    let log = audit_log::find(context.exec(), context.tenant(), &log_id).await?;
    let log = log.ok_or_else(not_found)?.record;
    let is_its_own = log.payload.get("hookId").and_then(Value::as_str) == Some(id.as_str());
    let event = log.key.strip_prefix(DELIVERY).filter(|_| is_its_own).ok_or_else(not_found)?;
    let body = log.payload.get("hookRequest").and_then(|request| request.get("body"));
    let body = body.filter(|body| body.is_object()).ok_or_else(not_found)?;
    // What is queued for a webhook that is off is dropped.
    if !hook.is_enabled {
        return Err(ApiError::unprocessable("hook.disabled").message("The webhook is switched off."));
    }
    if again(&context.services, &id, event, body).await.map_err(internal)? {
        Ok(NoContent)
    } else {
        Err(not_found())
    }
}
