//! Signing in for the portal, and out.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, request::Parts},
    response::{IntoResponse as _, Response},
};
use form_urlencoded::Serializer;
use operations::portal;
use ui::{Words, components::Link, pages::ErrorPage};

use super::{
    Outcome,
    brand::server_brand,
    notice::{AppState, error_page, no_cookies},
};
use crate::{
    Portal,
    room::query_of,
    session::{SignIn, Visitor, is_of_portal, login_hint, see_other},
};

/// `GET /portal/sign-in`: to the sign-in pages, from links of ours. `return_to` says where to come back to.
pub(crate) async fn begin(State(portal): AppState, parts: Parts) -> Outcome {
    let query = query_of(&portal, &parts).map_err(|page| *page)?;
    let return_to = query.get("return_to").filter(|address| is_of_portal(address)).unwrap_or(portal::PATH);
    let sign_in = SignIn {
        return_to,
        registers: query.flag("register"),
        again: query.flag("again"),
        login_hint: login_hint(&query),
    };
    Ok(see_other(&sign_in.location(&portal)))
}

/// `GET /portal/signed-in`: back from the sign-in pages. What counts is the session; the code in the address is worth nothing.
pub(crate) async fn end(State(portal): AppState, parts: Parts) -> Outcome {
    let query = query_of(&portal, &parts).map_err(|page| *page)?;
    if let Some(error) = query.get("error") {
        return Ok(not_signed_in(&portal, error));
    }
    match Visitor::find(&portal, &parts.headers).await {
        Ok(Some(_)) => {
            let return_to = query.get("state").filter(|address| is_of_portal(address));
            Ok(see_other(return_to.unwrap_or(portal::PATH)))
        }
        // Never back to the sign-in by itself: it would go round in circles.
        Ok(None) => Err(no_cookies(&portal)),
        Err(error) => Err(error_page(&portal, &error)),
    }
}

/// `GET /portal/sign-out`: to the provider, which asks and ends the session.
pub(crate) async fn sign_out(State(portal): AppState) -> Response {
    let endpoint = &portal.services.endpoint;
    let query = Serializer::new(String::new())
        .append_pair("client_id", portal::client_id().as_str())
        .append_pair("post_logout_redirect_uri", &format!("{endpoint}{}", portal::PATH))
        .finish();
    see_other(&format!("{}/session/end?{query}", endpoint.issuer()))
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
fn not_signed_in(portal: &Arc<Portal>, error: &str) -> Response {
    ErrorPage {
        brand: server_brand(portal),
        words: Words::default(),
        status: StatusCode::FORBIDDEN,
        heading: "You are not signed in".to_owned(),
        explanation: "Signing in was not completed.".to_owned(),
        code: REASONS.into_iter().find(|reason| *reason == error).map(str::to_owned),
        detail: None,
        link: Some(Link { href: portal::PATH.to_owned(), label: "Try again".to_owned() }),
    }
    .into_response()
}
