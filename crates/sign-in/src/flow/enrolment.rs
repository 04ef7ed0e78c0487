//! What somebody is asked to set up before they are let in (OIDC contract §6.5).

use domain::{
    account::{User, preference::Preferences},
    sign_in_experience::{MfaFactor, Prompt},
};
use http_kit::ApiError;
use operations::second_factor::factors_of_kind;
use serde_json::json;
use store::organization::jit;

use super::Flow;
use crate::state::PendingMfa;

/// What somebody is asked to set up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Enrolment {
    /// One of these factors; they may decline where that is said.
    Factor { choices: Vec<MfaFactor>, is_skippable: bool, is_wanted: bool },
    /// Another one beside what they have; they may decline.
    Further { choices: Vec<MfaFactor> },
    /// Backup codes.
    BackupCodes,
    /// A passkey to sign in with; they may decline.
    Passkey,
}

impl Enrolment {
    /// The refusal of the wire: 422 with what may be set up. `user.suggest_mfa` as long as somebody who may decline has not decided.
    pub(super) fn refusal(&self) -> ApiError {
        let words = |factors: &[MfaFactor]| factors.iter().map(|factor| factor.as_str()).collect::<Vec<_>>();
        match self {
            Self::Factor { choices, is_skippable: false, .. } => ApiError::unprocessable("user.missing_mfa")
                .data(json!({ "availableFactors": words(choices) })),
            Self::Factor { choices, is_wanted, .. } => {
                let code = if *is_wanted { "user.missing_mfa" } else { "user.suggest_mfa" };
                ApiError::unprocessable(code)
                    .data(json!({ "availableFactors": words(choices), "skippable": true }))
            }
            Self::Further { choices } => ApiError::unprocessable("session.mfa.suggest_additional_mfa")
                .data(json!({ "availableFactors": words(choices), "skippable": true })),
            Self::BackupCodes => ApiError::unprocessable("session.mfa.backup_code_required"),
            Self::Passkey => ApiError::unprocessable("user.passkey_preferred"),
        }
    }
}

impl Flow {
    /// What `user` has to set up, or to decline, before they are let in.
    pub(super) async fn enrolment_of(&self, user: &User) -> Result<Option<Enrolment>, ApiError> {
        let (settings, pending) = (&self.visit.settings, &self.experience.mfa);
        let choices = settings.mfa.choices();
        if choices.is_empty() && !settings.passkeys.is_enabled {
            return Ok(None);
        }
        let is_vouched_for = self.is_vouched_for(&self.experience.profile);
        if is_vouched_for && !self.is_asked_by_organization(user).await? {
            return Ok(None);
        }
        let chosen = self.preferences(&user.id).await?;
        let has = |kind| pending.holds(kind) || factors_of_kind(user, kind).any(|factor| !factor.is_used_up);
        if settings.passkeys.is_enabled
            && !is_vouched_for
            && !has(MfaFactor::WebAuthn)
            && !pending.passkey_skipped
            && !chosen.passkey_skipped
        {
            return Ok(Some(Enrolment::Passkey));
        }
        let prompt = self.prompt(&user.id).await?;
        if prompt == Prompt::Never || choices.is_empty() {
            return Ok(None);
        }
        let held = settings.mfa.held_by(user);
        let held: Vec<_> =
            choices.iter().copied().filter(|kind| held.contains(kind) || pending.holds(*kind)).collect();
        if held.is_empty() {
            return Ok(missing_factor(prompt, choices, pending, chosen));
        }
        let stands_alone = |kind: &MfaFactor| matches!(kind, MfaFactor::Totp | MfaFactor::WebAuthn);
        if settings.mfa.allows(MfaFactor::BackupCode)
            && held.iter().any(stands_alone)
            && !has(MfaFactor::BackupCode)
        {
            return Ok(Some(Enrolment::BackupCodes));
        }
        let further: Vec<_> = choices.into_iter().filter(|kind| !held.contains(kind)).collect();
        let is_suggested = !held.contains(&MfaFactor::Totp) && !further.is_empty();
        let is_declined = pending.suggestion_skipped || chosen.additional_binding_suggestion_skipped;
        Ok((is_suggested && !is_declined).then_some(Enrolment::Further { choices: further }))
    }
}

impl Flow {
    /// Whether a factor is asked of this user by an organization of theirs, or one that they join by this sign-in: its tokens are given to nobody without one,
    /// however they signed in.
    pub(super) async fn is_asked_by_organization(&self, user: &User) -> Result<bool, ApiError> {
        Ok(self.visit.settings.mfa.is_mandatory_by_organization
            && (self.is_required_by_organization(&user.id).await?
                || self.is_required_where_sso_leads(user).await?))
    }

    /// The same of the organizations that whoever comes through their enterprise's connector for the first time joins by that.
    async fn is_required_where_sso_leads(&self, user: &User) -> Result<bool, ApiError> {
        let Some(pending) = self.experience.profile.sso.as_ref().filter(|pending| pending.is_of(user)) else {
            return Ok(false);
        };
        if !self.joins_an_enterprise(user).await? {
            return Ok(false);
        }
        let (exec, tenant) = (self.visit.services.db.exec(), &self.visit.services.tenant);
        let joined = jit::of_sso_connector(exec, tenant, &pending.connector_id).await?;
        self.is_required_by_any(&joined).await
    }
}

/// What somebody without a factor is asked; nothing when they may decline and have.
fn missing_factor(
    prompt: Prompt,
    choices: Vec<MfaFactor>,
    pending: &PendingMfa,
    chosen: Preferences,
) -> Option<Enrolment> {
    if prompt == Prompt::Mandatory {
        return Some(Enrolment::Factor { choices, is_skippable: false, is_wanted: true });
    }
    if pending.skipped || (chosen.mfa_skipped && !pending.enabled) {
        return None;
    }
    let is_wanted = pending.enabled || chosen.mfa_enabled == Some(true);
    Some(Enrolment::Factor { choices, is_skippable: true, is_wanted })
}
