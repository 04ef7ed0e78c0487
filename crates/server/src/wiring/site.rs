//! Everything on the main address but `/oidc` and `/org`: the Management, Account and Experience APIs and their documentation, the hosted pages,
//! their files, health, and the pages of a development server.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use account_center::AccountCenterOptions;
use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, StatusCode, Uri, header, uri::Authority},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::get,
};
use domain::phrase::accepted_languages;
use gateway::Gateway;
use operations::Services;
use ui::{
    Brand, Words,
    pages::{DemoPage, DevHomePage, GalleryPage, MailboxEntry, MailboxPage, NotFoundPage},
};

use super::{
    health::{self, Readiness},
    late::LateRouter,
};
use crate::reference;

/// What is told on other machines. In a container, this machine's requests come from the container's network.
const NOT_THIS_MACHINE: &str = "This page holds secrets and is shown on the machine that runs the server only. To show it to everybody who reaches the server, as a container needs, start it with --show-pages-to-everybody.\n";

/// What the pages of a development server show. Pages are made for each request, because they are cheap and cannot be cloned.
pub struct Development {
    /// Makes the page at `/`.
    pub home: Box<dyn Fn() -> DevHomePage + Send + Sync>,
    /// Makes the page at `/demo`.
    pub demo: Box<dyn Fn() -> DemoPage + Send + Sync>,
    /// Who is shown them.
    pub shown_to: ShownTo,
}

/// Who is shown the pages of a development server, which hold its secrets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShownTo {
    /// Who asks from this machine.
    ThisMachine,
    /// Everybody who reaches the server.
    Everybody,
}

/// The router, which answers every path. `management_and_pages` is what is put together elsewhere: the Management API, the console and the portal.
pub fn router(
    services: &Arc<Services>,
    (gateway, readiness): (&Arc<Gateway>, &Arc<Readiness>),
    management_and_pages: Router,
    development: Option<Arc<Development>>,
) -> Router {
    let account = account::router(Arc::clone(services));
    let router = Router::new()
        .merge(management_api::asset_router(Arc::clone(services)))
        .merge(account_center::router(AccountCenterOptions {
            services: Arc::clone(services),
            api: account.clone(),
        }))
        .merge(account)
        .merge(sign_in::router(Arc::clone(services)))
        .merge(management_and_pages)
        .merge(reference::router(services, gateway))
        .merge(health::router(readiness))
        .merge(ui::assets::router())
        .fallback(not_found);
    match development {
        Some(development) => router.merge(development_pages(services, &development)),
        None => router,
    }
}

/// What of a tenant's site is made when it is first asked for.
#[derive(Clone)]
pub struct LateParts {
    /// Answers what is left under `/api`.
    pub management: LateRouter,
    /// Answers `/console`.
    pub console: LateRouter,
    /// Answers `/portal`.
    pub portal: LateRouter,
}

/// As [`router`], for a tenant beside `default`: what is large is made when it is first asked for.
pub fn router_of_tenant(
    services: &Arc<Services>,
    (gateway, readiness): (&Arc<Gateway>, &Arc<Readiness>),
    late: LateParts,
) -> Router {
    let account = account::router(Arc::clone(services));
    Router::new()
        .merge(management_api::asset_router(Arc::clone(services)))
        .merge(account_center::router(AccountCenterOptions {
            services: Arc::clone(services),
            api: account.clone(),
        }))
        .merge(account)
        .merge(sign_in::router(Arc::clone(services)))
        .merge(reference::router(services, gateway))
        .merge(health::router(readiness))
        .merge(ui::assets::router())
        .fallback(move |request: Request| {
            let late = late.clone();
            async move { late.answer(request).await }
        })
}

impl LateParts {
    async fn answer(&self, request: Request) -> Response {
        let path = request.uri().path();
        let under = |prefix: &str| {
            path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if under("/api") {
            self.management.answer(request).await
        } else if under("/console") {
            self.console.answer(request).await
        } else if under("/portal") {
            self.portal.answer(request).await
        } else {
            not_found(request.uri().clone(), request.headers().clone()).await
        }
    }
}

/// The Management API with the answer to what it does not have.
pub fn management(services: &Arc<Services>) -> LateRouter {
    let services = Arc::clone(services);
    LateRouter::new(move || management_api::router(services).fallback(not_found))
}

/// Pages with the answer to addresses that no page has.
pub fn pages(make: impl FnOnce() -> Router + Send + 'static) -> LateRouter {
    LateRouter::new(move || make().fallback(not_found))
}

fn development_pages(services: &Arc<Services>, development: &Arc<Development>) -> Router {
    let (home, demo) = (Arc::clone(development), Arc::clone(development));
    Router::new()
        .route("/", get(move || async move { (home.home)() }))
        .route("/demo", get(move || async move { (demo.demo)() }))
        .route("/demo/mailbox", get(mailbox))
        .route("/_ui", get(async || GalleryPage))
        .route_layer(from_fn_with_state(Arc::clone(services), only_under_own_names))
        .route_layer(from_fn_with_state(development.shown_to, only_from_this_machine))
        .with_state(Arc::clone(services))
}

/// What the development mailbox keeps.
async fn mailbox(State(services): State<Arc<Services>>) -> Response {
    match store::mailbox::list(services.db.exec(), &services.tenant).await {
        Ok(messages) => MailboxPage { messages: messages.into_iter().map(entry).collect() }.into_response(),
        Err(error) => http_kit::ApiError::from(error).into_response(),
    }
}

fn entry(message: store::mailbox::MailboxMessage) -> MailboxEntry {
    MailboxEntry {
        kind: message.connector_type,
        template_type: message.template_type,
        recipient: message.recipient,
        subject: message.subject,
        content: message.content,
        content_type: message.content_type,
        created_at: domain::time::iso_8601(message.created_at),
    }
}

/// These pages hold secrets, and a server that listens beyond this machine shows them to the network.
async fn only_from_this_machine(
    State(shown_to): State<ShownTo>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    if shown_to == ShownTo::Everybody || peer.ip().to_canonical().is_loopback() {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, NOT_THIS_MACHINE).into_response()
}

/// These pages hold secrets, and a page of the web can make its own name lead to this machine and read whatever is answered under that
/// name (DNS rebinding). So they are answered under the server's own name, or under one that no page can have.
async fn only_under_own_names(
    State(services): State<Arc<Services>>,
    request: Request,
    next: Next,
) -> Response {
    let header = request.headers().get(header::HOST).map(|host| host.to_str().unwrap_or_default());
    let host = header.or_else(|| request.uri().authority().map(Authority::as_str));
    // Browsers always name one.
    if host.is_none_or(|host| is_own_name(host, services.endpoint.base())) {
        return next.run(request).await;
    }
    let text = format!("This page is shown at {} and on this machine only.\n", services.endpoint.base());
    (StatusCode::MISDIRECTED_REQUEST, text).into_response()
}

fn is_own_name(host: &str, base: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    if authority.as_str().contains('@') {
        return false;
    }
    let own = base.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned));
    let name = authority.host();
    let address = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(name);
    name.eq_ignore_ascii_case("localhost")
        || address.parse::<IpAddr>().is_ok()
        || own.is_some_and(|own| name.eq_ignore_ascii_case(&own))
}

/// A path that nobody answers: plain text under `/api` (Management API contract §1.2), a page elsewhere.
async fn not_found(uri: Uri, headers: HeaderMap) -> Response {
    if uri.path() == "/api" || uri.path().starts_with("/api/") {
        return (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "Not Found")
            .into_response();
    }
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let words = Words::choose(accepted_languages(accepted.unwrap_or_default()), Vec::new());
    NotFoundPage { brand: Brand::named("Guildhall"), words, link: None }.into_response()
}
