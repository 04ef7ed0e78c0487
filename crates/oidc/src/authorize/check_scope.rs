//! Which of the scopes asked for are in effect (RFC 6749 §3.3; OIDC contract §3.1, §4.1).

use operations::{
    Client,
    scopes::{RequestedResource, client_may_have_user_scope},
};
use protocol::{
    GrantType, OAuthError, OAuthErrorCode, Parameters, Prompt, ScopeList,
    scope::{OFFLINE_ACCESS, is_oidc_scope},
};

use crate::client::may_use;

/// Drops what cannot be granted: scopes that are not OIDC's where no resource is asked for, and `offline_access` without
/// `prompt=consent`.
///
/// # Errors
/// `invalid_scope` for an OIDC scope that a third-party application is not configured for.
pub(super) fn check(
    parameters: &Parameters,
    client: &Client,
    prompt: Prompt,
    resources: &[RequestedResource<'_>],
) -> Result<ScopeList, OAuthError> {
    let requested = ScopeList::parse(parameters.get("scope").unwrap_or_default());
    let may_go_offline = prompt.consent && may_use(client, GrantType::RefreshToken);
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

/// The parameters with the scopes in effect in place of those asked for.
pub(super) fn with_scope(parameters: &Parameters, scope: &ScopeList) -> Parameters {
    let others = parameters.iter().filter(|(name, _)| *name != "scope");
    let scope = scope.join();
    others.chain(std::iter::once(("scope", scope.as_str()))).collect()
}
