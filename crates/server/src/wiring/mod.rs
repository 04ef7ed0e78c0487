//! Puts the crates together: services from configuration, routers from services.
//!
//! Nothing here decides anything about requests; it decides who gets which of them.

pub mod console;
pub mod dns;
pub mod gateway;
pub mod health;
pub mod late;
pub mod permissions;
pub mod portal;
pub mod services;
pub mod site;
pub mod tenants;

use std::sync::Arc;

use ::gateway::{Gateway, Memory, Policy, TxtLookup};
use axum::{Router, http::HeaderName};
use domain::TenantId;
use health::Readiness;
use late::LateRouter;
use operations::{Services, tenant::Tenancy};

use crate::{
    config::{ServerArguments, listen::ListenArguments},
    failure::Failure,
    metrics::Metrics,
    serving::{Application, Parts, PlaceHeaders},
};

pub use site::{Development, ShownTo};

/// What applications are put together from. Cheap to clone.
#[derive(Clone)]
pub struct Wiring {
    /// The services.
    pub services: Arc<Services>,
    /// The services of those who operate the server.
    pub administrators: Arc<Services>,
    /// What outlives the gateway.
    pub memory: Memory,
    /// The gateway in front of them.
    pub gateway: Arc<Gateway>,
    /// Whether the server can do its work, which all tenants have in common.
    pub readiness: Arc<Readiness>,
    /// What all tenants have in common.
    pub tenancy: Arc<Tenancy>,
    /// Counts.
    pub metrics: Arc<Metrics>,
    /// Whether a line is logged for each request.
    pub log_requests: bool,
    /// Whether `X-Forwarded-For` is believed.
    pub trust_proxy_header: bool,
    /// The headers in which the proxy tells where the caller is.
    pub place_headers: PlaceHeaders,
}

impl Wiring {
    /// Puts everything together that `arguments` ask for, but for tenants beside `default`.
    pub fn new(
        services: &Arc<Services>,
        administrators: &Arc<Services>,
        arguments: &ServerArguments,
    ) -> Result<Self, Failure> {
        let policy = gateway::read_policy(arguments.policy.as_deref())?;
        let metrics: Arc<Metrics> = Arc::default();
        metrics.watch_passwords(services.passwords.clone());
        metrics.watch_database(services.db.clone());
        let management = management_api::router_within(Arc::clone(services));
        let (txt_lookup, memory) = (dns::txt_lookup(&arguments.dns)?, Memory::default());
        Ok(Self {
            services: Arc::clone(services),
            administrators: Arc::clone(administrators),
            gateway: gateway::embedded(services, policy, management, txt_lookup, memory.clone())?,
            memory,
            readiness: Readiness::new(services),
            tenancy: Arc::new(tenants::tenancy(services, arguments)),
            metrics,
            log_requests: arguments.log.log_requests.unwrap_or_default(),
            trust_proxy_header: arguments.listen.trust_proxy_header.unwrap_or_default(),
            place_headers: place_headers(&arguments.listen)?,
        })
    }

    /// The same for another tenant, whose gateway has this policy. What counts and what the proxy is believed is shared.
    pub fn beside(
        &self,
        services: &Arc<Services>,
        (policy, memory): (Policy, Memory),
        txt_lookup: Arc<dyn TxtLookup>,
    ) -> Result<Self, Failure> {
        let own = Arc::clone(services);
        let management = LateRouter::new(move || management_api::router_within(own)).into_router();
        Ok(Self {
            services: Arc::clone(services),
            administrators: self.administrators.at(services.endpoint.clone()),
            gateway: gateway::embedded(services, policy, management, txt_lookup, memory.clone())?,
            memory,
            readiness: Arc::clone(&self.readiness),
            tenancy: Arc::clone(&self.tenancy),
            metrics: Arc::clone(&self.metrics),
            log_requests: self.log_requests,
            trust_proxy_header: self.trust_proxy_header,
            place_headers: self.place_headers.clone(),
        })
    }

    /// What the main address serves.
    pub fn main_application(&self, development: Option<Arc<Development>>) -> Application {
        let api = management_api::router(Arc::clone(&self.services));
        let tenancy = (&self.tenancy, &self.gateway);
        let console = console::router(&self.services, &self.administrators, tenancy, api.clone());
        let made = portal::router(&self.services, &self.gateway).merge(console).merge(api);
        let site = site::router(&self.services, (&self.gateway, &self.readiness), made, development);
        self.application(oidc::router(Arc::clone(&self.services)), site, false)
    }

    /// What the main address serves for a tenant beside `default`. What is large is made when it is first asked for.
    pub fn main_application_of_tenant(&self) -> Application {
        let (own, api) = (self.clone(), site::management(&self.services));
        let console_api = api.clone().into_router();
        let console = site::pages(move || {
            console::router(&own.services, &own.administrators, (&own.tenancy, &own.gateway), console_api)
        });
        let own = self.clone();
        let portal = site::pages(move || portal::router(&own.services, &own.gateway));
        let late = site::LateParts { management: api, console, portal };
        let site = site::router_of_tenant(&self.services, (&self.gateway, &self.readiness), late);
        self.application(oidc::router(Arc::clone(&self.services)), site, false)
    }

    /// What the gateway's own address serves.
    pub fn gateway_application(&self) -> Application {
        self.application(Router::new(), health::router(&self.readiness), true)
    }

    fn gateway_router(&self, of_its_own: bool) -> Router {
        let gateway = Arc::clone(&self.gateway);
        let make = move || {
            if of_its_own { gateway::router_of_its_own(&gateway) } else { gateway::router(&gateway) }
        };
        if self.services.tenant == TenantId::default_tenant() {
            make()
        } else {
            LateRouter::new(make).into_router()
        }
    }

    fn application(&self, oidc: Router, site: Router, gateway_only: bool) -> Application {
        Application::new(Parts {
            oidc,
            site,
            gateway: self.gateway_router(gateway_only),
            gateway_only,
            db: Some(self.services.db.clone()),
            metrics: Arc::clone(&self.metrics),
            entropy: Arc::clone(&self.services.entropy),
            log_requests: self.log_requests,
            trust_proxy_header: self.trust_proxy_header,
            place_headers: self.place_headers.clone(),
        })
    }
}

/// The headers in which the proxy tells where the caller is. Without a proxy whose headers are believed, callers would say it themselves.
fn place_headers(arguments: &ListenArguments) -> Result<PlaceHeaders, Failure> {
    let is_believed = arguments.trust_proxy_header == Some(true);
    let named = |option: &str, name: &Option<String>| match name {
        None => Ok(None),
        Some(_) if !is_believed => Err(Failure::usage(format!("{option} needs --trust-proxy-header"))),
        Some(name) => HeaderName::try_from(name.as_str())
            .map(Some)
            .map_err(|_| Failure::usage(format!("{option} is not the name of a header"))),
    };
    let country = named("--country-header", &arguments.country_header)?;
    let position = match (
        named("--latitude-header", &arguments.latitude_header)?,
        named("--longitude-header", &arguments.longitude_header)?,
    ) {
        (Some(latitude), Some(longitude)) => Some((latitude, longitude)),
        (None, None) => None,
        _ => return Err(Failure::usage("--latitude-header and --longitude-header need one another")),
    };
    Ok(PlaceHeaders { country, position })
}
