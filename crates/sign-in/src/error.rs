//! From the faults of lower layers to the errors of the wire (OIDC contract §6.2, §8.1).

use axum::http::StatusCode;
use http_kit::ApiError;
use operations::{OperationError, messages::SendError};
use serde_json::json;

/// The answer to a failure that the caller did not cause. Too much work waiting is 503, so that clients come back.
pub(crate) fn failed(error: OperationError) -> ApiError {
    match error {
        OperationError::Store(error) => error.into(),
        OperationError::Busy => ApiError::busy(),
        other => ApiError::internal(&other),
    }
}

/// What it means that a message was not sent. What the other side said is in the log: whoever signs in has nothing to do with it.
pub(crate) fn not_sent(error: SendError) -> ApiError {
    match error {
        SendError::NoConnector(wanted) => ApiError::new(StatusCode::NOT_IMPLEMENTED, "connector.not_found")
            .data(json!({ "type": wanted.as_str() })),
        SendError::RateLimited => {
            ApiError::new(StatusCode::TOO_MANY_REQUESTS, "request.message_rate_limited")
        }
        SendError::Connector(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::BAD_REQUEST);
            ApiError::new(status, error.code())
        }
        SendError::Operation(error) => failed(error),
    }
}

/// 403 with the code the contract gives to what the sign-in mode forbids (OIDC contract §6.3, §6.4).
pub(crate) fn forbidden(message: &str) -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, "auth.forbidden").message(message)
}

/// The fixed answer to an identification that lacks its verification (OIDC contract §6.4): no data, and the braces are literal.
pub(crate) fn verification_id_missing() -> ApiError {
    ApiError::bad_request("guard.invalid_input").message("The request {{type}} is invalid.")
}
