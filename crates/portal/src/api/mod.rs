//! Calls of the gateway in this process, what they answer, and how refusals are told.

mod answers;
mod words;

use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use form_urlencoded::Serializer;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tower::ServiceExt as _;

pub(crate) use answers::{
    Application, Domain, Invitation, LogEntry, Member, MyInvitation, Named, Organization, Party, Role,
    Secret, Security,
};
pub(crate) use words::words;

use crate::{Portal, Token};

/// The largest answer that is read, in bytes.
const MAX_ANSWER_BYTES: usize = 16 * 1_024 * 1_024;
/// The longest part of a path, as the gateway has it.
const MAX_SEGMENT_BYTES: usize = 128;
/// How many rows a list shows.
pub(crate) const PAGE_SIZE: u64 = 20;
/// The largest page that the gateway gives.
const LARGEST_PAGE: u64 = 100;
/// How many pages are read of a list that is shown whole.
const MOST_PAGES: u64 = 10;

/// A request to the gateway.
pub(crate) struct Call<'a> {
    method: Method,
    segments: Vec<&'a str>,
    query: Vec<(&'a str, String)>,
    body: Option<Value>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(method: Method, segments: &[&'a str]) -> Self {
        Self { method, segments: segments.to_vec(), query: Vec::new(), body: None }
    }

    pub(crate) fn get(segments: &[&'a str]) -> Self {
        Self::new(Method::GET, segments)
    }

    pub(crate) fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// Adds a parameter unless it is empty.
    pub(crate) fn query(mut self, name: &'a str, value: &str) -> Self {
        if !value.is_empty() {
            self.query.push((name, value.to_owned()));
        }
        self
    }

    pub(crate) fn page(self, page: u64, size: u64) -> Self {
        self.query("page", &page.to_string()).query("page_size", &size.to_string())
    }

    /// The path and query; nothing when a part is not what the gateway's paths have. Such an id names nothing.
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
        let path = format!("/{}", self.segments.join("/"));
        if self.query.is_empty() {
            return Some(path);
        }
        let query = Serializer::new(String::new()).extend_pairs(&self.query).finish();
        Some(format!("{path}?{query}"))
    }
}

/// What the gateway answered when it did what was asked.
#[derive(Debug)]
pub(crate) struct Answer {
    body: Value,
    /// How many items the whole list has.
    pub(crate) total: u64,
}

impl Answer {
    /// The body as `T`.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<T, Refusal> {
        serde_json::from_value(self.body).map_err(|error| {
            tracing::error!(error.message = %error, "an answer of the gateway could not be read");
            Refusal::failed()
        })
    }
}

/// What the gateway answered when it did not.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) code: String,
    message: String,
    data: Box<Value>,
}

impl Refusal {
    /// Something went wrong inside.
    pub(crate) fn failed() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "portal.failed")
    }

    /// There is nothing of this name.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "portal.not_found")
    }

    /// What was typed cannot be used; `field` says what and where.
    pub(crate) fn of_field(field: &str, message: &str) -> Self {
        Self {
            message: message.to_owned(),
            data: Box::new(serde_json::json!({ "issues": [{ "path": [field], "message": message }] })),
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "portal.invalid_input")
        }
    }

    fn new(status: StatusCode, code: &str) -> Self {
        Self { status, code: code.to_owned(), message: String::new(), data: Box::default() }
    }

    /// A text of the data.
    pub(crate) fn text(&self, member: &str) -> Option<&str> {
        self.data.get(member).and_then(Value::as_str)
    }

    /// A list of texts of the data.
    pub(crate) fn texts(&self, member: &str) -> Vec<&str> {
        let list = self.data.get(member).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The fields that were not understood: path and what is said of it.
    pub(crate) fn issues(&self) -> impl Iterator<Item = (String, &str)> {
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

impl Portal {
    /// Calls the gateway.
    pub(crate) async fn call(&self, token: &Token, call: Call<'_>) -> Result<Answer, Refusal> {
        let target = call.target().ok_or_else(Refusal::not_found)?;
        let body = match &call.body {
            Some(body) => Body::from(body.to_string()),
            None => Body::empty(),
        };
        let mut request = Request::builder()
            .method(call.method)
            .uri(target)
            .header(header::AUTHORIZATION, format!("Bearer {}", token.token.reveal()));
        if call.body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let request = request.body(body).map_err(|_| Refusal::not_found())?;
        let Ok(response) = self.gateway.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, MAX_ANSWER_BYTES).await.map_err(|_| Refusal::failed())?;
        let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        if parts.status.is_success() {
            let total = parts.headers.get("total-number").and_then(|value| value.to_str().ok());
            return Ok(Answer {
                body,
                total: total.and_then(|total| total.parse().ok()).unwrap_or_default(),
            });
        }
        let text = |member: &str| body.get(member).and_then(Value::as_str).unwrap_or_default().to_owned();
        Err(Refusal {
            status: parts.status,
            code: text("code"),
            message: text("message"),
            data: Box::new(body.get("data").cloned().unwrap_or_default()),
        })
    }

    /// A list as a whole, as far as a page could show it.
    pub(crate) async fn list<T: DeserializeOwned>(
        &self,
        token: &Token,
        segments: &[&str],
    ) -> Result<Vec<T>, Refusal> {
        let mut items = Vec::new();
        for page in 1..=MOST_PAGES {
            let answer = self.call(token, Call::get(segments).page(page, LARGEST_PAGE)).await?;
            let total = answer.total;
            items.extend(answer.read::<Vec<T>>()?);
            if page * LARGEST_PAGE >= total {
                break;
            }
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_gateways_paths_have_is_asked_for() {
        let target = |segment: &str| Call::get(&["organizations", segment]).query("q", "a&b").target();
        assert_eq!(target("uyzkx4ar5ls6").as_deref(), Some("/organizations/uyzkx4ar5ls6?q=a%26b"));
        assert_eq!(target("fjord.example").as_deref(), Some("/organizations/fjord.example?q=a%26b"));
        for hostile in ["", ".", "..", "a/b", "a%2fb", "a?b", "a b", "é", "a\r\nb", &"a".repeat(129)] {
            assert_eq!(target(hostile), None, "{hostile}");
        }
    }

    #[test]
    fn refusals_name_the_fields_they_are_about() {
        let data = serde_json::json!({ "issues": [{ "path": ["branding", "logoUrl"], "message": "Expected a URL" }] });
        let refusal =
            Refusal { data: Box::new(data), ..Refusal::new(StatusCode::BAD_REQUEST, "guard.invalid_input") };
        assert_eq!(refusal.issues().collect::<Vec<_>>(), [("branding.logoUrl".to_owned(), "Expected a URL")]);
        assert_eq!(Refusal::not_found().issues().count(), 0);
    }
}
