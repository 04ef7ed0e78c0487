//! What a request tells beside its body, for events and the audit log.

use axum::http::{Method, header, request::Parts};
use http_kit::{Operation, client_address, header_text, path_parameters};
use serde_json::{Map, Value};

/// The longest part of a path that is recorded.
const MAX_PARAMETER_BYTES: usize = 256;

/// What is known of a request before it is answered.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) method: Method,
    /// The template of the path.
    pub(crate) template: &'static str,
    pub(crate) path: String,
    pub(crate) ip: Option<String>,
    pub(crate) user_agent: Option<String>,
    /// The languages that the browser wants.
    pub(crate) languages: String,
}

impl Facts {
    pub(crate) fn of(parts: &Parts, operation: &Operation) -> Self {
        Self {
            method: parts.method.clone(),
            template: operation.path,
            path: parts.uri.path().to_owned(),
            ip: client_address(parts),
            user_agent: header_text(parts, header::USER_AGENT),
            languages: header_text(parts, header::ACCEPT_LANGUAGE).unwrap_or_default(),
        }
    }

    /// The parameters of the path by their names.
    pub(crate) fn parameters(&self) -> Map<String, Value> {
        let mut parameters = path_parameters(self.template, &self.path);
        // Nothing that was found has so long a name, and records are for good.
        parameters.retain(|_, value| value.as_str().is_none_or(|text| text.len() <= MAX_PARAMETER_BYTES));
        parameters
    }

    /// The path as events name it.
    pub(crate) fn event_path(&self) -> &str {
        without_prefix(&self.path)
    }

    /// The template as the audit log names it.
    pub(crate) fn event_template(&self) -> &str {
        without_prefix(self.template)
    }

    /// The template as the wire writes it in events: `/my-account/sessions/:sessionId`.
    pub(crate) fn matched_route(&self) -> String {
        self.event_template().replace('{', ":").replace('}', "")
    }
}

fn without_prefix(path: &str) -> &str {
    path.strip_prefix("/api").unwrap_or(path)
}
