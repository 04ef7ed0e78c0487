//! Reading the parameters of a request with a body: its size, its content type, its form (OIDC contract §1.2).

use axum::{
    extract::Request,
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use http_kit::body::{BodyError, read_body};
use protocol::{OAuthError, Parameters};

use crate::error::Failure;

/// The largest body that is read, in bytes.
pub(crate) const MAX_BODY_BYTES: usize = 57_344;

/// The kinds of body that carry parameters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum BodyKind {
    Form,
    Json,
    /// No content type at all: fine for an empty body.
    Untyped,
    Other,
}

impl BodyKind {
    fn of(headers: &HeaderMap) -> Self {
        let Some(value) = headers.get(header::CONTENT_TYPE) else { return Self::Untyped };
        let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Self::Form
        } else if essence.eq_ignore_ascii_case("application/json") {
            Self::Json
        } else {
            Self::Other
        }
    }
}

/// Reads the parameters of a form or JSON body; `None` for a body of another kind.
///
/// # Errors
/// 413 for a body that is too large, 408 for one that does not arrive in time, 400 for a NUL byte and for far too many parameters.
pub(crate) async fn parameters(request: Request) -> Result<(Parts, Option<Parameters>), Failure> {
    let (parts, body) = request.into_parts();
    let bytes = read_body(body, MAX_BODY_BYTES).await.map_err(unreadable)?;
    let parameters = match BodyKind::of(&parts.headers) {
        BodyKind::Form => Some(Parameters::from_form(&bytes)?),
        BodyKind::Json => Some(Parameters::from_json(&bytes)?),
        BodyKind::Untyped => bytes.is_empty().then(Parameters::default),
        BodyKind::Other => None,
    };
    Ok((parts, parameters))
}

/// As [`parameters`], for endpoints that tell of another kind of body. `path` is relative to the mount.
///
/// # Errors
/// Also 400 for a body of another kind.
pub(crate) async fn form(request: Request, path: &str) -> Result<(Parts, Parameters), Failure> {
    let method = request.method().clone();
    let (parts, parameters) = parameters(request).await?;
    let parameters = parameters.ok_or_else(|| {
        OAuthError::invalid_request(format!(
            "only application/x-www-form-urlencoded content-type bodies are supported on {method} {path}"
        ))
    })?;
    Ok((parts, parameters))
}

fn unreadable(error: BodyError) -> OAuthError {
    let (status, description) = match error {
        BodyError::TooLargeOrCutOff => (StatusCode::PAYLOAD_TOO_LARGE, "the request body is too large"),
        BodyError::TooSlow => (StatusCode::REQUEST_TIMEOUT, "the request body did not arrive in time"),
    };
    OAuthError::invalid_request(description).status(status.as_u16())
}

/// The parameters of a URL's query.
///
/// # Errors
/// 400 for a NUL and for far too many parameters.
pub(crate) fn query(parts: &Parts) -> Result<Parameters, OAuthError> {
    Parameters::from_query(parts.uri.query().unwrap_or_default())
}

/// A body that was read whole, for tests of what reads it.
#[cfg(test)]
pub(crate) fn request(content_type: Option<&str>, body: impl Into<axum::body::Body>) -> Request {
    let mut request = Request::builder().method("POST").uri("/token");
    if let Some(content_type) = content_type {
        request = request.header(header::CONTENT_TYPE, content_type);
    }
    request.body(body.into()).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(content_type: Option<&str>, body: &'static str) -> Result<Parameters, OAuthError> {
        form(request(content_type, body), "/token")
            .await
            .map(|(_, parameters)| parameters)
            .map_err(|failure| failure.error)
    }

    #[tokio::test]
    async fn forms_json_and_nothing_are_read() {
        for (content_type, body) in [
            ("application/x-www-form-urlencoded", "grant_type=x"),
            ("Application/X-WWW-Form-Urlencoded; charset=utf-8", "grant_type=x"),
            ("application/json; charset=utf-8", r#"{"grant_type":"x"}"#),
        ] {
            assert_eq!(
                read(Some(content_type), body).await.unwrap().get("grant_type"),
                Some("x"),
                "{content_type}"
            );
        }
        assert!(read(None, "").await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn other_kinds_are_told_apart() {
        let text = "only application/x-www-form-urlencoded content-type bodies are supported on POST /token";
        for content_type in [Some("text/plain"), Some("multipart/form-data"), None] {
            assert_eq!(
                read(content_type, "a=b").await,
                Err(OAuthError::invalid_request(text)),
                "{content_type:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_body_is_read_up_to_its_limit() {
        let fits = "a".repeat(MAX_BODY_BYTES);
        assert!(form(request(Some("application/json"), fits), "/token").await.is_ok());
        let large = "a".repeat(MAX_BODY_BYTES + 1);
        let failure = form(request(Some("application/json"), large), "/token").await.unwrap_err();
        assert_eq!(failure.error.status, 413);
    }
}
