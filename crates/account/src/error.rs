//! From the faults of lower layers to the errors of the wire. Whoever calls here is a user: what a connector's other side said is for
//! whoever set it up, and goes to the log.

use axum::http::StatusCode;
use connectors::ConnectorError;
use http_kit::ApiError;
use operations::{OperationError, connectors::AuthorizationError, messages::SendError};
use serde_json::json;
use store::StoreError;

/// The answer to a failure that the caller did not cause. Too much work waiting is 503, so that clients come back.
pub(crate) fn failed(error: OperationError) -> ApiError {
    match error {
        OperationError::Store(error) => error.into(),
        OperationError::Busy => ApiError::busy(),
        other => ApiError::internal(&other),
    }
}

/// 401: no token, or none that is good here.
pub(crate) fn unauthorized() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "auth.unauthorized")
}

/// 403: the token is good, and not for this.
pub(crate) fn forbidden() -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, "auth.forbidden")
}

/// 401: who calls has not proved lately that they are the user.
pub(crate) fn not_proved() -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "verification_record.permission_denied")
}

/// What it means that a connector failed. 401 would say that the caller's own token is not good.
pub(crate) fn connector_error(error: &ConnectorError) -> ApiError {
    tracing::warn!(error.message = %domain::causes(error), "a connector failed");
    let status = match error.status() {
        429 => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::BAD_REQUEST,
    };
    ApiError::new(status, error.code())
}

/// Why a sign-in elsewhere did not go on.
pub(crate) fn authorization_error(error: AuthorizationError) -> ApiError {
    match error {
        AuthorizationError::NotSocial => ApiError::bad_request("connector.unexpected_type"),
        AuthorizationError::NotUnderWay => {
            ApiError::bad_request("session.connector_validation_session_not_found")
        }
        AuthorizationError::Connector(error) => connector_error(&error),
        AuthorizationError::Operation(error) => failed(error),
    }
}

/// What it means that a message was not sent.
pub(crate) fn not_sent(error: SendError) -> ApiError {
    match error {
        SendError::NoConnector(wanted) => ApiError::new(StatusCode::NOT_IMPLEMENTED, "connector.not_found")
            .data(json!({ "type": wanted.as_str() })),
        SendError::RateLimited => {
            ApiError::new(StatusCode::TOO_MANY_REQUESTS, "request.message_rate_limited")
        }
        SendError::Connector(error) => connector_error(&error),
        SendError::Operation(error) => failed(error),
    }
}

/// What it means that an identity was not stored.
pub(crate) fn identity_not_stored(error: OperationError) -> ApiError {
    match error {
        OperationError::Store(error) if error.is_unique_violation("user_identities", "identity_id") => {
            ApiError::unprocessable("user.identity_already_in_use")
        }
        // The connector was deleted meanwhile.
        OperationError::Store(StoreError::ForeignKeyViolation) => ApiError::not_found("entity.not_found"),
        error => failed(error),
    }
}
