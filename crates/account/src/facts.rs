//! What a request tells beside its body, for events and the audit log.

use std::net::SocketAddr;

use axum::{
    extract::ConnectInfo,
    http::{HeaderName, Method, header, request::Parts},
};
use http_kit::Operation;
use serde_json::{Map, Value};

/// The longest text of a header that is kept, in characters.
const MAX_HEADER: usize = 512;

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
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let text = |name: HeaderName| {
            let value = parts.headers.get(name)?.to_str().ok()?;
            Some(value.chars().take(MAX_HEADER).collect::<String>())
        };
        Self {
            method: parts.method.clone(),
            template: operation.path,
            path: parts.uri.path().to_owned(),
            ip: address.map(|ConnectInfo(address)| address.ip().to_string()),
            user_agent: text(header::USER_AGENT),
            languages: text(header::ACCEPT_LANGUAGE).unwrap_or_default(),
        }
    }

    /// The parameters of the path by their names.
    pub(crate) fn parameters(&self) -> Map<String, Value> {
        let names = self.template.split('/').zip(self.path.split('/'));
        names
            .filter_map(|(name, value)| {
                let name = name.strip_prefix('{')?.strip_suffix('}')?;
                let value = percent_encoding::percent_decode_str(value).decode_utf8_lossy();
                Some((name.to_owned(), Value::from(value)))
            })
            .collect()
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
