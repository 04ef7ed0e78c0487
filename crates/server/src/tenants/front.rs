//! Hands each request to the tenant that its host leads to. One comparison finds the requests for the server's own host, which are all of them on a server of one tenant.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, Request, StatusCode, header};
use hyper::body::Incoming;

use super::{
    directory::Directory,
    names::{self, Unclear},
    table::{Lead, Table},
};
use crate::{
    failure::as_api_error,
    serving::{Application, Limits},
};

/// One address of the server, with all its tenants. Cheap to clone.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    /// What answers for `default`.
    default: Application,
    directory: Arc<Directory>,
    /// Host and port of the server's own address, as clients write it.
    own: String,
    is_gateway: bool,
}

/// Whose a request is.
enum Place {
    Default,
    Tenant(Lead),
    /// There is no such tenant.
    Nobody,
    /// Its names do not agree.
    Unclear,
}

impl Front {
    /// The main address, where `default` answers for the server's own host.
    pub fn new(default: Application, directory: Arc<Directory>) -> Self {
        Self::of(default, directory, false)
    }

    /// The gateway's own address.
    pub fn of_gateway(default: Application, directory: Arc<Directory>) -> Self {
        Self::of(default, directory, true)
    }

    fn of(default: Application, directory: Arc<Directory>, is_gateway: bool) -> Self {
        let own = directory.wiring().services.endpoint.authority().to_owned();
        Self(Arc::new(Inner { default, directory, own, is_gateway }))
    }

    /// How many connections its listener should have.
    pub fn limits(&self) -> Limits {
        self.0.default.limits()
    }

    /// Answers a request of the network.
    pub async fn answer(self, request: Request<Incoming>, peer: SocketAddr) -> Response {
        self.handle(request.map(Body::new), peer).await
    }

    /// This address as a router, for callers in the same process.
    pub fn into_router(self) -> Router {
        let local = SocketAddr::from(([127, 0, 0, 1], 0));
        Router::new().fallback(move |request: Request<Body>| {
            let front = self.clone();
            async move { front.handle(request, local).await }
        })
    }

    /// Answers a request.
    pub async fn handle(&self, request: Request<Body>, peer: SocketAddr) -> Response {
        if names::is_plainly(&request, &self.0.own) {
            return self.0.default.handle(request, peer).await;
        }
        self.elsewhere(request, peer).await
    }

    // Boxed and apart, so that it takes no room in the requests that do not need it.
    #[inline(never)]
    fn elsewhere(
        &self,
        request: Request<Body>,
        peer: SocketAddr,
    ) -> futures_util::future::BoxFuture<'_, Response> {
        Box::pin(async move {
            let table = self.0.directory.table().await;
            match self.place(&table, &request) {
                Place::Default => self.0.default.handle(request, peer).await,
                Place::Tenant(lead) => self.of_tenant(&lead, request, peer).await,
                Place::Nobody => {
                    self.refuse(StatusCode::NOT_FOUND, "No tenant is reached under this name.\n")
                }
                Place::Unclear => self.refuse(
                    StatusCode::BAD_REQUEST,
                    "The request does not say clearly which host it is for.\n",
                ),
            }
        })
    }

    fn place(&self, table: &Table, request: &Request<Body>) -> Place {
        let wiring = self.0.directory.wiring();
        let tenancy = &wiring.tenancy;
        if table.tenants().is_empty() && tenancy.domain.is_none() {
            return Place::Default;
        }
        let place_of = |host: &str| match table.lead(host) {
            _ if tenancy.is_own(host) => Some(Place::Default),
            Some(lead) => Some(Place::Tenant(lead.clone())),
            // Proxies ask the gateway under names of their own, and about requests for any host.
            None if !self.0.is_gateway && tenancy.under_domain(host).is_some() => Some(Place::Nobody),
            None => None,
        };
        let asked_for = match names::asked_for(request) {
            Ok(host) => host,
            Err(Unclear) => return Place::Unclear,
        };
        if let Some(place) = asked_for.as_deref().and_then(place_of) {
            return place;
        }
        // The proxy has asked under a name of its own. Where it passes the client's on, nothing else counts, and nobody can say another by this header.
        let forwarded =
            if wiring.trust_proxy_header { names::forwarded(request.headers()) } else { Ok(None) };
        match forwarded {
            Ok(host) => host.as_deref().and_then(place_of).unwrap_or(Place::Default),
            Err(Unclear) => Place::Unclear,
        }
    }

    async fn of_tenant(&self, lead: &Lead, request: Request<Body>, peer: SocketAddr) -> Response {
        if !lead.is_first && !self.0.is_gateway {
            return self.lead_on(lead, &request);
        }
        match self.0.directory.open(&lead.entry).await {
            Ok(open) if self.0.is_gateway => open.gateway.handle(request, peer).await,
            Ok(open) => open.main.handle(request, peer).await,
            Err(error) => {
                tracing::error!(tenant = lead.entry.tenant.id.as_str(), error.message = %error, "a tenant cannot be served");
                self.finished(as_api_error(error).into_response())
            }
        }
    }

    /// To the host in the tenant's issuer, whatever the method: a tenant has one issuer, and one origin for its cookies.
    fn lead_on(&self, lead: &Lead, request: &Request<Body>) -> Response {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let address = HeaderValue::try_from(format!("{}{path}", lead.entry.endpoint.base()));
        match address {
            Ok(address) => {
                self.finished((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, address)]).into_response())
            }
            Err(_) => self.refuse(StatusCode::NOT_FOUND, "There is nothing here.\n"),
        }
    }

    fn refuse(&self, status: StatusCode, text: &'static str) -> Response {
        self.finished((status, [(header::CACHE_CONTROL, "no-store")], text).into_response())
    }

    fn finished(&self, mut response: Response) -> Response {
        http_kit::layers::add_common_headers(
            response.headers_mut(),
            &*self.0.directory.wiring().services.entropy,
        );
        response
    }
}
