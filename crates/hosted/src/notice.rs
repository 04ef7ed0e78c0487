//! Pages that only say something.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use http_kit::ApiError;
use ui::{
    Words,
    components::Link,
    pages::{ErrorPage, NotFoundPage},
};

use crate::{Area, Refusal};

/// An address that no page has.
pub fn nothing_here<A: Area>(area: &A, words: Words) -> Response {
    let link = Some(area.home(&words));
    NotFoundPage { brand: area.brand(), words, link }.into_response()
}

/// A failure that belongs to no form. What the wire says of it is for developers, in English.
pub fn error_page<A: Area>(area: &A, words: Words, error: &ApiError) -> Response {
    let (heading, explanation) = general(error.status());
    ErrorPage {
        brand: area.brand(),
        status: error.status(),
        heading: words.say(heading),
        explanation: words.say(explanation),
        code: error.code().map(ToOwned::to_owned),
        detail: Some(error.text().to_owned()).filter(|text| !text.is_empty()),
        link: Some(area.home(&words)),
        words,
    }
    .into_response()
}

/// A refusal that belongs to no form.
pub fn refused<A: Area>(area: &A, words: Words, refusal: &Refusal) -> Response {
    let (heading, explanation) = general(refusal.status);
    ErrorPage {
        brand: area.brand(),
        status: refusal.status,
        heading: words.say(heading),
        explanation: words.say(explanation),
        code: Some(refusal.code.clone()).filter(|code| !code.is_empty()),
        detail: None,
        link: Some(area.home(&words)),
        words,
    }
    .into_response()
}

fn general(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::FORBIDDEN => ("failed-title-forbidden", "notice-failed-lead"),
        status if status.is_server_error() => ("failed-title-server", "failed-lead-server"),
        _ => ("failed-title", "notice-failed-lead"),
    }
}

/// The account was suspended while its session was open.
pub fn suspended<A: Area>(area: &A, words: Words) -> Response {
    notice(area, words, StatusCode::FORBIDDEN, ("notice-suspended-title", "notice-suspended-lead"), None)
}

/// A form that no page of this session made, or a page of a session that has ended. `back` shows a fresh one.
pub fn out_of_date<A: Area>(area: &A, words: Words, back: &str, status: StatusCode) -> Response {
    let link = Link { href: back.to_owned(), label: words.say("notice-form-again") };
    notice(area, words, status, ("notice-form-title", "notice-form-lead"), Some(link))
}

/// The sign-in worked, and its cookie did not come back.
pub fn no_cookies<A: Area>(area: &A, words: Words) -> Response {
    let link = try_again::<A>(&words);
    let said = ("notice-signed-out-title", "notice-cookies-lead");
    notice(area, words, StatusCode::BAD_REQUEST, said, Some(link))
}

/// What a provider says when somebody was not signed in (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6).
const REASONS: [&str; 8] = [
    "access_denied",
    "account_selection_required",
    "consent_required",
    "interaction_required",
    "invalid_request",
    "login_required",
    "server_error",
    "temporarily_unavailable",
];

/// Anybody can make a link that leads here, so nothing of what the address says is shown but words that are ours.
pub fn not_signed_in<A: Area>(area: &A, words: Words, error: &str) -> Response {
    ErrorPage {
        brand: area.brand(),
        status: StatusCode::FORBIDDEN,
        heading: words.say("notice-signed-out-title"),
        explanation: words.say("notice-signed-out-lead"),
        code: REASONS.into_iter().find(|reason| *reason == error).map(str::to_owned),
        detail: None,
        link: Some(try_again::<A>(&words)),
        words,
    }
    .into_response()
}

fn try_again<A: Area>(words: &Words) -> Link {
    Link { href: A::PATH.to_owned(), label: words.say("notice-again") }
}

/// A notice of two messages.
pub fn notice<A: Area>(
    area: &A,
    words: Words,
    status: StatusCode,
    (heading, explanation): (&str, &str),
    link: Option<Link>,
) -> Response {
    ErrorPage {
        brand: area.brand(),
        status,
        heading: words.say(heading),
        explanation: words.say(explanation),
        code: None,
        detail: None,
        link,
        words,
    }
    .into_response()
}
