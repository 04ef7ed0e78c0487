//! Pages that only say something.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use domain::console::{ConsoleRole, Rights};
use hosted::Refusal;
use http_kit::ApiError;
use ui::{Words, components::Link, pages::ErrorPage};

use crate::{
    console::{Console, PATH},
    parts,
};

fn page(
    console: &Console,
    words: Words,
    status: StatusCode,
    (heading, explanation): (String, String),
    (code, link): (Option<String>, Link),
) -> Response {
    let brand = console.brand();
    ErrorPage { brand, status, heading, explanation, code, detail: None, link: Some(link), words }
        .into_response()
}

fn home(words: &Words) -> Link {
    Link { href: PATH.to_owned(), label: words.say("console-home") }
}

/// A notice of two messages.
pub(crate) fn said(
    console: &Console,
    words: Words,
    status: StatusCode,
    (heading, lead): (&str, &str),
) -> Response {
    let text = (words.say(heading), words.say(lead));
    let link = home(&words);
    page(console, words, status, text, (None, link))
}

/// The same, where the second message has been put together.
pub(crate) fn told(
    console: &Console,
    words: Words,
    status: StatusCode,
    (heading, lead): (&str, String),
) -> Response {
    let text = (words.say(heading), lead);
    let link = home(&words);
    page(console, words, status, text, (None, link))
}

/// Something that whoever asks may not do.
pub(crate) fn forbidden(console: &Console, words: Words) -> Response {
    said(console, words, StatusCode::FORBIDDEN, ("console-forbidden-title", "console-forbidden-lead"))
}

/// Something that needs a role in parts of the Management API that somebody does not have. Who is limited to parts is told which ones.
pub(crate) fn not_granted(
    console: &Console,
    words: Words,
    rights: &Rights,
    (about, needs): (&[&str], ConsoleRole),
) -> Response {
    let is_missing = |(at, part): &(usize, &str)| {
        rights.within(part) < if *at == 0 { needs } else { ConsoleRole::ReadOnly }
    };
    let missing = about.iter().copied().enumerate().filter(is_missing).map(|(_, part)| part);
    let missing: Vec<_> = missing.collect();
    if rights.role() != ConsoleRole::Limited || missing.is_empty() {
        return forbidden(console, words);
    }
    let lead = missing_parts(&words, &missing);
    told(console, words, StatusCode::FORBIDDEN, ("console-forbidden-title", lead))
}

fn missing_parts(words: &Words, missing: &[&str]) -> String {
    let name = |part: &&str| parts::label(part).map_or_else(|| (*part).to_owned(), |label| words.say(label));
    let names: Vec<_> = missing.iter().map(name).collect();
    words.with("console-forbidden-parts", "parts", &names.join(", "))
}

/// An address that no page has, or a thing that is not there.
pub(crate) fn gone(console: &Console, words: Words) -> Response {
    said(console, words, StatusCode::NOT_FOUND, ("console-gone-title", "console-gone-lead"))
}

/// A form that no page of this browser made. `back` shows a fresh one.
pub(crate) fn stale(console: &Console, words: Words, lead: &str, back: &str, status: StatusCode) -> Response {
    let text = (words.say("console-stale-title"), words.say(lead));
    let link = Link { href: back.to_owned(), label: words.say("console-stale-again") };
    page(console, words, status, text, (None, link))
}

fn general(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::FORBIDDEN => ("console-forbidden-title", "console-forbidden-lead"),
        StatusCode::NOT_FOUND => ("console-gone-title", "console-gone-lead"),
        status if status.is_server_error() => ("console-failed-title", "console-failed-lead"),
        _ => ("console-stale-title", "console-stale-lead"),
    }
}

/// A failure that belongs to no form.
pub(crate) fn error(console: &Console, words: Words, error: &ApiError) -> Response {
    let (heading, lead) = general(error.status());
    let (text, link) = ((words.say(heading), words.say(lead)), home(&words));
    page(console, words, error.status(), text, (error.code().map(str::to_owned), link))
}

/// A refusal of the Management API that belongs to no form.
pub(crate) fn refused(console: &Console, words: Words, refusal: &Refusal) -> Response {
    let (heading, lead) = general(refusal.status);
    if let Some(part) = refusal.text("part").filter(|_| refusal.status == StatusCode::FORBIDDEN) {
        let lead = missing_parts(&words, &[part]);
        return told(console, words, refusal.status, (heading, lead));
    }
    let code = Some(refusal.code.clone()).filter(|code| !code.is_empty());
    let (text, link) = ((words.say(heading), words.say(lead)), home(&words));
    page(console, words, refusal.status, text, (code, link))
}
