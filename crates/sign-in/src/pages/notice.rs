//! Pages that only say something, and redirects between pages.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, Uri, request::Parts},
    response::{IntoResponse, Response},
};
use domain::sign_in_experience::SignInExperience;
use hosted::brand::{of_application, of_tenant};
use http_kit::{ApiError, QueryPairs};
use operations::Services;
use protocol::FirstScreen;
use ui::{
    Brand, Words,
    pages::{ErrorPage, UnknownSessionPage},
};

use super::{language::words_for, redirect};
use crate::{error::failed, flow::Visit, request::NoVisit};

/// `GET /unknown-session`: a page was opened without a sign-in under way.
pub(super) async fn unknown_session(
    State(services): AppState,
    uri: Uri,
    headers: HeaderMap,
) -> UnknownSessionPage {
    let words = words_for(&services, &uri, &headers).await;
    UnknownSessionPage { brand: of_application(&services, None).await, words, link: None }
}

/// `GET /direct/…` without a provider that is offered: the page to fall back to.
pub(super) async fn fallback(State(services): AppState, uri: Uri, headers: HeaderMap) -> Response {
    let query = match QueryPairs::parse(uri.query().unwrap_or_default()) {
        Ok(query) => query,
        Err(error) => return error_page(&services, &error, &words_for(&services, &uri, &headers).await),
    };
    let screen = query.get("fallback").and_then(FirstScreen::parse).unwrap_or_default();
    let rest = query.pairs().iter().filter(|(name, _)| name != "fallback");
    let rest = form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
    redirect(StatusCode::FOUND, &super::with_query(screen.path(), Some(&rest)))
}

/// The visit of a page, or the answer to a request that is none: to the configured address or to the page that explains (OIDC contract
/// §6.1).
pub(super) async fn visit(parts: &Parts, services: &Arc<Services>) -> Result<Visit, Response> {
    found(Visit::of(parts, services).await, services, parts).await
}

/// As [`visit`], of what was found.
pub(super) async fn found(
    found: Result<Visit, NoVisit>,
    services: &Arc<Services>,
    parts: &Parts,
) -> Result<Visit, Response> {
    let failure = match found {
        Ok(visit) => return Ok(visit),
        Err(NoVisit::Failed(error)) => error,
        Err(NoVisit::NoSession(_)) => match services.configuration().await {
            Ok(configuration) => {
                let configured =
                    SignInExperience::of(&configuration.sign_in_experience).unknown_session_redirect_url;
                let location =
                    configured.unwrap_or_else(|| format!("{}/unknown-session", services.endpoint.base()));
                return Err(redirect(StatusCode::FOUND, &location));
            }
            Err(error) => failed(error),
        },
    };
    Err(error_page(services, &failure, &words_for(services, &parts.uri, &parts.headers).await))
}

impl Visit {
    /// An error that belongs to no form, on a page of this sign-in's application.
    pub(super) async fn failure(&self, error: &ApiError, words: &Words) -> Response {
        telling(error, words, self.look().await)
    }
}

/// An error that belongs to no form and to no sign-in.
pub(super) fn error_page(services: &Services, error: &ApiError, words: &Words) -> Response {
    telling(error, words, of_tenant(services))
}

/// What the wire says of an error is for developers.
fn telling(error: &ApiError, words: &Words, brand: Brand) -> Response {
    let (heading, explanation) = match error.status() {
        StatusCode::FORBIDDEN => ("failed-title-forbidden", "failed-lead"),
        status if status.is_server_error() => ("failed-title-server", "failed-lead-server"),
        _ => ("failed-title", "failed-lead"),
    };
    ErrorPage {
        brand,
        words: words.clone(),
        status: error.status(),
        heading: words.say(heading),
        explanation: words.say(explanation),
        code: error.code().map(ToOwned::to_owned),
        detail: Some(error.text().to_owned()).filter(|text| !text.is_empty()),
        link: None,
    }
    .into_response()
}

/// Lets handlers name the state once.
pub(super) type AppState = State<Arc<Services>>;
