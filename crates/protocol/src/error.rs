//! OAuth error codes, the English texts the wire gives them, and the bodies they are answered with.
//!
//! Owns the vocabulary of RFC 6749 §5.2 and its extensions, the `oidc.*` codes and messages of wire contract §8.1,
//! and the order of members in an error body. Does not own HTTP: a status here is a number, a challenge is a string.

use std::borrow::Cow;

use serde::Serialize;

/// Where the wire sends readers of an `invalid_grant` (wire contract §8.1).
const INVALID_GRANT_ERROR_URI: &str = "https://openid.sh/debug/invalid_grant";
/// Code of an error about an interaction or session that is gone (wire contract §8.1).
const SESSION_NOT_FOUND_CODE: &str = "session.not_found";
const SESSION_NOT_FOUND_MESSAGE: &str = "Session not found. Please go back and sign in again.";

macro_rules! oauth_error_codes {
    ($($(#[$documentation:meta])* $variant:ident = $text:literal,)+) => {
        /// An `error` value of an OAuth 2.0 or OpenID Connect answer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum OAuthErrorCode {
            $($(#[$documentation])* $variant,)+
        }

        impl OAuthErrorCode {
            /// Every code, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The value of the `error` member.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The value of the `code` member: `oidc.` and the error (wire contract §8.1).
            pub(crate) const fn contract_code(self) -> &'static str {
                match self { $(Self::$variant => concat!("oidc.", $text),)+ }
            }

            const fn fallback_message(self) -> &'static str {
                match self { $(Self::$variant => concat!("An OIDC error occurred: oidc.", $text, "."),)+ }
            }
        }
    };
}

oauth_error_codes! {
    /// RFC 6749 §4.1.2.1: the resource owner or the server denied the request.
    AccessDenied = "access_denied",
    /// RFC 8628 §3.5: the user has not finished yet.
    AuthorizationPending = "authorization_pending",
    /// OpenID Connect Core §3.1.2.6: consent is needed and may not be asked for.
    ConsentRequired = "consent_required",
    /// RFC 8628 §3.5: the device code is too old.
    ExpiredToken = "expired_token",
    /// RFC 6750 §3.1: the token lacks a scope.
    InsufficientScope = "insufficient_scope",
    /// OpenID Connect Core §3.1.2.6: some interaction is needed and may not happen.
    InteractionRequired = "interaction_required",
    /// RFC 6749 §5.2: unknown client or failed client authentication.
    InvalidClient = "invalid_client",
    /// RFC 6749 §5.2: the code, refresh token or assertion is not valid.
    InvalidGrant = "invalid_grant",
    /// The redirect URI is not one of the client's (wire contract §3.4). Never answered by redirect.
    InvalidRedirectUri = "invalid_redirect_uri",
    /// RFC 6749 §5.2: missing, repeated or malformed parameter.
    InvalidRequest = "invalid_request",
    /// RFC 9126 and 9101: the pushed request is unknown, used or expired.
    InvalidRequestUri = "invalid_request_uri",
    /// RFC 6749 §5.2: the scope exceeds what may be asked for.
    InvalidScope = "invalid_scope",
    /// RFC 8707 §2: the resource is unknown or malformed.
    InvalidTarget = "invalid_target",
    /// RFC 6750 §3.1: the access token is not valid.
    InvalidToken = "invalid_token",
    /// OpenID Connect Core §3.1.2.6: the user must sign in and may not be asked to.
    LoginRequired = "login_required",
    /// OpenID Connect Core §3.1.2.6: `registration` is not supported.
    RegistrationNotSupported = "registration_not_supported",
    /// OpenID Connect Core §3.1.2.6: `request` is not supported.
    RequestNotSupported = "request_not_supported",
    /// OpenID Connect Core §3.1.2.6: `request_uri` is not supported.
    RequestUriNotSupported = "request_uri_not_supported",
    /// RFC 6749 §4.1.2.1: an internal fault.
    ServerError = "server_error",
    /// RFC 8628 §3.5: polling too fast.
    SlowDown = "slow_down",
    /// RFC 6749 §4.1.2.1: the server cannot answer for now.
    TemporarilyUnavailable = "temporarily_unavailable",
    /// RFC 6749 §5.2: the client may not use this grant.
    UnauthorizedClient = "unauthorized_client",
    /// RFC 6749 §5.2: no such grant here.
    UnsupportedGrantType = "unsupported_grant_type",
    /// No such response mode here (OAuth 2.0 Multiple Response Types).
    UnsupportedResponseMode = "unsupported_response_mode",
    /// RFC 6749 §4.1.2.1: no such response type here.
    UnsupportedResponseType = "unsupported_response_type",
    /// RFC 7009 §2.2.1: tokens of this kind cannot be revoked or introspected.
    UnsupportedTokenType = "unsupported_token_type",
}

impl OAuthErrorCode {
    /// The English `message` of wire contract §8.1. Texts with braces go out like that, unfilled.
    pub const fn message(self) -> &'static str {
        match self {
            Self::InvalidRequest => "Request is invalid.",
            Self::InvalidGrant => "Grant request is invalid.",
            Self::InvalidTarget => "Invalid resource indicator.",
            Self::InvalidToken => "Invalid token provided.",
            Self::AccessDenied => "Access denied.",
            Self::InvalidScope => "Invalid scope: {{error_description}}.",
            Self::InsufficientScope => "Token missing scope `{{scope}}`.",
            Self::UnsupportedGrantType => "Unsupported `grant_type` requested.",
            Self::InvalidRedirectUri => {
                "`redirect_uri` did not match any of the client's registered `redirect_uris`."
            }
            other => other.fallback_message(),
        }
    }

    /// The HTTP status an error of this code has unless its case says otherwise: an unknown client is 400, an
    /// organization refusal (`access_denied`) 403, an unknown route 404 (wire contract §8.1).
    pub(crate) const fn default_status(self) -> u16 {
        match self {
            Self::InvalidClient | Self::InvalidToken => 401,
            Self::InsufficientScope => 403,
            Self::ServerError => 500,
            Self::TemporarilyUnavailable => 503,
            _ => 400,
        }
    }

    /// The `error_uri` member: only `invalid_grant` has one.
    pub const fn error_uri(self) -> Option<&'static str> {
        match self {
            Self::InvalidGrant => Some(INVALID_GRANT_ERROR_URI),
            _ => None,
        }
    }
}

/// One error answer, before it is decided how it travels: as a JSON body, or as parameters of a redirect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", code.as_str(), description.as_deref().unwrap_or("no description"))]
pub struct OAuthError {
    /// The `error` value.
    pub code: OAuthErrorCode,
    /// The `error_description` value.
    pub description: Option<Cow<'static, str>>,
    /// HTTP status of a direct answer.
    pub status: u16,
    /// The `scope` member: the refused or missing scopes, space separated.
    pub scope: Option<String>,
}

impl OAuthError {
    /// An error with its default status and without a description.
    pub const fn new(code: OAuthErrorCode) -> Self {
        Self { code, description: None, status: code.default_status(), scope: None }
    }

    /// `invalid_request`, the commonest of all, with its description.
    pub fn invalid_request(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(OAuthErrorCode::InvalidRequest).describe(description)
    }

    /// `invalid_grant` with the one description that every failed redemption shares (wire contract §4.2), so that
    /// an answer does not tell an attacker which check refused.
    pub fn invalid_grant() -> Self {
        Self::new(OAuthErrorCode::InvalidGrant).describe("grant request is invalid")
    }

    /// `invalid_target` for a resource that is unknown or was not authorized (wire contract §4.1).
    pub fn unknown_resource() -> Self {
        Self::new(OAuthErrorCode::InvalidTarget).describe("resource indicator is missing, or unknown")
    }

    /// `invalid_client`, 400: there is no client of this id (wire contract §3.2).
    pub fn unknown_client(client_id: &str) -> Self {
        Self::new(OAuthErrorCode::InvalidClient).describe(format!("invalid client {client_id}")).status(400)
    }

    /// `invalid_client`, 401: wrong secret, or a method that is not this client's (wire contract §3.2).
    pub fn client_authentication_failed() -> Self {
        Self::new(OAuthErrorCode::InvalidClient).describe("client authentication failed")
    }

    /// `invalid_request`: the secret was right once (wire contract §3.2).
    pub fn client_secret_expired() -> Self {
        Self::invalid_request("client secret has expired")
    }

    /// `invalid_request`: the client may not use the grant it asked for (wire contract §3.2).
    pub fn grant_type_not_allowed() -> Self {
        Self::invalid_request("requested grant type is not allowed for this client")
    }

    /// `invalid_request`: the browser origin is none of the client's (wire contract §3.5).
    pub fn origin_not_allowed(origin: &str, client_id: &str) -> Self {
        Self::invalid_request(format!("origin {origin} not allowed for client: {client_id}"))
    }

    /// `access_denied`, 403: the way every organization refusal is answered (wire contract §4.3).
    pub fn organization_access_denied(description: impl Into<Cow<'static, str>>) -> Self {
        Self::new(OAuthErrorCode::AccessDenied).describe(description).status(403)
    }

    /// `invalid_request`, 404: no such path or method. `path` is relative to the provider's mount (wire contract §1.2).
    pub fn unrecognized_route(method: &str, path: &str) -> Self {
        Self::invalid_request(format!("unrecognized route or not allowed method ({method} on {path})"))
            .status(404)
    }

    /// `server_error` with the text that gives nothing away (wire contract §8.1).
    pub fn server_error() -> Self {
        Self::new(OAuthErrorCode::ServerError).describe("oops! something went wrong")
    }

    /// With this `error_description`.
    #[must_use]
    pub fn describe(mut self, description: impl Into<Cow<'static, str>>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// With this HTTP status.
    #[must_use]
    pub const fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// With this `scope` member.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Whether the wire answers this error as `session.not_found`: decided by its description (wire contract §8.1).
    pub fn is_session_not_found(&self) -> bool {
        self.description.as_deref().is_some_and(|description| {
            (description.contains("session") && description.contains("not found"))
                || description.contains("authorization request has expired")
        })
    }

    /// The JSON body in the order of wire contract §8.1. `state` and `issuer` only for answers of `/auth`.
    pub fn body<'a>(&'a self, state: Option<&'a str>, issuer: Option<&'a str>) -> OAuthErrorBody<'a> {
        let (code, message) = if self.is_session_not_found() {
            (SESSION_NOT_FOUND_CODE, SESSION_NOT_FOUND_MESSAGE)
        } else {
            (self.code.contract_code(), self.code.message())
        };
        OAuthErrorBody {
            code,
            message,
            error_uri: self.code.error_uri(),
            plain: self.plain_body(state, issuer),
        }
    }

    /// The body of RFC 6749 §5.2 alone, as the query parameter `parse_error=false` asks for it.
    pub fn plain_body<'a>(
        &'a self,
        state: Option<&'a str>,
        issuer: Option<&'a str>,
    ) -> PlainOAuthErrorBody<'a> {
        PlainOAuthErrorBody {
            error: self.code.as_str(),
            error_description: self.description.as_deref(),
            scope: self.scope.as_deref(),
            state,
            iss: issuer,
        }
    }

    /// The parameters of an error answered by redirect or form post, in wire order: `error`, `error_description`,
    /// `scope`, `state`, `iss` (RFC 6749 §4.1.2.1, RFC 9207).
    pub fn redirect_parameters(&self, state: Option<&str>, issuer: &str) -> Vec<(&'static str, String)> {
        let mut parameters = vec![("error", self.code.as_str().to_owned())];
        let optional = [
            ("error_description", self.description.as_deref()),
            ("scope", self.scope.as_deref()),
            ("state", state),
            ("iss", Some(issuer)),
        ];
        parameters.extend(optional.into_iter().filter_map(|(name, value)| Some((name, value?.to_owned()))));
        parameters
    }

    /// The `WWW-Authenticate` value for this error (RFC 6750 §3, RFC 7617 §2). `realm` is the issuer.
    pub fn www_authenticate(&self, scheme: AuthenticationScheme, realm: &str) -> String {
        let mut challenge = scheme.challenge(realm);
        push_quoted(&mut challenge, ", error=", self.code.as_str());
        if let Some(description) = &self.description {
            push_quoted(&mut challenge, ", error_description=", description);
        }
        if let Some(scope) = &self.scope {
            push_quoted(&mut challenge, ", scope=", scope);
        }
        challenge
    }
}

/// The error body of the wire: the product's `code` and `message`, then the OAuth members (wire contract §8.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OAuthErrorBody<'a> {
    /// `oidc.{error}`, or `session.not_found`.
    pub code: &'static str,
    /// English text for the code.
    pub message: &'static str,
    /// Only for `invalid_grant`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_uri: Option<&'static str>,
    /// The OAuth members.
    #[serde(flatten)]
    pub plain: PlainOAuthErrorBody<'a>,
}

/// The error body of RFC 6749 §5.2 with `scope`, `state` and `iss` where they apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlainOAuthErrorBody<'a> {
    /// RFC 6749 error code.
    pub error: &'static str,
    /// Human-readable detail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_description: Option<&'a str>,
    /// Refused or missing scopes, space separated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<&'a str>,
    /// Echo of the request's `state`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'a str>,
    /// Issuer of the answer (RFC 9207).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iss: Option<&'a str>,
}

/// The scheme a challenge asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthenticationScheme {
    /// Client credentials in the header (RFC 7617).
    Basic,
    /// An access token (RFC 6750).
    Bearer,
}

impl AuthenticationScheme {
    /// A challenge that names only the realm, for a request that carried no credentials at all.
    pub fn challenge(self, realm: &str) -> String {
        let scheme = match self {
            Self::Basic => "Basic",
            Self::Bearer => "Bearer",
        };
        let mut challenge = String::with_capacity(160);
        challenge.push_str(scheme);
        push_quoted(&mut challenge, " realm=", realm);
        challenge
    }
}

/// Appends `label"value"` as a quoted-string of RFC 9110 §5.6.4. What a header cannot carry becomes `?`, so that a
/// value taken from a request can neither end the string nor the header.
fn push_quoted(target: &mut String, label: &str, value: &str) {
    target.push_str(label);
    target.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => target.extend(['\\', character]),
            ' '..='~' => target.push(character),
            _ => target.push('?'),
        }
    }
    target.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn body_of(error: &OAuthError) -> String {
        serde_json::to_string(&error.body(None, None)).unwrap()
    }

    #[test]
    fn every_code_has_the_message_of_the_contract() {
        let special = [
            ("invalid_request", "Request is invalid."),
            ("invalid_grant", "Grant request is invalid."),
            ("invalid_target", "Invalid resource indicator."),
            ("invalid_token", "Invalid token provided."),
            ("access_denied", "Access denied."),
            ("invalid_scope", "Invalid scope: {{error_description}}."),
            ("insufficient_scope", "Token missing scope `{{scope}}`."),
            ("unsupported_grant_type", "Unsupported `grant_type` requested."),
            (
                "invalid_redirect_uri",
                "`redirect_uri` did not match any of the client's registered `redirect_uris`.",
            ),
        ];
        for code in OAuthErrorCode::ALL {
            let expected = special.iter().find(|(error, _)| *error == code.as_str()).map_or_else(
                || format!("An OIDC error occurred: oidc.{}.", code.as_str()),
                |(_, text)| (*text).to_owned(),
            );
            assert_eq!(code.message(), expected);
            assert_eq!(code.contract_code(), format!("oidc.{}", code.as_str()));
        }
    }

    #[test]
    fn codes_are_distinct() {
        let distinct: std::collections::HashSet<_> =
            OAuthErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(distinct.len(), OAuthErrorCode::ALL.len());
    }

    #[test]
    fn statuses_follow_the_contract() {
        assert_eq!(OAuthErrorCode::InvalidClient.default_status(), 401);
        assert_eq!(OAuthErrorCode::InvalidToken.default_status(), 401);
        assert_eq!(OAuthErrorCode::InsufficientScope.default_status(), 403);
        assert_eq!(OAuthErrorCode::AccessDenied.default_status(), 400);
        assert_eq!(OAuthErrorCode::ServerError.default_status(), 500);
        assert_eq!(OAuthError::unknown_client("x").status, 400);
        assert_eq!(OAuthError::client_authentication_failed().status, 401);
        assert_eq!(OAuthError::organization_access_denied("x").status, 403);
        assert_eq!(OAuthError::unrecognized_route("GET", "/x").status, 404);
    }

    #[test]
    fn bodies_are_written_in_the_order_of_the_contract() {
        let refused = OAuthError::new(OAuthErrorCode::InsufficientScope)
            .describe("refresh token missing required scope")
            .scope("urn:logto:scope:organizations");
        assert_eq!(
            body_of(&refused),
            r#"{"code":"oidc.insufficient_scope","message":"Token missing scope `{{scope}}`.","error":"insufficient_scope","error_description":"refresh token missing required scope","scope":"urn:logto:scope:organizations"}"#
        );
        assert_eq!(
            body_of(&OAuthError::invalid_grant()),
            r#"{"code":"oidc.invalid_grant","message":"Grant request is invalid.","error_uri":"https://openid.sh/debug/invalid_grant","error":"invalid_grant","error_description":"grant request is invalid"}"#
        );
        assert_eq!(
            body_of(&OAuthError::unrecognized_route("GET", "/nonexistent")),
            r#"{"code":"oidc.invalid_request","message":"Request is invalid.","error":"invalid_request","error_description":"unrecognized route or not allowed method (GET on /nonexistent)"}"#
        );
        let mismatch = OAuthError::new(OAuthErrorCode::InvalidRedirectUri)
            .describe("redirect_uri did not match any of the client's registered redirect_uris");
        assert_eq!(
            serde_json::to_string(&mismatch.body(Some("Zx81"), Some("http://id.fjord.example:3001/oidc")))
                .unwrap(),
            r#"{"code":"oidc.invalid_redirect_uri","message":"`redirect_uri` did not match any of the client's registered `redirect_uris`.","error":"invalid_redirect_uri","error_description":"redirect_uri did not match any of the client's registered redirect_uris","state":"Zx81","iss":"http://id.fjord.example:3001/oidc"}"#
        );
        assert_eq!(
            serde_json::to_value(OAuthError::invalid_grant().plain_body(None, None)).unwrap(),
            json!({"error": "invalid_grant", "error_description": "grant request is invalid"})
        );
    }

    #[test]
    fn a_lost_session_has_its_own_code_whatever_the_error() {
        for description in [
            "interaction session id cookie not found",
            "interaction session not found",
            "authorization request has expired",
        ] {
            let body =
                serde_json::to_value(OAuthError::invalid_request(description).body(None, None)).unwrap();
            assert_eq!(
                body,
                json!({"code": "session.not_found", "message": "Session not found. Please go back and sign in again.",
                       "error": "invalid_request", "error_description": description})
            );
        }
        assert!(!OAuthError::invalid_request("client not found").is_session_not_found());
    }

    #[test]
    fn redirects_carry_the_parameters_in_wire_order() {
        let error =
            OAuthError::new(OAuthErrorCode::LoginRequired).describe("End-User authentication is required");
        assert_eq!(
            error.redirect_parameters(Some("Zx81"), "http://id.fjord.example:3001/oidc"),
            vec![
                ("error", "login_required".to_owned()),
                ("error_description", "End-User authentication is required".to_owned()),
                ("state", "Zx81".to_owned()),
                ("iss", "http://id.fjord.example:3001/oidc".to_owned()),
            ]
        );
        assert_eq!(
            OAuthError::new(OAuthErrorCode::AccessDenied).redirect_parameters(None, "i"),
            vec![("error", "access_denied".to_owned()), ("iss", "i".to_owned())]
        );
    }

    #[test]
    fn challenges_quote_their_values() {
        assert_eq!(
            OAuthError::client_authentication_failed()
                .www_authenticate(AuthenticationScheme::Basic, "http://a/oidc"),
            r#"Basic realm="http://a/oidc", error="invalid_client", error_description="client authentication failed""#
        );
        assert_eq!(
            OAuthError::new(OAuthErrorCode::InsufficientScope)
                .describe("access token missing openid scope")
                .scope("openid")
                .www_authenticate(AuthenticationScheme::Bearer, "i"),
            r#"Bearer realm="i", error="insufficient_scope", error_description="access token missing openid scope", scope="openid""#
        );
        assert_eq!(AuthenticationScheme::Bearer.challenge("a\"b\\c\r\nd"), r#"Bearer realm="a\"b\\c??d""#);
    }
}
