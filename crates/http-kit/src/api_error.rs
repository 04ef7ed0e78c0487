//! The error body of the Management and Experience APIs: `{code, message, data?, details?}` (Management API contract §1.6).

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};
use store::StoreError;

use crate::error::message_of;

/// An error in the form of the Management API. Build it with [`ApiError::new`]; the English message follows from the code.
#[derive(Debug, Clone)]
pub struct ApiError {
    status: StatusCode,
    body: Box<Body>,
    /// Whether a transaction that ends with this may succeed when it is run again.
    is_conflict: bool,
}

#[derive(Debug, Clone, Serialize)]
struct Body {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_description: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<String>,
}

/// How many issues an answer tells at the most.
const MAX_ISSUES: usize = 100;

/// One thing that is wrong with a request, as `data.issues` lists it.
#[derive(Debug, Clone, Serialize)]
pub struct Issue {
    /// The kind of fault: `invalid_type`, `too_small`, `too_big`, `invalid_string`, `custom`, …
    pub code: &'static str,
    /// Where in the body, query or path it is.
    pub path: Vec<Value>,
    /// What is wrong, in words.
    pub message: String,
}

impl Issue {
    /// A fault of the member that `path` leads to.
    pub fn new(code: &'static str, path: &[&str], message: impl Into<String>) -> Self {
        Self { code, path: path.iter().map(|key| json!(key)).collect(), message: message.into() }
    }
}

impl ApiError {
    /// An error with a stable code and its usual English message.
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        let body = Body {
            code: Some(code),
            message: message_of(code).to_owned(),
            error: None,
            error_description: None,
            data: None,
            details: None,
        };
        Self { status, body: Box::new(body), is_conflict: false }
    }

    /// 400 with `code`.
    pub fn bad_request(code: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code)
    }

    /// 404 with `code`.
    pub fn not_found(code: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code)
    }

    /// 422 with `code`.
    pub fn unprocessable(code: &'static str) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code)
    }

    /// 400 `guard.invalid_input` (Management API contract §1.6): `data` lists the issues, `details` tells them in a line each.
    pub fn invalid_input(issues: Vec<Issue>) -> Self {
        let line = |issue: &Issue| {
            let key = issue
                .path
                .iter()
                .map(|part| part.as_str().map_or_else(|| part.to_string(), ToOwned::to_owned));
            let key = key.collect::<Vec<_>>().join(".");
            format!("Error in key path \"{key}\": ({}) {}", issue.code, issue.message)
        };
        // Whoever sends a list of thousands learns of the first faults, and does not get an answer larger than the request.
        let issues = issues.get(..MAX_ISSUES).unwrap_or(&issues);
        let details = issues.iter().map(line).collect::<Vec<_>>().join("\n");
        let mut error =
            Self::bad_request("guard.invalid_input").data(json!({ "issues": issues, "name": "ZodError" }));
        error.body.details = Some(details);
        error
    }

    /// 400 `session.not_found`: the request belongs to no running interaction. Such errors carry the OAuth members too, also outside
    /// `/oidc` (OIDC contract §6.2, §8.1).
    pub fn session_not_found(error_description: &'static str) -> Self {
        let mut error = Self::bad_request("session.not_found");
        error.body.error = Some("invalid_request");
        error.body.error_description = Some(error_description);
        error
    }

    /// 503: too much work of a kind waits already. Clients come back.
    pub fn busy() -> Self {
        Self::message_only(
            StatusCode::SERVICE_UNAVAILABLE,
            "The server has too much to do at the moment. Please try again in a few seconds.",
        )
    }

    /// An unexpected failure. What it was is logged here, once, and not told to the caller.
    pub fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error.message = domain::causes(error), "a request failed unexpectedly");
        let body = Body {
            code: None,
            message: "Internal server error.".to_owned(),
            error: None,
            error_description: None,
            data: None,
            details: None,
        };
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, body: Box::new(body), is_conflict: false }
    }

    /// An error with a message but no code, as malformed JSON gets.
    pub fn message_only(status: StatusCode, message: impl Into<String>) -> Self {
        let body = Body {
            code: None,
            message: message.into(),
            error: None,
            error_description: None,
            data: None,
            details: None,
        };
        Self { status, body: Box::new(body), is_conflict: false }
    }

    /// Replaces the message.
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.body.message = message.into();
        self
    }

    /// Adds machine-readable data.
    pub fn data(mut self, data: Value) -> Self {
        self.body.data = Some(data);
        self
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The stable code, if it has one.
    pub fn code(&self) -> Option<&'static str> {
        self.body.code
    }

    /// The message for people.
    pub fn text(&self) -> &str {
        &self.body.message
    }

    /// The machine-readable data, if it has any.
    pub fn data_value(&self) -> Option<&Value> {
        self.body.data.as_ref()
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, Json(&*self.body)).into_response()
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Unavailable(_) | StoreError::Conflict => {
                tracing::warn!(error.message = %domain::causes(&error), "the database did not answer");
                let message = "The database is not available. Please try again.";
                Self {
                    is_conflict: error.is_conflict(),
                    ..Self::message_only(StatusCode::SERVICE_UNAVAILABLE, message)
                }
            }
            StoreError::ValueTooLong => Self::unprocessable("entity.value_too_long"),
            StoreError::InvalidPattern => Self::bad_request("request.invalid_input"),
            StoreError::CostlyPattern => Self::bad_request("request.invalid_input")
                .message("The search takes too long. Look for less, or without a pattern."),
            StoreError::Busy => Self::busy(),
            _ => Self::internal(&error),
        }
    }
}

impl store::AsStoreError for ApiError {
    fn as_store_error(&self) -> Option<&StoreError> {
        static CONFLICT: StoreError = StoreError::Conflict;
        self.is_conflict.then_some(&CONFLICT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_has_the_contracts_members_in_order() {
        let error = ApiError::unprocessable("session.invalid_credentials");
        assert_eq!(error.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            serde_json::to_string(&*error.body).unwrap(),
            r#"{"code":"session.invalid_credentials","message":"Incorrect account or password. Please check your input."}"#
        );
    }

    #[test]
    fn invalid_input_lists_every_issue() {
        let error = ApiError::invalid_input(vec![Issue::new("invalid_type", &["name"], "Required")]);
        assert_eq!(
            serde_json::to_value(&*error.body).unwrap(),
            json!({
                "code": "guard.invalid_input",
                "message": "The request is invalid.",
                "data": { "issues": [{ "code": "invalid_type", "path": ["name"], "message": "Required" }], "name": "ZodError" },
                "details": "Error in key path \"name\": (invalid_type) Required",
            })
        );
    }

    #[test]
    fn a_missing_session_is_told_in_both_forms() {
        let error = ApiError::session_not_found("interaction session not found");
        assert_eq!(
            serde_json::to_string(&*error.body).unwrap(),
            r#"{"code":"session.not_found","message":"Session not found. Please go back and sign in again.","error":"invalid_request","error_description":"interaction session not found"}"#
        );
    }
}
