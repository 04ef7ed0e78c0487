//! Calls of a router in this process, and what it answers.

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use form_urlencoded::Serializer;
use http_kit::{
    CountingUpTo, GoesOn, GoingOn,
    pagination::{TOTAL_IS_CAPPED, TOTAL_NUMBER},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::ServiceExt as _;

/// The largest answer that is read, in bytes.
const MAX_ANSWER_BYTES: usize = 16 * 1_024 * 1_024;
/// The longest part of a path.
const MAX_SEGMENT_BYTES: usize = 128;

/// The longest name in a path.
const MAX_NAME_BYTES: usize = 1_024;

/// What is sent.
enum Content {
    Nothing,
    Json(Value),
    /// Something of another type.
    Of(String, Bytes),
}

/// A request to a router in this process.
pub struct Call<'a> {
    method: Method,
    segments: Vec<&'a str>,
    /// A last part of the path that is no id but a name, which may hold anything.
    name: Option<&'a str>,
    query: Vec<(&'a str, String)>,
    going_on: Option<GoingOn>,
    counting: Option<CountingUpTo>,
    content: Content,
}

impl<'a> Call<'a> {
    /// A request for the path of these segments.
    pub fn new(method: Method, segments: &[&'a str]) -> Self {
        Self {
            method,
            segments: segments.to_vec(),
            name: None,
            query: Vec::new(),
            going_on: None,
            counting: None,
            content: Content::Nothing,
        }
    }

    /// A read.
    pub fn get(segments: &[&'a str]) -> Self {
        Self::new(Method::GET, segments)
    }

    /// With one more part of the path, which is a name that somebody has chosen.
    pub fn named(self, name: &'a str) -> Self {
        Self { name: Some(name), ..self }
    }

    /// With a body.
    pub fn body(self, body: Value) -> Self {
        Self { content: Content::Json(body), ..self }
    }

    /// With a body of another type.
    pub fn content(self, content_type: &str, bytes: Bytes) -> Self {
        Self { content: Content::Of(content_type.to_owned(), bytes), ..self }
    }

    /// Adds a parameter unless it is empty.
    pub fn query(mut self, name: &'a str, value: &str) -> Self {
        if !value.is_empty() {
            self.query.push((name, value.to_owned()));
        }
        self
    }

    /// Asks for a page of a list.
    pub fn page(self, page: u64, size: u64) -> Self {
        self.query("page", &page.to_string()).query("page_size", &size.to_string())
    }

    /// Asks for so many rows of a list that come after a place, at the beginning none, and not for their number.
    pub fn going_on(self, after: Option<&str>, size: u64) -> Self {
        let going_on = GoingOn { after: after.map(str::to_owned) };
        Self { going_on: Some(going_on), ..self }.query("page_size", &size.to_string())
    }

    /// Asks for the rows of a list to be counted no further than this ([`Total::is_capped`]).
    pub fn counting_up_to(self, most: u32) -> Self {
        Self { counting: Some(CountingUpTo(most)), ..self }
    }

    /// The path and query; nothing when a part is not what paths have. Such an id names nothing.
    fn target(&self) -> Option<String> {
        let is_good = |segment: &&str| {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
            !segment.is_empty()
                && segment.len() <= MAX_SEGMENT_BYTES
                && !segment.starts_with('.')
                && segment.bytes().all(is_plain)
        };
        if !self.segments.iter().all(is_good) {
            return None;
        }
        let mut path = format!("/{}", self.segments.join("/"));
        if let Some(name) = self.name {
            if name.is_empty() || name.contains('\0') || name.len() > MAX_NAME_BYTES {
                return None;
            }
            path.push('/');
            path.extend(utf8_percent_encode(name, NON_ALPHANUMERIC));
        }
        if self.query.is_empty() {
            return Some(path);
        }
        let query = Serializer::new(String::new()).extend_pairs(&self.query).finish();
        Some(format!("{path}?{query}"))
    }

    /// The request, to which the caller adds what proves who calls.
    ///
    /// # Errors
    /// [`Refusal::not_found`] for a path that cannot be.
    pub fn request(self) -> Result<Request<Body>, Refusal> {
        let target = self.target().ok_or_else(Refusal::not_found)?;
        let request = Request::builder().method(self.method).uri(target);
        let mut request = match self.content {
            Content::Nothing => request.body(Body::empty()),
            Content::Json(body) => {
                request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string()))
            }
            Content::Of(kind, bytes) => request.header(header::CONTENT_TYPE, kind).body(Body::from(bytes)),
        }
        .map_err(|_| Refusal::not_found())?;
        if let Some(going_on) = self.going_on {
            request.extensions_mut().insert(going_on);
        }
        if let Some(counting) = self.counting {
            request.extensions_mut().insert(counting);
        }
        Ok(request)
    }
}

/// Sends a request to a router.
///
/// # Errors
/// What the router answered when it did not do it.
pub async fn send(router: &Router, request: Request<Body>) -> Result<Answer, Refusal> {
    let Ok(response) = router.clone().oneshot(request).await;
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, MAX_ANSWER_BYTES).await.map_err(|_| Refusal::failed())?;
    let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    if parts.status.is_success() {
        let total = Total::of(&parts.headers, &body);
        let goes_on = parts.extensions.get::<GoesOn>().cloned();
        return Ok(Answer { body, total, goes_on });
    }
    let text = |member: &str| body.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
    Err(Refusal {
        status: parts.status,
        code: text("code"),
        message: text("message"),
        data: Box::new(body.get("data").cloned().unwrap_or_default()),
    })
}

/// How many items a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    /// So many on all pages.
    pub items: u64,
    /// Or more: they were counted no further.
    pub is_capped: bool,
    /// So many on this page.
    pub shown: u64,
}

impl Total {
    fn of(headers: &HeaderMap, body: &Value) -> Self {
        let items = headers.get(TOTAL_NUMBER).and_then(|value| value.to_str().ok());
        Self {
            items: items.and_then(|items| items.parse().ok()).unwrap_or_default(),
            is_capped: headers.contains_key(TOTAL_IS_CAPPED),
            shown: body.as_array().map_or(0, |items| items.len() as u64),
        }
    }
}

/// What a router answered when it did what was asked.
#[derive(Debug)]
pub struct Answer {
    body: Value,
    /// How many items the whole list has.
    pub total: Total,
    /// From where a list goes on whose number was not asked for; nothing from operations that cannot be asked so.
    goes_on: Option<GoesOn>,
}

impl Answer {
    /// The place from which a list goes on that was asked to ([`Call::going_on`]); nothing at its end.
    ///
    /// # Errors
    /// [`Refusal::failed`] from an operation that cannot be asked so: taken for the end of the list, that would hide all that follows.
    pub fn place(&self) -> Result<Option<String>, Refusal> {
        let Some(GoesOn(place)) = &self.goes_on else {
            tracing::error!("a list was asked to go on by an operation that cannot");
            return Err(Refusal::failed());
        };
        Ok(place.clone())
    }

    /// The body as `T`.
    ///
    /// # Errors
    /// [`Refusal::failed`] when it is something else.
    pub fn read<T: DeserializeOwned>(self) -> Result<T, Refusal> {
        serde_json::from_value(self.body).map_err(|error| {
            tracing::error!(error.message = %error, "an answer within the process could not be read");
            Refusal::failed()
        })
    }
}

/// What a router answered when it did not.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The status.
    pub status: StatusCode,
    /// The code of the wire.
    pub code: String,
    message: String,
    data: Box<Value>,
}

impl Refusal {
    /// Something went wrong inside.
    pub fn failed() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "page.failed")
    }

    /// There is nothing of this name.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "page.not_found")
    }

    /// What was typed cannot be used; `field` says what and where.
    pub fn of_field(field: &str, message: &str) -> Self {
        Self {
            message: message.to_owned(),
            data: Box::new(serde_json::json!({ "issues": [{ "path": [field], "message": message }] })),
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "page.invalid_input")
        }
    }

    /// A refusal without more than its code.
    pub fn new(status: StatusCode, code: &str) -> Self {
        Self { status, code: code.to_owned(), message: String::new(), data: Box::default() }
    }

    /// With what the wire says of it, in English.
    pub fn saying(self, message: &str, data: Value) -> Self {
        Self { message: message.to_owned(), data: Box::new(data), ..self }
    }

    /// What the wire says of it, in English.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What goes with it.
    pub fn data(&self) -> &Value {
        &self.data
    }

    /// A text of the data.
    pub fn text(&self, member: &str) -> Option<&str> {
        self.data.get(member).and_then(Value::as_str)
    }

    /// A list of texts of the data.
    pub fn texts(&self, member: &str) -> Vec<&str> {
        let list = self.data.get(member).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The fields that were not understood: path and what is said of it.
    pub fn issues(&self) -> impl Iterator<Item = (String, &str)> {
        let issues = self.data.get("issues").and_then(Value::as_array);
        issues.into_iter().flatten().map(|issue| {
            let path = issue.get("path").and_then(Value::as_array);
            let path = path.into_iter().flatten().map(|part| match part {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            });
            let message = issue.get("message").and_then(Value::as_str).unwrap_or_default();
            (path.collect::<Vec<_>>().join("."), message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_paths_have_is_asked_for() {
        let target = |segment: &str| Call::get(&["organizations", segment]).query("q", "a&b").target();
        assert_eq!(target("uyzkx4ar5ls6").as_deref(), Some("/organizations/uyzkx4ar5ls6?q=a%26b"));
        assert_eq!(target("fjord.example").as_deref(), Some("/organizations/fjord.example?q=a%26b"));
        for hostile in ["", ".", "..", "a/b", "a%2fb", "a?b", "a b", "é", "a\r\nb", &"a".repeat(129)] {
            assert_eq!(target(hostile), None, "{hostile}");
        }
    }

    #[test]
    fn names_in_paths_may_hold_anything() {
        let target = |name: &str| Call::get(&["secrets"]).named(name).target();
        assert_eq!(target("a b/é.?").as_deref(), Some("/secrets/a%20b%2F%C3%A9%2E%3F"));
        assert_eq!(target("..").as_deref(), Some("/secrets/%2E%2E"));
        assert_eq!((target(""), target("a\0")), (None, None));
    }

    #[test]
    fn refusals_name_the_fields_they_are_about() {
        let data = serde_json::json!({ "issues": [{ "path": ["branding", "logoUrl"], "message": "Expected a URL" }] });
        let refusal = Refusal::new(StatusCode::BAD_REQUEST, "guard.invalid_input").saying("", data);
        assert_eq!(refusal.issues().collect::<Vec<_>>(), [("branding.logoUrl".to_owned(), "Expected a URL")]);
        assert_eq!(Refusal::not_found().issues().count(), 0);
    }
}
