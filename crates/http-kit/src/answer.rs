//! Answers whose status is part of their type, so that the documentation of an operation can be made from what its handler returns
//! (Management API contract §1.4).

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// 201 with a JSON body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Created<T>(pub T);

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, Json(self.0)).into_response()
    }
}

/// 201 with the plain text that stands for "no body".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreatedText;

impl IntoResponse for CreatedText {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, "Created").into_response()
    }
}

/// 200 with the plain text that stands for "no body".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OkText;

impl IntoResponse for OkText {
    fn into_response(self) -> Response {
        (StatusCode::OK, "OK").into_response()
    }
}

/// 204, empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoContent;

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

/// The answer of a `PUT`: 201 with the body of what is new, 200 with that of what was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put<T> {
    /// Whether there was nothing before.
    pub is_new: bool,
    /// The body.
    pub body: T,
}

impl<T: Serialize> IntoResponse for Put<T> {
    fn into_response(self) -> Response {
        let status = if self.is_new { StatusCode::CREATED } else { StatusCode::OK };
        (status, Json(self.body)).into_response()
    }
}
