//! The question that a proxy asks about a request, put together from that request: for explanations, which begin there.

use guard::Rejection;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Request, Uri, header};

use super::PATH;
use super::decision::{Bearer, Decision, Witness, decide};
use super::original;
use super::path::OriginalPath;
use super::policy::{ForwardAuthPolicy, ProxyKind};
use super::rules::{Fit, Rules};
use crate::decision::Identify;

/// A question under the rules of a policy.
pub(crate) struct Question {
    proxy: ProxyKind,
    rules: Rules,
    parts: Parts,
}

impl Question {
    /// What the policy's proxy asks about a request with this method, path, query, host and authorization.
    pub(crate) fn about(policy: &ForwardAuthPolicy, asked: &Parts) -> Self {
        let (mut parts, ()) = Request::new(()).into_parts();
        let target = asked.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
        let host = asked.headers.get(header::HOST).cloned();
        let mut say = |name: HeaderName, value: Option<HeaderValue>| {
            if let Some(value) = value {
                parts.headers.insert(name, value);
            }
        };
        say(header::AUTHORIZATION, asked.headers.get(header::AUTHORIZATION).cloned());
        if let Some([named_method, named_target, named_host]) = original::names(policy.proxy) {
            say(named_method, HeaderValue::from_str(asked.method.as_str()).ok());
            say(named_target, HeaderValue::from_str(target).ok());
            say(named_host, host);
            parts.uri = Uri::from_static(PATH);
        } else {
            say(header::HOST, host);
            parts.method = asked.method.clone();
            // What cannot be asked about is refused, as no question at all.
            parts.uri = format!("{PATH}{target}").parse().unwrap_or_default();
        }
        Self { proxy: policy.proxy, rules: Rules::new(policy), parts }
    }

    /// Decides it as far as that goes without the upstream: who is let through, in the order of the headers, or nobody in particular.
    pub(crate) async fn decide<I>(
        &self,
        identify: &I,
        witness: &mut (impl Witness + Send),
    ) -> Result<Option<[HeaderValue; 4]>, Rejection>
    where
        I: Identify,
        I::Subject: Bearer,
    {
        Ok(match decide((self.proxy, &self.rules), identify, &self.parts, witness).await? {
            Decision::Public => None,
            Decision::Known { identity, .. } => Some(identity),
        })
    }

    /// How each rule goes together with the request, in order; none where it is refused before any is looked at.
    pub(crate) fn fits(&self) -> Vec<Fit> {
        let Ok(original) = original::read(self.proxy, &self.parts) else { return Vec::new() };
        let path = OriginalPath::parse(original.target, self.rules.takes_percent_encoding());
        path.map(|path| self.rules.fits(&original, &path)).unwrap_or_default()
    }

    /// Whether rules name hosts, and the request none.
    pub(crate) fn lacks_host(&self) -> bool {
        original::read(self.proxy, &self.parts).is_ok_and(|original| self.rules.lacks_host(&original))
    }
}
