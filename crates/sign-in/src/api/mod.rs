//! The headless APIs (OIDC contract §6.2–6.7): one module an operation or a few that belong together.
//!
//! A handler reads a body, makes one step of [`crate::flow`], keeps the experience and answers. No rule of signing in is decided here.

mod avatar;
mod body;
mod code;
mod consent;
mod identification;
mod interaction;
mod mfa;
mod one_time_token;
mod passkey;
mod phrases;
mod profile;
mod social;
mod sso;
mod trusted_device;
mod verification;
mod well_known;

use std::sync::Arc;

use axum::{
    extract::DefaultBodyLimit,
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use http_kit::{ApiError, MAX_UPLOAD_BYTES, Operation, Routes, is_from_another_origin, layers::Passing};
use operations::Services;

use crate::error::forbidden;

type ApiRoutes = Routes<Arc<Services>>;

/// The operations, all under `/api`. `services` are needed to tell our own pages from others.
pub(crate) fn routes(services: &Arc<Services>) -> ApiRoutes {
    let own_origin = middleware::from_fn_with_state(Arc::clone(services), own_origin_only);
    let together = middleware::from_fn_with_state(Arc::clone(services), together);
    let steps = short_routes().layered(|router| router.layer(together)).merge(guarded_routes());
    steps.merge(uploads()).layered(|router| router.layer(own_origin)).merge(public_routes())
}

/// Every operation of [`routes`].
pub(crate) fn operations() -> Vec<Operation> {
    short_routes().merge(guarded_routes()).merge(uploads()).merge(public_routes()).into_operations()
}

/// What belongs to a running interaction.
fn guarded_routes() -> ApiRoutes {
    ApiRoutes::tagged("Experience")
        .put("/api/experience/interaction-event", interaction::change_event)
        .get("/api/experience/interaction", interaction::read)
        .post("/api/experience/verification/new-password-identity", verification::new_password_identity)
        .post(
            "/api/experience/verification/social/{connectorId}/authorization-uri",
            social::authorization_uri,
        )
        .post("/api/experience/verification/social/{connectorId}/verify", social::verify)
        .post("/api/experience/verification/verification-code", code::send)
        .post("/api/experience/verification/verification-code/verify", code::verify)
        .post("/api/experience/verification/one-time-token/verify", one_time_token::verify)
        .post("/api/experience/verification/sso/{connectorId}/authorization-uri", sso::begin)
        .post("/api/experience/verification/sso/{connectorId}/verify", sso::verify)
        .get("/api/experience/sso-connectors", sso::list)
        .post("/api/experience/profile", profile::add)
        .put("/api/experience/profile/password", profile::set_password)
        .put("/api/experience/trusted-device", trusted_device::trust)
        .merge(second_factor_routes())
        .get("/api/interaction/consent", consent::read)
}

/// The steps of every sign-in that wait for nobody once they have written: what one of them reads and writes is one transaction.
fn short_routes() -> ApiRoutes {
    passing_routes().post("/api/experience/submit", identification::submit)
}

/// The [`passing`] ones of them.
fn passing_routes() -> ApiRoutes {
    ApiRoutes::tagged("Experience")
        .put("/api/experience", interaction::start)
        .post("/api/experience/verification/password", verification::password)
        .post("/api/experience/identification", identification::identify)
        .post("/api/interaction/consent", consent::give)
        .layered(|router| router.layer(middleware::from_fn(passing)))
}

/// Second factors and passkeys.
fn second_factor_routes() -> ApiRoutes {
    ApiRoutes::tagged("Experience")
        .post("/api/experience/verification/totp/secret", mfa::totp_secret)
        .post("/api/experience/verification/totp/verify", mfa::verify_totp)
        .post("/api/experience/verification/backup-code/generate", mfa::backup_codes)
        .post("/api/experience/verification/backup-code/verify", mfa::verify_backup_code)
        .post("/api/experience/verification/mfa-verification-code", mfa::send_code)
        .post("/api/experience/verification/mfa-verification-code/verify", mfa::verify_code)
        .post("/api/experience/verification/web-authn/registration", passkey::start_registration)
        .post("/api/experience/verification/web-authn/registration/verify", passkey::verify_registration)
        .post("/api/experience/verification/web-authn/authentication", passkey::start_authentication)
        .post("/api/experience/verification/web-authn/authentication/verify", passkey::verify_authentication)
        .post("/api/experience/preflight/sign-in-passkey/authentication", passkey::preflight)
        .post("/api/experience/verification/sign-in-passkey/authentication", passkey::start_sign_in)
        .post("/api/experience/verification/sign-in-passkey/authentication/verify", passkey::verify_sign_in)
        .post("/api/experience/profile/mfa", mfa::bind)
        .post("/api/experience/profile/mfa/passkey", mfa::bind_passkey)
        .post("/api/experience/profile/mfa/mfa-enabled", mfa::enable)
        .post("/api/experience/profile/mfa/mfa-skipped", mfa::skip)
        .post("/api/experience/profile/mfa/mfa-suggestion-skipped", mfa::skip_suggestion)
        .post("/api/experience/profile/mfa/passkey-skipped", mfa::skip_passkey)
}

/// What takes files, which are larger than everything else that is sent here.
fn uploads() -> ApiRoutes {
    ApiRoutes::tagged("Experience")
        .post("/api/experience/user-assets/avatar", avatar::upload)
        .layered(|router| router.layer(DefaultBodyLimit::max(MAX_UPLOAD_BYTES)))
}

/// What everybody may read.
fn public_routes() -> ApiRoutes {
    ApiRoutes::tagged("Well-known")
        .public()
        .get("/api/.well-known/sign-in-exp", well_known::sign_in_experience)
        .get("/api/.well-known/experience", well_known::sign_in_experience)
        .get("/api/.well-known/phrases", phrases::phrases)
        .get("/api/.well-known/account-center", well_known::account_center)
}

/// Refuses what another site's page made the browser send, and keeps answers about a sign-in out of caches.
async fn own_origin_only(
    axum::extract::State(services): axum::extract::State<Arc<Services>>,
    request: axum::extract::Request,
    next: Next,
) -> Response {
    let mut response = if !request.method().is_safe()
        && is_from_another_origin(request.headers(), services.endpoint.base())
    {
        forbidden("A page of another site sent this request.").into_response()
    } else {
        next.run(request).await
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Runs a step with what it reads and writes together ([`store::Db::together`]), the interaction that it begins with too.
async fn together(
    axum::extract::State(services): axum::extract::State<Arc<Services>>,
    request: axum::extract::Request,
    next: Next,
) -> Response {
    match services.db.together(next.run(request)).await {
        Ok(response) => response,
        Err(error) => ApiError::from(error).into_response(),
    }
}

/// Steps of a sign-in that spend nothing and change nobody: whoever has not come further begins anew after a power loss. A wrong password is
/// none, because it counts; nor is one that made an account (201).
async fn passing(request: axum::extract::Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if matches!(response.status(), StatusCode::OK | StatusCode::NO_CONTENT) {
        response.extensions_mut().insert(Passing::OnTheWay);
    }
    response
}
