//! The last step: everything that must hold is checked once more, the account is brought up to date, and the login is handed to the
//! OpenID provider (OIDC contract §6.5).

use domain::{account::User, grant::InteractionResult, sign_in_place::RiskSignal};
use http_kit::ApiError;
use operations::user::{TakenIdentifier, is_username_free};
use store::{
    StoreError,
    organization::jit::provision_in,
    user::{UserChange, set_password_resting_on},
};

use super::{
    Flow,
    mfa::{AskedFactors, store_choices},
    trusted_device::{NewDevice, Sparing},
};
use crate::{
    interaction_data::interaction_data,
    state::{Event, Experience, PendingProfile, Spared},
};

pub(super) const SUBMIT: &str = "Submit";

impl Flow {
    /// Lets the identified user in, keeps everything, and returns where the browser goes on. May be repeated until the provider has
    /// taken the result.
    pub(crate) async fn submit(&mut self) -> Result<String, ApiError> {
        let outcome = self.try_submit().await;
        self.visit.record((self.experience.event(), SUBMIT), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn try_submit(&mut self) -> Result<String, ApiError> {
        if !self.is_vouched_for(&self.experience.profile) {
            self.check_captcha().await?;
        }
        let id = self
            .experience
            .user_id()
            .cloned()
            .ok_or_else(|| ApiError::not_found("session.identifier_not_found"))?;
        let event = self.experience.event();
        if event == Event::ForgotPassword {
            // A new password is set and nobody let in; see `recover`.
            return Err(ApiError::bad_request("session.invalid_interaction_type"));
        }
        self.check_mode(event)?;
        let mut user = self.find_active(&id).await?;
        self.still_proven(self.visit.services.db.exec(), &user).await?;
        let spared = self.spared(&user).await?;
        let by_enterprise = spared.is_none() && self.is_spared_by_enterprise(&user).await?;
        self.experience.profile.apply_to(&mut user);
        self.check_settled(&user, spared.as_ref()).await?;
        let collected = self.experience.clone();
        self.experience.forget_collected();
        let kind = spared.as_ref().map(|(sparing, _)| sparing.kind());
        self.experience.mfa.spared = kind.or(by_enterprise.then_some(Spared::Enterprise));
        self.keep_submission()?;
        let result = InteractionResult::Login { user_id: id };
        match self.write(&user, &collected, (&result, spared)).await {
            Ok(new_device) => self.new_device = new_device,
            Err(error) => {
                self.experience = collected;
                return Err(error);
            }
        }
        self.result = Some(result);
        Ok(self.visit.resume_url())
    }

    /// Why `user` need not show the second factor that they have; nothing where none is asked for, or they have shown it.
    async fn spared(&self, user: &User) -> Result<Option<(Sparing, AskedFactors)>, ApiError> {
        let Some(asked) = self.asked_of(user).await? else { return Ok(None) };
        match self.sparing(user, &asked).await? {
            Some(sparing) => Ok(Some((sparing, asked))),
            None => Err(asked.refusal()),
        }
    }

    /// Refuses as long as `user` lacks something, or is to set something up. Whoever was spared their second factor shows it first.
    async fn check_settled(
        &self,
        user: &User,
        spared: Option<&(Sparing, AskedFactors)>,
    ) -> Result<(), ApiError> {
        let first = |error: ApiError| spared.map_or(error, |(_, asked)| asked.refusal());
        self.check_nothing_missing(user).map_err(first)?;
        match self.enrolment_of(user).await? {
            Some(enrolment) => Err(first(enrolment.refusal())),
            None => Ok(()),
        }
    }

    /// Keeps the answer of `GET …/interaction` at this moment, which holds no secrets, for the session's last submission.
    fn keep_submission(&mut self) -> Result<(), ApiError> {
        let submission =
            serde_json::to_value(interaction_data(self)).map_err(|error| ApiError::internal(&error))?;
        self.experience.set_last_submission(submission);
        Ok(())
    }

    /// Writes what was collected and the moment of the sign-in, the experience with its result, and what webhooks hear of it, all or
    /// nothing. What is submitted once more is not told again.
    async fn write(
        &self,
        user: &User,
        collected: &Experience,
        (result, spared): (&InteractionResult, Option<(Sparing, AskedFactors)>),
    ) -> Result<Option<NewDevice>, ApiError> {
        let services = &self.visit.services;
        let (tenant, now) = (&services.tenant, services.now());
        let (profile, mfa) = (&collected.profile, &collected.mfa);
        let (change, password) = (&change_of(user, profile), &profile.password_digest());
        let (experience, identity) = (&self.stored_experience()?, &self.open_pending(profile).await?);
        let announcer = &self.visit.announcer(self.experience.event()).await?;
        let is_told = announcer.is_heard() && self.result.as_ref() != Some(result);
        let (policy, username) = (self.visit.settings.username_policy, profile.username.as_deref());
        let risk = &self.risk_met(user).await?;
        let device = self.new_device(&user.id, collected).await?;
        let sparing = spared.as_ref().map(|(sparing, asked)| (sparing, asked));
        let (circumstances, borne_out) = ((device.as_ref(), sparing), self.password_borne_out(user));
        let rests_on = self.mailbox_alone(user);
        let written: Result<bool, ApiError> = services
            .db
            .transaction(|tx| async move {
                if !is_username_free(tx.exec(), tenant, policy, (username, &user.id)).await? {
                    return Err(ApiError::unprocessable(TakenIdentifier::Username.code()));
                }
                if !change.is_empty() {
                    store::user::update(tx.exec(), tenant, &user.id, change, now).await.map_err(taken)?;
                }
                if !profile.custom_data.is_empty() {
                    let values = profile.custom_data.clone();
                    store::user::merge_custom_data(tx.exec(), tenant, &user.id, values, now).await?;
                }
                if let Some(password) = password {
                    set_password_resting_on(tx.exec(), tenant, &user.id, (password, rests_on), now).await?;
                }
                if let Some(password) = borne_out {
                    store::user::forget_password_recovery(tx.exec(), tenant, &user.id, password).await?;
                }
                store_choices(tx.exec(), services, &user.id, mfa).await?;
                let is_linked = match identity {
                    Some(identity) => self.put_pending(tx.exec(), user, identity).await?,
                    None => false,
                };
                let joined_by_sso = match &profile.sso {
                    Some(identity) => self.put_sso(tx.exec(), user, identity).await?,
                    None => None,
                };
                if !store::user::record_sign_in(tx.exec(), tenant, &user.id, now).await? {
                    // The account was deleted since it was looked at.
                    return Err(ApiError::not_found("user.user_not_exist"));
                }
                let is_trusted = self.keep_circumstances(tx.exec(), &user.id, circumstances).await?;
                let joined = provision_in(tx.exec(), tenant, &user.id, &profile.organizations).await;
                let mut joined = joined.map_err(or_again)?;
                let is_joined = joined_by_sso.is_some();
                joined.extend(joined_by_sso.into_iter().flatten());
                self.keep(tx.exec(), experience, Some(result)).await?;
                if is_told && let Some(user) = store::user::find(tx.exec(), tenant, &user.id).await? {
                    let is_changed = !change.is_empty()
                        || password.is_some()
                        || !profile.custom_data.is_empty()
                        || is_linked
                        || is_joined
                        || !mfa.factors.is_empty();
                    let mut events = announcer.completed(&user, (is_changed, &joined));
                    events.extend((!risk.is_empty()).then(|| announcer.asked_by_risk(&user, risk)));
                    announcer.store(&tx, services, &events).await?;
                }
                Ok(is_trusted)
            })
            .await;
        let is_trusted = written?;
        announcer.announce(services).await?;
        Ok(device.filter(|_| is_trusted))
    }

    /// Why a second factor was asked for where risk decides that, of somebody who has shown one.
    async fn risk_met(&self, user: &User) -> Result<Vec<RiskSignal>, ApiError> {
        let settings = &self.visit.settings;
        let available = settings.mfa.required_of(user).unwrap_or_default();
        if self.experience.event() == Event::SignIn
            && settings.asks_by_risk
            && self.has_shown_factor(user, &available)
        {
            self.risk_of(user).await
        } else {
            Ok(Vec::new())
        }
    }
}

/// What was collected, as a change of the account that it was laid over.
fn change_of(user: &User, profile: &PendingProfile) -> UserChange {
    let given = |value: &Option<String>| value.clone().map(Some);
    UserChange {
        username: given(&profile.username),
        primary_email: given(&profile.primary_email),
        primary_phone: given(&profile.primary_phone),
        name: given(&profile.name),
        avatar: given(&profile.avatar),
        profile: (!profile.profile.is_empty()).then(|| user.profile.clone()),
        ..UserChange::default()
    }
}

/// An organization was deleted between being looked at and being joined: the next attempt no longer sees it.
fn or_again(error: StoreError) -> ApiError {
    match error {
        StoreError::ForeignKeyViolation => StoreError::Conflict.into(),
        error => error.into(),
    }
}

fn taken(error: StoreError) -> ApiError {
    match TakenIdentifier::of(&error) {
        Some(taken) => ApiError::unprocessable(taken.code()),
        None => error.into(),
    }
}
