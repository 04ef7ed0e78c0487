//! Request bodies, read whole within bounds of size and time; and those of the Management API (contract §1.3): JSON or form, at most
//! 1 MB, no NUL character anywhere, at most 64 levels deep.

use std::time::Duration;

use api_types::nesting::{NESTED_TOO_DEEP, is_nested_too_deep};
use axum::{
    RequestExt as _,
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{HeaderValue, StatusCode, header},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::error::{ApiError, Issue};

/// The largest body that is read, in bytes.
pub const MAX_BODY_BYTES: usize = 1 << 20;
/// How long a body may take to arrive.
pub const BODY_TIMEOUT: Duration = Duration::from_secs(15);

/// Why a body could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyError {
    /// It is too large, or the connection broke before its end.
    TooLargeOrCutOff,
    /// It did not arrive within [`BODY_TIMEOUT`].
    TooSlow,
}

/// Reads a body whole: at most `max_bytes`, within [`BODY_TIMEOUT`].
pub async fn read_body(body: Body, max_bytes: usize) -> Result<Bytes, BodyError> {
    match tokio::time::timeout(BODY_TIMEOUT, axum::body::to_bytes(body, max_bytes)).await {
        Ok(read) => read.map_err(|_| BodyError::TooLargeOrCutOff),
        Err(_) => Err(BodyError::TooSlow),
    }
}

impl From<BodyError> for ApiError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLargeOrCutOff => {
                let message = "The request body is too large or was cut off.";
                Self::message_only(StatusCode::PAYLOAD_TOO_LARGE, message)
            }
            BodyError::TooSlow => {
                Self::message_only(StatusCode::REQUEST_TIMEOUT, "The request body did not arrive in time.")
            }
        }
    }
}

/// A body read into `T`. Whatever is wrong with it becomes the contract's 400.
///
/// For rules beyond types, take the [`Value`] by `ValidJson<Value>` or implement [`Validate`].
#[derive(Debug, Clone)]
pub struct ValidJson<T>(pub T);

/// Rules that types cannot tell, checked after reading.
pub trait Validate {
    /// Every rule that the value breaks.
    fn issues(&self) -> Vec<Issue> {
        Vec::new()
    }
}

impl Validate for Value {}
impl Validate for Map<String, Value> {}

impl<S, T> FromRequest<S> for ValidJson<T>
where
    S: Send + Sync,
    T: DeserializeOwned + Validate,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Self::Rejection> {
        parse(read_body_value(request).await?).map(ValidJson)
    }
}

/// A body that is a list, each element read as [`ValidJson`] reads a body. Paths of issues begin with the element's place.
#[derive(Debug, Clone)]
pub struct ValidJsonList<T>(pub Vec<T>);

impl<S, T> FromRequest<S> for ValidJsonList<T>
where
    S: Send + Sync,
    T: DeserializeOwned + Validate,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Self::Rejection> {
        let Value::Array(elements) = read_body_value(request).await? else {
            let issue = Issue::new("invalid_type", &[], "Expected array, received object");
            return Err(ApiError::invalid_input(vec![issue]));
        };
        let below = |place: usize, mut issues: Vec<Issue>| {
            for issue in &mut issues {
                issue.path.insert(0, place.into());
            }
            ApiError::invalid_input(issues)
        };
        let read = |(at, element)| read(element).map_err(|issues| below(at, issues));
        elements.into_iter().enumerate().map(read).collect::<Result<_, _>>().map(Self)
    }
}

/// Reads a value into `T` and checks its rules.
pub fn parse<T: DeserializeOwned + Validate>(value: Value) -> Result<T, ApiError> {
    read(value).map_err(ApiError::invalid_input)
}

/// As [`parse`], or everything that is wrong.
fn read<T: DeserializeOwned + Validate>(value: Value) -> Result<T, Vec<Issue>> {
    if contains_nul(&value) {
        return Err(vec![Issue::new("custom", &[], "NUL characters are not allowed")]);
    }
    if is_nested_too_deep(&value) {
        return Err(vec![Issue::new("custom", &[], NESTED_TOO_DEEP)]);
    }
    // Left to itself, serde would read an array as the members of a struct in their order.
    if value.is_array() {
        return Err(vec![Issue::new("invalid_type", &[], "Expected object, received array")]);
    }
    let parsed: T = serde_path_to_error::deserialize(value).map_err(|error| {
        let path: Vec<Value> = error.path().iter().filter_map(segment).collect();
        vec![Issue { code: "invalid_type", path, message: error.inner().to_string() }]
    })?;
    let issues = parsed.issues();
    if issues.is_empty() { Ok(parsed) } else { Err(issues) }
}

fn segment(segment: &serde_path_to_error::Segment) -> Option<Value> {
    match segment {
        serde_path_to_error::Segment::Map { key } => Some(Value::from(key.as_str())),
        serde_path_to_error::Segment::Seq { index } => Some(Value::from(*index)),
        serde_path_to_error::Segment::Enum { .. } | serde_path_to_error::Segment::Unknown => None,
    }
}

async fn read_body_value(request: Request) -> Result<Value, ApiError> {
    let content_type = request.headers().get(header::CONTENT_TYPE).cloned();
    let bytes = read_bytes(request).await?;
    read_value(content_type.as_ref(), &bytes)
}

/// Reads a body as JSON: an unknown content type counts as no body, malformed JSON gets a message without a code.
pub fn read_value(content_type: Option<&HeaderValue>, bytes: &[u8]) -> Result<Value, ApiError> {
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let content_type = content_type
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match content_type.as_str() {
        "application/json" if bytes.is_empty() => Ok(Value::Object(Map::new())),
        "application/json" => {
            let value: Value = serde_json::from_slice(bytes).map_err(|error| {
                ApiError::message_only(StatusCode::BAD_REQUEST, format!("The JSON is malformed: {error}"))
            })?;
            if value.is_object() || value.is_array() {
                Ok(value)
            } else {
                Err(ApiError::message_only(StatusCode::BAD_REQUEST, "The JSON must be an object."))
            }
        }
        "application/x-www-form-urlencoded" => Ok(Value::Object(
            form_urlencoded::parse(bytes).map(|(key, value)| (key.into_owned(), value.into())).collect(),
        )),
        _ => Ok(Value::Object(Map::new())),
    }
}

/// Reads the body up to [`MAX_BODY_BYTES`], or to what a [`DefaultBodyLimit`](axum::extract::DefaultBodyLimit) around the route allows
/// if that is less; more is 413, and a body that does not arrive in time 408.
pub async fn read_bytes(request: Request) -> Result<Bytes, ApiError> {
    Ok(read_body(request.into_limited_body(), MAX_BODY_BYTES).await?)
}

/// Whether any string in `value`, keys included, holds a NUL character, which PostgreSQL cannot store.
pub(crate) fn contains_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(contains_nul),
        Value::Object(members) => {
            members.iter().any(|(key, value)| key.contains('\0') || contains_nul(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Tells a member that is absent (`None`) from one that is `null` (`Some(None)`), for partial updates.
pub mod nullable {
    use serde::{Deserialize, Deserializer};

    /// For `#[serde(default, deserialize_with = "http_kit::body::nullable::deserialize")] field: Option<Option<T>>`.
    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<T>>, D::Error> {
        Option::<T>::deserialize(deserializer).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_body_is_read_within_its_bounds_of_size_and_time() {
        assert_eq!(read_body(Body::from("1234"), 4).await, Ok(Bytes::from("1234")));
        assert_eq!(read_body(Body::from("12345"), 4).await, Err(BodyError::TooLargeOrCutOff));
        let never = Body::from_stream(futures_util::stream::pending::<Result<Bytes, std::io::Error>>());
        let started = tokio::time::Instant::now();
        assert_eq!(read_body(never, 4).await, Err(BodyError::TooSlow));
        assert_eq!(started.elapsed(), BODY_TIMEOUT);
    }
}
