//! `/register`: a new account by username and password.

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use http_kit::ApiError;
use ui::{
    Page as _,
    components::{Banner, FieldState},
    pages::RegisterPage,
};

use super::{
    form::{OUT_OF_DATE, Post, token},
    notice::{AppState, error_page, visit},
    redirect, with_query,
    words::{Complaint, USERNAME_RULE, complaint, password_hint},
};
use crate::{
    flow::{Flow, Visit},
    state::Event,
};

/// Draws the form.
pub(super) async fn show(State(services): AppState, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visit = match visit(&parts, &services).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    match elsewhere(&visit, &parts.uri) {
        Some(answer) => answer,
        None => page(&visit, &parts.uri).await.into_response(),
    }
}

/// Takes the form: makes the account and signs in, or draws it again.
pub(super) async fn submit(State(services): AppState, request: Request) -> Response {
    let Post { visit, uri, form } = match Post::of(request, &services).await {
        Ok(post) => post,
        Err(answer) => return answer,
    };
    if let Some(answer) = elsewhere(&visit, &uri) {
        return answer;
    }
    if !form.belongs_to(&visit.running.uid) {
        let mut page = page(&visit, &uri).await;
        page.banner = Some(Banner::danger(OUT_OF_DATE));
        return page.with_status(StatusCode::FORBIDDEN);
    }
    let (username, password) = (form.get("identifier").trim(), form.get("password"));
    if username.is_empty() || password.is_empty() {
        let mut page = page(&visit, &uri).await;
        page.identifier = FieldState {
            value: username.to_owned(),
            error: username.is_empty().then(|| "Choose a username.".to_owned()),
        };
        page.password_error = password.is_empty().then(|| "Choose a password.".to_owned());
        return page.with_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let mut flow = visit.start(Event::Register);
    match register(&mut flow, username, password).await {
        Ok(location) => redirect(StatusCode::SEE_OTHER, &location),
        Err(error) => again(&flow.visit, &uri, username, &error).await,
    }
}

/// The steps of a headless registration, one after the other (OIDC contract §6.6). Once the account is made, that is kept even if the
/// last step is refused.
async fn register(flow: &mut Flow, username: &str, password: &str) -> Result<String, ApiError> {
    let verification_id = flow.verify_new_password_identity(username.to_owned(), password).await?;
    flow.identify(Some(&verification_id)).await?;
    let submitted = flow.submit().await;
    if submitted.is_err() {
        flow.save().await?;
    }
    submitted
}

/// The form once more, with what is wrong and the username kept.
async fn again(visit: &Visit, uri: &Uri, username: &str, error: &ApiError) -> Response {
    if error.status().is_server_error() {
        return error_page(error);
    }
    let mut page = page(visit, uri).await;
    username.clone_into(&mut page.identifier.value);
    match complaint(error, &visit.settings) {
        Complaint::Identifier(text) => page.identifier.error = Some(text),
        Complaint::Password(text) => page.password_error = Some(text),
        Complaint::Form(text) => page.banner = Some(Banner::danger(text)),
    }
    page.with_status(error.status())
}

async fn page(visit: &Visit, uri: &Uri) -> RegisterPage {
    RegisterPage {
        brand: visit.brand().await,
        action: with_query(uri.path(), uri.query()),
        xsrf: token(&visit.running.uid).reveal().to_owned(),
        identifier: FieldState::default(),
        identifier_hint: USERNAME_RULE.to_owned(),
        password_error: None,
        password_hint: password_hint(&visit.settings),
        banner: None,
        sign_in_url: visit.settings.mode.allows_sign_in().then(|| with_query("/sign-in", uri.query())),
        terms: visit.terms(),
        redirect_targets: visit.redirect_targets(),
    }
}

/// Where else this request belongs: somebody is signed in already, or registration is closed.
fn elsewhere(visit: &Visit, uri: &Uri) -> Option<Response> {
    if !visit.awaits_login() {
        return Some(redirect(StatusCode::SEE_OTHER, &with_query("/consent", uri.query())));
    }
    (!visit.settings.mode.allows_register())
        .then(|| redirect(StatusCode::SEE_OTHER, &with_query("/sign-in", uri.query())))
}
