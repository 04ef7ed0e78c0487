//! What is to be asked about second factors, for pages, which draw it before anybody answers.

use domain::sign_in_experience::MfaFactor;
use http_kit::ApiError;
use operations::{
    qr_code,
    second_factor::{backup_code, passkey, totp},
};
use webauthn::options::RequestOptions;

use super::{Enrolment, Flow, mfa::AskedFactors};
use crate::{
    error::failed,
    state::{Identifier, Verification},
};

impl Flow {
    /// By which factors the identified user may go on, each with the address its code is sent to as far as that is shown; none where nothing
    /// is asked.
    pub(crate) async fn asked_factors(&self) -> Result<Vec<(MfaFactor, Option<String>)>, ApiError> {
        if self.experience.user_id().is_none() {
            return Ok(Vec::new());
        }
        let user = self.identified_user().await?;
        Ok(self.asked_of(&user).await?.map(|AskedFactors(factors)| factors).unwrap_or_default())
    }

    /// What the identified user is asked to set up, if anything.
    pub(crate) async fn enrolment(&self) -> Result<Option<Enrolment>, ApiError> {
        if self.experience.user_id().is_none() {
            return Ok(None);
        }
        let mut user = self.identified_user().await?;
        self.experience.profile.apply_to(&mut user);
        self.enrolment_of(&user).await
    }

    /// The authenticator that is being set up: the id of its verification, its secret, and the picture of it.
    pub(crate) async fn pending_totp(&self) -> Result<Option<(String, String, String)>, ApiError> {
        let pending = self.experience.verifications().iter().find_map(|verification| match verification {
            Verification::Totp(totp) if !totp.verified => Some((totp, totp.factor.as_ref()?)),
            _ => None,
        });
        let Some((pending, factor)) = pending else { return Ok(None) };
        let (services, user) = (&self.visit.services, self.identified_user().await?);
        if pending.user_id != user.id {
            return Ok(None);
        }
        let secret = totp::secret_of(services, &user.id, factor).map_err(failed)?.to_string();
        let picture = qr_code::data_url(&totp::otpauth_uri(services, &user, &secret)).unwrap_or_default();
        Ok(Some((pending.id.clone(), secret, picture)))
    }

    /// The backup codes that are being set up, with the id of their verification.
    pub(crate) fn pending_backup_codes(&self) -> Result<Option<(String, Vec<String>)>, ApiError> {
        let pending = self.experience.verifications().iter().find_map(|verification| match verification {
            Verification::BackupCode(codes) if Some(&codes.user_id) == self.experience.user_id() => {
                Some((codes, codes.factor.as_ref()?))
            }
            _ => None,
        });
        let Some((pending, factor)) = pending else { return Ok(None) };
        let codes = backup_code::remaining_codes(&self.visit.services, &pending.user_id, factor);
        Ok(codes.map_err(failed)?.map(|codes| (pending.id.clone(), codes)))
    }

    /// The passkey ceremony that waits for an answer: of a new passkey, or of one there is.
    pub(crate) fn pending_passkey(&self, is_registration: bool) -> Option<String> {
        self.experience.verifications().iter().find_map(|verification| match verification {
            Verification::WebAuthn(passkey)
                if passkey.is_registration == is_registration && passkey.ceremony.is_some() =>
            {
                Some(passkey.id.clone())
            }
            _ => None,
        })
    }

    /// The code that was sent to the user's own address and is not told yet: of which kind, and its verification.
    pub(crate) fn pending_mfa_code(&self) -> Option<(MfaFactor, String)> {
        self.experience.verifications().iter().rev().find_map(|verification| match verification {
            Verification::MfaEmailVerificationCode(code) if !code.verified => {
                Some((MfaFactor::EmailVerificationCode, code.id.clone()))
            }
            Verification::MfaPhoneVerificationCode(code) if !code.verified => {
                Some((MfaFactor::PhoneVerificationCode, code.id.clone()))
            }
            _ => None,
        })
    }

    /// Asks the passkeys of whoever was named, or any passkey; the id of the verification for the former.
    pub(crate) async fn ask_to_sign_in_by_passkey(
        &mut self,
        named: Option<&Identifier>,
    ) -> Result<RequestOptions, ApiError> {
        if let Some(identifier) = named {
            return self.ask_passkey_of(identifier).await.map(|(_, options)| options);
        }
        let (options, ceremony) = passkey::begin_authentication_of_anybody(&self.visit.services);
        self.experience.passkey_preflight = Some(ceremony);
        Ok(options)
    }

    /// The passkey to sign in with that was asked for by name.
    pub(crate) fn pending_sign_in_passkey(&self) -> Option<String> {
        self.experience.verifications().iter().find_map(|verification| match verification {
            Verification::SignInPasskey(passkey) if passkey.ceremony.is_some() => Some(passkey.id.clone()),
            _ => None,
        })
    }
}
