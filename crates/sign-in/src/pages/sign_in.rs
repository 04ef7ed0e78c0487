//! `/sign-in` and the pages that stand in for it: who are you?

use axum::{
    extract::{Request, State},
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use domain::sign_in_experience::{IdentifierKind, SignInExperience};
use http_kit::{ApiError, Query};
use ui::{
    Page as _,
    components::{Banner, FieldState},
    pages::SignInPage,
};

use super::{
    form::{OUT_OF_DATE, Post, token},
    notice::{AppState, error_page, visit},
    redirect, with_query,
    words::{Complaint, complaint},
};
use crate::{
    flow::{Flow, Visit},
    state::{Event, Identifier},
};

/// The longest login hint that is shown in the form, in characters.
const MAX_HINT: usize = 128;

/// Draws the form.
pub(super) async fn show(State(services): AppState, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let visit = match visit(&parts, &services).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    if let Some(answer) = elsewhere(&visit, &parts.uri) {
        return answer;
    }
    let query = Query::parse(parts.uri.query().unwrap_or_default()).unwrap_or_default();
    let hint = query.get("login_hint").unwrap_or_default().chars().take(MAX_HINT).collect();
    let mut page = page(&visit, &parts.uri).await;
    page.identifier.value = hint;
    page.banner = explanation(parts.uri.path()).map(Banner::info);
    page.into_response()
}

/// Takes the form: signs in, or draws it again.
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
    let (typed, password) = (form.get("identifier").trim(), form.get("password"));
    if typed.is_empty() || password.is_empty() {
        let mut page = page(&visit, &uri).await;
        page.identifier = FieldState {
            value: typed.to_owned(),
            error: typed.is_empty().then(|| "Enter your username.".to_owned()),
        };
        page.password_error = password.is_empty().then(|| "Enter your password.".to_owned());
        return page.with_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let mut flow = visit.start(Event::SignIn);
    match sign_in(&mut flow, typed, password).await {
        Ok(location) => redirect(StatusCode::SEE_OTHER, &location),
        Err(error) => again(&flow.visit, &uri, typed, &error).await,
    }
}

/// The steps of a headless sign-in, one after the other (OIDC contract §6.6).
async fn sign_in(flow: &mut Flow, typed: &str, password: &str) -> Result<String, ApiError> {
    let identifier = identifier_of(typed, &flow.visit.settings);
    let verification_id = flow.verify_password(identifier, password).await?;
    flow.identify(Some(&verification_id)).await?;
    flow.submit().await
}

/// The form once more, with what is wrong and the username kept.
async fn again(visit: &Visit, uri: &Uri, typed: &str, error: &ApiError) -> Response {
    if error.status().is_server_error() {
        return error_page(error);
    }
    let mut page = page(visit, uri).await;
    typed.clone_into(&mut page.identifier.value);
    match complaint(error, &visit.settings) {
        Complaint::Identifier(text) => page.identifier.error = Some(text),
        Complaint::Password(text) => page.password_error = Some(text),
        Complaint::Form(text) => page.banner = Some(Banner::danger(text)),
    }
    page.with_status(error.status())
}

async fn page(visit: &Visit, uri: &Uri) -> SignInPage {
    SignInPage {
        brand: visit.brand().await,
        action: with_query(uri.path(), uri.query()),
        xsrf: token(&visit.running.uid).reveal().to_owned(),
        identifier: FieldState::default(),
        password_error: None,
        banner: None,
        register_url: visit.settings.mode.allows_register().then(|| with_query("/register", uri.query())),
        terms: visit.terms(),
        redirect_targets: visit.redirect_targets(),
    }
}

/// Where else this request belongs: somebody is signed in already, or only registration is open.
fn elsewhere(visit: &Visit, uri: &Uri) -> Option<Response> {
    if !visit.awaits_login() {
        return Some(redirect(StatusCode::SEE_OTHER, &with_query("/consent", uri.query())));
    }
    (!visit.settings.mode.allows_sign_in())
        .then(|| redirect(StatusCode::SEE_OTHER, &with_query("/register", uri.query())))
}

/// Why this page is shown for an address that promises another one.
fn explanation(path: &str) -> Option<&'static str> {
    match path {
        "/reset-password" | "/forgot-password" => Some(
            "Passwords cannot be reset on this server. Ask an administrator for a new one, then sign in here.",
        ),
        "/single-sign-on" => {
            Some("No single sign-on is set up on this server. Sign in with your username and password.")
        }
        _ => None,
    }
}

/// What was typed, as the kind of identifier it looks like, among the kinds that sign in here.
fn identifier_of(typed: &str, settings: &SignInExperience) -> Identifier {
    let typed = typed.trim();
    let takes = |kind| settings.takes_password_with(kind);
    if typed.contains('@') && takes(IdentifierKind::Email) {
        return Identifier { kind: IdentifierKind::Email, value: typed.to_owned() };
    }
    let digits: String =
        typed.chars().filter(|character| !matches!(character, '+' | ' ' | '-' | '(' | ')' | '.')).collect();
    if takes(IdentifierKind::Phone) && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Identifier { kind: IdentifierKind::Phone, value: digits };
    }
    Identifier { kind: IdentifierKind::Username, value: typed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::sign_in_experience::default_settings;
    use serde_json::json;

    #[test]
    fn what_is_typed_is_read_as_a_kind_that_signs_in_here() {
        let kind = |typed: &str, kinds: &[&str]| {
            let mut settings = default_settings();
            let method = |kind| json!({ "identifier": kind, "password": true, "verificationCode": false, "isPasswordPrimary": true });
            settings["signIn"]["methods"] = kinds.iter().map(method).collect();
            let identifier = identifier_of(typed, &SignInExperience::of(&settings));
            (identifier.kind, identifier.value)
        };
        let all = ["username", "email", "phone"];
        assert_eq!(kind(" ingrid ", &all), (IdentifierKind::Username, "ingrid".to_owned()));
        assert_eq!(kind("i@fjord.example", &all), (IdentifierKind::Email, "i@fjord.example".to_owned()));
        assert_eq!(kind("+47 (912) 34-567", &all), (IdentifierKind::Phone, "4791234567".to_owned()));
        assert_eq!(
            kind("i@fjord.example", &["username"]),
            (IdentifierKind::Username, "i@fjord.example".to_owned())
        );
        assert_eq!(kind("4791234567", &["email"]), (IdentifierKind::Username, "4791234567".to_owned()));
    }
}
