//! `/sign-in` and the pages that stand in for it: who are you?

use futures_util::future::BoxFuture;
use http_kit::ApiError;
use protocol::FirstScreen;
use ui::{
    Words,
    components::{FieldState, IdentifierKinds},
    pages::SignInPage,
};

use super::{
    agreement::agreement,
    entry::{EntryPage, Parts, Place, Typed},
    form::token,
    identifier::{narrowed, registering, signing_in},
    onward::{Next, path, with_proof},
    steps::send,
};
use crate::{
    flow::{Flow, Visit},
    state::Event,
};

impl EntryPage for SignInPage {
    const EVENT: Event = Event::SignIn;
    const NO_PASSWORD: &str = "missing-password";
    const OTHER: &str = "/register";
    const SCREEN: FirstScreen = FirstScreen::SignIn;

    fn is_open(visit: &Visit) -> bool {
        visit.settings.mode.allows_sign_in()
    }

    async fn new(visit: &Visit, words: &Words, place: &Place<'_>) -> Self {
        let settings = &visit.settings;
        let kinds = narrowed(signing_in(settings), &place.pairs);
        Self {
            brand: visit.brand(place.path).await,
            words: words.clone(),
            action: place.url(place.path),
            xsrf: token(&visit.running.uid).reveal().to_owned(),
            kinds,
            identifier: FieldState::default(),
            asks_password: settings.code_identifiers.is_empty(),
            password_error: None,
            offers_passkey: settings.passkeys.is_enabled && settings.passkeys.shows_button,
            forgot_url: visit.recovers_passwords().then(|| place.url(path::FORGOTTEN)),
            agreement: agreement(visit, Event::SignIn),
            banner: None,
            register_url: visit.registers().then(|| place.url("/register")),
            captcha: None,
            social: Vec::new(),
            terms: visit.terms(),
            redirect_targets: visit.redirect_targets(),
        }
    }

    fn greeting(place: &Place<'_>) -> Option<&'static str> {
        match place.path {
            "/reset-password" | path::FORGOTTEN => Some("no-recovery"),
            "/single-sign-on" => Some("no-single-sign-on"),
            _ if place.pairs.get("changed") == Some("password") => Some("password-changed"),
            _ => None,
        }
    }

    fn no_identifier(kinds: IdentifierKinds) -> &'static str {
        kinds.missing()
    }

    fn parts(&mut self) -> Parts<'_> {
        Parts {
            kinds: self.kinds,
            identifier: &mut self.identifier,
            asks_password: self.asks_password,
            password_error: &mut self.password_error,
            agreement: &mut self.agreement,
            captcha: &mut self.captcha,
            banner: &mut self.banner,
            social: &mut self.social,
        }
    }

    fn run<'a>(flow: &'a mut Flow, typed: Typed<'a>) -> BoxFuture<'a, Result<Next, ApiError>> {
        Box::pin(sign_in(flow, typed))
    }
}

/// The steps of a headless sign-in, one after the other (OIDC contract §6.6); with several ways, the one that the tenant prefers.
async fn sign_in(flow: &mut Flow, typed: Typed<'_>) -> Result<Next, ApiError> {
    if let Some(password) = typed.password {
        let verification_id = flow.verify_password(typed.identifier, password).await?;
        return with_proof(flow, &verification_id).await;
    }
    if flow.visit.settings.prefers_password_with(typed.identifier.kind) {
        return Ok(Next::Ask(path::PASSWORD));
    }
    send(flow, typed.identifier, Event::SignIn).await?;
    Ok(Next::Ask(path::CODE))
}

impl Visit {
    /// Whether pages offer to replace a forgotten password.
    pub(super) fn recovers_passwords(&self) -> bool {
        use domain::sign_in_experience::IdentifierKind::{Email, Phone};
        let settings = &self.settings;
        settings.offers_recovery_with(Email) || settings.offers_recovery_with(Phone)
    }

    /// Whether pages offer to register with an identifier.
    pub(super) fn registers(&self) -> bool {
        self.settings.mode.allows_register() && registering(&self.settings) != IdentifierKinds::default()
    }
}
