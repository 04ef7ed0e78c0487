//! Refusals as answers: the error body of this wire (`{code, message, data?, details?}`, Management API contract §1.6)
//! with the `WWW-Authenticate` of RFC 6750 §3.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Value, json};

use crate::authorization::AuthorizationError;
use crate::permit::Denied;
use crate::verifier::TokenError;

/// An answer that refuses a request.
#[derive(Debug, Clone)]
pub struct Rejection {
    status: StatusCode,
    body: Box<Body>,
    challenge: Option<HeaderValue>,
    retry_after_seconds: Option<u32>,
}

#[derive(Debug, Clone, Serialize)]
struct Body {
    code: Cow<'static, str>,
    message: Cow<'static, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<String>,
}

impl Rejection {
    /// A refusal with a stable `code` and an English `message`.
    pub fn new(
        status: StatusCode,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let body = Body { code: code.into(), message: message.into(), data: None, details: None };
        Self { status, body: Box::new(body), challenge: None, retry_after_seconds: None }
    }

    /// Adds machine-readable data.
    pub fn with_data(mut self, data: Value) -> Self {
        self.body.data = Some(data);
        self
    }

    /// Adds a longer explanation.
    pub fn with_details(mut self, details: impl Into<String>) -> Self {
        self.body.details = Some(details.into());
        self
    }

    /// Adds a `WWW-Authenticate` header. A value that cannot be a header is left out.
    pub fn with_challenge(mut self, challenge: &str) -> Self {
        self.challenge = HeaderValue::from_str(challenge).ok();
        self
    }

    /// Adds a `Retry-After` header.
    pub fn with_retry_after_seconds(mut self, seconds: u32) -> Self {
        self.retry_after_seconds = Some(seconds);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The stable code.
    pub fn code(&self) -> &str {
        &self.body.code
    }

    /// The message for people.
    pub fn message(&self) -> &str {
        &self.body.message
    }

    /// The whole answer, its body in memory.
    pub fn into_http(self) -> http::Response<Bytes> {
        // Strings and JSON values can always be written as JSON.
        let body = serde_json::to_vec(&*self.body).map(Bytes::from).unwrap_or_default();
        let mut response = http::Response::new(body);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(challenge) = self.challenge {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = self.retry_after_seconds {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    /// 403 for a token without `permission`, with the challenge of RFC 6750 §3.1.
    pub fn insufficient_scope(code: &'static str, permission: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, format!("This needs the permission {permission}."))
            .with_data(json!({ "permission": permission }))
            .with_challenge(&format!("Bearer error=\"insufficient_scope\", scope=\"{permission}\""))
    }
}

#[cfg(feature = "axum")]
impl axum::response::IntoResponse for Rejection {
    fn into_response(self) -> axum::response::Response {
        self.into_http().map(axum::body::Body::from)
    }
}

impl From<AuthorizationError> for Rejection {
    fn from(error: AuthorizationError) -> Self {
        let unauthorized = |code, message| Self::new(StatusCode::UNAUTHORIZED, code, message);
        match error {
            AuthorizationError::Missing => {
                unauthorized("auth.authorization_header_missing", "Authorization header is missing.")
                    .with_challenge("Bearer")
            }
            AuthorizationError::SchemeNotSupported => unauthorized(
                "auth.authorization_token_type_not_supported",
                "Authorization type is not supported.",
            )
            .with_data(json!({ "supportedTypes": ["Bearer"] }))
            .with_challenge("Bearer error=\"invalid_request\""),
            AuthorizationError::Malformed => {
                unauthorized("auth.unauthorized", "Unauthorized. The Authorization header is malformed.")
                    .with_challenge("Bearer error=\"invalid_request\"")
            }
        }
    }
}

impl From<TokenError> for Rejection {
    fn from(error: TokenError) -> Self {
        let data = match &error {
            TokenError::KeysUnavailable(_) => {
                let message = "The token cannot be checked now. Please try again.";
                return Self::new(StatusCode::SERVICE_UNAVAILABLE, "guard.keys_unavailable", message)
                    .with_retry_after_seconds(1);
            }
            TokenError::Invalid(error) => json!({ "code": error.code(), "name": error.name() }),
            TokenError::AudienceNotAccepted | TokenError::MachineToken | TokenError::NotAnAccessToken => {
                json!({ "code": "ERR_JWT_CLAIM_VALIDATION_FAILED", "name": "JWTClaimValidationFailed" })
            }
        };
        // `error` speaks of the form of the token only, never of its content.
        Self::new(
            StatusCode::UNAUTHORIZED,
            "auth.unauthorized",
            "Unauthorized. Please check credentials and its scope.",
        )
        .with_data(data)
        .with_challenge("Bearer error=\"invalid_token\"")
    }
}

impl From<Denied> for Rejection {
    fn from(denied: Denied) -> Self {
        let forbidden = |code, message| Self::new(StatusCode::FORBIDDEN, code, message);
        match denied {
            Denied::PermissionMissing => {
                forbidden("guard.permission_missing", "The token lacks a permission.")
                    .with_challenge("Bearer error=\"insufficient_scope\"")
            }
            Denied::OrganizationRequired => {
                forbidden("guard.organization_required", "This needs a token for an organization.")
            }
            Denied::WrongOrganization => {
                forbidden("guard.wrong_organization", "The token is for another organization.")
            }
        }
    }
}
