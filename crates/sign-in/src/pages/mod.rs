//! The hosted pages (OIDC contract §6.1): drawn on the server, working without JavaScript.
//!
//! A form posts to the page it came from, runs the steps of [`crate::flow`] that the headless API runs, and either leaves for the URL at
//! which the OpenID provider goes on or draws the page again with what is wrong in words. No rule of signing in is decided here.

mod agreement;
mod brand;
mod captcha;
pub(crate) mod consent;
mod device;
mod entry;
mod forgotten;
mod form;
mod identifier;
mod language;
mod notice;
mod onward;
pub(crate) mod preview;
mod register;
mod select_account;
mod select_organization;
mod sign_in;
mod single_sign_on;
mod social;
mod steps;
mod style;
mod words;

use std::sync::Arc;

use axum::{
    Router,
    http::{HeaderValue, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use operations::Services;
use ui::pages::{RegisterPage, SignInPage};

use self::{
    onward::path,
    steps::{
        Account, AgreementStep, BackupCode, Code, FactorCode, Factors, Lacking, NewBackupCodes, NewEmail,
        NewPasskey, NewPassword, NewPhone, NewTotp, PageStep, Passkey, Password, SetUp, SignInPasskey, Totp,
    },
};

/// The routes, at the root.
pub(crate) fn routes() -> Router<Arc<Services>> {
    let sign_in = || get(entry::show::<SignInPage>).post(entry::submit::<SignInPage>);
    let register = || get(entry::show::<RegisterPage>).post(entry::submit::<RegisterPage>);
    let forgotten = || get(forgotten::show).post(forgotten::submit);
    Router::new()
        .route("/sign-in", sign_in())
        .route("/identifier-sign-in", sign_in())
        .route("/single-sign-on", get(single_sign_on::show).post(single_sign_on::submit))
        .route(path::PROVIDERS, get(single_sign_on::providers))
        .route("/reset-password", forgotten())
        .route(path::FORGOTTEN, forgotten())
        .route("/register", register())
        .route("/identifier-register", register())
        .merge(step_routes())
        .route("/consent", get(consent::show).post(consent::submit))
        .route("/select-account", get(select_account::show).post(select_account::submit))
        .route("/select-organization", get(select_organization::show).post(select_organization::submit))
        .route("/device", get(device::show))
        .route("/device/success", get(device::success))
        .route("/direct/{method}", get(notice::fallback))
        .route("/direct/{method}/{target}", get(social::start))
        .route("/callback/{connector_id}", get(social::callback).post(social::posted_callback))
        .route("/social/link", get(social::show_link).post(social::submit_link))
        .route("/assets/own/{file}", get(style::show))
        .route("/unknown-session", get(notice::unknown_session))
        .layer(middleware::map_response(no_frames))
}

/// The routes of the steps between the first page and the way back.
fn step_routes() -> Router<Arc<Services>> {
    Router::new()
        .merge(step::<Password>())
        .merge(step::<Code>())
        .merge(step::<Account>())
        .merge(step::<AgreementStep>())
        .merge(step::<Lacking>())
        .merge(step::<NewPassword>())
        .route(path::LINK, post(steps::submit_link))
        .merge(second_step_routes())
}

/// The routes of the second step, and of setting one up.
fn second_step_routes() -> Router<Arc<Services>> {
    Router::new()
        .merge(step::<SignInPasskey>())
        .merge(step::<Factors>())
        .merge(step::<Totp>())
        .merge(step::<BackupCode>())
        .merge(step::<Passkey>())
        .merge(step::<FactorCode>())
        .merge(step::<SetUp>())
        .merge(step::<NewTotp>())
        .merge(step::<NewPasskey>())
        .merge(step::<NewBackupCodes>())
        .merge(step::<NewEmail>())
        .merge(step::<NewPhone>())
}

fn step<S: PageStep>() -> Router<Arc<Services>> {
    Router::new().route(S::PATH, get(steps::show::<S>).post(steps::submit::<S>))
}

/// No page of ours is shown inside another (clickjacking), for browsers that do not read the Content-Security-Policy too.
async fn no_frames(mut response: Response) -> Response {
    response.headers_mut().insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    response
}

/// A redirect that no cache keeps.
fn redirect(status: StatusCode, location: &str) -> Response {
    let headers = [(header::LOCATION, location), (header::CACHE_CONTROL, "no-store")];
    (status, headers).into_response()
}

/// `path` with the query of this request, so that the next page belongs to the same interaction.
fn with_query(path: &str, query: Option<&str>) -> String {
    match query {
        Some(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}
