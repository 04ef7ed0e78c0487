//! `/sign-in` and the pages that stand in for it: who are you?

use axum::http::Uri;
use domain::sign_in_experience::{IdentifierKind, SignInExperience, SignInMode};
use futures_util::future::BoxFuture;
use http_kit::{ApiError, QueryPairs};
use protocol::FirstScreen;
use ui::{
    Brand,
    components::{Banner, FieldState},
    pages::SignInPage,
};

use super::{
    credentials::{CredentialsPage, FormState},
    form::token,
    with_query,
};
use crate::{
    flow::{Flow, Visit},
    state::{Event, Identifier},
};

/// The longest login hint that is shown in the form, in characters.
const MAX_HINT: usize = 128;

impl CredentialsPage for SignInPage {
    const EVENT: Event = Event::SignIn;
    const EMPTY: (&str, &str) = ("Enter your username.", "Enter your password.");
    const OTHER: &str = "/register";
    const SCREEN: FirstScreen = FirstScreen::SignIn;

    fn is_open(mode: SignInMode) -> bool {
        mode.allows_sign_in()
    }

    fn new(visit: &Visit, uri: &Uri, brand: Brand) -> Self {
        Self {
            brand,
            action: with_query(uri.path(), uri.query()),
            xsrf: token(&visit.running.uid).reveal().to_owned(),
            identifier: FieldState::default(),
            password_error: None,
            banner: None,
            register_url: visit.settings.mode.allows_register().then(|| with_query("/register", uri.query())),
            social: Vec::new(),
            terms: visit.terms(),
            redirect_targets: visit.redirect_targets(),
        }
    }

    fn at_first(mut self, uri: &Uri) -> Self {
        let query = QueryPairs::parse(uri.query().unwrap_or_default()).unwrap_or_default();
        self.identifier.value = query.get("login_hint").unwrap_or_default().chars().take(MAX_HINT).collect();
        self.banner = explanation(uri.path()).map(Banner::info);
        self
    }

    fn state(&mut self) -> FormState<'_> {
        FormState {
            identifier: &mut self.identifier,
            password_error: &mut self.password_error,
            banner: &mut self.banner,
            social: &mut self.social,
        }
    }

    fn run<'a>(
        flow: &'a mut Flow,
        typed: &'a str,
        password: &'a str,
    ) -> BoxFuture<'a, Result<String, ApiError>> {
        Box::pin(sign_in(flow, typed, password))
    }
}

/// The steps of a headless sign-in, one after the other (OIDC contract §6.6).
async fn sign_in(flow: &mut Flow, typed: &str, password: &str) -> Result<String, ApiError> {
    let identifier = identifier_of(typed, &flow.visit.settings);
    let verification_id = flow.verify_password(identifier, password).await?;
    flow.identify(Some(&verification_id)).await?;
    flow.offers_nothing = true;
    flow.submit().await
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
