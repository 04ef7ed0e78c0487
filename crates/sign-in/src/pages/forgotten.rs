//! `/forgot-password`: the address of an account whose password is forgotten. Neither what is answered nor when tells whether it has one.

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use http_kit::{ApiError, QueryPairs};
use ui::{
    Page as _, Words,
    components::{Banner, FieldState, IdentifierKinds},
    pages::{Alternative, IdentifierPurpose, SignInPage, Step, StepPage, Way},
};

use super::{
    captcha::{is_person, widget},
    entry,
    form::Post,
    identifier::{kinds, login_hint, read},
    notice::{AppState, visit},
    onward::{Next, path},
    redirect,
    single_sign_on::Led,
    steps::{Question, page as draw, send},
    with_query,
    words::{Complaint, complaint},
};
use crate::{flow::Visit, state::Event};

/// Draws the form; where no password can be recovered, the sign-in page says so.
pub(super) async fn show(State(services): AppState, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let visit = match visit(&parts, &services).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    if !visit.awaits_login() || !visit.recovers_passwords() {
        return entry::show::<SignInPage>(State(services), Request::from_parts(parts, body)).await;
    }
    let words = visit.words().await;
    let query = QueryPairs::parse(parts.uri.query().unwrap_or_default()).unwrap_or_default();
    let field = FieldState { value: login_hint(&query), error: None };
    page(&visit, &words, &parts.uri, field).await.into_response()
}

/// Sends the code.
pub(super) async fn submit(State(services): AppState, request: Request) -> Response {
    let Post { visit, words, uri, form } = match Post::of(request, &services).await {
        Ok(post) => post,
        Err(answer) => return answer,
    };
    if !visit.awaits_login() || !visit.recovers_passwords() {
        return redirect(StatusCode::SEE_OTHER, &visit.sign_in_url());
    }
    let typed = form.get("identifier").trim().to_owned();
    if !form.belongs_to(&visit.running.uid) {
        let field = FieldState { value: typed, error: None };
        let mut page = page(&visit, &words, &uri, field).await;
        page.banner = Some(Banner::danger(words.say("form-out-of-date")));
        return page.with_status(StatusCode::FORBIDDEN);
    }
    let visit = match visit.led_by(&typed, false).await {
        Led::Nowhere(visit) => visit,
        Led::To(answer) => return answer,
        Led::Failed(visit, error) => return refused(&visit, &words, (&uri, typed), &error).await,
    };
    let kinds = taken(&visit);
    let identifier = if typed.is_empty() { Err(kinds.missing()) } else { read(&typed, kinds) };
    let identifier = match identifier {
        Ok(identifier) => identifier,
        Err(key) => {
            let field = FieldState { value: typed, error: Some(words.say(key)) };
            return page(&visit, &words, &uri, field).await.with_status(StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    let is_person = match is_person(&visit, Event::ForgotPassword, &form).await {
        Ok(is_person) => is_person,
        Err(error) => return refused(&visit, &words, (&uri, typed), &error).await,
    };
    let mut flow = visit.start_told(Event::ForgotPassword, is_person);
    flow.experience.page.identifier = Some(identifier.clone());
    let sent = match send(&mut flow, identifier, Event::ForgotPassword).await {
        Ok(()) => Next::Ask(path::CODE).answer(&flow).await,
        Err(error) => Err(error),
    };
    match sent {
        Ok(answer) => answer,
        Err(error) => refused(&flow.visit, &words, (&uri, typed), &error).await,
    }
}

/// The form once more, with what is wrong.
async fn refused(visit: &Visit, words: &Words, (uri, typed): (&Uri, String), error: &ApiError) -> Response {
    if error.status().is_server_error() {
        return visit.failure(error, words).await;
    }
    let mut page = page(visit, words, uri, FieldState { value: typed, error: None }).await;
    let is_missing = page.captcha.is_some() && error.code() == Some("session.captcha_required");
    let complaint = if is_missing {
        Complaint::Captcha(words.say("captcha-missing"))
    } else {
        complaint(error, &visit.settings, words)
    };
    match (&mut page.step, &mut page.captcha, complaint) {
        (Step::Identifier { field, .. }, _, Complaint::Identifier(text)) => field.error = Some(text),
        (_, Some(captcha), Complaint::Captcha(text)) => captcha.error = Some(text),
        (_, _, complaint) => page.banner = Some(Banner::danger(complaint.into_text())),
    }
    page.with_status(error.status())
}

/// By what an account can be found here.
fn taken(visit: &Visit) -> IdentifierKinds {
    kinds(|kind| visit.settings.offers_recovery_with(kind))
}

async fn page(visit: &Visit, words: &Words, uri: &Uri, field: FieldState) -> StepPage {
    let back = Alternative { label: words.say("back-to-sign-in"), way: Way::Link(visit.sign_in_url()) };
    let (purpose, kinds) = (IdentifierPurpose::ForgottenPassword, taken(visit));
    let question = Question::of(Step::Identifier { purpose, kinds, field }).or(Some(back));
    let captcha = widget(visit, Event::ForgotPassword).await;
    StepPage { captcha, ..draw(visit, words, question, with_query(uri.path(), uri.query())).await }
}
