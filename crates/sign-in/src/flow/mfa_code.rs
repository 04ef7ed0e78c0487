//! Codes sent to the identified user's own address as a second factor (OIDC contract §6.3).

use domain::sign_in_experience::MfaFactor;
use http_kit::ApiError;
use operations::second_factor::{attempt, code};

use super::{
    Flow,
    events::session_id,
    mfa::{attempted, factor_not_enabled},
};
use crate::{
    error::not_sent,
    state::{MfaCodeVerification, SecondProof, Verification},
};

const CREATE: &str = "Verification.MfaVerificationCode.Create";
const SUBMIT: &str = "Verification.MfaVerificationCode.Submit";

impl Flow {
    /// Sends a code to the address of this kind that the identified user has, and gives the id of its verification.
    pub(crate) async fn send_mfa_code(&mut self, kind: MfaFactor) -> Result<String, ApiError> {
        let outcome = self.try_send_mfa_code(kind).await;
        self.visit.record((self.experience.event(), CREATE), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn try_send_mfa_code(&mut self, kind: MfaFactor) -> Result<String, ApiError> {
        let user = self.identified_user().await?;
        if !self.visit.settings.mfa.allows(kind) {
            return Err(factor_not_enabled());
        }
        let recipient = code::recipient(&user, kind);
        let recipient = recipient.ok_or_else(|| ApiError::bad_request("session.identifier_not_found"))?;
        let (variables, languages) = (self.visit.variables(Some(&user)).await?, self.visit.languages());
        let what = (&variables, languages.as_str());
        let sent = code::send(&self.visit.services, (&user, recipient), &self.occasion(), what).await;
        sent.map_err(not_sent)?;
        let address = recipient.address().to_owned();
        let verification =
            MfaCodeVerification { id: self.new_id(), user_id: user.id, verified: false, address };
        Ok(self.record_mfa_code(kind, verification))
    }

    /// Checks a code that was sent to the identified user.
    pub(crate) async fn verify_mfa_code(
        &mut self,
        kind: MfaFactor,
        id: &str,
        code: &str,
    ) -> Result<String, ApiError> {
        let outcome = self.try_verify_mfa_code(kind, id, code).await;
        self.visit.record((self.experience.event(), SUBMIT), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn try_verify_mfa_code(
        &mut self,
        kind: MfaFactor,
        id: &str,
        code: &str,
    ) -> Result<String, ApiError> {
        let user = self.identified_user().await?;
        let mut verification = match (kind, self.verification(id)?) {
            (MfaFactor::EmailVerificationCode, Verification::MfaEmailVerificationCode(sent))
            | (MfaFactor::PhoneVerificationCode, Verification::MfaPhoneVerificationCode(sent))
                if sent.user_id == user.id =>
            {
                sent.clone()
            }
            _ => return Err(ApiError::not_found("session.verification_session_not_found")),
        };
        // The address must still be the user's: a code that was sent to another one proves nothing.
        let recipient = code::recipient(&user, kind)
            .filter(|recipient| recipient.address() == verification.address)
            .ok_or_else(|| ApiError::bad_request("session.verification_failed"))?;
        let (services, policy) = (&self.visit.services, &self.visit.settings.sentinel);
        let occasion = self.occasion();
        let check = code::verify(services, &user, recipient, (&occasion, code));
        let outcome = attempt(services, (&user.id, kind), policy, check).await;
        attempted(outcome, |refusal| ApiError::bad_request(refusal.code()))?;
        self.experience.mfa.prove(SecondProof::new(kind, verification.address.clone()));
        verification.verified = true;
        Ok(self.record_mfa_code(kind, verification))
    }

    /// What codes are sent for: this sign-in.
    fn occasion(&self) -> String {
        session_id(&self.visit.running.interaction)
    }

    fn record_mfa_code(&mut self, kind: MfaFactor, verification: MfaCodeVerification) -> String {
        let id = verification.id.clone();
        self.experience.record(if kind == MfaFactor::PhoneVerificationCode {
            Verification::MfaPhoneVerificationCode(verification)
        } else {
            Verification::MfaEmailVerificationCode(verification)
        });
        id
    }
}
