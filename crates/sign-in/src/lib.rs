//! The end user's side of signing in: the headless Experience and consent APIs and the hosted pages (OIDC contract §6).
//!
//! The OpenID provider hands over by a stored interaction and a redirect; this crate finds out who the user is and what they allow,
//! stores the result there, and sends the browser back (`{endpoint}/oidc/auth/{uid}`). The two never call each other.
//!
//! * [`state`] is what is remembered of an interaction, and the order of its steps;
//! * [`flow`] is the steps, shared by both front ends, with every check and every audit record;
//! * [`interaction_data`] is what clients are told of it, and what a submission keeps;
//! * [`api`] and [`pages`] are the front ends: JSON in and out, forms in and HTML out.
//!
//! The first pages can be looked at before settings are stored ([`preview`]), which the console shows.
//!
//! It does not know SQL, tokens or grants. It reads the cookies `_interaction` and, on the pages of devices, their form's token, both of which
//! the provider has set; it sets and reads only those by which users trust a browser.

mod api;
mod error;
mod flow;
mod interaction_data;
mod pages;
mod request;
mod state;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit};
use http_kit::Operation;
use operations::Services;

pub use pages::preview::{Look, Screen, preview};

/// The largest body that is read here, in bytes: nobody needs an account to send one.
const MAX_BODY_BYTES: usize = 64 * 1_024;

/// Every route of this crate: `/api/experience/*`, `/api/interaction/consent`, the public documents under `/api/.well-known`, and the
/// pages at the root. Unknown paths are left to the caller's router.
pub fn router(services: Arc<Services>) -> Router {
    Router::new()
        .merge(api::routes(&services).into_router())
        .merge(pages::routes())
        .route_layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .with_state(services)
}

/// Every headless operation of [`router`]; its pages are not among them.
pub fn operations() -> Vec<Operation> {
    api::operations()
}
