//! Signing in by a passkey alone (OIDC contract §6.3): it is something the user has, and they are verified by it, so no other factor is asked.
//!
//! Either somebody says who they are and their passkeys are asked, or any passkey is asked and says whose it is. Whether somebody has passkeys,
//! or is known at all, is not told to those who only ask.

use axum::http::StatusCode;
use domain::{
    JsonText,
    account::{User, proof::Proof},
};
use http_kit::ApiError;
use operations::second_factor::passkey::{self, Ceremony};
use serde::Deserialize;
use serde_json::{Map, Value};
use store::{Transaction, interaction};
use webauthn::{options::RequestOptions, response::AuthenticationResponse};

use super::{Flow, Visit, mfa::factor_not_enabled, verify::suspended, web_authn::passkey_refused};
use crate::{
    error::failed,
    state::{Event, Identifier, SignInPasskeyVerification, Verification},
};

const SUBMIT: &str = "Verification.SignInPasskey.Submit";
/// Where an experience keeps what any passkey was asked.
const PREFLIGHT: &str = "passkeyPreflight";

/// What of an experience is read before it begins.
#[derive(Deserialize)]
struct Asked {
    /// Under [`PREFLIGHT`].
    #[serde(rename = "passkeyPreflight")]
    passkey_preflight: Option<Ceremony>,
}

impl Visit {
    /// Asks any passkey, before or after the experience has begun. The question outlives a fresh start and is answered once.
    pub(crate) async fn ask_any_passkey(&self) -> Result<RequestOptions, ApiError> {
        self.check_passkeys_sign_in()?;
        if !self.awaits_login() {
            return Err(ApiError::bad_request("session.invalid_interaction_type"));
        }
        let (options, ceremony) = passkey::begin_authentication_of_anybody(&self.services);
        let ceremony = &serde_json::to_value(ceremony).map_err(|error| ApiError::internal(&error))?;
        // Pages ask as soon as they are there, and what their user does meanwhile must not be undone by it.
        let kept: Result<(), ApiError> =
            self.services.db.transaction(|tx| self.keep_preflight(tx, ceremony)).await;
        kept.map(|()| options)
    }

    async fn keep_preflight(&self, tx: Transaction, ceremony: &Value) -> Result<(), ApiError> {
        let gone = || ApiError::session_not_found("interaction session not found");
        let (tenant, id) = (&self.services.tenant, &self.running.interaction.id);
        let found = interaction::lock(tx.exec(), tenant, id, self.services.now()).await?.ok_or_else(gone)?;
        let experience = found.experience.map_or_else(|| Ok(Map::new()), |stored| stored.read());
        let mut experience = experience.map_err(|_| gone())?;
        experience.insert(PREFLIGHT.to_owned(), ceremony.clone());
        let experience = JsonText::of(&experience).map_err(|error| ApiError::internal(&error))?;
        let result = found.result.as_ref();
        interaction::set_experience_and_result(tx.exec(), tenant, id, &experience, result).await?;
        Ok(())
    }

    /// What any passkey was asked, if it was not answered yet.
    pub(super) fn passkey_preflight(&self) -> Option<Ceremony> {
        self.running.interaction.experience.as_ref()?.read::<Asked>().ok()?.passkey_preflight
    }

    fn check_passkeys_sign_in(&self) -> Result<(), ApiError> {
        if self.settings.passkeys.is_enabled { Ok(()) } else { Err(factor_not_enabled()) }
    }
}

impl Flow {
    /// Asks the passkeys of the user with this identifier. Which those are is not said: authenticators find them by themselves, because all were
    /// made to be found (`residentKey: required`), and nobody learns whether there is such a user.
    pub(crate) async fn ask_passkey_of(
        &mut self,
        identifier: &Identifier,
    ) -> Result<(String, RequestOptions), ApiError> {
        self.visit.check_passkeys_sign_in()?;
        let user_id = self.visit.find_user(identifier).await?.map(|user| user.id);
        let (options, ceremony) = passkey::begin_authentication_of_anybody(&self.visit.services);
        let verification = SignInPasskeyVerification {
            id: self.new_id(),
            verified: false,
            user_id,
            ceremony: Some(ceremony),
            factor_id: None,
        };
        Ok((self.record_sign_in_passkey(verification), options))
    }

    /// Takes the answer to [`Self::ask_passkey_of`], or without an id to [`Visit::ask_any_passkey`]. The experience must be saved whatever the
    /// outcome.
    pub(crate) async fn verify_sign_in_passkey(
        &mut self,
        id: Option<&str>,
        answer: &AuthenticationResponse,
    ) -> Result<String, ApiError> {
        let outcome = self.sign_in_by(id, answer).await;
        let user_id = outcome.as_ref().ok().and_then(|id| match self.experience.verification(id) {
            Some(Verification::SignInPasskey(passkey)) => passkey.user_id.clone(),
            _ => None,
        });
        self.visit.record((self.experience.event(), SUBMIT), user_id.as_ref(), &outcome).await?;
        outcome
    }

    async fn sign_in_by(
        &mut self,
        id: Option<&str>,
        answer: &AuthenticationResponse,
    ) -> Result<String, ApiError> {
        self.visit.check_passkeys_sign_in()?;
        let (mut verification, ceremony) = self.asked(id)?;
        // Whom it was asked of, or else whom it says it is of. It is proven for this user only.
        let said = verification.user_id.clone().or_else(|| passkey::unverified_user(answer));
        let user_id = said.ok_or_else(passkey_refused)?;
        let services = &self.visit.services;
        // Nothing counts here: a signature cannot be guessed, and whoever fails for somebody must not lock them out.
        let checked = passkey::finish_authentication(services, &user_id, &ceremony, answer).await;
        let factor_id = checked.map_err(failed)?.map_err(|_| passkey_refused())?;
        let user = store::user::find(services.db.exec(), &services.tenant, &user_id).await?;
        if user.is_none_or(|user| user.is_suspended) {
            return Err(suspended());
        }
        if self.experience.user_id().is_some_and(|known| *known != user_id) {
            return Err(ApiError::new(StatusCode::CONFLICT, "session.identity_conflict"));
        }
        verification.verified = true;
        verification.user_id = Some(user_id);
        verification.factor_id = Some(factor_id);
        Ok(self.record_sign_in_passkey(verification))
    }

    /// The question that an answer belongs to, which is used up by asking for it.
    fn asked(&mut self, id: Option<&str>) -> Result<(SignInPasskeyVerification, Ceremony), ApiError> {
        let not_found = || ApiError::not_found("session.verification_session_not_found");
        let Some(id) = id else {
            let ceremony = self.experience.passkey_preflight.take().ok_or_else(not_found)?;
            let verification = SignInPasskeyVerification {
                id: self.new_id(),
                verified: false,
                user_id: None,
                ceremony: None,
                factor_id: None,
            };
            return Ok((verification, ceremony));
        };
        let Verification::SignInPasskey(mut verification) = self.verification(id)?.clone() else {
            return Err(not_found());
        };
        let ceremony = verification.ceremony.take().ok_or_else(passkey_refused)?;
        self.record_sign_in_passkey(verification.clone());
        // Nobody was asked: no passkey there is can be the right one.
        if verification.user_id.is_none() {
            return Err(passkey_refused());
        }
        Ok((verification, ceremony))
    }

    fn record_sign_in_passkey(&mut self, verification: SignInPasskeyVerification) -> String {
        let id = verification.id.clone();
        self.experience.record(Verification::SignInPasskey(verification));
        id
    }

    /// The user that a passkey has signed for, and what it proves.
    pub(super) async fn find_by_passkey(
        &self,
        passkey: &SignInPasskeyVerification,
    ) -> Result<(User, Proof), ApiError> {
        if !self.visit.settings.passkeys.is_enabled || self.experience.event() != Event::SignIn {
            return Err(ApiError::unprocessable("user.sign_in_method_not_enabled"));
        }
        match (&passkey.user_id, &passkey.factor_id) {
            (Some(user_id), Some(factor_id)) if passkey.verified => {
                let proof = Proof::Passkey { factor_id: factor_id.clone() };
                Ok((self.find_active(user_id).await?, proof))
            }
            _ => Err(ApiError::bad_request("session.verification_failed")),
        }
    }
}
