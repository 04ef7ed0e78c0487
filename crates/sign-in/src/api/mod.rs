//! The headless APIs (OIDC contract §6.2–6.7): one module an operation or a few that belong together.
//!
//! A handler reads a body, makes one step of [`crate::flow`], keeps the experience and answers. No rule of signing in is decided here.

mod body;
mod consent;
mod identification;
mod interaction;
mod profile;
mod verification;
mod well_known;

pub(crate) use interaction::interaction_data;

use std::sync::Arc;

use axum::{
    Router,
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use operations::Services;

use crate::{error::forbidden, request::is_from_another_origin};

/// The routes, all under `/api`.
pub(crate) fn routes(services: &Arc<Services>) -> Router<Arc<Services>> {
    let experience = Router::new()
        .route("/", put(interaction::start))
        .route("/interaction-event", put(interaction::change_event))
        .route("/interaction", get(interaction::read))
        .route("/verification/password", post(verification::password))
        .route("/verification/new-password-identity", post(verification::new_password_identity))
        .route("/identification", post(identification::identify))
        .route("/profile", post(profile::add))
        .route("/submit", post(identification::submit));
    Router::new()
        .nest("/api/experience", experience)
        .route("/api/interaction/consent", get(consent::read).post(consent::give))
        .layer(middleware::from_fn_with_state(Arc::clone(services), own_origin_only))
        .route("/api/.well-known/sign-in-exp", get(well_known::sign_in_experience))
        .route("/api/.well-known/experience", get(well_known::sign_in_experience))
}

/// Refuses what another site's page made the browser send, and keeps answers about a sign-in out of caches.
async fn own_origin_only(
    axum::extract::State(services): axum::extract::State<Arc<Services>>,
    request: axum::extract::Request,
    next: Next,
) -> Response {
    let mut response =
        if !request.method().is_safe() && is_from_another_origin(request.headers(), &services.endpoint) {
            forbidden("A page of another site sent this request.").into_response()
        } else {
            next.run(request).await
        };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// 201 with the text body of the contract (§6.2).
fn created() -> Response {
    (StatusCode::CREATED, "Created").into_response()
}
