//! What surrounds every request: finding the area that answers it, headers, panics, counters and the request log.
//!
//! This is one function and not a stack of layers, because it runs for every request: the areas' routers are called directly, and
//! nothing is boxed or cloned on the way that need not be.

use std::{net::SocketAddr, panic::AssertUnwindSafe, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    response::{IntoResponse as _, Response},
};
use domain::{Entropy, phrase::accepted_languages, position::Position, sign_in_place::parse_country};
use futures_util::FutureExt as _;
use http::{
    HeaderMap, HeaderName, HeaderValue, Request, StatusCode, Uri, Version, header, uri::PathAndQuery,
};
use http_kit::{ClientCountry, ClientPosition, layers::Passing};
use hyper::body::Incoming;
use store::{Db, Intent, Kept};
use tokio::time::Instant;
use tower::Service as _;

use super::{
    Limits,
    compression::{Compressible, Compressor},
};
use crate::metrics::{Area, Metrics};

/// The header in which proxies say who asked (the last address is the one that the nearest proxy saw).
const FORWARDED_FOR: &str = "x-forwarded-for";

/// Everything that is served on one address. Cheap to clone.
#[derive(Clone)]
pub struct Application(Arc<Parts>, Arc<Compressor>);

/// The parts of an application.
pub struct Parts {
    /// Answers `/oidc`.
    pub oidc: Router,
    /// Answers `/org`, whose prefix is taken off; everything but `/healthz` and `/readyz`, when there is nothing else (`gateway_only`).
    pub gateway: Router,
    /// Answers everything else, unknown paths included.
    pub site: Router,
    /// Whether this address is the gateway's own.
    pub gateway_only: bool,
    /// What must be on the disk before an answer is sent; a gateway that stands alone writes nothing.
    pub db: Option<Db>,
    /// Counts.
    pub metrics: Arc<Metrics>,
    /// Makes request ids.
    pub entropy: Arc<dyn Entropy>,
    /// Whether a line is logged for each request.
    pub log_requests: bool,
    /// Whether `X-Forwarded-For` is believed.
    pub trust_proxy_header: bool,
    /// The headers in which the proxy tells where the caller is; believed only where `X-Forwarded-For` is.
    pub place_headers: PlaceHeaders,
}

/// The headers in which a proxy tells where callers are.
#[derive(Clone, Default)]
pub struct PlaceHeaders {
    /// The country, in two letters.
    pub country: Option<HeaderName>,
    /// Latitude and longitude, in degrees.
    pub position: Option<(HeaderName, HeaderName)>,
}

impl PlaceHeaders {
    /// Takes what the proxy tells along, for those who ask.
    fn note<B>(&self, request: &mut Request<B>) {
        let country = self.country.as_ref().and_then(|name| country_of(request.headers(), name));
        if let Some(country) = country {
            request.extensions_mut().insert(ClientCountry(country));
        }
        let position = self.position.as_ref().and_then(|names| position_of(request.headers(), names));
        if let Some(position) = position {
            request.extensions_mut().insert(ClientPosition(position));
        }
    }
}

impl Application {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts), Arc::default())
    }

    /// How many connections its listener should have: behind a proxy, all of them come from the proxy.
    pub fn limits(&self) -> Limits {
        if self.0.trust_proxy_header { Limits::BEHIND_PROXY } else { Limits::DIRECT }
    }

    /// Answers a request of the network.
    pub async fn answer(self, request: Request<Incoming>, peer: SocketAddr) -> Response {
        self.handle(request.map(Body::new), peer).await
    }

    /// This application as a router, for callers in the same process.
    pub fn into_router(self) -> Router {
        let local = SocketAddr::from(([127, 0, 0, 1], 0));
        Router::new().fallback(move |request: Request<Body>| {
            let application = self.clone();
            async move { application.handle(request, local).await }
        })
    }

    /// Answers a request.
    pub async fn handle(&self, mut request: Request<Body>, peer: SocketAddr) -> Response {
        let parts = &*self.0;
        let started = Instant::now();
        let area = parts.area_of(request.uri().path());
        let languages = (area == Area::Pages).then(|| accepted_by(request.headers()));
        let compressible = Compressible::of(area, &request);
        let method = request.method().clone();
        let is_http_1 = request.version() < Version::HTTP_2;
        let logged_path = parts.log_requests.then(|| request.uri().path().to_owned());
        let peer =
            if parts.trust_proxy_header { forwarded_for(request.headers()).unwrap_or(peer) } else { peer };
        request.extensions_mut().insert(ConnectInfo(peer));
        if parts.trust_proxy_header {
            parts.place_headers.note(&mut request);
        }
        let mut response = parts
            .answer_durably(area, request)
            .await
            .unwrap_or_else(|Failed| failed(area, languages.as_deref().unwrap_or_default()));
        if let Some(compressible) = compressible {
            response = self.1.compress(compressible, response).await;
        }
        http_kit::layers::add_common_headers(response.headers_mut(), &*parts.entropy);
        if response.status() == StatusCode::REQUEST_TIMEOUT && is_http_1 {
            // What is left of the request would be taken for the next one (RFC 9110 §15.5.9).
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        let latency = started.elapsed();
        parts.metrics.request(area, &method, response.status(), latency);
        if let Some(path) = logged_path {
            let request_id = response
                .headers()
                .get(http_kit::layers::REQUEST_ID)
                .and_then(|id| id.to_str().ok())
                .unwrap_or_default();
            tracing::info!(
                target: "guildhall::request",
                {
                    request.id = request_id,
                    request.method = %method,
                    request.path = path,
                    response.status = response.status().as_u16(),
                    duration_us = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX),
                },
                "answered"
            );
        }
        response
    }
}

/// A handler panicked, or what it wrote could not be kept. What happened is in the log.
struct Failed;

/// What an answer must outlive. A panic tells nothing, and may have written anything.
fn kept<E>(answered: &Result<Response, E>) -> Kept {
    let passing = answered.as_ref().ok().and_then(|response| response.extensions().get::<Passing>());
    match passing {
        Some(Passing::OnTheWay) => Kept::Soon,
        Some(Passing::AtTheEnd) => Kept::Begun,
        None => Kept::OnDisk,
    }
}

impl Parts {
    fn area_of(&self, path: &str) -> Area {
        match path {
            _ if !self.gateway_only => area_of(path),
            // Whoever asks how the program is asks for no decision of the gateway.
            "/healthz" | "/readyz" => Area::Pages,
            _ => Area::Gateway,
        }
    }

    /// The answer, when everything that was written for it is on the disk, unless it is [`Passing`].
    async fn answer_durably(&self, area: Area, request: Request<Body>) -> Result<Response, Failed> {
        let intent = if request.method().is_safe() { Intent::Read } else { Intent::Write };
        let answering = AssertUnwindSafe(self.route(area, request)).catch_unwind();
        let answered = match &self.db {
            // The disk's thread has logged why it could not keep it.
            Some(db) => db.answer(intent, answering, kept).await.map_err(|_| Failed)?,
            None => answering.await,
        };
        answered.map_err(|_| {
            self.metrics.panic();
            Failed
        })
    }

    async fn route(&self, area: Area, mut request: Request<Body>) -> Response {
        let mut router = match area {
            Area::Oidc => self.oidc.clone(),
            Area::Gateway => {
                if !self.gateway_only {
                    *request.uri_mut() = without_prefix(request.uri(), "/org");
                }
                self.gateway.clone()
            }
            Area::Management | Area::Experience => {
                accept_trailing_slash(request.uri_mut());
                self.site.clone()
            }
            Area::Pages => self.site.clone(),
        };
        match router.call(request).await {
            Ok(response) => response,
        }
    }
}

/// The area that a path of the main address belongs to.
fn area_of(path: &str) -> Area {
    let under =
        |prefix: &str| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if under("/oidc") {
        Area::Oidc
    } else if under("/api") {
        if under("/api/experience") || under("/api/interaction") {
            Area::Experience
        } else {
            Area::Management
        }
    } else if under("/org") {
        Area::Gateway
    } else {
        Area::Pages
    }
}

/// Management API contract §1.2: a trailing slash is accepted.
fn accept_trailing_slash(uri: &mut Uri) {
    if let Some(path) = uri.path().strip_suffix('/').filter(|path| !path.is_empty())
        && let Some(shorter) = with_path(uri, path)
    {
        *uri = shorter;
    }
}

fn without_prefix(uri: &Uri, prefix: &str) -> Uri {
    let path = uri.path().strip_prefix(prefix).filter(|path| !path.is_empty()).unwrap_or("/");
    with_path(uri, path).unwrap_or_else(|| Uri::from_static("/"))
}

/// The URI with another path. `None` cannot happen with a part of a path that was valid, and leaves the caller what it has.
fn with_path(uri: &Uri, path: &str) -> Option<Uri> {
    let path_and_query = match uri.query() {
        Some(query) => PathAndQuery::try_from(format!("{path}?{query}")),
        None => PathAndQuery::try_from(path),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(path_and_query.ok()?);
    Uri::from_parts(parts).ok()
}

/// The address that the nearest proxy saw. Addresses before the last are told by whoever asked, and are not believed.
fn forwarded_for(headers: &HeaderMap) -> Option<SocketAddr> {
    let last = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim();
    let ip = last.parse().ok().or_else(|| last.parse::<SocketAddr>().ok().map(|address| address.ip()))?;
    Some(SocketAddr::new(ip, 0))
}

/// The country that the nearest proxy tells. Where there are several such headers, the last is its own.
fn country_of(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    parse_country(last_of(headers, name)?)
}

/// The place on earth that the nearest proxy tells.
fn position_of(headers: &HeaderMap, (latitude, longitude): &(HeaderName, HeaderName)) -> Option<Position> {
    Position::parse(last_of(headers, latitude)?, last_of(headers, longitude)?)
}

fn last_of<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get_all(name).iter().next_back()?.to_str().ok()
}

/// The languages that a browser asks for.
fn accepted_by(headers: &HeaderMap) -> String {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// The answer to a request that failed so, in the error form of its area.
fn failed(area: Area, languages: &str) -> Response {
    const STATUS: StatusCode = StatusCode::INTERNAL_SERVER_ERROR;
    match area {
        Area::Oidc => {
            let body = serde_json::json!({
                "code": "oidc.server_error", "message": "Internal server error.",
                "error": "server_error", "error_description": "oops! something went wrong",
            });
            (STATUS, [(header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
        }
        Area::Pages => {
            let words = ui::Words::choose(accepted_languages(languages), Vec::new());
            ui::pages::ErrorPage {
                brand: ui::Brand::named("Guildhall"),
                status: STATUS,
                heading: words.say("failed-title-server"),
                explanation: words.say("failed-lead-server"),
                words,
                code: None,
                detail: None,
                link: None,
            }
            .into_response()
        }
        Area::Management | Area::Experience | Area::Gateway => {
            http_kit::ApiError::message_only(STATUS, "Internal server error.").into_response()
        }
    }
}

#[cfg(test)]
mod tests;
