//! What `/sign-in` and `/register` have in common: a form that asks for a username and a password, runs steps of [`crate::flow`] with them
//! and is drawn again, with the username kept, when they are refused. What each page says and does is its own.

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use domain::sign_in_experience::SignInMode;
use futures_util::future::BoxFuture;
use http_kit::ApiError;
use protocol::FirstScreen;
use ui::{
    Brand, Page,
    components::{Banner, FieldState},
    pages::SocialButton,
};

use super::{
    form::{OUT_OF_DATE, Post},
    notice::{AppState, error_page, visit},
    redirect,
    social::buttons,
    with_query,
    words::{Complaint, complaint},
};
use crate::{
    flow::{Flow, Visit},
    state::Event,
};

/// The parts of the form that tell what came of it.
pub(super) struct FormState<'a> {
    pub(super) identifier: &'a mut FieldState,
    pub(super) password_error: &'a mut Option<String>,
    pub(super) banner: &'a mut Option<Banner>,
    pub(super) social: &'a mut Vec<SocialButton>,
}

/// A page with such a form.
pub(super) trait CredentialsPage: Page + IntoResponse + Send + Sized {
    /// What posting the form begins.
    const EVENT: Event;
    /// What is said of a username, and of a password, that was left out.
    const EMPTY: (&str, &str);
    /// The page for those to whom this one is closed.
    const OTHER: &str;
    /// This page, for those who come back to it.
    const SCREEN: FirstScreen;

    /// Whether the tenant's mode leaves this page open.
    fn is_open(mode: SignInMode) -> bool;

    /// The empty form.
    fn new(visit: &Visit, uri: &Uri, brand: Brand) -> Self;

    /// The form as it is drawn before anything was posted.
    fn at_first(self, _uri: &Uri) -> Self {
        self
    }

    /// The parts that change.
    fn state(&mut self) -> FormState<'_>;

    /// The steps of the flow; the URL at which the provider goes on.
    fn run<'a>(
        flow: &'a mut Flow,
        typed: &'a str,
        password: &'a str,
    ) -> BoxFuture<'a, Result<String, ApiError>>;
}

/// Draws the form.
pub(super) async fn show<P: CredentialsPage>(State(services): AppState, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visit = match visit(&parts, &services).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    match elsewhere::<P>(&visit, &parts.uri) {
        Some(answer) => answer,
        None => page::<P>(&visit, &parts.uri).await.at_first(&parts.uri).into_response(),
    }
}

/// Takes the form: goes on with the flow, or draws it again.
pub(super) async fn submit<P: CredentialsPage>(State(services): AppState, request: Request) -> Response {
    let Post { visit, uri, form } = match Post::of(request, &services).await {
        Ok(post) => post,
        Err(answer) => return answer,
    };
    if let Some(answer) = elsewhere::<P>(&visit, &uri) {
        return answer;
    }
    if !form.belongs_to(&visit.running.uid) {
        let mut page = page::<P>(&visit, &uri).await;
        *page.state().banner = Some(Banner::danger(OUT_OF_DATE));
        return page.with_status(StatusCode::FORBIDDEN);
    }
    let (typed, password) = (form.get("identifier").trim(), form.get("password"));
    if typed.is_empty() || password.is_empty() {
        let mut page = page::<P>(&visit, &uri).await;
        let state = page.state();
        *state.identifier =
            FieldState { value: typed.to_owned(), error: typed.is_empty().then(|| P::EMPTY.0.to_owned()) };
        *state.password_error = password.is_empty().then(|| P::EMPTY.1.to_owned());
        return page.with_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let mut flow = visit.start(P::EVENT);
    match P::run(&mut flow, typed, password).await {
        Ok(location) => redirect(StatusCode::SEE_OTHER, &location),
        Err(error) => again::<P>(&flow.visit, &uri, typed, &error).await,
    }
}

/// The form once more, with what is wrong and the username kept.
async fn again<P: CredentialsPage>(visit: &Visit, uri: &Uri, typed: &str, error: &ApiError) -> Response {
    if error.status().is_server_error() {
        return error_page(error);
    }
    let mut page = page::<P>(visit, uri).await;
    let state = page.state();
    typed.clone_into(&mut state.identifier.value);
    match complaint(error, &visit.settings) {
        Complaint::Identifier(text) => state.identifier.error = Some(text),
        Complaint::Password(text) => *state.password_error = Some(text),
        Complaint::Form(text) => *state.banner = Some(Banner::danger(text)),
    }
    page.with_status(error.status())
}

async fn page<P: CredentialsPage>(visit: &Visit, uri: &Uri) -> P {
    let mut page = P::new(visit, uri, visit.brand().await);
    *page.state().social = buttons(visit, uri, P::SCREEN).await;
    page
}

/// Where else this request belongs: somebody is signed in already, or only the other page is open.
fn elsewhere<P: CredentialsPage>(visit: &Visit, uri: &Uri) -> Option<Response> {
    let path = if !visit.awaits_login() {
        visit.other_page()
    } else if !P::is_open(visit.settings.mode) {
        P::OTHER
    } else {
        return None;
    };
    Some(redirect(StatusCode::SEE_OTHER, &with_query(path, uri.query())))
}
