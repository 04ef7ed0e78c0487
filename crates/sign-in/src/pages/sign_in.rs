//! `/sign-in` and the pages that stand in for it: who are you?

use domain::sign_in_experience::SignInExperience;
use futures_util::future::BoxFuture;
use http_kit::{ApiError, QueryPairs};
use protocol::FirstScreen;
use ui::{
    Brand, Words,
    components::{FieldState, IdentifierKinds},
    pages::SignInPage,
};

use super::{
    agreement::agreement_by,
    brand::terms,
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
        let brand = visit.brand(place.path).await;
        let fills_in = settings.passkeys.fills_in;
        Self {
            action: place.url(place.path),
            xsrf: token(&visit.running.uid).reveal().to_owned(),
            passkey_autofill_url: fills_in.then(|| visit.page_url(PASSKEY_PREFLIGHT)),
            redirect_targets: visit.redirect_targets(),
            ..drawn(settings, (brand, words), &place.pairs, |path| place.url(path))
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

/// The page as the settings have it, for nobody yet. `address` is where a page is.
pub(super) fn drawn(
    settings: &SignInExperience,
    (brand, words): (Brand, &Words),
    query: &QueryPairs,
    address: impl Fn(&str) -> String,
) -> SignInPage {
    SignInPage {
        brand,
        words: words.clone(),
        action: String::new(),
        xsrf: String::new(),
        kinds: narrowed(signing_in(settings), query),
        identifier: FieldState::default(),
        // An address may lead to an enterprise's provider, which asks for what it wants.
        asks_password: settings.code_identifiers.is_empty() && !settings.is_sso_enabled,
        password_error: None,
        offers_passkey: settings.passkeys.is_enabled && settings.passkeys.shows_button,
        passkey_autofill_url: None,
        forgot_url: recovers_passwords(settings).then(|| address(path::FORGOTTEN)),
        agreement: agreement_by(settings, Event::SignIn),
        banner: None,
        register_url: registers(settings).then(|| address("/register")),
        captcha: None,
        social: Vec::new(),
        terms: terms(settings),
        redirect_targets: Vec::new(),
    }
}

/// Where any passkey is asked: the headless API.
const PASSKEY_PREFLIGHT: &str = "/api/experience/preflight/sign-in-passkey/authentication";

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
        recovers_passwords(&self.settings)
    }
}

fn recovers_passwords(settings: &SignInExperience) -> bool {
    use domain::sign_in_experience::IdentifierKind::{Email, Phone};
    settings.offers_recovery_with(Email) || settings.offers_recovery_with(Phone)
}

/// Whether pages offer to register with an identifier.
fn registers(settings: &SignInExperience) -> bool {
    settings.mode.allows_register() && registering(settings) != IdentifierKinds::default()
}
