//! Identification: from a verification to a user who exists, by finding or by making them (OIDC contract §6.4).

use axum::http::StatusCode;
use domain::{
    OrganizationId, UserId,
    account::{User, proof::Proof},
    sign_in_experience::{IdentifierKind, UsernameRejection},
};
use http_kit::ApiError;
use operations::user::{CreateUserError, NewPassword, NewUser, register_user};
use serde_json::json;

use super::{
    Flow,
    verify::{check_username_form, suspended},
};
use crate::{
    error::{failed, verification_id_missing},
    state::{Event, PendingProfile, Verification},
};

const IDENTIFIER: &str = "Identifier.Submit";

/// How a user was identified, which decides the status of the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Identified {
    /// Somebody known.
    Known,
    /// Somebody new, whose account was made in this step.
    Registered,
}

impl Flow {
    /// Settles who the user is: for a sign-in the one a verification names, for a registration a new one.
    pub(crate) async fn identify(&mut self, verification_id: Option<&str>) -> Result<Identified, ApiError> {
        self.identify_or_link(verification_id, false).await
    }

    /// As [`Self::identify`]. With `links_identity`, an account elsewhere that nobody has here is one way into the account that has its
    /// verified address.
    pub(crate) async fn identify_or_link(
        &mut self,
        verification_id: Option<&str>,
        links_identity: bool,
    ) -> Result<Identified, ApiError> {
        let before = self.experience.user_id().cloned();
        let outcome = match self.experience.event() {
            Event::SignIn => self.identify_known(verification_id, links_identity).await,
            Event::Register => self.register(verification_id).await,
            Event::ForgotPassword => self.refuse_recovery(verification_id),
        };
        if before.as_ref() != self.experience.user_id() {
            self.result = None;
        }
        self.visit.record((self.experience.event(), IDENTIFIER), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn identify_known(
        &mut self,
        verification_id: Option<&str>,
        links_identity: bool,
    ) -> Result<Identified, ApiError> {
        let verification = self.verification(verification_id.ok_or_else(verification_id_missing)?)?.clone();
        self.check_mode(Event::SignIn)?;
        if let Verification::Social(social) = &verification {
            return self.identify_by_identity(social, links_identity).await;
        }
        let (user, proof) = self.find_proven(&verification).await?;
        if !proof.holds_for(&user) {
            return Err(no_longer_proven());
        }
        self.settle(&user.id, proof)?;
        Ok(Identified::Known)
    }

    /// The user that a verification names, and what it proves.
    async fn find_proven(&self, verification: &Verification) -> Result<(User, Proof), ApiError> {
        match verification {
            Verification::Password(password) => {
                if !self.visit.settings.takes_password_with(password.identifier.kind) {
                    return Err(ApiError::unprocessable("user.sign_in_method_not_enabled"));
                }
                let proof = Proof::Password { mark: password.password_mark.clone() };
                Ok((self.find_active(&password.user_id).await?, proof))
            }
            Verification::SignInPasskey(passkey) => self.find_by_passkey(passkey).await,
            _ => Err(ApiError::bad_request("session.verification_failed")),
        }
    }

    /// Remembers who this is.
    pub(super) fn settle(&mut self, user_id: &UserId, proof: Proof) -> Result<(), ApiError> {
        self.experience
            .identify(user_id, proof)
            .map_err(|_| ApiError::new(StatusCode::CONFLICT, "session.identity_conflict"))
    }

    /// Makes the account from what was collected and what the verification brings. Repeated, it changes nothing.
    async fn register(&mut self, verification_id: Option<&str>) -> Result<Identified, ApiError> {
        let verification = verification_id.map(|id| self.verification(id).cloned()).transpose()?;
        self.check_mode(Event::Register)?;
        if self.experience.user_id().is_some() {
            return Ok(Identified::Known);
        }
        let mut profile = self.experience.profile.clone();
        match verification {
            Some(Verification::Social(social)) => self.bring_identity(&social, &mut profile).await?,
            Some(verification) => bring(verification, &mut profile)?,
            None => {}
        }
        self.check_registration(&profile)?;
        let user = self.create(&profile).await?;
        self.experience.forget_collected();
        self.settle(&user.id, Proof::Registration)?;
        Ok(Identified::Registered)
    }

    /// Whether an account may be made of this: by an identifier that registration asks for, with everything it asks for.
    fn check_registration(&self, profile: &PendingProfile) -> Result<(), ApiError> {
        let settings = &self.visit.settings;
        if let Some(username) = &profile.username {
            check_username_form(username)?;
            if !settings.sign_up.identifiers.contains(&IdentifierKind::Username) {
                return Err(ApiError::unprocessable("user.sign_in_method_not_enabled"));
            }
            self.check_username_policy(username)?;
        }
        let mut user = User::new(UserId::new(""), self.visit.services.now());
        profile.apply_to(&mut user);
        self.check_complete(&user)?;
        // Where registration asks for nothing, it takes somebody who is known by something all the same.
        let identifiers = [&profile.username, &profile.primary_email, &profile.primary_phone];
        if profile.social.is_none() && identifiers.into_iter().all(Option::is_none) {
            return Err(verification_id_missing());
        }
        Ok(())
    }

    /// 422 for a username that this tenant does not allow.
    pub(super) fn check_username_policy(&self, username: &str) -> Result<(), ApiError> {
        let policy = &self.visit.settings.username_policy;
        let Some(rejection) = policy.rejection_of(username) else { return Ok(()) };
        let error = ApiError::unprocessable(rejection.code());
        if rejection != UsernameRejection::Length {
            return Err(error);
        }
        let (min, max) = (policy.min_characters, policy.max_characters);
        Err(error
            .message(format!("The username must have between {min} and {max} characters."))
            .data(json!({ "min": min, "max": max })))
    }

    async fn create(&self, profile: &PendingProfile) -> Result<User, ApiError> {
        let services = &self.visit.services;
        let new = NewUser {
            username: profile.username.clone(),
            name: profile.name.clone(),
            avatar: profile.avatar.clone(),
            primary_email: profile.primary_email.clone(),
            primary_phone: profile.primary_phone.clone(),
            social: self.open_pending(profile).await?,
            profile: profile.profile.clone(),
            password: profile.password_digest().map(NewPassword::Digest),
            application_id: Some(self.visit.running.interaction.application_id.clone()),
            ..NewUser::default()
        };
        let announcer = self.visit.announcer(Event::Register).await?;
        let events = |user: &User, joined: &[OrganizationId]| announcer.registered(user, joined);
        register_user(services, new, (announcer.listeners(), &events)).await.map_err(|error| match error {
            CreateUserError::Taken(taken) => ApiError::unprocessable(taken.code()),
            // The digest was made here from a password that the pool took.
            CreateUserError::Password(fault) => ApiError::internal(&fault),
            CreateUserError::Operation(error) => failed(error),
        })
    }

    /// Recovery takes codes sent to an address only (OIDC contract §6.4), none of which can have been verified.
    fn refuse_recovery(&self, verification_id: Option<&str>) -> Result<Identified, ApiError> {
        self.verification(verification_id.ok_or_else(verification_id_missing)?)?;
        Err(ApiError::unprocessable("session.not_supported_for_forgot_password"))
    }

    pub(super) fn verification(&self, id: &str) -> Result<&Verification, ApiError> {
        let found = self.experience.verification(id);
        found.ok_or_else(|| ApiError::not_found("session.verification_session_not_found"))
    }

    /// 422 `session.invalid_credentials` when what the identified user has proven is theirs no longer.
    pub(super) fn still_proven(&self, user: &User) -> Result<(), ApiError> {
        if self.experience.is_proven(user) { Ok(()) } else { Err(no_longer_proven()) }
    }

    /// The user, if there still is one who may sign in.
    pub(super) async fn find_active(&self, id: &UserId) -> Result<User, ApiError> {
        let services = &self.visit.services;
        match store::user::find(services.db.exec(), &services.tenant, id).await? {
            None => Err(ApiError::not_found("user.user_not_exist")),
            Some(user) if user.is_suspended => Err(suspended()),
            Some(user) => Ok(user),
        }
    }
}

/// Adds what a verification is about to what was collected for a new account.
fn bring(verification: Verification, profile: &mut PendingProfile) -> Result<(), ApiError> {
    match verification {
        Verification::NewPasswordIdentity(identity) => {
            profile.username = Some(identity.username);
            profile.password = identity.password;
            Ok(())
        }
        _ => Err(ApiError::bad_request("session.verification_failed")),
    }
}

/// 422 `session.invalid_credentials`: what was proven is not the user's any longer.
fn no_longer_proven() -> ApiError {
    ApiError::unprocessable("session.invalid_credentials")
}

/// 422 `user.missing_profile` unless nothing is missing.
pub(super) fn missing_profile(
    missing: Vec<domain::sign_in_experience::MissingProfile>,
) -> Result<(), ApiError> {
    if missing.is_empty() {
        return Ok(());
    }
    let words: Vec<_> = missing.into_iter().map(domain::sign_in_experience::MissingProfile::as_str).collect();
    Err(ApiError::unprocessable("user.missing_profile").data(json!({ "missingProfile": words })))
}
