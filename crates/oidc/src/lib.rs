//! The OpenID provider under `/oidc` (OIDC contract §1–5): discovery, keys, authorization, tokens, userinfo, introspection, revocation, end
//! of session.
//!
//! Every endpoint is a folder or file of its own. What all of them share is beside them: reading a request ([`body`]), who the client is
//! ([`client`]), which browsers may call ([`cors`]), how an error is told ([`error`]). The sign-in pages are not here: this crate hands a
//! browser over by a stored interaction and takes it back at `/oidc/auth/:uid`, and never calls the sign-in experience.

mod audit;
mod authorize;
mod body;
mod claims;
mod client;
mod cookies;
mod cors;
mod cross_site;
mod device;
mod discovery;
mod end_session;
mod error;
mod grants;
mod introspection;
mod jwks;
mod language;
mod refusal;
mod revocation;
mod token;
mod unavailable;
mod userinfo;

#[cfg(test)]
mod test_support;
#[cfg(test)]
mod tests;

pub use token::{NoPortalToken, PortalAudience, PortalToken, portal_token};

use std::sync::Arc;

use axum::{
    Router,
    extract::{OriginalUri, Request},
    middleware,
    response::Response,
    routing::{any, get, post},
};
use operations::Services;

/// The provider's routes, to be merged into the main router.
pub fn router(services: Arc<Services>) -> Router {
    let routes = Router::new()
        .route("/.well-known/openid-configuration", get(discovery::document).options(cors::preflight_get))
        .route(
            "/.well-known/oauth-authorization-server",
            get(discovery::document).options(cors::preflight_get),
        )
        .route("/jwks", get(jwks::document).options(cors::preflight_get))
        .route("/auth", get(authorize::get).post(authorize::post))
        .route("/auth/{uid}", get(authorize::resume::get))
        .route("/token", post(token::post).options(cors::preflight_post))
        .route("/token/introspection", post(introspection::post).options(cors::preflight_post))
        .route("/token/revocation", post(revocation::post).options(cors::preflight_post))
        .route("/me", get(userinfo::get).post(userinfo::post).options(cors::preflight_get_post))
        .route("/session/end", get(end_session::get).post(end_session::post))
        .route("/session/end/confirm", post(end_session::confirm::post))
        .route("/session/end/success", get(end_session::success))
        .route("/request", post(unavailable::pushed_authorization_request).options(cors::preflight_post))
        .route("/device/auth", post(device::authorization::post).options(cors::preflight_post))
        .route("/device", get(device::pages::get).post(device::pages::post))
        .route("/device/{uid}", get(device::pages::resume_at))
        .method_not_allowed_fallback(unrecognized)
        .fallback(unrecognized)
        .with_state(services)
        .layer(middleware::from_fn(http_kit::layers::entity_tags));
    // What `nest` leaves out: the mount itself, with and without its slash.
    let mount = Router::new().route("/oidc", any(unrecognized)).route("/oidc/", any(unrecognized));
    Router::new().nest("/oidc", routes).merge(mount)
}

/// A path or method that is not the provider's (OIDC contract §1.2).
async fn unrecognized(OriginalUri(uri): OriginalUri, request: Request) -> Response {
    let path = uri.path().strip_prefix("/oidc").filter(|path| !path.is_empty()).unwrap_or("/");
    error::unrecognized_route(request.method(), path)
}
