//! Passkeys as second factors: a new one is made, or one of the user's own is shown (OIDC contract §6.3).
//!
//! A challenge is answered once: the right answer and a wrong one both use it up.

use domain::sign_in_experience::MfaFactor;
use http_kit::ApiError;
use operations::second_factor::{attempt, passkey};
use webauthn::{
    options::{CreationOptions, RequestOptions},
    response::{AuthenticationResponse, RegistrationResponse},
};

use super::{
    Flow,
    mfa::{attempted, factor_not_enabled},
};
use crate::{
    error::failed,
    state::{SecondProof, Verification, WebAuthnVerification},
};

const CREATE_REGISTRATION: &str = "Verification.WebAuthn.Create";
const SUBMIT: &str = "Verification.WebAuthn.Submit";

impl Flow {
    /// Asks the identified user's browser for a new passkey.
    pub(crate) async fn ask_for_new_passkey(&mut self) -> Result<(String, CreationOptions), ApiError> {
        let outcome = self.begin_registration().await;
        self.visit
            .record((self.experience.event(), CREATE_REGISTRATION), self.experience.user_id(), &outcome)
            .await?;
        outcome
    }

    async fn begin_registration(&mut self) -> Result<(String, CreationOptions), ApiError> {
        let user = self.identified_user().await?;
        let settings = &self.visit.settings;
        if !settings.allows_set_up(MfaFactor::WebAuthn) {
            return Err(factor_not_enabled());
        }
        let (options, ceremony) =
            passkey::begin_registration(&self.visit.services, &user, &[]).map_err(failed)?;
        let verification = WebAuthnVerification {
            id: self.new_id(),
            user_id: user.id,
            verified: false,
            is_registration: true,
            ceremony: Some(ceremony),
            factor: None,
        };
        Ok((self.record_passkey(verification), options))
    }

    /// Asks the identified user's browser for one of the passkeys that the user has.
    pub(crate) async fn ask_for_passkey(&mut self) -> Result<(String, RequestOptions), ApiError> {
        let user = self.identified_user().await?;
        let asked = passkey::begin_authentication(&self.visit.services, &user).map_err(failed)?;
        let (options, ceremony) =
            asked.ok_or_else(|| ApiError::bad_request("session.mfa.webauthn_verification_not_found"))?;
        let verification = WebAuthnVerification {
            id: self.new_id(),
            user_id: user.id,
            verified: false,
            is_registration: false,
            ceremony: Some(ceremony),
            factor: None,
        };
        Ok((self.record_passkey(verification), options))
    }

    /// Takes the answer to [`Self::ask_for_new_passkey`]. The experience must be saved whatever the outcome.
    pub(crate) async fn verify_new_passkey(
        &mut self,
        id: &str,
        answer: &RegistrationResponse,
    ) -> Result<String, ApiError> {
        let outcome = self.finish_registration(id, answer).await;
        self.visit.record((self.experience.event(), SUBMIT), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn finish_registration(
        &mut self,
        id: &str,
        answer: &RegistrationResponse,
    ) -> Result<String, ApiError> {
        let (user, mut verification) = self.answered(id, true).await?;
        let ceremony = verification.ceremony.take().ok_or_else(passkey_refused)?;
        let agent = self.visit.requester.user_agent.as_deref();
        let finished = passkey::finish_registration(&self.visit.services, &user, &ceremony, answer, agent)
            .map_err(failed)?;
        let refused = finished.is_err();
        verification.verified = !refused;
        verification.factor = finished.ok();
        self.record_passkey(verification);
        if refused { Err(passkey_refused()) } else { Ok(id.to_owned()) }
    }

    /// Takes the answer to [`Self::ask_for_passkey`]. The experience must be saved whatever the outcome.
    pub(crate) async fn verify_passkey(
        &mut self,
        id: &str,
        answer: &AuthenticationResponse,
    ) -> Result<String, ApiError> {
        let outcome = self.finish_authentication(id, answer).await;
        self.visit.record((self.experience.event(), SUBMIT), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn finish_authentication(
        &mut self,
        id: &str,
        answer: &AuthenticationResponse,
    ) -> Result<String, ApiError> {
        let (user, mut verification) = self.answered(id, false).await?;
        let ceremony = verification.ceremony.take().ok_or_else(passkey_refused)?;
        self.record_passkey(verification.clone());
        let (services, policy) = (&self.visit.services, &self.visit.settings.sentinel);
        let check = passkey::finish_authentication(services, &user, &ceremony, answer);
        let outcome = attempt(services, (&user, MfaFactor::WebAuthn), policy, check).await;
        let factor_id = attempted(outcome, |_| passkey_refused())?;
        self.experience.mfa.prove(SecondProof::new(MfaFactor::WebAuthn, factor_id));
        verification.verified = true;
        self.record_passkey(verification);
        Ok(id.to_owned())
    }

    /// The question that an answer belongs to, and the identified user, who must be the one that was asked.
    async fn answered(
        &self,
        id: &str,
        is_registration: bool,
    ) -> Result<(domain::UserId, WebAuthnVerification), ApiError> {
        let user = self.identified_user().await?.id;
        match self.verification(id)? {
            Verification::WebAuthn(asked)
                if asked.user_id == user && asked.is_registration == is_registration =>
            {
                Ok((user, asked.clone()))
            }
            _ => Err(ApiError::not_found("session.verification_session_not_found")),
        }
    }

    fn record_passkey(&mut self, verification: WebAuthnVerification) -> String {
        let id = verification.id.clone();
        self.experience.record(Verification::WebAuthn(verification));
        id
    }
}

/// 400 `session.mfa.webauthn_verification_failed`: what exactly is wrong is nobody's business.
pub(super) fn passkey_refused() -> ApiError {
    ApiError::bad_request("session.mfa.webauthn_verification_failed")
}
