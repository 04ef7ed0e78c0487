//! `PATCH /api/hooks/{id}/signing-key`

use api_types::hook as wire;
use axum::{Json, extract::Path};
use domain::HookId;
use http_kit::ApiError;

use super::body::{change, hook_body};
use crate::ManagementContext;

/// Gives a webhook a new signing key. What waits for delivery is signed with it too.
pub(super) async fn replace_signing_key(
    context: ManagementContext,
    Path(id): Path<HookId>,
) -> Result<Json<wire::Hook>, ApiError> {
    let key = context.services.entropy.secret_32();
    let changed = change(&context, &id, |hook| hook.signing_key = key.clone());
    Ok(Json(hook_body(&context, changed.await?, None)))
}
