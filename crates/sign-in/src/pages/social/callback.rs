//! `/callback/{connectorId}`: the browser is back from a provider, with the answer in the query or in a posted form.
//!
//! Whoever makes a browser come here with an answer of their own (login CSRF) lacks the state, which only the interaction of the browser's
//! cookie knows.

use axum::{
    extract::{Path, Request, State, rejection::PathRejection},
    http::{StatusCode, request::Parts},
    response::Response,
};
use http_kit::{ApiError, Form, QueryPairs};
use operations::{
    Services,
    account_center::{LINK_STATE, LINKED_PATH},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

use super::super::{
    agreement::agreement,
    language::words_for,
    notice::{AppState, error_page, found},
    onward::{Next, onward, path, with_proof},
    redirect, with_query,
};
use crate::{
    flow::{Flow, Visit},
    state::Event,
};

/// What is taken over from a posted answer.
const POSTED: [&str; 5] = ["code", "state", "error", "iss", "user"];
/// The longest part of a posted answer that is taken over, in bytes.
const MAX_POSTED_BYTES: usize = 4_096;

/// The answer, once what is known so far was kept: that somebody came back counts whatever became of it.
async fn answer(next: Result<Next, ApiError>, flow: &Flow, provider: &str) -> Response {
    let answered = match next {
        Ok(next) => next.answer(flow).await,
        Err(error) => flow.save().await.and(Err(error)),
    };
    match answered {
        Ok(response) => response,
        Err(error) => flow.visit.trouble(&error, provider).await,
    }
}

/// `GET`: the answer is in the query.
pub(in crate::pages) async fn callback(
    State(services): AppState,
    path: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let Ok(Path(connector_id)) = path else { return unknown_path(&services, &parts).await };
    let query = match QueryPairs::parse(parts.uri.query().unwrap_or_default()) {
        Ok(query) => query,
        Err(error) => {
            return error_page(&services, &error, &words_for(&services, &parts.uri, &parts.headers).await);
        }
    };
    if query.get("state").is_some_and(|state| state.starts_with(LINK_STATE)) {
        return to_account_center(&connector_id, parts.uri.query());
    }
    let visit = Visit::for_client(&parts, &services, client_in(query.get("state"))).await;
    let visit = match found(visit, &services, &parts).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    if !visit.awaits_login() {
        return redirect(StatusCode::SEE_OTHER, &visit.page_url(visit.other_page()));
    }
    let provider = visit.provider_name(&connector_id).await;
    if visit.running.interaction.experience.is_none() {
        return visit.trouble(&ApiError::not_found("session.interaction_not_found"), &provider).await;
    }
    let words = visit.words().await;
    let mut flow = match visit.resume() {
        Ok(flow) => flow,
        Err(error) => return error_page(&services, &error, &words),
    };
    let next = finish(&mut flow, &connector_id, &parameters(&query)).await;
    answer(next, &flow, &provider).await
}

/// Whoever links an account elsewhere to theirs left from the account center, and comes back here because providers know this address.
fn to_account_center(connector_id: &str, query: Option<&str>) -> Response {
    let connector_id = utf8_percent_encode(connector_id, NON_ALPHANUMERIC);
    redirect(StatusCode::SEE_OTHER, &with_query(&format!("{LINKED_PATH}{connector_id}"), query))
}

/// `POST`: the answer is in a form that another site made the browser post (OAuth 2.0 Form Post Response Mode), without our cookies. It
/// goes on as a `GET`, which has them.
pub(in crate::pages) async fn posted_callback(
    State(services): AppState,
    path: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(Path(connector_id)) = path else { return unknown_path(&services, &parts).await };
    let words = words_for(&services, &parts.uri, &parts.headers).await;
    let form = match Form::read_from_anywhere(Request::from_parts(parts, body)).await {
        Ok(form) => form,
        Err(error) => return error_page(&services, &error, &words),
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    for name in POSTED {
        for value in form.all(name).filter(|value| value.len() <= MAX_POSTED_BYTES) {
            match name {
                "user" => query.extend_pairs(name_only(value).map(|value| (name, value))),
                _ => query.append_pair(name, value),
            };
        }
    }
    let connector_id = utf8_percent_encode(&connector_id, NON_ALPHANUMERIC);
    redirect(StatusCode::SEE_OTHER, &with_query(&format!("/callback/{connector_id}"), Some(&query.finish())))
}

/// Of what a provider posts about the user only the name is used; the rest stays out of addresses.
fn name_only(user: &str) -> Option<String> {
    let user: Value = serde_json::from_str(user).ok()?;
    Some(json!({ "name": user.get("name")? }).to_string())
}

async fn unknown_path(services: &Services, parts: &Parts) -> Response {
    let words = words_for(services, &parts.uri, &parts.headers).await;
    error_page(services, &ApiError::not_found("entity.not_found"), &words)
}

/// The client that a state of ours names.
fn client_in(state: Option<&str>) -> Option<&str> {
    state?.split_once('.').map(|(_, client_id)| client_id).filter(|client_id| !client_id.is_empty())
}

/// What came back. A parameter that comes twice is none that can be relied on.
fn parameters(query: &QueryPairs) -> Map<String, Value> {
    let once = |name: &str| query.all(name).count() == 1;
    let pairs = query.pairs().iter().filter(|(name, _)| once(name));
    pairs.map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect()
}

/// Finishes the sign-in elsewhere and goes as far as can be gone without a question.
async fn finish(
    flow: &mut Flow,
    connector_id: &str,
    parameters: &Map<String, Value>,
) -> Result<Next, ApiError> {
    if flow.sso().is_some_and(|sso| sso.connector_id.as_str() == connector_id) {
        return finish_sso(flow, connector_id, parameters).await;
    }
    let state = parameters.get("state").and_then(Value::as_str).unwrap_or_default();
    // A page that is loaded again asks what it asked before; nothing is exchanged twice.
    let finished = flow.social().filter(|social| social.identity.is_some() && social.is_answered_with(state));
    let verified = match finished.filter(|social| social.connector_id.as_str() == connector_id) {
        Some(social) => social.id.clone(),
        None => flow.finish_social((connector_id, None), parameters).await?,
    };
    enter(flow, &verified).await
}

/// As [`finish`], at an enterprise's provider.
async fn finish_sso(
    flow: &mut Flow,
    connector_id: &str,
    parameters: &Map<String, Value>,
) -> Result<Next, ApiError> {
    let state = parameters.get("state").and_then(Value::as_str).unwrap_or_default();
    let finished = flow.sso().filter(|sso| sso.identity.is_some() && sso.is_answered_with(state));
    let verified = match finished {
        Some(sso) => sso.id.clone(),
        None => flow.finish_sso((connector_id, None), parameters).await?,
    };
    let mode = flow.visit.settings.mode;
    if mode.allows_sign_in() {
        match identify_as(flow, Event::SignIn, &verified).await {
            Ok(()) => return onward(flow).await,
            Err(error) if error.code() != Some("user.sso_identity_not_exist") => return Err(error),
            Err(error) if !mode.allows_register() => return Err(error),
            Err(_) => {}
        }
    }
    register(flow, &verified).await
}

/// Lets somebody in whose identity is known here, makes an account for somebody new, and asks where it is neither.
async fn enter(flow: &mut Flow, verification_id: &str) -> Result<Next, ApiError> {
    let mode = flow.visit.settings.mode;
    if mode.allows_sign_in() {
        match identify_as(flow, Event::SignIn, verification_id).await {
            Ok(()) => return onward(flow).await,
            Err(error) if error.code() != Some("user.identity_not_exist") => return Err(error),
            Err(error) if error.data_value().is_some() => return Ok(Next::Ask("/social/link")),
            Err(error) if !mode.allows_register() => return Err(error),
            Err(_) => {}
        }
    }
    register(flow, verification_id).await
}

/// Makes the account, or asks for what it lacks: the agreement to the terms first.
pub(super) async fn register(flow: &mut Flow, verification_id: &str) -> Result<Next, ApiError> {
    let asks = agreement(&flow.visit, Event::Register).is_some_and(|agreement| agreement.is_asked);
    if asks && !flow.experience.page.has_agreed && flow.visit.settings.mode.allows_sign_in() {
        return Ok(Next::Ask(path::ACCOUNT));
    }
    flow.change_event(Event::Register)?;
    with_proof(flow, verification_id).await
}

async fn identify_as(flow: &mut Flow, event: Event, verification_id: &str) -> Result<(), ApiError> {
    flow.change_event(event)?;
    flow.identify(Some(verification_id)).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_names_the_client_whose_interaction_it_is() {
        assert_eq!(client_in(Some("r4nd0m.4l7qkgi8vplq7zeqm5mjj")), Some("4l7qkgi8vplq7zeqm5mjj"));
        for foreign in [None, Some(""), Some("r4nd0m"), Some("r4nd0m.")] {
            assert_eq!(client_in(foreign), None);
        }
    }

    #[test]
    fn what_comes_twice_counts_for_nothing() {
        let query = QueryPairs::parse("code=a&state=s&code=b").unwrap();
        assert_eq!(Value::Object(parameters(&query)), json!({ "state": "s" }));
    }

    #[test]
    fn of_a_posted_user_only_the_name_travels_on() {
        let user = r#"{"name":{"firstName":"Astrid"},"email":"a@fjord.example"}"#;
        assert_eq!(name_only(user).as_deref(), Some(r#"{"name":{"firstName":"Astrid"}}"#));
        for nothing in ["", "7", "{}", r#"{"email":"a@fjord.example"}"#] {
            assert_eq!(name_only(nothing), None, "{nothing}");
        }
    }
}
