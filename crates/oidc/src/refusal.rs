//! How a refusal is told where people come to by links and redirects and no client can be told: authorization requests whose redirect URI is not
//! known to be the client's, sign-ins that are over, and the end of a session.
//!
//! A program gets JSON, as everywhere. A person in a browser gets a page that says what to do, with the same status, and what the JSON says among
//! the details. Nobody is redirected: where the request names may be an attacker's. Whose page it is, is not taken from the request either.

use axum::{
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use hosted::brand::of_application;
use operations::Services;
use protocol::OAuthErrorCode;
use ui::pages::ErrorPage;

use crate::{
    error::{Echo, Failure, no_store},
    language::words_for,
};

/// What a person wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    /// To sign in to an application.
    SignIn,
    /// To go on with a sign-in.
    GoOn,
    /// To sign out.
    SignOut,
}

/// Tells a refusal to whoever sent `headers`.
pub(crate) async fn tell(
    services: &Services,
    headers: &HeaderMap,
    (wanted, ui_locales): (Wanted, Option<&str>),
    failure: Failure,
    echo: &Echo,
) -> Response {
    if echo.plain || !http_kit::prefers_page(headers) {
        return no_store(failure.into_response(services.endpoint.issuer(), echo));
    }
    let error = &failure.error;
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let words = words_for(services, ui_locales, headers).await;
    let (heading, explanation) = said(wanted, error.code, status);
    let body = error.body(None, None);
    let page = ErrorPage {
        brand: of_application(services, None).await,
        status,
        heading: words.say(heading),
        explanation: words.say(explanation),
        code: Some(body.code.to_owned()),
        detail: body.plain.error_description.map(str::to_owned),
        link: None,
        words,
    };
    no_store(page.into_response())
}

/// The messages: what happened, and what to do.
fn said(wanted: Wanted, code: OAuthErrorCode, status: StatusCode) -> (&'static str, &'static str) {
    let is_about_application =
        matches!(code, OAuthErrorCode::InvalidClient | OAuthErrorCode::InvalidRedirectUri);
    match wanted {
        _ if status.is_server_error() => ("failed-title-server", "failed-lead-server"),
        Wanted::SignOut => ("refused-sign-out-title", "refused-sign-out-lead"),
        Wanted::GoOn if !is_about_application => ("refused-ended-title", "refused-ended-lead"),
        Wanted::GoOn | Wanted::SignIn => ("refused-application-title", "refused-application-lead"),
    }
}
