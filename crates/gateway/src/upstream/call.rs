//! One call to the Management API, and its answer.

use bytes::Bytes;
use http::StatusCode;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::UpstreamError;

/// Everything but the unreserved characters of RFC 3986 §2.3.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A call: where to, with what.
#[derive(Debug, Clone)]
pub(crate) struct Call<'a> {
    segments: Vec<&'a str>,
    query: Vec<(&'static str, String)>,
    body: Option<Value>,
}

impl<'a> Call<'a> {
    /// To the path of these segments under `/api`.
    pub(crate) fn to(segments: impl Into<Vec<&'a str>>) -> Self {
        Self { segments: segments.into(), query: Vec::new(), body: None }
    }

    pub(crate) fn query(mut self, name: &'static str, value: impl ToString) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    pub(crate) fn json(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    pub(super) fn has_body(&self) -> bool {
        self.body.is_some()
    }

    pub(super) fn body(&self) -> Bytes {
        self.body.as_ref().map(|body| Bytes::from(body.to_string())).unwrap_or_default()
    }

    /// Path and query, every part encoded anew.
    pub(super) fn target(&self) -> String {
        let mut target = String::from("/api");
        for segment in &self.segments {
            target.push('/');
            target.extend(utf8_percent_encode(segment, SEGMENT));
        }
        let mut separator = '?';
        for (name, value) in &self.query {
            target.push(separator);
            target.push_str(name);
            target.push('=');
            target.extend(utf8_percent_encode(value, SEGMENT));
            separator = '&';
        }
        target
    }
}

/// What the upstream answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// `Total-Number` (Management API contract §1.5).
    pub(crate) total_number: Option<u64>,
    /// Whether it is declared to be JSON.
    pub(super) is_json: bool,
    pub(crate) body: Bytes,
}

impl Answer {
    /// Sorts out the answers that are about the gateway or the upstream itself and not about what was asked.
    pub(super) fn accept(self) -> Result<Self, UpstreamError> {
        match self.status {
            _ if self.tells_why_no_message_was_sent() => Ok(self),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Err(UpstreamError::MachineRefused(self.status))
            }
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {
                Err(UpstreamError::Unavailable(self.status))
            }
            status if status.is_success() || status.is_client_error() => Ok(self),
            status => Err(UpstreamError::Failed(status)),
        }
    }

    /// Whether this says that a message was not sent because of what the request asked for: the server has no way to send
    /// it (501), or its recipient got too many (429; Management API contract §4).
    pub(crate) fn tells_why_no_message_was_sent(&self) -> bool {
        match self.status {
            StatusCode::NOT_IMPLEMENTED => self.code() == "connector.not_found",
            StatusCode::TOO_MANY_REQUESTS => self.code() == "request.message_rate_limited",
            _ => false,
        }
    }

    /// The `code` of an error; empty when it has none.
    pub(crate) fn code(&self) -> String {
        self.error_body().get("code").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// The body of a success, which must be of status `expected`.
    pub(crate) fn json<T: DeserializeOwned>(&self, expected: StatusCode) -> Result<T, UpstreamError> {
        if self.status != expected {
            return Err(UpstreamError::UnexpectedStatus(self.status));
        }
        if !self.is_json {
            return Err(UpstreamError::NotJson);
        }
        Ok(serde_json::from_slice(&self.body)?)
    }

    /// The members of an error's body; none when it has no such body.
    pub(crate) fn error_body(&self) -> Map<String, Value> {
        self.json(self.status).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_part_is_encoded() {
        let call =
            Call::to(["organizations", "a/b", "users", "x?y#z"]).query("q", "a&b=c +%").query("page", 2);
        assert_eq!(call.target(), "/api/organizations/a%2Fb/users/x%3Fy%23z?q=a%26b%3Dc%20%2B%25&page=2");
    }

    proptest! {
        #[test]
        fn no_segment_can_become_two_or_a_query(segment in ".{1,40}") {
            let target = Call::to(["organizations", segment.as_str()]).target();
            prop_assert_eq!(target.matches('/').count(), 3);
            prop_assert!(!target.contains(['?', '#', ';', '\\', '\0']));
            let uri: http::Uri = target.parse().unwrap();
            prop_assert_eq!(uri.query(), None);
        }
    }
}
