//! The first pages, `/sign-in` and `/register`: who somebody is, and, where there is only one way to prove it, the proof.

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use domain::sign_in_experience::SignInExperience;
use futures_util::future::BoxFuture;
use http_kit::{ApiError, QueryPairs};
use protocol::FirstScreen;
use ui::{
    Page, Words,
    captcha::Captcha,
    components::{Agreement, Banner, FieldState, IdentifierKinds},
    pages::{RegisterPage, SignInPage, SocialButton},
};

use super::{
    agreement::agreement_by,
    captcha::{is_person, widget},
    form::{Form, Post},
    identifier::{login_hint, read},
    notice::{AppState, visit},
    onward::{Next, path, with_proof},
    redirect,
    single_sign_on::Led,
    social::buttons,
    steps::{link_page, passkey_answer},
    with_query,
    words::{Complaint, complaint},
};
use crate::{
    flow::{Flow, Visit},
    state::{Event, Identifier},
};

/// The parts of such a page that tell what came of it.
pub(super) struct Parts<'a> {
    pub(super) kinds: IdentifierKinds,
    pub(super) identifier: &'a mut FieldState,
    pub(super) asks_password: bool,
    pub(super) password_error: &'a mut Option<String>,
    pub(super) agreement: &'a mut Option<Agreement>,
    pub(super) captcha: &'a mut Option<Captcha>,
    pub(super) banner: &'a mut Option<Banner>,
    pub(super) social: &'a mut Vec<SocialButton>,
}

/// What was typed into it.
pub(super) struct Typed<'a> {
    pub(super) identifier: Identifier,
    /// Where the page asks for it.
    pub(super) password: Option<&'a str>,
}

/// A first page.
pub(super) trait EntryPage: Page + IntoResponse + Send + Sized {
    /// What posting the form begins.
    const EVENT: Event;
    /// The message about a password that was left out.
    const NO_PASSWORD: &str;
    /// The page for those to whom this one is closed.
    const OTHER: &str;
    /// This page, for those who come back to it.
    const SCREEN: FirstScreen;

    /// Whether the tenant's settings leave this page open.
    fn is_open(visit: &Visit) -> bool;

    /// The empty form.
    fn new(visit: &Visit, words: &Words, place: &Place<'_>) -> impl Future<Output = Self> + Send;

    /// What is said above it before anything was posted.
    fn greeting(_place: &Place<'_>) -> Option<&'static str> {
        None
    }

    /// The message about an identifier that was left out.
    fn no_identifier(kinds: IdentifierKinds) -> &'static str;

    /// The parts that change.
    fn parts(&mut self) -> Parts<'_>;

    /// The steps of the flow.
    fn run<'a>(flow: &'a mut Flow, typed: Typed<'a>) -> BoxFuture<'a, Result<Next, ApiError>>;
}

/// Where a page is.
pub(super) struct Place<'a> {
    pub(super) path: &'a str,
    pub(super) query: Option<&'a str>,
    pub(super) pairs: QueryPairs,
}

impl<'a> Place<'a> {
    fn of(uri: &'a Uri) -> Self {
        let pairs = QueryPairs::parse(uri.query().unwrap_or_default()).unwrap_or_default();
        Self { path: uri.path(), query: uri.query(), pairs }
    }

    /// Another page with the query of this one.
    pub(super) fn url(&self, path: &str) -> String {
        with_query(path, self.query)
    }
}

/// Draws the form.
pub(super) async fn show<P: EntryPage>(State(services): AppState, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visit = match visit(&parts, &services).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    let (words, place) = (visit.words().await, Place::of(&parts.uri));
    if visit.awaits_login()
        && let Some(page) = link_page(&visit, &words, &parts.uri).await
    {
        return page.into_response();
    }
    if let Some(answer) = elsewhere::<P>(&visit, &place) {
        return answer;
    }
    let mut page = draw::<P>(&visit, &words, &place).await;
    let parts = page.parts();
    parts.identifier.value = login_hint(&place.pairs);
    *parts.banner = P::greeting(&place).map(|key| Banner::info(words.say(key)));
    page.into_response()
}

/// Takes the form: goes on with the flow, or draws it again.
pub(super) async fn submit<P: EntryPage>(State(services): AppState, request: Request) -> Response {
    let Post { visit, words, uri, form } = match Post::of(request, &services).await {
        Ok(post) => post,
        Err(answer) => return answer,
    };
    let place = Place::of(&uri);
    if let Some(answer) = elsewhere::<P>(&visit, &place) {
        return answer;
    }
    let mut page = draw::<P>(&visit, &words, &place).await;
    if !form.belongs_to(&visit.running.uid) {
        *page.parts().banner = Some(Banner::danger(words.say("form-out-of-date")));
        return page.with_status(StatusCode::FORBIDDEN);
    }
    let has_agreed = form.get("agreement") == "yes";
    let goes_by_passkey = P::EVENT == Event::SignIn && form.get("do") == "passkey";
    let address = if goes_by_passkey { "" } else { form.get("identifier").trim() };
    let visit = match visit.led_by(address, has_agreed).await {
        Led::Nowhere(visit) => visit,
        Led::To(answer) => return answer,
        Led::Failed(visit, error) => return again(page, error, &visit, &words).await,
    };
    let typed = if goes_by_passkey { None } else { typed::<P>(&mut page, &form, &words) };
    if typed.is_none() && !goes_by_passkey {
        return page.with_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let is_person = match is_person(&visit, P::EVENT, &form).await {
        Ok(is_person) => is_person,
        Err(error) => return again(page, error, &visit, &words).await,
    };
    let Some(typed) = typed else {
        let told = (has_agreed, is_person);
        return match form.get("credential") {
            "" => to_passkey(visit, &words, told).await,
            _ => by_passkey(page, visit, (&words, &form), told).await,
        };
    };
    let mut flow = visit.start_told(P::EVENT, is_person);
    flow.experience.page.identifier = Some(typed.identifier.clone());
    flow.experience.page.has_agreed = has_agreed;
    let outcome = match P::run(&mut flow, typed).await {
        Ok(next) => next.answer(&flow).await,
        // What a step has done stays done, even where a later one is refused.
        Err(refused) if flow.experience.user_id().is_some() => flow.save().await.and(Err(refused)),
        Err(refused) => Err(refused),
    };
    match outcome {
        Ok(answer) => answer,
        Err(refused) => again(page, refused, &flow.visit, &words).await,
    }
}

/// Goes to where any passkey signs in.
async fn to_passkey(visit: Visit, words: &Words, (has_agreed, is_person): (bool, bool)) -> Response {
    let mut flow = visit.start_told(Event::SignIn, is_person);
    flow.experience.page.has_agreed = has_agreed;
    let next = Next::Ask(path::PASSKEY).answer(&flow).await;
    match next {
        Ok(answer) => answer,
        Err(error) => flow.visit.failure(&error, words).await,
    }
}

/// Takes the answer of a passkey that the browser has offered for the identifier.
async fn by_passkey<P: EntryPage>(
    page: P,
    visit: Visit,
    (words, form): (&Words, &Form),
    (has_agreed, is_person): (bool, bool),
) -> Response {
    let mut flow = visit.start_told(Event::SignIn, is_person);
    flow.experience.page.has_agreed = has_agreed;
    let outcome = match sign_in_by_passkey(&mut flow, form).await {
        Ok(next) => next.answer(&flow).await,
        // The question is answered, whatever came of it.
        Err(refused) => flow.save().await.and(Err(refused)),
    };
    match outcome {
        Ok(answer) => answer,
        Err(refused) => again(page, refused, &flow.visit, words).await,
    }
}

async fn sign_in_by_passkey(flow: &mut Flow, form: &Form) -> Result<Next, ApiError> {
    let verification_id = flow.verify_sign_in_passkey(None, &passkey_answer(form)?).await?;
    with_proof(flow, &verification_id).await
}

/// What was typed, unless something is missing, which the page then says.
fn typed<'a, P: EntryPage>(page: &mut P, form: &'a Form, words: &Words) -> Option<Typed<'a>> {
    let (typed, password) = (form.get("identifier").trim(), form.get("password"));
    let parts = page.parts();
    typed.clone_into(&mut parts.identifier.value);
    let identifier = match typed {
        "" => Err(P::no_identifier(parts.kinds)),
        typed => read(typed, parts.kinds),
    };
    parts.identifier.error = identifier.as_ref().err().map(|key| words.say(key));
    if parts.asks_password && password.is_empty() {
        *parts.password_error = Some(words.say(P::NO_PASSWORD));
    }
    if let Some(agreement) = parts.agreement.as_mut().filter(|agreement| agreement.is_asked) {
        agreement.is_ticked = form.get("agreement") == "yes";
        agreement.error = (!agreement.is_ticked).then(|| words.say("missing-agreement"));
    }
    let is_agreed = parts.agreement.as_ref().is_none_or(|agreement| agreement.error.is_none());
    let is_whole = is_agreed && parts.password_error.is_none();
    let password = parts.asks_password.then_some(password);
    Some(Typed { identifier: identifier.ok().filter(|_| is_whole)?, password })
}

/// The form once more, with what is wrong.
async fn again<P: EntryPage>(mut page: P, refused: ApiError, visit: &Visit, words: &Words) -> Response {
    if refused.status().is_server_error() {
        return visit.failure(&refused, words).await;
    }
    let parts = page.parts();
    let is_captcha_missing = parts.captcha.is_some() && refused.code() == Some("session.captcha_required");
    let complaint = if is_captcha_missing {
        Complaint::Captcha(words.say("captcha-missing"))
    } else {
        complaint(&refused, &visit.settings, words)
    };
    match (complaint, parts.captcha) {
        (Complaint::Identifier(text), _) => parts.identifier.error = Some(text),
        (Complaint::Password(text), _) if parts.asks_password => *parts.password_error = Some(text),
        (Complaint::Captcha(text), Some(captcha)) => captcha.error = Some(text),
        (complaint, _) => *parts.banner = Some(Banner::danger(complaint.into_text())),
    }
    page.with_status(refused.status())
}

async fn draw<P: EntryPage>(visit: &Visit, words: &Words, place: &Place<'_>) -> P {
    let mut page = P::new(visit, words, place).await;
    let mut ways = buttons((visit, words), &place.pairs, P::SCREEN).await;
    ways.extend(visit.sso_button(words, place.query).await);
    *page.parts().social = ways;
    *page.parts().captcha = widget(visit, P::EVENT).await;
    agree_with_accounts_elsewhere(&mut page, &visit.settings);
    page
}

/// Whoever is new with an account elsewhere gets one here, and agrees by that where no box is to be ticked.
pub(super) fn agree_with_accounts_elsewhere(page: &mut impl EntryPage, settings: &SignInExperience) {
    let parts = page.parts();
    if !parts.social.is_empty() && parts.agreement.is_none() && settings.mode.allows_register() {
        *parts.agreement = agreement_by(settings, Event::Register).filter(|agreement| !agreement.is_asked);
    }
}

/// Where else this request belongs: somebody is signed in already, or only the other page is open.
fn elsewhere<P: EntryPage>(visit: &Visit, place: &Place<'_>) -> Option<Response> {
    let path = if !visit.awaits_login() {
        visit.other_page()
    } else if !P::is_open(visit) {
        P::OTHER
    } else {
        return None;
    };
    Some(redirect(StatusCode::SEE_OTHER, &place.url(path)))
}

/// The sign-in page, or the other one where that is closed, with a message about what somebody tried before.
pub(super) async fn begin_again(
    visit: &Visit,
    words: &Words,
    (status, text): (StatusCode, String),
) -> Response {
    let url = visit.sign_in_url();
    let query = url.split_once('?').map(|(_, query)| query);
    let pairs = QueryPairs::parse(query.unwrap_or_default()).unwrap_or_default();
    let banner = Some(Banner::danger(text));
    if visit.settings.mode.allows_sign_in() {
        let mut page = draw::<SignInPage>(visit, words, &Place { path: "/sign-in", query, pairs }).await;
        page.banner = banner;
        page.with_status(status)
    } else {
        let mut page = draw::<RegisterPage>(visit, words, &Place { path: "/register", query, pairs }).await;
        page.banner = banner;
        page.with_status(status)
    }
}
