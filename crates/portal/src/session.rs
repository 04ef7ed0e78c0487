//! Who is signed in, and the proof that a form comes from a page of theirs.
//!
//! The session is the provider's: its cookie (`HttpOnly`, `SameSite=Lax`, its value stored as a hash) is sent here too. Nothing is kept
//! beside it, so that whoever signs out, is suspended or loses the session is out of the portal at the next click.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    HashedToken, SessionId,
    account::{User, identifier::is_deliverable_email},
};
use form_urlencoded::Serializer;
use http_kit::{ApiError, Cookies, QueryPairs, cookies::SESSION_COOKIE};
use operations::{TenantConfiguration, portal};
use store::{session, user};
use ui::components::Person;

use crate::{
    Portal,
    pages::notice::{error_page, suspended},
};

/// The longest address that a sign-in returns to.
const MAX_RETURN_BYTES: usize = 512;

/// Somebody who is signed in.
pub(crate) struct Visitor {
    pub(crate) user: User,
    session_id: SessionId,
    configuration: Arc<TenantConfiguration>,
}

impl Visitor {
    /// Who a request's session says is there.
    pub(crate) async fn find(portal: &Portal, headers: &HeaderMap) -> Result<Option<Self>, ApiError> {
        let services = &portal.services;
        let configuration = services.configuration().await.map_err(failed)?;
        let cookies = Cookies::of(headers);
        let Some(cookie) = cookies.verified(SESSION_COOKIE, &configuration.cookie_keys) else {
            return Ok(None);
        };
        let (exec, tenant, hash) = (services.db.exec(), &services.tenant, HashedToken::of(cookie));
        let Some(session) = session::find_by_cookie(exec, tenant, &hash, services.now()).await? else {
            return Ok(None);
        };
        let Some(user_id) = &session.user_id else { return Ok(None) };
        let user = user::find(exec, tenant, user_id).await?;
        Ok(user.map(|user| Self { user, session_id: session.id, configuration }))
    }

    /// The token against forged posts: it belongs to this session, ends with it, and needs no storage. Only this server can make it.
    pub(crate) fn xsrf(&self) -> String {
        self.configuration.cookie_keys.first().map(|key| self.xsrf_by(key)).unwrap_or_default()
    }

    /// Whether a page of this session made the form that holds `token`.
    pub(crate) fn made(&self, token: &str) -> bool {
        let keys = &self.configuration.cookie_keys;
        keys.iter().any(|key| jose::constant_time_eq(self.xsrf_by(key).as_bytes(), token.as_bytes()))
    }

    fn xsrf_by(&self, key: &jose::SecretKey) -> String {
        let message = format!("portal form\n{}", self.session_id);
        URL_SAFE_NO_PAD.encode(jose::hmac_sha256(key.reveal(), message.as_bytes()))
    }

    /// The visitor, as pages show them.
    pub(crate) fn person(&self) -> Person {
        let user = &self.user;
        let known = [&user.name, &user.username, &user.primary_email, &user.primary_phone];
        let id = user.id.to_string();
        let name = known.into_iter().flatten().next().cloned().unwrap_or_else(|| id.clone());
        let detail = [&user.primary_email, &user.username].into_iter().flatten().find(|text| **text != name);
        Person { detail: detail.cloned(), id, name }
    }
}

/// The failure of a lower layer, as the error it is told as.
pub(crate) fn failed(error: operations::OperationError) -> ApiError {
    match error {
        operations::OperationError::Store(error) => error.into(),
        operations::OperationError::Busy => ApiError::busy(),
        other => ApiError::internal(&other),
    }
}

impl FromRequestParts<Arc<Portal>> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, portal: &Arc<Portal>) -> Result<Self, Response> {
        match Self::find(portal, &parts.headers).await {
            Ok(Some(visitor)) if visitor.user.is_suspended => Err(suspended(portal)),
            Ok(Some(visitor)) => Ok(visitor),
            Ok(None) => Err(see_other(&SignIn::returning_to(return_address(parts)).location(portal))),
            Err(error) => Err(error_page(portal, &error)),
        }
    }
}

/// Where somebody who has to sign in first wanted to go. What was posted is lost: it was not made by a page of theirs.
fn return_address(parts: &Parts) -> &str {
    let whole = parts.uri.path_and_query().map_or("", |whole| whole.as_str());
    if parts.method == Method::GET && is_of_portal(whole) { whole } else { portal::PATH }
}

/// Whether `address` is a page of the portal and nothing else: it is told by whoever made the link.
pub(crate) fn is_of_portal(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let is_under =
        path.strip_prefix(portal::PATH).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\' && byte != b'#');
    is_under && is_plain && address.len() <= MAX_RETURN_BYTES && !path.contains("//") && !path.contains("/.")
}

/// A sign-in that comes back here.
pub(crate) struct SignIn<'a> {
    pub(crate) return_to: &'a str,
    /// Begin with making an account.
    pub(crate) registers: bool,
    /// Ask who it is, even if somebody is signed in.
    pub(crate) again: bool,
    /// Who it is likely to be.
    pub(crate) login_hint: Option<&'a str>,
}

impl<'a> SignIn<'a> {
    pub(crate) fn returning_to(return_to: &'a str) -> Self {
        Self { return_to, registers: false, again: false, login_hint: None }
    }

    /// The authorization request: the code that it ends with is worth nothing to anybody, and `state` says where to go on.
    pub(crate) fn location(&self, portal: &Portal) -> String {
        let endpoint = &portal.services.endpoint;
        let mut query = Serializer::new(String::new());
        query
            .append_pair("client_id", portal::client_id().as_str())
            .append_pair("redirect_uri", &format!("{endpoint}{}", portal::SIGNED_IN_PATH))
            .append_pair("response_type", "code")
            .append_pair("scope", "openid")
            .append_pair("state", self.return_to);
        if self.registers {
            query.append_pair("first_screen", "register");
        }
        if let Some(hint) = self.login_hint {
            query.append_pair("login_hint", hint);
        }
        if self.again {
            query.append_pair("prompt", "login");
        }
        format!("{}/auth?{}", endpoint.issuer(), query.finish())
    }
}

/// What a link says about who will sign in, if it can be an address.
pub(crate) fn login_hint(query: &QueryPairs) -> Option<&str> {
    query.get("login_hint").filter(|hint| is_deliverable_email(hint))
}

/// A redirect after which the browser asks anew, and that no cache keeps.
pub(crate) fn see_other(location: &str) -> Response {
    let headers = [(header::LOCATION, location), (header::CACHE_CONTROL, "no-store")];
    (StatusCode::SEE_OTHER, headers).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_returns_to_pages_of_the_portal_only() {
        for own in ["/portal", "/portal?q=fjord", "/portal/organizations/abc/members?page=2&q=a%20b"] {
            assert!(is_of_portal(own), "{own}");
        }
        for other in [
            "",
            "/",
            "/portals",
            "/portalx/y",
            "//evil.example/portal",
            "/portal//evil.example",
            "https://evil.example/portal",
            "/portal/../oidc/session/end",
            "/portal\\evil",
            "/portal/\r\nset-cookie: a=b",
            "/portal#x",
            "/portal/é",
            " /portal",
        ] {
            assert!(!is_of_portal(other), "{other}");
        }
        assert!(!is_of_portal(&format!("/portal/{}", "a".repeat(600))));
    }
}
