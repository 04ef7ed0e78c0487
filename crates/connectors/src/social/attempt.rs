//! One attempt to sign in elsewhere: the request that goes out with the browser, what is remembered of it, and what comes back.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use url::Url;

use super::{Authorization, AuthorizationRequest, Callback, settings};
use crate::{ConnectorContext, ConnectorError};

/// The longest parameter of a callback, in bytes.
const MAX_PARAMETER_BYTES: usize = 4096;
const NONCE: &str = "nonce";
const CODE_VERIFIER: &str = "codeVerifier";

/// What goes out beside what [`AuthorizationRequest`] says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outgoing<'a> {
    /// Where the browser is sent to.
    pub(super) endpoint: &'a str,
    /// Who asks.
    pub(super) client_id: &'a str,
    /// What is asked for; `None` leaves it to the provider.
    pub(super) scope: Option<&'a str>,
    /// What the provider or the operator wants besides.
    pub(super) additions: &'a [(String, String)],
    /// Whether the provider puts a nonce into its ID tokens.
    pub(super) has_nonce: bool,
    /// Whether the provider binds codes to a verifier (RFC 7636).
    pub(super) has_code_challenge: bool,
}

/// Makes the address for an authorization code (RFC 6749 §4.1.1), with a nonce and a code challenge that are new each time.
pub(super) fn begin(
    context: ConnectorContext<'_>,
    outgoing: Outgoing<'_>,
    request: AuthorizationRequest<'_>,
) -> Result<Authorization, ConnectorError> {
    let mut uri = Url::parse(outgoing.endpoint)
        .map_err(|_| ConnectorError::InvalidResponse("the authorization endpoint is no URL".to_owned()))?;
    let scope = request.scope.filter(|scope| settings::is_scope(scope)).or(outgoing.scope);
    let mut remembered = Map::new();
    // A parameter must not come twice (RFC 6749 §3.1), so that ours take the place of those that the endpoint's address brings along.
    let kept: Vec<(String, String)> =
        uri.query_pairs().into_owned().filter(|(name, _)| !settings::is_reserved(name)).collect();
    {
        let mut query = uri.query_pairs_mut();
        query.clear().extend_pairs(&kept);
        query.append_pair("response_type", "code");
        query.append_pair("client_id", outgoing.client_id);
        query.append_pair("redirect_uri", request.redirect_uri);
        if let Some(scope) = scope {
            query.append_pair("scope", scope);
        }
        query.append_pair("state", request.state);
        query.extend_pairs(outgoing.additions);
        if outgoing.has_nonce {
            let nonce = context.entropy.base64_43();
            query.append_pair("nonce", &nonce);
            remembered.insert(NONCE.to_owned(), nonce.into());
        }
        if outgoing.has_code_challenge {
            let verifier = context.entropy.base64_43();
            let challenge = URL_SAFE_NO_PAD.encode(jose::sha256(verifier.as_bytes()));
            query.append_pair("code_challenge", &challenge).append_pair("code_challenge_method", "S256");
            remembered.insert(CODE_VERIFIER.to_owned(), verifier.into());
        }
    }
    let remembered = if remembered.is_empty() { Value::Null } else { Value::Object(remembered) };
    Ok(Authorization { uri: uri.into(), remembered })
}

/// The nonce that the ID token must carry. An attempt of which none is remembered ends here.
pub(super) fn nonce<'a>(callback: &Callback<'a>) -> Result<&'a str, ConnectorError> {
    remembered(callback, NONCE).ok_or_else(unknown_attempt)
}

/// The verifier that the code is bound to, where one was sent. It is sent again only if it is remembered: a provider that bound the code to
/// one refuses the exchange without it.
pub(super) fn code_verifier<'a>(callback: &Callback<'a>) -> Option<&'a str> {
    remembered(callback, CODE_VERIFIER)
}

/// As [`code_verifier`], where the provider is known to have bound the code to one.
pub(super) fn required_code_verifier<'a>(callback: &Callback<'a>) -> Result<&'a str, ConnectorError> {
    code_verifier(callback).ok_or_else(unknown_attempt)
}

fn remembered<'a>(callback: &Callback<'a>, key: &str) -> Option<&'a str> {
    callback.remembered.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn unknown_attempt() -> ConnectorError {
    ConnectorError::InvalidCallback("this answer belongs to no sign-in that was begun here".to_owned())
}

/// The authorization code that came back (RFC 6749 §4.1.2).
pub(super) fn code<'a>(callback: &Callback<'a>) -> Result<&'a str, ConnectorError> {
    if let Some(error) = callback.parameters.get("error").filter(|error| !error.is_null()) {
        return Err(refusal(error.as_str().unwrap_or_default()));
    }
    parameter(callback, "code")?
        .ok_or_else(|| ConnectorError::InvalidCallback("there is no code in the answer".to_owned()))
}

/// A parameter that came back, which is one line of text, or none.
pub(super) fn parameter<'a>(callback: &Callback<'a>, name: &str) -> Result<Option<&'a str>, ConnectorError> {
    match callback.parameters.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text))
            if text.len() <= MAX_PARAMETER_BYTES && !text.chars().any(char::is_control) =>
        {
            Ok(Some(text))
        }
        Some(_) => Err(ConnectorError::InvalidCallback(format!("`{name}` cannot be read"))),
    }
}

/// The provider, or the user there, said no (RFC 6749 §4.1.2.1).
fn refusal(error: &str) -> ConnectorError {
    let code = error_code(error).unwrap_or("an unreadable error");
    ConnectorError::AuthorizationFailed(format!("the provider refused: {code}"))
}

/// An error code that may be shown and logged; descriptions beside it may hold anything and are not.
pub(super) fn error_code(error: &str) -> Option<&str> {
    let is_code = !error.is_empty()
        && error.len() <= 64
        && error.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    is_code.then_some(error)
}

/// The `iss` that came back (RFC 9207) must be the one that the browser was sent to, and must be there if the provider says that it is.
pub(super) fn check_issuer(
    callback: &Callback<'_>,
    is_issuer: impl FnOnce(&str) -> bool,
    is_required: bool,
) -> Result<(), ConnectorError> {
    match parameter(callback, "iss")? {
        None if is_required => {
            Err(ConnectorError::InvalidCallback("the answer does not say who gave it".to_owned()))
        }
        Some(issuer) if !is_issuer(issuer) => {
            Err(ConnectorError::AuthorizationFailed("the answer is another provider's".to_owned()))
        }
        _ => Ok(()),
    }
}
