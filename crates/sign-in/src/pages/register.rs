//! `/register`: a new account by username and password.

use axum::http::Uri;
use domain::sign_in_experience::SignInMode;
use futures_util::future::BoxFuture;
use http_kit::ApiError;
use protocol::FirstScreen;
use ui::{Brand, components::FieldState, pages::RegisterPage};

use super::{
    credentials::{CredentialsPage, FormState},
    form::token,
    with_query,
    words::{USERNAME_RULE, password_hint},
};
use crate::{
    flow::{Flow, Visit},
    state::Event,
};

impl CredentialsPage for RegisterPage {
    const EVENT: Event = Event::Register;
    const EMPTY: (&str, &str) = ("Choose a username.", "Choose a password.");
    const OTHER: &str = "/sign-in";
    const SCREEN: FirstScreen = FirstScreen::Register;

    fn is_open(mode: SignInMode) -> bool {
        mode.allows_register()
    }

    fn new(visit: &Visit, uri: &Uri, brand: Brand) -> Self {
        Self {
            brand,
            action: with_query(uri.path(), uri.query()),
            xsrf: token(&visit.running.uid).reveal().to_owned(),
            identifier: FieldState::default(),
            identifier_hint: USERNAME_RULE.to_owned(),
            password_error: None,
            password_hint: password_hint(&visit.settings),
            banner: None,
            sign_in_url: visit.settings.mode.allows_sign_in().then(|| with_query("/sign-in", uri.query())),
            social: Vec::new(),
            terms: visit.terms(),
            redirect_targets: visit.redirect_targets(),
        }
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
        Box::pin(register(flow, typed, password))
    }
}

/// The steps of a headless registration, one after the other (OIDC contract §6.6). Once the account is made, that is kept even if the
/// last step is refused.
async fn register(flow: &mut Flow, username: &str, password: &str) -> Result<String, ApiError> {
    let verification_id = flow.verify_new_password_identity(username.to_owned(), password).await?;
    flow.identify(Some(&verification_id)).await?;
    flow.offers_nothing = true;
    let submitted = flow.submit().await;
    if submitted.is_err() {
        flow.save().await?;
    }
    submitted
}
