//! Pages that only say something, and redirects between pages.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, Uri, request::Parts},
    response::{IntoResponse, Response},
};
use domain::sign_in_experience::SignInExperience;
use http_kit::{ApiError, QueryPairs};
use operations::Services;
use protocol::FirstScreen;
use ui::{
    Brand,
    pages::{ErrorPage, UnknownSessionPage},
};

use super::{brand::SERVER, redirect};
use crate::{error::failed, flow::Visit, request::NoVisit};

/// `GET /unknown-session`: a page was opened without a sign-in under way.
pub(super) async fn unknown_session() -> UnknownSessionPage {
    UnknownSessionPage { brand: Brand::named(SERVER), link: None }
}

/// `GET /direct/…` without a provider that is offered: the page to fall back to.
pub(super) async fn fallback(uri: Uri) -> Response {
    let query = match QueryPairs::parse(uri.query().unwrap_or_default()) {
        Ok(query) => query,
        Err(error) => return error_page(&error),
    };
    let screen = query.get("fallback").and_then(FirstScreen::parse).unwrap_or_default();
    let rest = query.pairs().iter().filter(|(name, _)| name != "fallback");
    let rest = form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
    redirect(StatusCode::FOUND, &super::with_query(screen.path(), Some(&rest)))
}

/// The visit of a page, or the answer to a request that is none: to the configured address or to the page that explains (OIDC contract
/// §6.1).
pub(super) async fn visit(parts: &Parts, services: &Arc<Services>) -> Result<Visit, Response> {
    found(Visit::of(parts, services).await, services).await
}

/// As [`visit`], of what was found.
pub(super) async fn found(
    found: Result<Visit, NoVisit>,
    services: &Arc<Services>,
) -> Result<Visit, Response> {
    match found {
        Ok(visit) => Ok(visit),
        Err(NoVisit::Failed(error)) => Err(error_page(&error)),
        Err(NoVisit::NoSession(_)) => {
            let configuration = services.configuration().await.map_err(|error| error_page(&failed(error)))?;
            let configured =
                SignInExperience::of(&configuration.sign_in_experience).unknown_session_redirect_url;
            let location =
                configured.unwrap_or_else(|| format!("{}/unknown-session", services.endpoint.base()));
            Err(redirect(StatusCode::FOUND, &location))
        }
    }
}

/// An error that belongs to no form.
pub(super) fn error_page(error: &ApiError) -> Response {
    let heading = match error.status() {
        StatusCode::FORBIDDEN => "This was not allowed",
        status if status.is_server_error() => "Something went wrong",
        _ => "This did not work",
    };
    ErrorPage {
        brand: Brand::named(SERVER),
        status: error.status(),
        heading: heading.to_owned(),
        explanation: format!("{} Go back to the application and start again.", error.text()),
        code: error.code().map(ToOwned::to_owned),
        detail: None,
        link: None,
    }
    .into_response()
}

/// Lets handlers name the state once.
pub(super) type AppState = State<Arc<Services>>;
