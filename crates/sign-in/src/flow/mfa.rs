//! Second factors at the end of a sign-in (OIDC contract §6.5): which are asked for, which should be set up, and what is stored of that.

use axum::http::StatusCode;
use domain::{
    OrganizationId, UserId,
    account::{User, preference::Preferences, proof::Proof, second_factor::SecondFactor},
    password::PasswordDigest,
    sign_in_experience::{IdentifierKind, MfaFactor, Prompt},
};
use http_kit::ApiError;
use operations::{
    Services,
    second_factor::{self, AttemptRefusal},
};
use serde_json::{Map, Value, json};

use super::{Addition, Flow, attempt::blocked, trusted_device::changes_how_to_get_in};
use crate::{
    error::failed,
    state::{Event, PendingMfa, SecondProof, Verification},
};

/// What a user decides about second factors without setting one up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Choice {
    /// To have one.
    Enabled,
    /// To have none.
    Skipped,
    /// To have no further one.
    SuggestionSkipped,
    /// To have no passkey.
    PasskeySkipped,
}

/// By which factors somebody may go on, each with the address its code is sent to as far as that is shown. None of them where the account has one
/// that is not taken here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct AskedFactors(pub(crate) Vec<(MfaFactor, Option<String>)>);

impl AskedFactors {
    /// The refusal of the wire.
    pub(super) fn refusal(&self) -> ApiError {
        let kinds: Vec<_> = self.0.iter().map(|(kind, _)| kind.as_str()).collect();
        let masked = self
            .0
            .iter()
            .filter_map(|(kind, masked)| Some((kind.as_str().to_owned(), masked.as_deref()?.into())));
        let masked: Map<String, Value> = masked.collect();
        ApiError::new(StatusCode::FORBIDDEN, "session.mfa.require_mfa_verification")
            .data(json!({ "availableFactors": kinds, "maskedIdentifiers": masked }))
    }
}

impl Flow {
    /// 403 `session.mfa.require_mfa_verification` when one step is not enough for this user, who has not made another.
    ///
    /// Nor is one enough to change the account where it has another, however this user signs in: what is put to it is a way in that lasts.
    pub(super) async fn check_second_factor(&self, user: &User) -> Result<(), ApiError> {
        match self.asked_besides(user).await? {
            Some(asked) => Err(asked.refusal()),
            None => Ok(()),
        }
    }

    /// What is asked of this user as the second step; `None` where one step is enough, or another was made.
    pub(super) async fn asked_of(&self, user: &User) -> Result<Option<AskedFactors>, ApiError> {
        // At an enterprise's provider factors are the enterprise's to ask for, unless another organization of the user requires one: it does not know that
        // provider. Nor does it vouch for another way in that is on its way into the account, or for whoever has a factor of their own and signs in once
        // more to prove who they are: they would be sent to sign in again and again.
        let is_a_proof = self.is_to_be_proven_afresh() && user.has_mfa_factor();
        if self.comes_from_enterprise()
            && !is_a_proof
            && !changes_how_to_get_in(&self.experience.profile, user)
            && !self.is_asked_by_organization(user).await?
        {
            return Ok(None);
        }
        self.asked_besides(user).await
    }

    fn comes_from_enterprise(&self) -> bool {
        matches!(self.experience.proof(), Some(Proof::SsoIdentity { .. }))
    }

    /// Whether an enterprise stands in for the factor that this user has.
    pub(super) async fn is_spared_by_enterprise(&self, user: &User) -> Result<bool, ApiError> {
        Ok(self.comes_from_enterprise() && self.asked_besides(user).await?.is_some())
    }

    /// As [`Self::asked_of`], of whoever an enterprise vouches for too.
    async fn asked_besides(&self, user: &User) -> Result<Option<AskedFactors>, ApiError> {
        // A passkey is something the user has, and they are verified by it. Who has just made the account has no factor to show. Which event it is
        // decides nothing: however somebody known was identified, they are asked.
        if matches!(self.experience.proof(), Some(Proof::Passkey { .. } | Proof::Registration)) {
            return Ok(None);
        }
        let Some(mut available) = self.visit.settings.mfa.required_of(user) else { return Ok(None) };
        if self.has_shown_factor(user, &available) || self.is_skipped_by(user).await? {
            return Ok(None);
        }
        let repeated = self.repeated_factor_of(user, &available);
        available.retain(|kind| Some(*kind) != repeated);
        let masked =
            |kind: MfaFactor| second_factor::code::recipient(user, kind).map(second_factor::code::masked);
        Ok(Some(AskedFactors(available.into_iter().map(|kind| (kind, masked(kind))).collect())))
    }

    /// Whether the user has proven themselves by a second factor in this interaction. Not only by what is available: whoever has used their last
    /// backup code has proven themselves by it.
    pub(super) fn has_shown_factor(&self, user: &User, available: &[MfaFactor]) -> bool {
        self.has_shown_besides(user, self.repeated_factor_of(user, available))
    }

    /// The password that `user` has recovered and come in by now, with a second factor that is not the mailbox it was recovered by: from now on it is as
    /// good as any.
    pub(super) fn password_borne_out<'a>(&self, user: &'a User) -> Option<&'a PasswordDigest> {
        let Some(Proof::Password { mark }) = self.experience.proof() else { return None };
        let recovered_by = code_to(user.password_recovered_by?);
        let password = user.password.as_ref().filter(|password| password.mark() == *mark);
        password.filter(|_| self.has_shown_besides(user, recovered_by))
    }

    /// The mailbox by which `user` has come in, or by an account elsewhere that has it too, who has shown nothing else: a password that they set now says no more than it.
    pub(super) fn mailbox_alone(&self, user: &User) -> Option<IdentifierKind> {
        let kind = match self.experience.proof()? {
            Proof::Email { .. } => IdentifierKind::Email,
            Proof::Phone { .. } => IdentifierKind::Phone,
            Proof::Identity { target, .. } => user.address_shared_with(target)?,
            _ => return None,
        };
        Some(kind).filter(|kind| !self.has_shown_besides(user, code_to(*kind)))
    }

    /// Whether the password that `user` has come in by was recovered by what they could show as a second factor too, while they have another one.
    pub(super) fn rests_on_a_factor(&self, user: &User) -> bool {
        let available = self.visit.settings.mfa.required_of(user).unwrap_or_default();
        matches!(self.experience.proof(), Some(Proof::Password { .. }))
            && self.repeated_factor_of(user, &available).is_some()
    }

    fn has_shown_besides(&self, user: &User, repeated: Option<MfaFactor>) -> bool {
        let allowed = self.visit.settings.mfa.factors.iter().filter(|kind| Some(**kind) != repeated);
        let allowed: Vec<_> = allowed.collect();
        let mut proofs = self.experience.mfa.proofs.iter();
        proofs.any(|proof| allowed.iter().any(|kind| proves(proof, **kind, user)))
    }

    /// One mailbox is one factor: whoever came in by it shows another, where they have another.
    fn repeated_factor_of(&self, user: &User, available: &[MfaFactor]) -> Option<MfaFactor> {
        self.repeated_factor(user).filter(|first| available.iter().any(|kind| kind != first))
    }

    /// The factor that would only repeat the first step: a code to the address that was proven by it, that the password was recovered by, or that the
    /// account elsewhere has. An enterprise has the mailboxes of its people.
    fn repeated_factor(&self, user: &User) -> Option<MfaFactor> {
        match self.experience.proof()? {
            Proof::Email { .. } | Proof::SsoIdentity { .. } => code_to(IdentifierKind::Email),
            Proof::Phone { .. } => code_to(IdentifierKind::Phone),
            Proof::Password { .. } => code_to(user.password_recovered_by?),
            Proof::Identity { target, .. } => code_to(user.address_shared_with(target)?),
            _ => None,
        }
    }

    /// Whether the user wants to be asked for no factor, and may decide so.
    async fn is_skipped_by(&self, user: &User) -> Result<bool, ApiError> {
        let wants = self.preferences(&user.id).await?.skip_mfa_on_sign_in;
        Ok(wants && self.prompt(&user.id).await? != Prompt::Mandatory)
    }

    /// How this user is asked to set up a factor.
    pub(super) async fn prompt(&self, user: &UserId) -> Result<Prompt, ApiError> {
        let mfa = &self.visit.settings.mfa;
        let is_required_elsewhere =
            mfa.is_mandatory_by_organization && self.is_required_by_organization(user).await?;
        Ok(mfa.prompt(self.experience.event() == Event::Register, is_required_elsewhere))
    }

    /// Whether an organization of the user requires a second factor, or one that they join by this sign-in.
    pub(super) async fn is_required_by_organization(&self, user: &UserId) -> Result<bool, ApiError> {
        let (exec, tenant) = (self.visit.services.db.exec(), &self.visit.services.tenant);
        let organizations = store::organization::membership::organizations_of_user_brief(exec, tenant, user);
        let is_required = organizations.await?.iter().any(|(.., is_mfa_required)| *is_mfa_required);
        Ok(is_required || self.is_required_by_any(&self.experience.profile.organizations).await?)
    }

    /// Whether one of these organizations requires a second factor.
    pub(super) async fn is_required_by_any(
        &self,
        organizations: &[OrganizationId],
    ) -> Result<bool, ApiError> {
        let (exec, tenant) = (self.visit.services.db.exec(), &self.visit.services.tenant);
        for id in organizations {
            let organization = store::organization::find(exec, tenant, id).await?;
            if organization.is_some_and(|organization| organization.is_mfa_required) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) async fn preferences(&self, user: &UserId) -> Result<Preferences, ApiError> {
        let services = &self.visit.services;
        let stored = store::user::preferences(services.db.exec(), &services.tenant, user).await?;
        Ok(Preferences::of(&stored))
    }

    /// Remembers what the user decides; it is stored when they are let in.
    pub(crate) async fn choose(&mut self, choice: Choice) -> Result<(), ApiError> {
        let outcome = self.try_choose(choice).await;
        self.visit
            .record((self.experience.event(), "BindMfa.Choice.Submit"), self.experience.user_id(), &outcome)
            .await?;
        outcome
    }

    async fn try_choose(&mut self, choice: Choice) -> Result<(), ApiError> {
        let user = self.factor_owner().await?;
        if choice == Choice::Skipped && self.prompt(&user.id).await? == Prompt::Mandatory {
            return Err(ApiError::unprocessable("session.mfa.mfa_policy_not_user_controlled"));
        }
        let mfa = &mut self.experience.mfa;
        match choice {
            Choice::Enabled => (mfa.enabled, mfa.skipped) = (true, false),
            Choice::Skipped => (mfa.enabled, mfa.skipped) = (false, true),
            Choice::SuggestionSkipped => mfa.suggestion_skipped = true,
            Choice::PasskeySkipped => mfa.passkey_skipped = true,
        }
        self.result = None;
        Ok(())
    }

    /// Takes a verified new factor for the account; it is stored when its user is let in.
    pub(crate) async fn bind(&mut self, kind: MfaFactor, verification_id: &str) -> Result<(), ApiError> {
        let action = format!("BindMfa.{}.Submit", kind.as_str());
        let outcome = self.try_bind(kind, verification_id, self.visit.settings.mfa.allows(kind)).await;
        self.visit.record((self.experience.event(), &action), self.experience.user_id(), &outcome).await?;
        outcome
    }

    /// As [`Self::bind`], for a passkey that is to sign in.
    pub(crate) async fn bind_passkey(&mut self, verification_id: &str) -> Result<(), ApiError> {
        let is_allowed = self.visit.settings.passkeys.is_enabled;
        let outcome = self.try_bind(MfaFactor::WebAuthn, verification_id, is_allowed).await;
        self.visit
            .record((self.experience.event(), "BindMfa.WebAuthn.Submit"), self.experience.user_id(), &outcome)
            .await?;
        outcome
    }

    async fn try_bind(
        &mut self,
        kind: MfaFactor,
        verification_id: &str,
        is_allowed: bool,
    ) -> Result<(), ApiError> {
        let user = self.factor_owner().await?;
        if !is_allowed {
            return Err(factor_not_enabled());
        }
        if matches!(kind, MfaFactor::EmailVerificationCode | MfaFactor::PhoneVerificationCode) {
            return self.bind_address(kind, verification_id).await;
        }
        let factor = self.new_factor(kind, verification_id, &user.id)?;
        // What is stored and what waits is held against the same rules now as in the end.
        let mut factors = user.mfa_factors;
        for pending in self.experience.mfa.factors.iter().filter(|known| known.id != factor.id) {
            second_factor::add(&mut factors, pending).map_err(refused)?;
        }
        second_factor::add(&mut factors, &factor).map_err(refused)?;
        self.experience.mfa.factors.retain(|known| known.id != factor.id);
        self.experience.mfa.factors.push(factor);
        self.result = None;
        Ok(())
    }

    /// Takes an address that was verified by a code: owning it is the factor, so it becomes the user's address.
    async fn bind_address(&mut self, kind: MfaFactor, verification_id: &str) -> Result<(), ApiError> {
        let kind = match (kind, self.verification(verification_id)?) {
            (MfaFactor::EmailVerificationCode, Verification::EmailVerificationCode(_)) => {
                IdentifierKind::Email
            }
            (MfaFactor::PhoneVerificationCode, Verification::PhoneVerificationCode(_)) => {
                IdentifierKind::Phone
            }
            _ => return Err(ApiError::not_found("session.verification_session_not_found")),
        };
        self.add_profile(Addition::Verified(kind, verification_id.to_owned())).await
    }

    /// The new factor that a verification has brought, which must be of this kind and user.
    fn new_factor(&self, kind: MfaFactor, id: &str, user: &UserId) -> Result<SecondFactor, ApiError> {
        let (owner, is_verified, factor) = match (kind, self.verification(id)?) {
            (MfaFactor::Totp, Verification::Totp(totp)) => (&totp.user_id, totp.verified, &totp.factor),
            (MfaFactor::WebAuthn, Verification::WebAuthn(passkey)) => {
                (&passkey.user_id, passkey.verified && passkey.is_registration, &passkey.factor)
            }
            (MfaFactor::BackupCode, Verification::BackupCode(codes)) => (&codes.user_id, true, &codes.factor),
            _ => return Err(ApiError::not_found("session.verification_session_not_found")),
        };
        let factor = factor.clone().filter(|_| is_verified && owner == user);
        factor.ok_or_else(|| ApiError::bad_request("session.verification_failed"))
    }

    /// The identified user, whose factors may be changed now: whoever signs in must have proven themselves completely before.
    pub(super) async fn factor_owner(&self) -> Result<User, ApiError> {
        self.profile_owner().await?.ok_or_else(|| ApiError::not_found("session.identifier_not_found"))
    }

    /// The identified user, who is about to show a factor or to make one: what was proven so far must still be theirs.
    pub(super) async fn identified_user(&self) -> Result<User, ApiError> {
        let id = self.experience.user_id();
        let id = id.ok_or_else(|| ApiError::not_found("session.identifier_not_found"))?;
        let user = self.find_active(id).await?;
        self.still_proven(self.visit.services.db.exec(), &user).await?;
        Ok(user)
    }
}

/// Stores the factors and choices of an interaction with its user, as part of the transaction that lets them in.
pub(super) async fn store_choices(
    exec: store::Exec<'_>,
    services: &Services,
    user: &UserId,
    mfa: &PendingMfa,
) -> Result<(), ApiError> {
    let tenant = &services.tenant;
    if !mfa.factors.is_empty() {
        let user = store::user::lock(exec, tenant, user, services.now()).await?;
        let user = user.ok_or_else(|| ApiError::not_found("user.user_not_exist"))?;
        let mut factors = user.mfa_factors;
        for factor in &mfa.factors {
            second_factor::add(&mut factors, factor).map_err(refused)?;
        }
        store::user::set_mfa_factors(exec, tenant, &user.id, factors).await?;
    }
    let is_second_factor = |factor: &SecondFactor| factor.kind != MfaFactor::BackupCode.as_str();
    let is_enabled = mfa.enabled || mfa.factors.iter().any(is_second_factor);
    if is_enabled || mfa.skipped || mfa.suggestion_skipped || mfa.passkey_skipped {
        let mut stored = store::user::preferences(exec, tenant, user).await?;
        let mut chosen = Preferences::of(&stored);
        if is_enabled || mfa.skipped {
            (chosen.mfa_enabled, chosen.mfa_skipped) = (Some(is_enabled), !is_enabled);
        }
        chosen.additional_binding_suggestion_skipped |= mfa.suggestion_skipped;
        chosen.passkey_skipped |= mfa.passkey_skipped;
        chosen.write_to(&mut stored);
        store::user::put_preferences(exec, tenant, user, &stored).await?;
    }
    Ok(())
}

/// The factor of codes to an address of this kind.
const fn code_to(kind: IdentifierKind) -> Option<MfaFactor> {
    match kind {
        IdentifierKind::Email => Some(MfaFactor::EmailVerificationCode),
        IdentifierKind::Phone => Some(MfaFactor::PhoneVerificationCode),
        IdentifierKind::Username => None,
    }
}

/// Whether a proof is one by a factor of this kind that the user still has.
fn proves(proof: &SecondProof, kind: MfaFactor, user: &User) -> bool {
    proof.kind == kind.as_str()
        && match second_factor::code::recipient(user, kind) {
            Some(recipient) => recipient.address() == proof.of,
            None => user.has_factor(&proof.of),
        }
}

fn refused(refusal: second_factor::AddRefusal) -> ApiError {
    match refusal {
        second_factor::AddRefusal::PasskeyInUse => ApiError::bad_request(refusal.code()),
        _ => ApiError::unprocessable(refusal.code()),
    }
}

/// 400 `session.mfa.mfa_factor_not_enabled`.
pub(super) fn factor_not_enabled() -> ApiError {
    ApiError::bad_request("session.mfa.mfa_factor_not_enabled")
}

/// What an attempt at a factor came to, with the refusal of the wire.
pub(super) fn attempted<T, R>(
    outcome: Result<Result<T, AttemptRefusal<R>>, operations::OperationError>,
    wrong: impl FnOnce(R) -> ApiError,
) -> Result<T, ApiError> {
    match outcome.map_err(failed)? {
        Ok(proof) => Ok(proof),
        Err(AttemptRefusal::Wrong(reason)) => Err(wrong(reason)),
        Err(AttemptRefusal::LockedOut) => Err(blocked()),
    }
}
