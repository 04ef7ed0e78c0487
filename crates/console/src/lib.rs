//! The operator's console under `/console` (ADR 16).
//!
//! Who operates the server is a user of a tenant of their own and signs in on pages of the console itself; what the product's tenant says about
//! anybody is worth nothing here, and the other way round. The console holds no authority: every read and every action is a call of the Management
//! API in this process, as the administrator who is signed in, whom the API finds again for each call. Administrators themselves, which the API
//! does not have, are changed by `operations::console`, which asks again as well.
//!
//! * [`console`] is what the pages work with;
//! * [`routes`] is the table of pages and forms, each with the role that it needs;
//! * [`operator`] is who is signed in: the calls made for them and what is around every page; [`posted`] is a form of theirs, by type;
//! * [`entrance`] is whoever is not signed in yet;
//! * [`parts`] is the parts of the Management API, to which administrators can be limited;
//! * [`navigation`] is the table of areas; [`pages`] is one file a page;
//! * [`reading`] reads lists of the Management API;
//! * [`mark`] finds changes that somebody else made while a form was open.

mod console;
mod cookies;
mod entrance;
mod guides;
mod json;
mod listing;
mod mark;
mod navigation;
mod notice;
mod operator;
mod pages;
mod parts;
mod posted;
mod reading;
mod routes;
#[cfg(test)]
mod tests;
mod words;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, Method, header},
    middleware,
    response::Response,
};
use gateway::Gateway;
use hosted::no_frames;
use operations::{Services, tenant::Tenancy};

pub use pages::get_started::{TemplatePermission, TemplatePlan};

/// The largest form that is read, in bytes.
const MAX_BODY_BYTES: usize = 256 * 1_024;

/// What the console is made of.
pub struct ConsoleOptions {
    /// The services of the product's tenant, which is operated.
    pub services: Arc<Services>,
    /// The services of the administrators' tenant ([`operations::console::open`]).
    pub administrators: Arc<Services>,
    /// The Management API, called in this process.
    pub api: Router,
    /// The OpenID provider, called in this process where a token is exchanged for an administrator.
    pub provider: Router,
    /// What all tenants have in common.
    pub tenancy: Arc<Tenancy>,
    /// The gateway of this process, for what it decides and why.
    pub gateway: Arc<Gateway>,
    /// What the gateway's policy needs of the organization template.
    pub template: TemplatePlan,
}

/// Every page under `/console`.
pub fn router(options: ConsoleOptions) -> Router {
    let ConsoleOptions { services, administrators, api, provider, gateway, tenancy, template } = options;
    let console =
        Arc::new(console::Console { services, administrators, api, provider, tenancy, gateway, template });
    pages::routes()
        .into_router()
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(middleware::map_response(frames))
        .with_state(console)
}

/// The path of every page that whoever is signed in may see, with `{…}` for what stands for something: for those that go through all of them.
pub fn pages() -> Vec<&'static str> {
    let routes = pages::routes();
    let seen = routes.table().iter().filter(|row| row.method == Method::GET && row.needs.is_some());
    seen.map(|row| row.path).collect()
}

/// An answer that pages of the console show in a frame.
#[derive(Clone, Copy)]
pub(crate) struct Framed;

/// No page is shown in a frame, but for those that say so, and they in pages of this server only.
async fn frames(mut response: Response) -> Response {
    if response.extensions().get::<Framed>().is_none() {
        return no_frames(response).await;
    }
    response.headers_mut().insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    response
}
