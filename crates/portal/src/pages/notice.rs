//! Pages that only say something.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use operations::portal::PATH;
use ui::{Brand, Words, components::Link, pages::ErrorPage};

use super::brand::server_brand;
use crate::{
    NoToken, Portal,
    api::{Refusal, words},
};

/// What handlers get besides the request.
pub(crate) type AppState = State<std::sync::Arc<Portal>>;

fn home() -> Link {
    Link { href: PATH.to_owned(), label: "Your organizations".to_owned() }
}

/// An address that no page has.
pub(crate) async fn nothing_here(State(portal): AppState) -> Response {
    hosted::notice::nothing_here(&*portal, Words::default())
}

/// A refusal of the gateway that belongs to no form.
pub(crate) fn refused(brand: &Brand, refusal: &Refusal) -> Response {
    ErrorPage {
        brand: brand.clone(),
        words: Words::default(),
        status: refusal.status,
        heading: heading(refusal.status).to_owned(),
        explanation: words(refusal),
        code: Some(refusal.code.clone()).filter(|code| !code.is_empty()),
        detail: None,
        link: Some(home()),
    }
    .into_response()
}

fn heading(status: StatusCode) -> &'static str {
    match status {
        StatusCode::FORBIDDEN => "You may not do this here",
        StatusCode::NOT_FOUND => "Nothing here",
        status if status.is_server_error() => "Something went wrong",
        _ => "This did not work",
    }
}

/// Why somebody cannot enter an organization. That one does not exist is told like that one is not a member of it.
pub(crate) fn no_entry(portal: &Portal, reason: NoToken) -> Response {
    let (status, heading, explanation) = match reason {
        NoToken::NotAMember => (
            StatusCode::NOT_FOUND,
            "Not an organization of yours",
            "There is no such organization, or you are not a member of it. If you should be, ask one of its administrators to invite you.",
        ),
        NoToken::SecondFactorMissing => (
            StatusCode::FORBIDDEN,
            "A second factor is needed",
            "This organization asks its members for a second factor, and your account has none. Set one up, then come back.",
        ),
        NoToken::Refused => (
            StatusCode::FORBIDDEN,
            "Your account cannot enter",
            "Whoever runs this server does not let your account in. Ask them for access.",
        ),
        NoToken::Failed => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Something went wrong",
            "The page could not be made just now. Try again in a moment.",
        ),
    };
    notice(portal, status, heading, explanation, Some(home()))
}

fn notice(
    portal: &Portal,
    status: StatusCode,
    heading: &str,
    explanation: &str,
    link: Option<Link>,
) -> Response {
    ErrorPage {
        brand: server_brand(portal),
        words: Words::default(),
        status,
        heading: heading.to_owned(),
        explanation: explanation.to_owned(),
        code: None,
        detail: None,
        link,
    }
    .into_response()
}
