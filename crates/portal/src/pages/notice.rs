//! Pages that only say something.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use hosted::Area as _;
use operations::portal::PATH;
use ui::{Brand, Words, components::Link, pages::ErrorPage};

use crate::{
    NoToken, Portal,
    api::{Refusal, told},
};

/// What handlers get besides the request.
pub(crate) type AppState = State<std::sync::Arc<Portal>>;

/// An address that no page has.
pub(crate) async fn nothing_here(State(portal): AppState, headers: HeaderMap) -> Response {
    hosted::notice::nothing_here(&*portal, portal.words(&headers).await)
}

/// A refusal of the gateway that belongs to no form.
pub(crate) fn refused(brand: Brand, words: &Words, refusal: &Refusal) -> Response {
    let link = Link { href: PATH.to_owned(), label: words.say("consent-your-organizations") };
    ErrorPage {
        brand,
        words: words.clone(),
        status: refusal.status,
        heading: words.say(heading(refusal.status)),
        explanation: told(refusal, words),
        code: Some(refusal.code.clone()).filter(|code| !code.is_empty()),
        detail: None,
        link: Some(link),
    }
    .into_response()
}

fn heading(status: StatusCode) -> &'static str {
    match status {
        StatusCode::FORBIDDEN => "failed-title-forbidden",
        StatusCode::NOT_FOUND => "not-found-title",
        status if status.is_server_error() => "failed-title-server",
        _ => "failed-title",
    }
}

/// Why somebody cannot enter an organization. That one does not exist is told like that one is not a member of it.
pub(crate) fn no_entry(portal: &Portal, words: &Words, reason: NoToken) -> Response {
    let (status, said) = match reason {
        NoToken::NotAMember => (StatusCode::NOT_FOUND, ("portal-not-yours-title", "portal-not-yours-lead")),
        NoToken::SecondFactorMissing => {
            (StatusCode::FORBIDDEN, ("portal-needs-factor-title", "portal-needs-factor-lead"))
        }
        NoToken::Refused => (StatusCode::FORBIDDEN, ("portal-refused-title", "portal-refused-lead")),
        NoToken::Failed => (StatusCode::SERVICE_UNAVAILABLE, ("failed-title-server", "failed-lead-server")),
    };
    hosted::notice::notice(portal, words.clone(), status, said, Some(portal.home(words)))
}
