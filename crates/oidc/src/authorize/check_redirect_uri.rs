//! Where answers go (RFC 6749 §3.1.2; OIDC contract §3.4). Faults are shown, never redirected: the URI may be an attacker's.

use operations::Client;
use protocol::{OAuthError, Parameters, ResponseMode, redirect_uri::resolve_redirect_uri};

use super::respond::ResponseTarget;
use crate::client::application_type;

/// Finds the redirect URI and how answers travel there, errors in a request that turns out to be faulty included.
///
/// # Errors
/// 400 `invalid_redirect_uri` for one that is not registered, `invalid_request` when it is missing or comes twice.
pub(super) fn check(client: &Client, parameters: &Parameters) -> Result<ResponseTarget, OAuthError> {
    parameters.reject_repeated(&["redirect_uri"])?;
    let registered = &client.application.oidc_client_metadata.redirect_uris;
    let presented = parameters.get("redirect_uri");
    let redirect_uri = resolve_redirect_uri(registered, presented, application_type(client))?;
    let mode = ResponseMode::for_error(parameters.get("response_mode"), parameters.get("response_type"));
    let text = |name| parameters.get(name).map(str::to_owned);
    Ok(ResponseTarget::new(redirect_uri, mode, text("state"), text("ui_locales")))
}
