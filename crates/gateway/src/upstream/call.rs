//! One call to the Management API, and its answer.

use std::ops::Deref;

use bytes::Bytes;
use client::Target;
use http::{Extensions, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::UpstreamError;
use super::sift::Sift;

/// A call: where to, with what.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    target: Target,
    body: Option<Bytes>,
    sends_message: bool,
    sift: Option<Sift>,
}

/// Marks a request that makes the upstream send a message, which takes as long as mail servers want.
#[derive(Debug, Clone, Copy)]
pub(super) struct SendsMessage;

impl Call {
    /// To the path of these segments under `/api`.
    pub(crate) fn to<S: AsRef<str>>(segments: impl IntoIterator<Item = S>) -> Self {
        Self { target: Target::new(segments), body: None, sends_message: false, sift: None }
    }

    /// Says that the upstream sends a message for it.
    pub(crate) fn sends_message(mut self) -> Self {
        self.sends_message = true;
        self
    }

    /// Says who takes the elements of the list that it is answered with.
    pub(super) fn sifted(mut self, sift: Sift) -> Self {
        self.sift = Some(sift);
        self
    }

    pub(crate) fn query(mut self, name: &'static str, value: impl ToString) -> Self {
        self.target = self.target.query(name, value);
        self
    }

    pub(crate) fn json(mut self, body: Value) -> Self {
        self.body = Some(Bytes::from(body.to_string()));
        self
    }

    pub(super) fn body(&self) -> Option<Bytes> {
        self.body.clone()
    }

    pub(super) fn target(&self) -> &Target {
        &self.target
    }

    /// Puts beside a request what the way to the upstream must know of it.
    pub(super) fn mark(&self, extensions: &mut Extensions) {
        if self.sends_message {
            extensions.insert(SendsMessage);
        }
        if let Some(sift) = &self.sift {
            extensions.insert(sift.clone());
        }
    }
}

/// What the upstream answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer(pub(super) client::Answer);

impl Deref for Answer {
    type Target = client::Answer;

    fn deref(&self) -> &client::Answer {
        &self.0
    }
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
        Ok(self.0.json()?)
    }

    /// The members of an error's body; none when it has no such body.
    pub(crate) fn error_body(&self) -> Map<String, Value> {
        self.json(self.status).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, code: &str) -> Answer {
        let status = StatusCode::from_u16(status).unwrap();
        let body = Bytes::from(serde_json::json!({ "code": code, "message": "" }).to_string());
        Answer(client::Answer { status, total_number: None, is_json: true, body })
    }

    #[test]
    fn every_status_is_an_answer_to_what_was_asked_or_a_failure() {
        for status in 100..=999 {
            let result = answer(status, "fault").accept();
            let is_sorted = match status {
                401 | 403 => matches!(result, Err(UpstreamError::MachineRefused(_))),
                429 | 503 => matches!(result, Err(UpstreamError::Unavailable(_))),
                200..=299 | 400..=499 => result.is_ok(),
                _ => matches!(result, Err(UpstreamError::Failed(_))),
            };
            assert!(is_sorted, "{status}");
        }
    }

    #[test]
    fn only_what_is_said_about_a_message_is_no_failure_of_the_upstream() {
        for (status, code) in [(501, "connector.not_found"), (429, "request.message_rate_limited")] {
            assert!(answer(status, code).accept().is_ok(), "{status} {code}");
            let undeclared = client::Answer { is_json: false, ..answer(status, code).0 };
            assert!(Answer(undeclared).accept().is_err(), "{status} {code} that is not declared to be JSON");
        }
        for (status, code) in [
            (429, "connector.not_found"),
            (501, "request.message_rate_limited"),
            (503, "connector.not_found"),
        ] {
            assert!(answer(status, code).accept().is_err(), "{status} {code}");
        }
    }
}
