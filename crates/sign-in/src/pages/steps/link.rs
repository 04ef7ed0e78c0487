//! `/sign-in/link`: a link out of a message, which carries a one-time token. Opening it uses nothing up, so that programs which look into
//! messages do no harm; going on does.

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::Response,
};
use http_kit::{ApiError, QueryPairs};
use ui::{
    Words,
    pages::{Alternative, Step, StepPage, Way},
};

use super::{Question, page as draw};
use crate::{
    flow::{Flow, Visit},
    pages::{
        agreement::agreement,
        entry::begin_again,
        form::Post,
        notice::AppState,
        onward::{Next, path, with_proof},
        redirect, with_query,
        words::complaint,
    },
    state::Event,
};

/// The token and the address in the query of a page.
fn token_in(query: &QueryPairs) -> Option<(String, String)> {
    let token = query.get("one_time_token").filter(|token| !token.is_empty())?;
    Some((token.to_owned(), query.get("login_hint").unwrap_or_default().to_owned()))
}

/// The page that asks to go on, for a sign-in page with a token in its address.
pub(in crate::pages) async fn page(visit: &Visit, words: &Words, uri: &Uri) -> Option<StepPage> {
    let query = QueryPairs::parse(uri.query().unwrap_or_default()).ok()?;
    let (_, address) = token_in(&query)?;
    let back = Alternative { label: words.say("back-to-sign-in"), way: Way::Link(visit.sign_in_url()) };
    let question = Question::of(Step::Link { address }).or(Some(back));
    Some(draw(visit, words, question, with_query(path::LINK, uri.query())).await)
}

/// Uses the token.
pub(in crate::pages) async fn submit(State(services): AppState, request: Request) -> Response {
    let Post { visit, words, uri, form } = match Post::of(request, &services).await {
        Ok(post) => post,
        Err(answer) => return answer,
    };
    let query = QueryPairs::parse(uri.query().unwrap_or_default()).unwrap_or_default();
    let sign_in = visit.sign_in_url();
    let Some((token, address)) = token_in(&query).filter(|_| visit.awaits_login()) else {
        return redirect(StatusCode::SEE_OTHER, &sign_in);
    };
    if !form.belongs_to(&visit.running.uid) {
        return begin_again(&visit, &words, (StatusCode::FORBIDDEN, words.say("form-out-of-date"))).await;
    }
    let mut flow = visit.start(Event::SignIn);
    let outcome = match enter(&mut flow, &address, &token).await {
        Ok(next) => next.answer(&flow).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(answer) => answer,
        Err(error) if error.status().is_server_error() => flow.visit.failure(&error, &words).await,
        Err(error) => {
            let text = complaint(&error, &flow.visit.settings, &words).into_text();
            begin_again(&flow.visit, &words, (error.status(), text)).await
        }
    }
}

/// Lets in whoever has the address; somebody new gets an account.
async fn enter(flow: &mut Flow, address: &str, token: &str) -> Result<Next, ApiError> {
    let verification_id = match flow.verify_one_time_token(address, token).await {
        // It was made for those who register.
        Err(error) if error.code() == Some("one_time_token.interaction_event_mismatch") => {
            flow.change_event(Event::Register)?;
            flow.verify_one_time_token(address, token).await?
        }
        verified => verified?,
    };
    let asks = agreement(&flow.visit, Event::Register).is_some_and(|agreement| agreement.is_asked);
    if flow.experience.event() == Event::Register && asks && flow.visit.settings.mode.allows_sign_in() {
        // The question is the same as for whoever wanted to sign in.
        flow.change_event(Event::SignIn)?;
        return Ok(Next::Ask(path::ACCOUNT));
    }
    match with_proof(flow, &verification_id).await? {
        Next::Ask(path::ACCOUNT) if flow.experience.event() == Event::SignIn && !asks => {
            flow.change_event(Event::Register)?;
            with_proof(flow, &verification_id).await
        }
        next => Ok(next),
    }
}
