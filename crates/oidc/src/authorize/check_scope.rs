//! Which of the scopes asked for are in effect (RFC 6749 §3.3; OIDC contract §3.1, §4.1).

use operations::{
    Client,
    scopes::{RequestedResource, client_may_have_user_scope},
};
use protocol::{
    GrantType, OAuthError, OAuthErrorCode, Parameters, ScopeList,
    scope::{OFFLINE_ACCESS, is_oidc_scope},
};

use crate::client::may_use;

/// Drops what cannot be granted: scopes that are not OIDC's where no resource is asked for, and `offline_access` where neither
/// `prompt=consent` says that the user is asked nor a device's flow asks anyway.
///
/// # Errors
/// `invalid_scope` for an OIDC scope that a third-party application is not configured for.
pub(crate) fn check(
    parameters: &Parameters,
    client: &Client,
    is_asked: bool,
    resources: &[RequestedResource<'_>],
) -> Result<ScopeList, OAuthError> {
    let requested = ScopeList::parse(parameters.get("scope").unwrap_or_default());
    let may_go_offline = is_asked && may_use(client, GrantType::RefreshToken);
    let in_effect = requested.filtered(|scope| match scope {
        OFFLINE_ACCESS => may_go_offline,
        other => is_oidc_scope(other) || !resources.is_empty(),
    });
    if let Some(refused) = in_effect.iter().find(|scope| !client_may_have_user_scope(client, scope)) {
        let error = OAuthError::new(OAuthErrorCode::InvalidScope).describe("requested scope is not allowed");
        return Err(error.scope(refused));
    }
    Ok(in_effect)
}
