//! Authenticators: a new one is set up, or the user's own is shown (OIDC contract §6.3).

use domain::sign_in_experience::MfaFactor;
use http_kit::ApiError;
use operations::{
    qr_code,
    second_factor::{attempt, totp},
};

use super::{Flow, mfa::attempted};
use crate::{
    error::failed,
    state::{SecondProof, TotpVerification, Verification},
};

const CREATE: &str = "Verification.Totp.Create";
const SUBMIT: &str = "Verification.Totp.Submit";

/// What an authenticator is set up with.
pub(crate) struct NewTotpSecret {
    pub(crate) verification_id: String,
    pub(crate) secret: String,
    pub(crate) secret_qr_code: String,
}

impl Flow {
    /// Makes a secret for a new authenticator of the identified user.
    pub(crate) async fn new_totp_secret(&mut self) -> Result<NewTotpSecret, ApiError> {
        let outcome = self.make_totp_secret().await;
        self.visit.record((self.experience.event(), CREATE), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn make_totp_secret(&mut self) -> Result<NewTotpSecret, ApiError> {
        let user = self.identified_user().await?;
        let services = &self.visit.services;
        let secret = totp::new_secret(&*services.entropy);
        let factor = Some(totp::factor(services, &user.id, &secret).map_err(failed)?);
        let secret_qr_code =
            qr_code::data_url(&totp::otpauth_uri(services, &user, &secret)).unwrap_or_default();
        let id = self.new_id();
        let verification = TotpVerification { id: id.clone(), user_id: user.id, verified: false, factor };
        self.experience.record(Verification::Totp(verification));
        Ok(NewTotpSecret { verification_id: id, secret, secret_qr_code })
    }

    /// Checks a code of the new authenticator that `verification_id` names, or else of the user's own.
    pub(crate) async fn verify_totp(
        &mut self,
        verification_id: Option<&str>,
        code: &str,
    ) -> Result<String, ApiError> {
        let outcome = match verification_id {
            Some(id) => self.verify_new_totp(id, code).await,
            None => self.verify_own_totp(code).await,
        };
        self.visit.record((self.experience.event(), SUBMIT), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn verify_new_totp(&mut self, id: &str, code: &str) -> Result<String, ApiError> {
        let user = self.identified_user().await?;
        let Verification::Totp(mut verification) = self.verification(id)?.clone() else {
            return Err(ApiError::not_found("session.verification_session_not_found"));
        };
        let factor = verification.factor.as_ref().filter(|_| verification.user_id == user.id);
        let factor = factor.ok_or_else(|| ApiError::bad_request("session.verification_failed"))?;
        let (services, policy) = (&self.visit.services, &self.visit.settings.sentinel);
        let check = totp::verify_new(services, &user.id, factor, code);
        attempted(attempt(services, (&user.id, MfaFactor::Totp), policy, check).await, |_| invalid_code())?;
        verification.verified = true;
        self.experience.record(Verification::Totp(verification));
        Ok(id.to_owned())
    }

    async fn verify_own_totp(&mut self, code: &str) -> Result<String, ApiError> {
        let user = self.identified_user().await?;
        let (services, policy) = (&self.visit.services, &self.visit.settings.sentinel);
        let check = totp::verify(services, &user.id, code);
        let outcome = attempt(services, (&user.id, MfaFactor::Totp), policy, check).await;
        let factor_id = attempted(outcome, |_| invalid_code())?;
        self.experience.mfa.prove(SecondProof::new(MfaFactor::Totp, factor_id));
        let id = self.new_id();
        let verification =
            TotpVerification { id: id.clone(), user_id: user.id, verified: true, factor: None };
        self.experience.record(Verification::Totp(verification));
        Ok(id)
    }
}

fn invalid_code() -> ApiError {
    ApiError::bad_request("session.mfa.invalid_totp_code")
}
