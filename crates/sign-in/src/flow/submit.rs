//! The last step: everything that must hold is checked once more, the account is brought up to date, and the login is handed to the
//! OpenID provider (OIDC contract §6.5).

use domain::{account::User, grant::InteractionResult};
use http_kit::ApiError;
use operations::user::{TakenIdentifier, is_username_free};
use serde_json::json;
use store::{StoreError, user::UserChange};

use super::{
    Flow,
    identify::{missing_profile, still_proven},
};
use crate::{api::interaction_data, state::Event};

const SUBMIT: &str = "Submit";

impl Flow {
    /// Lets the identified user in, keeps everything, and returns where the browser goes on. May be repeated until the provider has
    /// taken the result.
    pub(crate) async fn submit(&mut self) -> Result<String, ApiError> {
        let outcome = self.try_submit().await;
        self.visit.record((self.experience.event(), SUBMIT), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn try_submit(&mut self) -> Result<String, ApiError> {
        let id = self
            .experience
            .user_id()
            .cloned()
            .ok_or_else(|| ApiError::not_found("session.identifier_not_found"))?;
        let event = self.experience.event();
        self.check_mode(event)?;
        let mut user = self.find_active(&id).await?;
        still_proven(&user, self.experience.password_mark())?;
        if event == Event::SignIn {
            self.check_second_factor(&user)?;
        }
        self.experience.profile.apply_to(&mut user);
        missing_profile(self.visit.settings.sign_up.missing(&user))?;
        self.check_enrolment(event, &user)?;
        self.update_account(&user).await?;
        self.experience.forget_collected();
        self.keep_submission()?;
        self.result = Some(InteractionResult::Login { user_id: id });
        self.save().await?;
        Ok(self.visit.resume_url())
    }

    /// Keeps the answer of `GET …/interaction` at this moment, which holds no secrets, for the session's last submission.
    fn keep_submission(&mut self) -> Result<(), ApiError> {
        let submission =
            serde_json::to_value(interaction_data(self)).map_err(|error| ApiError::internal(&error))?;
        self.experience.set_last_submission(submission);
        Ok(())
    }

    /// 422 `user.missing_mfa` when every user must have a second factor and this one has none.
    fn check_enrolment(&self, event: Event, user: &User) -> Result<(), ApiError> {
        let mfa = &self.visit.settings.mfa;
        let factors = mfa.enrolment_of(event == Event::Register);
        if factors.is_empty() || mfa.required_of(user).is_some() {
            return Ok(());
        }
        let factors: Vec<_> =
            factors.into_iter().map(domain::sign_in_experience::MfaFactor::as_str).collect();
        Err(ApiError::unprocessable("user.missing_mfa").data(json!({ "availableFactors": factors })))
    }

    /// Writes what was collected and the moment of the sign-in, all or nothing.
    async fn update_account(&self, user: &User) -> Result<(), ApiError> {
        let (services, profile) = (&self.visit.services, &self.experience.profile);
        let (tenant, now) = (&services.tenant, services.now());
        let given = |value: &Option<String>| value.clone().map(Some);
        let change = &UserChange {
            username: given(&profile.username),
            name: given(&profile.name),
            avatar: given(&profile.avatar),
            profile: (!profile.profile.is_empty()).then(|| user.profile.clone()),
            ..UserChange::default()
        };
        let password = &profile.password_digest();
        let policy = self.visit.settings.username_policy;
        let username = profile.username.as_deref();
        let written: Result<Option<bool>, StoreError> = services
            .db
            .transaction(|tx| async move {
                if !is_username_free(tx.exec(), tenant, policy, (username, &user.id)).await? {
                    return Ok(None);
                }
                if !change.is_empty() {
                    store::user::update(tx.exec(), tenant, &user.id, change, now).await?;
                }
                if let Some(password) = password {
                    store::user::set_password(tx.exec(), tenant, &user.id, password, now).await?;
                }
                store::user::record_sign_in(tx.exec(), tenant, &user.id, now).await.map(Some)
            })
            .await;
        match written {
            Ok(Some(true)) => Ok(()),
            Ok(None) => Err(ApiError::unprocessable(TakenIdentifier::Username.code())),
            // The account was deleted since it was looked at.
            Ok(Some(false)) => Err(ApiError::not_found("user.user_not_exist")),
            Err(error) => Err(match TakenIdentifier::of(&error) {
                Some(taken) => ApiError::unprocessable(taken.code()),
                None => error.into(),
            }),
        }
    }
}
