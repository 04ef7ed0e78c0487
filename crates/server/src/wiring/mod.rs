//! Puts the crates together: services from configuration, routers from services.
//!
//! Nothing here decides anything about requests; it decides who gets which of them.

pub mod dns;
pub mod gateway;
pub mod health;
pub mod portal;
pub mod services;
pub mod site;

use std::sync::Arc;

use ::gateway::Gateway;
use axum::http::HeaderName;
use operations::Services;

use crate::{
    config::{ServerArguments, listen::ListenArguments},
    failure::Failure,
    metrics::Metrics,
    serving::{Application, Parts},
};

pub use site::{Development, ShownTo};

/// What applications are put together from.
pub struct Wiring {
    /// The services.
    pub services: Arc<Services>,
    /// The gateway in front of them.
    pub gateway: Arc<Gateway>,
    /// Counts.
    pub metrics: Arc<Metrics>,
    /// Whether a line is logged for each request.
    pub log_requests: bool,
    /// Whether `X-Forwarded-For` is believed.
    pub trust_proxy_header: bool,
    /// The header in which the proxy tells the caller's country.
    pub country_header: Option<HeaderName>,
}

impl Wiring {
    /// Puts everything together that `arguments` ask for.
    pub fn new(services: &Arc<Services>, arguments: &ServerArguments) -> Result<Self, Failure> {
        let policy = gateway::read_policy(arguments.policy.as_deref())?;
        let management = management_api::router(Arc::clone(services));
        Ok(Self {
            services: Arc::clone(services),
            gateway: gateway::embedded(services, policy, management, dns::txt_lookup(&arguments.dns)?)?,
            metrics: Arc::default(),
            log_requests: arguments.log.log_requests.unwrap_or_default(),
            trust_proxy_header: arguments.listen.trust_proxy_header.unwrap_or_default(),
            country_header: country_header(&arguments.listen)?,
        })
    }

    /// What the main address serves.
    pub fn main_application(&self, development: Option<Arc<Development>>) -> Application {
        let portal = portal::router(&self.services, &self.gateway);
        let site = site::router(&self.services, &self.gateway, portal, development);
        self.application(oidc::router(Arc::clone(&self.services)), site, false)
    }

    /// What the gateway's own address serves.
    pub fn gateway_application(&self) -> Application {
        self.application(axum::Router::new(), axum::Router::new(), true)
    }

    fn application(&self, oidc: axum::Router, site: axum::Router, gateway_only: bool) -> Application {
        Application::new(Parts {
            oidc,
            site,
            gateway: if gateway_only {
                gateway::router_of_its_own(&self.gateway)
            } else {
                gateway::router(&self.gateway)
            },
            gateway_only,
            db: Some(self.services.db.clone()),
            metrics: Arc::clone(&self.metrics),
            entropy: Arc::clone(&self.services.entropy),
            log_requests: self.log_requests,
            trust_proxy_header: self.trust_proxy_header,
            country_header: self.country_header.clone(),
        })
    }
}

/// The header in which the proxy tells the caller's country. Without a proxy whose headers are believed, callers would say it themselves.
fn country_header(arguments: &ListenArguments) -> Result<Option<HeaderName>, Failure> {
    let Some(name) = &arguments.country_header else { return Ok(None) };
    if arguments.trust_proxy_header != Some(true) {
        return Err(Failure::usage("--country-header needs --trust-proxy-header"));
    }
    let name = HeaderName::try_from(name.as_str());
    name.map(Some).map_err(|_| Failure::usage("--country-header is not the name of a header"))
}
