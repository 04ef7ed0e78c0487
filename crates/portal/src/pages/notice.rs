//! Pages that only say something.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use http_kit::ApiError;
use operations::portal::PATH;
use ui::{
    Brand, Words,
    components::Link,
    pages::{ErrorPage, NotFoundPage},
};

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
pub(crate) async fn nothing_here(State(portal): AppState) -> NotFoundPage {
    NotFoundPage { brand: server_brand(&portal), words: Words::default(), link: Some(home()) }
}

/// A failure that belongs to no form.
pub(crate) fn error_page(portal: &Portal, error: &ApiError) -> Response {
    ErrorPage {
        brand: server_brand(portal),
        words: Words::default(),
        status: error.status(),
        heading: heading(error.status()).to_owned(),
        explanation: error.text().to_owned(),
        code: error.code().map(ToOwned::to_owned),
        detail: None,
        link: Some(home()),
    }
    .into_response()
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

/// The account was suspended while its session was open.
pub(crate) fn suspended(portal: &Portal) -> Response {
    let text = "It cannot be used until whoever runs this server opens it again.";
    notice(portal, StatusCode::FORBIDDEN, "Your account is suspended", text, None)
}

/// A form that no page of this session made, or a page of a session that has ended. `back` shows a fresh one.
pub(crate) fn out_of_date(portal: &Portal, back: &str, status: StatusCode) -> Response {
    let link = Link { href: back.to_owned(), label: "Open the page again".to_owned() };
    let text = "Nothing was changed. Open the page again and fill it in once more.";
    notice(portal, status, "This form was out of date", text, Some(link))
}

/// The sign-in worked, and its cookie did not come back.
pub(crate) fn no_cookies(portal: &Portal) -> Response {
    let link = Link { href: PATH.to_owned(), label: "Try again".to_owned() };
    let text = "The browser did not keep the cookie of your sign-in. Allow cookies for this address, then try again.";
    notice(portal, StatusCode::BAD_REQUEST, "You are not signed in", text, Some(link))
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
