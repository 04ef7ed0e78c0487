//! What a handler needs to know of its request: which interaction it belongs to, who sent it, and whether another site made the
//! browser send it.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use domain::sign_in_experience::SignInExperience;
use http_kit::{ApiError, Cookies, Query};
use operations::{
    Endpoint, Services,
    interaction::{self, InteractionError},
};

use crate::{
    error::failed,
    flow::{Flow, Visit},
};

/// The header by which a page says which client its interaction is for (OIDC contract §5.7).
const CLIENT_ID: &str = "logto-app-id";
/// The longest user agent that is recorded, in characters.
const MAX_USER_AGENT: usize = 512;

/// Who sent a request, as far as it shows.
#[derive(Clone, Default, Debug)]
pub(crate) struct Requester {
    pub(crate) ip: Option<String>,
    pub(crate) user_agent: Option<String>,
}

impl Requester {
    fn of(parts: &Parts) -> Self {
        let ip = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|ConnectInfo(address)| address.ip().to_string());
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Self { ip, user_agent: user_agent.map(|text| text.chars().take(MAX_USER_AGENT).collect()) }
    }
}

/// Why a request belongs to no visit.
pub(crate) enum NoVisit {
    /// No running interaction; the description of the wire.
    NoSession(&'static str),
    /// Something failed.
    Failed(ApiError),
}

impl From<NoVisit> for ApiError {
    fn from(reason: NoVisit) -> Self {
        match reason {
            NoVisit::NoSession(description) => Self::session_not_found(description),
            NoVisit::Failed(error) => error,
        }
    }
}

impl Visit {
    /// The visit that a request is, by its signed cookie and the client it names.
    pub(crate) async fn of(parts: &Parts, services: &Arc<Services>) -> Result<Self, NoVisit> {
        let query = Query::parse(parts.uri.query().unwrap_or_default()).map_err(NoVisit::Failed)?;
        let header = parts
            .headers
            .get(CLIENT_ID)
            .and_then(|value| value.to_str().ok())
            .filter(|value| !value.is_empty());
        let client_id = header.or_else(|| query.get("app_id"));
        let configuration = services.configuration().await.map_err(|error| NoVisit::Failed(failed(error)))?;
        let cookies = Cookies::of(&parts.headers);
        let cookie = cookies.verified("_interaction", &configuration.cookie_keys);
        let running = interaction::load(services, cookie, client_id).await.map_err(|error| match error {
            InteractionError::Store(error) => NoVisit::Failed(error.into()),
            other => NoVisit::NoSession(other.description().unwrap_or_default()),
        })?;
        Ok(Self {
            services: Arc::clone(services),
            running,
            settings: SignInExperience::of(&configuration.sign_in_experience),
            requester: Requester::of(parts),
        })
    }
}

impl FromRequestParts<Arc<Services>> for Visit {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, services: &Arc<Services>) -> Result<Self, ApiError> {
        Ok(Self::of(parts, services).await?)
    }
}

impl FromRequestParts<Arc<Services>> for Flow {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, services: &Arc<Services>) -> Result<Self, ApiError> {
        Visit::of(parts, services).await?.resume()
    }
}

/// Whether a page of another origin made the browser send this request, as far as the browser says.
///
/// Browsers say it in `Sec-Fetch-Site`; older ones send `Origin` with every post. Programs send neither, and hold no cookies that
/// somebody else could use. `same-site` is another origin too: a neighbour under the same domain has no business here.
pub(crate) fn is_from_another_origin(headers: &HeaderMap, endpoint: &Endpoint) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site != "same-origin" && site != "none";
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let Ok(origin) = origin.to_str() else { return true };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let is_our_host = host.is_some_and(|host| {
        ["http://", "https://"].iter().any(|scheme| origin.strip_prefix(scheme) == Some(host))
    });
    origin != origin_of(endpoint) && !is_our_host
}

/// Scheme, host and port of the public address, without its path.
fn origin_of(endpoint: &Endpoint) -> &str {
    let base = endpoint.base();
    let host = base.find("://").map_or(0, |at| at + 3);
    let path = base.get(host..).and_then(|rest| rest.find('/'));
    path.and_then(|path| base.get(..host + path)).unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn is_foreign(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        is_from_another_origin(&headers.collect(), &Endpoint::parse("https://id.fjord.example/base").unwrap())
    }

    #[test]
    fn browsers_say_where_a_request_comes_from() {
        for own in ["same-origin", "none"] {
            assert!(!is_foreign(&[("sec-fetch-site", own), ("origin", "https://evil.example")]));
        }
        for foreign in ["cross-site", "same-site", "", "Same-Origin"] {
            assert!(is_foreign(&[("sec-fetch-site", foreign)]), "{foreign}");
        }
    }

    #[test]
    fn older_browsers_name_their_origin() {
        assert!(!is_foreign(&[("origin", "https://id.fjord.example")]));
        assert!(!is_foreign(&[("origin", "http://localhost:3001"), ("host", "localhost:3001")]));
        for foreign in [
            "null",
            "https://evil.example",
            "https://id.fjord.example.evil.example",
            "http://id.fjord.example",
            "https://id.fjord.example:8443",
        ] {
            assert!(is_foreign(&[("origin", foreign), ("host", "localhost:3001")]), "{foreign}");
        }
    }

    #[test]
    fn programs_say_nothing() {
        assert!(!is_foreign(&[("host", "id.fjord.example")]));
    }
}
