//! The provider's cookies (OIDC contract §5.7): names, paths, lifetimes, and what may be written into them.

use axum::http::HeaderMap;
use domain::{InteractionId, PlainToken, UnixMillis};
use http_kit::{CookieAttributes, SameSite, cookies};
use operations::{Endpoint, device::XSRF_COOKIE as DEVICE_XSRF_COOKIE};
use serde::Serialize;

/// The session's opaque id.
pub(crate) use http_kit::cookies::SESSION_COOKIE as SESSION;
/// Which interactions are running, by client.
pub(crate) const INTERACTION: &str = "_interaction";
/// The interaction to resume; sent to its resume address alone.
pub(crate) const INTERACTION_RESUME: &str = "_interaction_resume";
/// What pages show of the request, readable by scripts.
pub(crate) const CONTEXT: &str = "_logto";

/// Writes the provider's cookies into an answer.
pub(crate) struct CookieWriter<'a> {
    /// The headers of the answer.
    pub(crate) headers: &'a mut HeaderMap,
    /// The keys that sign cookies, newest first.
    pub(crate) keys: &'a [jose::CookieKey],
    /// Decides whether cookies are for TLS only.
    pub(crate) endpoint: &'a Endpoint,
}

impl CookieWriter<'_> {
    /// Sets the session's cookie.
    pub(crate) fn session(&mut self, cookie: &PlainToken, expires_at: UnixMillis) {
        let attributes = self.attributes("/".to_owned(), Some(expires_at));
        self.set(SESSION, cookie.reveal(), &attributes);
    }

    /// Takes the session's cookie away.
    pub(crate) fn clear_session(&mut self) {
        let attributes = self.attributes("/".to_owned(), None);
        cookies::clear(self.headers, SESSION, &attributes);
    }

    /// Sets the cookies of a new interaction: `by_client` is the whole value of `_interaction`.
    pub(crate) fn interaction(
        &mut self,
        by_client: &str,
        (uid, resume_path): (&InteractionId, &str),
        expires_at: UnixMillis,
    ) {
        let attributes = self.attributes("/".to_owned(), Some(expires_at));
        self.set(INTERACTION, by_client, &attributes);
        let attributes = self.attributes(resume_path.to_owned(), Some(expires_at));
        self.set(INTERACTION_RESUME, uid.as_str(), &attributes);
    }

    /// Takes the cookie of a resumed interaction away.
    pub(crate) fn clear_resume(&mut self, resume_path: &str) {
        let attributes = self.attributes(resume_path.to_owned(), None);
        cookies::clear(self.headers, INTERACTION_RESUME, &attributes);
    }

    /// Sets the token against forged posts of the device pages, which take it from here.
    pub(crate) fn device_xsrf(&mut self, token: &str, expires_at: UnixMillis) {
        let attributes = self.device_xsrf_attributes(Some(expires_at));
        self.set(DEVICE_XSRF_COOKIE, token, &attributes);
    }

    /// Takes that token away.
    pub(crate) fn clear_device_xsrf(&mut self) {
        let attributes = self.device_xsrf_attributes(None);
        cookies::clear(self.headers, DEVICE_XSRF_COOKIE, &attributes);
    }

    fn device_xsrf_attributes(&self, expires_at: Option<UnixMillis>) -> CookieAttributes {
        CookieAttributes { http_only: false, ..self.attributes("/device".to_owned(), expires_at) }
    }

    /// Sets what pages show of the request.
    pub(crate) fn context(&mut self, context: &PageContext<'_>) {
        let attributes = CookieAttributes { http_only: false, ..self.attributes("/".to_owned(), None) };
        let value = serde_json::to_string(context).unwrap_or_else(|_| "{}".to_owned());
        self.set(CONTEXT, &value, &attributes);
    }

    fn set(&mut self, name: &str, value: &str, attributes: &CookieAttributes) {
        cookies::set_signed(self.headers, self.keys, name, value, attributes);
    }

    fn attributes(&self, path: String, expires_at: Option<UnixMillis>) -> CookieAttributes {
        CookieAttributes {
            path,
            http_only: true,
            secure: self.endpoint.is_https(),
            same_site: SameSite::Lax,
            expires_at,
        }
    }
}

/// What pages show of an authorization request, in raw JSON.
#[derive(Serialize, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageContext<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    app_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ui_locales: Option<&'a str>,
}

impl<'a> PageContext<'a> {
    /// Takes what a cookie can hold. Values come from the request: one that could end the cookie or add an attribute is left out.
    pub(crate) fn new(
        client_id: &'a str,
        organization_id: Option<&'a str>,
        ui_locales: Option<&'a str>,
    ) -> Self {
        let harmless = |value: &&str| {
            value.len() <= 128
                && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b' '))
        };
        Self {
            app_id: Some(client_id),
            organization_id: organization_id.filter(harmless),
            ui_locales: ui_locales.filter(harmless),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_context_holds_nothing_that_could_break_out_of_a_cookie() {
        let context = PageContext::new("app", Some("uyzkx4ar5ls6"), Some("de en-US"));
        let json = serde_json::to_string(&context).unwrap();
        assert_eq!(json, r#"{"appId":"app","organizationId":"uyzkx4ar5ls6","uiLocales":"de en-US"}"#);
        for hostile in ["x; domain=evil.example", "x\"", "x\r\nset-cookie: a=b", "x,y", "é"] {
            let json = serde_json::to_string(&PageContext::new("app", Some(hostile), Some(hostile))).unwrap();
            assert_eq!(json, r#"{"appId":"app"}"#);
        }
    }
}
