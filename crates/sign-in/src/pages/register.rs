//! `/register`: a new account, by a username with its password, or by an address that a code is sent to.

use domain::sign_in_experience::{IdentifierKind, SignInExperience};
use futures_util::future::BoxFuture;
use http_kit::{ApiError, QueryPairs};
use protocol::FirstScreen;
use ui::{
    Brand, Words,
    components::{FieldState, IdentifierKinds},
    pages::RegisterPage,
};

use super::{
    agreement::agreement_by,
    brand::terms,
    entry::{EntryPage, Parts, Place, Typed},
    form::token,
    identifier::{narrowed, registering},
    onward::{Next, path, with_profile, with_proof},
    steps::send,
    words::password_hint,
};
use crate::{
    flow::{Addition, Flow, Visit},
    state::Event,
};

impl EntryPage for RegisterPage {
    const EVENT: Event = Event::Register;
    const NO_PASSWORD: &str = "missing-new-password";
    const OTHER: &str = "/sign-in";
    const SCREEN: FirstScreen = FirstScreen::Register;

    fn is_open(visit: &Visit) -> bool {
        // Where nothing else is open, the page is: there may be accounts elsewhere to register with.
        visit.settings.mode.allows_register()
    }

    async fn new(visit: &Visit, words: &Words, place: &Place<'_>) -> Self {
        let brand = visit.brand(place.path).await;
        Self {
            action: place.url(place.path),
            xsrf: token(&visit.running.uid).reveal().to_owned(),
            redirect_targets: visit.redirect_targets(),
            ..drawn(&visit.settings, (brand, words), &place.pairs, |path| place.url(path))
        }
    }

    fn no_identifier(kinds: IdentifierKinds) -> &'static str {
        kinds.missing_new()
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
        Box::pin(register(flow, typed))
    }
}

/// The page as the settings have it, for nobody yet. `address` is where a page is.
pub(super) fn drawn(
    settings: &SignInExperience,
    (brand, words): (Brand, &Words),
    query: &QueryPairs,
    address: impl Fn(&str) -> String,
) -> RegisterPage {
    let kinds = narrowed(registering(settings), query);
    let is_username = kinds.username && !kinds.email && !kinds.phone;
    RegisterPage {
        brand,
        words: words.clone(),
        action: String::new(),
        xsrf: String::new(),
        kinds,
        identifier: FieldState::default(),
        identifier_hint: if is_username { words.say("username-rule") } else { String::new() },
        asks_password: is_username && settings.sign_up.password,
        password_error: None,
        password_hint: password_hint(settings, words),
        banner: None,
        sign_in_url: settings.mode.allows_sign_in().then(|| address("/sign-in")),
        agreement: agreement_by(settings, Event::Register),
        captcha: None,
        social: Vec::new(),
        terms: terms(settings),
        redirect_targets: Vec::new(),
    }
}

/// The steps of a headless registration, one after the other (OIDC contract §6.6).
async fn register(flow: &mut Flow, typed: Typed<'_>) -> Result<Next, ApiError> {
    let identifier = typed.identifier;
    match (identifier.kind, typed.password) {
        (IdentifierKind::Username, Some(password)) => {
            let verification_id = flow.verify_new_password_identity(identifier.value, password).await?;
            with_proof(flow, &verification_id).await
        }
        (IdentifierKind::Username, None) => {
            flow.add_profile(Addition::Username(identifier.value)).await?;
            with_profile(flow).await
        }
        _ => {
            send(flow, identifier, Event::Register).await?;
            Ok(Next::Ask(path::CODE))
        }
    }
}
