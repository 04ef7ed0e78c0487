//! `PATCH /api/hooks/{id}/signing-key`

use api_types::hook as wire;
use axum::{Json, extract::Path};
use domain::HookId;
use http_kit::ApiError;

use super::body::{find, hook_body};
use crate::{ManagementContext, context::internal};

/// Gives a webhook a new signing key. What waits for delivery is signed with it too.
pub(super) async fn replace_signing_key(
    context: ManagementContext,
    Path(id): Path<HookId>,
) -> Result<Json<wire::Hook>, ApiError> {
    let mut hook = find(&context, &id, "entity.not_exists").await?;
    hook.signing_key = context.services.entropy.secret_32();
    let sealed = operations::hooks::seal(&context.services, &hook).map_err(internal)?;
    if !store::hook::update(context.exec(), context.tenant(), &sealed).await? {
        return Err(ApiError::not_found("entity.not_exists"));
    }
    Ok(Json(hook_body(&context, hook, None)))
}
