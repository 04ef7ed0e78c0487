//! `/api/one-time-tokens`: tokens that are sent to an e-mail address and used once (Management API contract §11). Sending them is the
//! caller's business.

mod create;
mod delete;
mod get;
mod list;
mod status;
#[cfg(test)]
mod tests;
mod verify;

use api_types::one_time_token as wire;
use domain::{
    TenantId, UnixMillis,
    one_time_token::{OneTimeToken, OneTimeTokenContext},
};
use http_kit::ApiError;
use store::one_time_token::SealedOneTimeToken;

use crate::{ManagementContext, context::internal, routes::ApiRoutes};

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("One-time tokens")
        .get("/api/one-time-tokens", list::list_tokens)
        .post("/api/one-time-tokens", create::create_token)
        .post("/api/one-time-tokens/verify", verify::verify_token)
        .get("/api/one-time-tokens/{id}", get::get_token)
        .delete("/api/one-time-tokens/{id}", delete::delete_token)
        .put("/api/one-time-tokens/{id}/status", status::set_status)
}

/// A token as the wire shows it at `now`, in clear.
fn token_body(tenant: &TenantId, token: OneTimeToken, value: String, now: UnixMillis) -> wire::OneTimeToken {
    let status = token.status_at(now).as_str();
    let OneTimeTokenContext { jit_organization_ids, interaction_event } = token.context;
    wire::OneTimeToken {
        tenant_id: tenant.to_string(),
        id: token.id.into_string(),
        email: token.email,
        token: value,
        context: wire::Context { jit_organization_ids, interaction_event },
        status,
        created_at: token.created_at.0,
        expires_at: token.expires_at.0,
    }
}

/// A stored token as the wire shows it now.
fn opened_body(
    context: &ManagementContext,
    sealed: SealedOneTimeToken,
) -> Result<wire::OneTimeToken, ApiError> {
    let (token, value) = operations::one_time_token::open(&context.services, sealed).map_err(internal)?;
    Ok(token_body(context.tenant(), token, value.reveal().to_owned(), context.services.now()))
}
