//! Recovery of a password (OIDC contract §6.3 `PUT …/profile/password`, §6.5): whoever has shown that they read what is sent to an account's
//! address sets a new one. Nobody is let in by it.

use domain::{account::proof::Proof, sign_in_experience::IdentifierKind};
use http_kit::ApiError;
use operations::user::is_present_password;
use store::user::set_password_resting_on;

use super::{Flow, attempt::blocked, profile::PROFILE, submit::SUBMIT, verify::suspended};
use crate::{
    error::failed,
    state::{Event, Verification},
};

impl Flow {
    /// Takes the new password of the identified user, for [`Flow::recover`].
    pub(crate) async fn set_new_password(&mut self, password: &str) -> Result<(), ApiError> {
        let outcome = self.try_set_new_password(password).await;
        self.visit.record((self.experience.event(), PROFILE), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn try_set_new_password(&mut self, password: &str) -> Result<(), ApiError> {
        let user = self.recovering_user().await?;
        self.check_password(password, &self.personal_information(Some(&user), &self.experience.profile))
            .await?;
        let is_present = is_present_password(&self.visit.services, &user, password).await.map_err(failed)?;
        if is_present.map_err(|_| blocked())? {
            return Err(ApiError::unprocessable("user.same_password"));
        }
        self.experience.profile.password = Some(self.visit.hash(password).await?);
        Ok(())
    }

    /// Replaces the password of the identified user by the new one, which ends whatever the old one has opened: sessions, grants and their
    /// tokens. The interaction begins anew afterwards.
    pub(crate) async fn recover(&self) -> Result<(), ApiError> {
        let outcome = self.try_recover().await;
        self.visit.record((self.experience.event(), SUBMIT), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn try_recover(&self) -> Result<(), ApiError> {
        self.check_captcha().await?;
        let user = &self.recovering_user().await?;
        let password = self.experience.profile.password_digest();
        let password =
            &password.ok_or_else(|| ApiError::unprocessable("user.new_password_required_in_profile"))?;
        let password = (password, Some(self.recovered_by()?));
        let services = &self.visit.services;
        let (tenant, now, id) = (&services.tenant, services.now(), &self.visit.running.interaction.id);
        let announcer = &self.visit.announcer(Event::ForgotPassword).await?;
        let written: Result<(), ApiError> = services
            .db
            .transaction(|tx| async move {
                // Of several requests at once one sets the password; the interaction has nothing left for the others.
                if !store::interaction::forget_experience(tx.exec(), tenant, id).await? {
                    return Err(ApiError::not_found("session.interaction_not_found"));
                }
                let changed = set_password_resting_on(tx.exec(), tenant, &user.id, password, now).await?;
                let changed = changed.ok_or_else(|| ApiError::not_found("user.user_not_exist"))?;
                // What was proven is asked once more where nobody can take it away in between.
                self.still_proven(tx.exec(), &changed).await?;
                if changed.is_suspended {
                    return Err(suspended());
                }
                if announcer.is_heard() {
                    let events = announcer.completed(&changed, (true, &[]));
                    announcer.store(&tx, services, &events).await?;
                }
                Ok(())
            })
            .await;
        written?;
        announcer.announce(services).await?;
        Ok(())
    }

    /// Whose password is recovered.
    async fn recovering_user(&self) -> Result<domain::account::User, ApiError> {
        if self.experience.event() != Event::ForgotPassword {
            return Err(ApiError::bad_request("session.invalid_interaction_type"));
        }
        let id = self.experience.user_id();
        let id = id.ok_or_else(|| ApiError::not_found("session.identifier_not_found"))?;
        let user = self.find_active(id).await?;
        self.still_proven(self.visit.services.db.exec(), &user).await?;
        Ok(user)
    }

    /// Where the code was sent that recovers the password. It is kept with the password, which proves no more than the code did: that mailbox is no second
    /// factor beside it.
    fn recovered_by(&self) -> Result<IdentifierKind, ApiError> {
        match self.experience.proof() {
            Some(Proof::Email { .. }) => Ok(IdentifierKind::Email),
            Some(Proof::Phone { .. }) => Ok(IdentifierKind::Phone),
            _ => Err(ApiError::unprocessable("session.not_supported_for_forgot_password")),
        }
    }

    /// 422 `session.not_supported_for_forgot_password` for what replaces no password: all but codes that were sent for that, to an address of
    /// a kind that the tenant lets.
    pub(super) fn check_recovers(&self, verification: &Verification) -> Result<(), ApiError> {
        let recovers = |kind: IdentifierKind| self.visit.settings.recovers_password_with(kind);
        let code = verification.code().filter(|code| recovers(code.identifier.kind));
        match code {
            Some(code) if code.is_for(Event::ForgotPassword) => Ok(()),
            _ => Err(ApiError::unprocessable("session.not_supported_for_forgot_password")),
        }
    }
}
