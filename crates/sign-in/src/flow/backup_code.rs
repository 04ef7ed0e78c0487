//! Backup codes: new ones are made, or one of the user's own is used up (OIDC contract §6.3).

use domain::sign_in_experience::MfaFactor;
use http_kit::ApiError;
use operations::second_factor::{attempt, backup_code};

use super::{Flow, mfa::attempted};
use crate::{
    error::failed,
    state::{BackupCodeVerification, SecondProof, Verification},
};

const CREATE: &str = "Verification.BackupCode.Create";
const SUBMIT: &str = "Verification.BackupCode.Submit";

impl Flow {
    /// Makes codes for the identified user, and gives the id of their verification and the codes.
    pub(crate) async fn new_backup_codes(&mut self) -> Result<(String, Vec<String>), ApiError> {
        let outcome = self.make_backup_codes().await;
        self.visit.record((self.experience.event(), CREATE), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn make_backup_codes(&mut self) -> Result<(String, Vec<String>), ApiError> {
        let user = self.identified_user().await?;
        let services = &self.visit.services;
        let codes = backup_code::new_codes(&*services.entropy);
        let factor = Some(backup_code::factor(services, &user.id, &codes).map_err(failed)?);
        let id = self.new_id();
        let verification = BackupCodeVerification { id: id.clone(), user_id: user.id, factor };
        self.experience.record(Verification::BackupCode(verification));
        Ok((id, codes))
    }

    /// Uses up one of the codes that the identified user has.
    pub(crate) async fn verify_backup_code(&mut self, code: &str) -> Result<String, ApiError> {
        let outcome = self.use_backup_code(code).await;
        self.visit.record((self.experience.event(), SUBMIT), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn use_backup_code(&mut self, code: &str) -> Result<String, ApiError> {
        let user = self.identified_user().await?;
        let (services, policy) = (&self.visit.services, &self.visit.settings.sentinel);
        let check = backup_code::verify(services, &user.id, code);
        let outcome = attempt(services, (&user.id, MfaFactor::BackupCode), policy, check).await;
        let factor_id = attempted(outcome, |_| ApiError::bad_request("session.mfa.invalid_backup_code"))?;
        self.experience.mfa.prove(SecondProof::new(MfaFactor::BackupCode, factor_id));
        let id = self.new_id();
        let verification = BackupCodeVerification { id: id.clone(), user_id: user.id, factor: None };
        self.experience.record(Verification::BackupCode(verification));
        Ok(id)
    }
}
