//! Who is signed in, and the proof that a form comes from a page of theirs.
//!
//! The session is the provider's: its cookie (`HttpOnly`, `SameSite=Lax`, its value stored as a hash) is sent here too. Nothing is kept
//! beside it, so that whoever signs out, is suspended or loses the session is out at the next click.

use std::sync::Arc;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{SessionId, account::User};
use http_kit::{ApiError, Cookies, cookies::SESSION_COOKIE};
use operations::{OperationError, Services, TenantConfiguration, browser_session};
use serde_json::Value;
use ui::components::Person;

use crate::{
    Area,
    area::see_other,
    notice::{error_page, suspended},
    sign_in::SignIn,
};

/// Somebody who is signed in.
pub struct Visitor {
    /// Who it is.
    pub user: User,
    session_id: SessionId,
    configuration: Arc<TenantConfiguration>,
    area: &'static str,
}

impl Visitor {
    /// Who a request's session says is there.
    ///
    /// # Errors
    /// Failures of lower layers.
    pub async fn find<A: Area>(services: &Services, headers: &HeaderMap) -> Result<Option<Self>, ApiError> {
        let configuration = services.configuration().await.map_err(failed)?;
        let cookies = Cookies::of(headers);
        let Some(cookie) = cookies.verified(SESSION_COOKIE, &configuration.cookie_keys) else {
            return Ok(None);
        };
        let found = browser_session::of_cookie(services, cookie).await?;
        Ok(found.map(|(session, user)| Self { user, session_id: session.id, configuration, area: A::PATH }))
    }

    /// The tenant's configuration as it was when the request came.
    pub fn configuration(&self) -> &TenantConfiguration {
        &self.configuration
    }

    /// The language that the visitor has chosen for pages.
    pub fn locale(&self) -> Option<&str> {
        let chosen = self.user.profile.get("locale").and_then(Value::as_str);
        chosen.filter(|locale| !locale.is_empty())
    }

    /// The token against forged posts: it belongs to this session and to these pages, ends with the session, and needs no storage. Only this
    /// server can make it.
    pub fn xsrf(&self) -> String {
        self.configuration.cookie_keys.first().map(|key| self.xsrf_by(key)).unwrap_or_default()
    }

    /// Whether a page of this session made the form that holds `token`.
    pub fn made(&self, token: &str) -> bool {
        let keys = &self.configuration.cookie_keys;
        keys.iter().any(|key| jose::constant_time_eq(self.xsrf_by(key).as_bytes(), token.as_bytes()))
    }

    fn xsrf_by(&self, key: &jose::CookieKey) -> String {
        let message = format!("form of {}\n{}", self.area, self.session_id);
        URL_SAFE_NO_PAD.encode(jose::hmac_sha256(key.reveal(), message.as_bytes()))
    }

    /// The visitor, as pages show them.
    pub fn person(&self) -> Person {
        person(&self.user)
    }
}

/// A user, as pages show them.
pub fn person(user: &User) -> Person {
    let known = [&user.name, &user.username, &user.primary_email, &user.primary_phone];
    let id = user.id.to_string();
    let name = known.into_iter().flatten().next().cloned().unwrap_or_else(|| id.clone());
    let detail = [&user.primary_email, &user.username].into_iter().flatten().find(|text| **text != name);
    Person { detail: detail.cloned(), id, name }
}

/// The failure of a lower layer, as the error it is told as.
pub fn failed(error: OperationError) -> ApiError {
    match error {
        OperationError::Store(error) => error.into(),
        OperationError::Busy => ApiError::busy(),
        other => ApiError::internal(&other),
    }
}

impl<A: Area> FromRequestParts<Arc<A>> for Visitor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, area: &Arc<A>) -> Result<Self, Response> {
        match Self::find::<A>(area.services(), &parts.headers).await {
            Ok(Some(visitor)) if visitor.user.is_suspended => {
                Err(suspended(&**area, area.words(&parts.headers).await))
            }
            Ok(Some(visitor)) => Ok(visitor),
            Ok(None) => Err(see_other(&SignIn::returning_to(A::return_address(parts)).location(&**area))),
            Err(error) => Err(error_page(&**area, area.words(&parts.headers).await, &error)),
        }
    }
}
