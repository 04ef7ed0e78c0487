//! Identification: from a verification to a user who exists, by finding or by making them (OIDC contract §6.4).

use axum::http::StatusCode;
use domain::{
    OrganizationId, UserId,
    account::{User, proof::Proof},
    sign_in_experience::{IdentifierKind, MissingProfile},
};
use http_kit::{ApiError, check_username};
use operations::{
    sso::{self, ProvenSsoIdentity},
    user::{CreateUserError, NewPassword, NewUser, register_user},
};
use serde_json::json;
use store::Exec;

use super::{
    Flow,
    one_time_token::event_mismatch,
    profile::put_address,
    social::not_verified,
    sso::take_sso,
    verify::{check_username_form, suspended},
};
use crate::{
    error::{failed, verification_id_missing},
    state::{CodeVerification, Event, Identifier, OneTimeTokenVerification, PendingProfile, Verification},
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
    /// Settles who the user is: for a registration a new one, otherwise the one that a verification names.
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
            Event::Register => self.register(verification_id).await,
            event => self.identify_known(event, verification_id, links_identity).await,
        };
        if before.as_ref() != self.experience.user_id() {
            self.result = None;
        }
        self.visit.record((self.experience.event(), IDENTIFIER), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn identify_known(
        &mut self,
        event: Event,
        verification_id: Option<&str>,
        links_identity: bool,
    ) -> Result<Identified, ApiError> {
        let verification = self.verification(verification_id.ok_or_else(verification_id_missing)?)?.clone();
        self.check_mode(event)?;
        if event == Event::ForgotPassword {
            self.check_recovers(&verification)?;
        }
        if let Verification::Social(social) = &verification {
            return self.identify_by_identity(social, links_identity).await;
        }
        if let Verification::EnterpriseSso(sso) = &verification {
            return self.identify_by_sso(sso).await;
        }
        self.check_not_by_sso_address(&verification).await?;
        let (user, proof) = self.find_proven(event, &verification).await?;
        self.check_not_of_sso_address(&verification, &user).await?;
        if !proof.holds_for(&user) {
            return Err(no_longer_proven());
        }
        self.settle(&user.id, proof)?;
        if let Verification::OneTimeToken(token) = verification {
            self.experience.profile.organizations = token.organizations;
        }
        Ok(Identified::Known)
    }

    /// The user that a verification names, and what it proves.
    async fn find_proven(
        &self,
        event: Event,
        verification: &Verification,
    ) -> Result<(User, Proof), ApiError> {
        match verification {
            Verification::Password(password) => {
                if !self.visit.settings.takes_password_with(password.identifier.kind) {
                    return Err(ApiError::unprocessable("user.sign_in_method_not_enabled"));
                }
                let proof = Proof::Password { mark: password.password_mark.clone() };
                Ok((self.find_active(&password.user_id).await?, proof))
            }
            Verification::SignInPasskey(passkey) => self.find_by_passkey(passkey).await,
            Verification::EmailVerificationCode(code) | Verification::PhoneVerificationCode(code) => {
                if event == Event::SignIn && !self.visit.settings.takes_code_with(code.identifier.kind) {
                    return Err(ApiError::unprocessable("user.sign_in_method_not_enabled"));
                }
                self.find_owner(proven_address(code, event)?).await
            }
            Verification::OneTimeToken(token) => self.find_owner(&token_address(token, event)?).await,
            _ => Err(ApiError::bad_request("session.verification_failed")),
        }
    }

    /// Who has an address that was proven; 404 `user.user_not_exist` when nobody has, with the address, so that its owner may register.
    async fn find_owner(&self, address: &Identifier) -> Result<(User, Proof), ApiError> {
        let user = self.visit.find_reachable(address).await?.ok_or_else(|| {
            ApiError::not_found("user.user_not_exist").data(json!({ "identifier": address.value }))
        })?;
        if user.is_suspended {
            return Err(suspended());
        }
        let value = address.value.clone();
        let proof = match address.kind {
            IdentifierKind::Phone => Proof::Phone { number: value },
            _ => Proof::Email { address: value },
        };
        Ok((user, proof))
    }

    /// Remembers who this is.
    pub(super) fn settle(&mut self, user_id: &UserId, proof: Proof) -> Result<(), ApiError> {
        self.experience
            .identify(user_id, proof)
            .map_err(|_| ApiError::new(StatusCode::CONFLICT, "session.identity_conflict"))
    }

    /// Makes the account from what was collected and what the verification brings. Repeated, it changes nothing. What a verification brings
    /// stays collected where something else is missing.
    async fn register(&mut self, verification_id: Option<&str>) -> Result<Identified, ApiError> {
        let verification = verification_id.map(|id| self.verification(id).cloned()).transpose()?;
        self.check_mode(Event::Register)?;
        if self.experience.user_id().is_some() {
            return Ok(Identified::Known);
        }
        let mut profile = self.experience.profile.clone();
        let comes_from_enterprise = match &verification {
            Some(Verification::EnterpriseSso(sso)) => sso.identity.is_some(),
            Some(_) => false,
            None => profile.sso.is_some(),
        };
        if !comes_from_enterprise {
            self.check_captcha().await?;
        }
        match verification {
            Some(Verification::Social(social)) => self.bring_identity(&social, &mut profile).await?,
            Some(Verification::EnterpriseSso(sso)) => take_sso(&sso, &mut profile)?,
            Some(verification) => self.bring(verification, &mut profile).await?,
            None => {}
        }
        // Collected before or just now: the connector and the settings may have changed since.
        if let Some(identity) = profile.sso.clone() {
            self.bring_sso_identity(&identity, &mut profile).await?;
        }
        self.check_identifiers(&profile)?;
        if let Err(missing) = self.check_complete(&profile).await {
            if profile != self.experience.profile {
                self.experience.profile = profile;
                self.save().await?;
            }
            return Err(missing);
        }
        let user = self.create(&profile).await?;
        let proof = profile.sso.as_ref().map_or(Proof::Registration, ProvenSsoIdentity::proof);
        self.experience.forget_collected();
        self.settle(&user.id, proof)?;
        Ok(Identified::Registered)
    }

    /// Adds what a verification is about to what was collected for a new account.
    async fn bring(&self, verification: Verification, profile: &mut PendingProfile) -> Result<(), ApiError> {
        self.check_not_by_sso_address(&verification).await?;
        let address = match verification {
            Verification::NewPasswordIdentity(identity) => {
                profile.username = Some(identity.username);
                profile.password = identity.password;
                return Ok(());
            }
            Verification::EmailVerificationCode(code) | Verification::PhoneVerificationCode(code) => {
                let kind = code.identifier.kind;
                if !self.visit.settings.sign_up.identifiers.contains(&kind) {
                    return Err(ApiError::unprocessable("user.sign_in_method_not_enabled"));
                }
                proven_address(&code, Event::Register)?.clone()
            }
            Verification::OneTimeToken(token) => {
                profile.organizations.clone_from(&token.organizations);
                token_address(&token, Event::Register)?
            }
            _ => return Err(ApiError::bad_request("session.verification_failed")),
        };
        self.visit.check_address(&address).await?;
        put_address(profile, address);
        Ok(())
    }

    /// Whether a new account may be known by what was collected.
    fn check_identifiers(&self, profile: &PendingProfile) -> Result<(), ApiError> {
        let Some(username) = &profile.username else { return Ok(()) };
        check_username_form(username)?;
        if !self.visit.settings.sign_up.identifiers.contains(&IdentifierKind::Username) {
            return Err(ApiError::unprocessable("user.sign_in_method_not_enabled"));
        }
        self.check_username_policy(username)
    }

    /// 422 `user.missing_profile` unless everything is there that registration asks for.
    async fn check_complete(&self, profile: &PendingProfile) -> Result<(), ApiError> {
        let mut user = User::new(UserId::new(""), self.visit.services.now());
        profile.apply_to(&mut user);
        let mut missing = self.missing_of(&user, profile);
        if self.visit.lacks_fields(&user).await? {
            missing.push(MissingProfile::ExtraProfile);
        }
        missing_profile(missing)?;
        // Where registration asks for nothing, it takes somebody who is known by something all the same.
        let identifiers = [&profile.username, &profile.primary_email, &profile.primary_phone];
        let is_known_elsewhere = profile.social.is_some() || profile.sso.is_some();
        if !is_known_elsewhere && identifiers.into_iter().all(Option::is_none) {
            return Err(verification_id_missing());
        }
        Ok(())
    }

    /// 422 for a username that this tenant does not allow.
    pub(super) fn check_username_policy(&self, username: &str) -> Result<(), ApiError> {
        check_username(&self.visit.settings.username_policy, username)
    }

    async fn create(&self, profile: &PendingProfile) -> Result<User, ApiError> {
        let services = &self.visit.services;
        let new = NewUser {
            username: profile.username.clone(),
            primary_email: profile.primary_email.clone(),
            primary_phone: profile.primary_phone.clone(),
            name: profile.name.clone(),
            avatar: profile.avatar.clone(),
            social: self.open_pending(profile).await?,
            sso: profile.sso.clone(),
            profile: profile.profile.clone(),
            custom_data: profile.custom_data.clone(),
            organizations: profile.organizations.clone(),
            password: profile.password_digest().map(NewPassword::Digest),
            application_id: Some(self.visit.running.interaction.application_id.clone()),
        };
        let announcer = self.visit.announcer(Event::Register).await?;
        let events = |user: &User, joined: &[OrganizationId]| announcer.registered(user, joined);
        register_user(services, new, (announcer.listeners(), &events)).await.map_err(|error| match error {
            CreateUserError::Taken(taken) => ApiError::unprocessable(taken.code()),
            CreateUserError::NotProven => not_verified(),
            // The digest was made here from a password that the pool took.
            CreateUserError::Password(fault) => ApiError::internal(&fault),
            CreateUserError::Operation(error) => failed(error),
        })
    }

    pub(super) fn verification(&self, id: &str) -> Result<&Verification, ApiError> {
        let found = self.experience.verification(id);
        found.ok_or_else(|| ApiError::not_found("session.verification_session_not_found"))
    }

    /// 422 `session.invalid_credentials` when what the identified user has proven is theirs no longer.
    pub(super) async fn still_proven(&self, exec: Exec<'_>, user: &User) -> Result<(), ApiError> {
        let proof = self.experience.proof_of(user).ok_or_else(no_longer_proven)?;
        let holds = sso::still_proves(exec, &self.visit.services.tenant, proof, user).await?;
        if holds || self.joins_by_sso(exec, (proof, user)).await? { Ok(()) } else { Err(no_longer_proven()) }
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

/// The address that a code proves; 400 `session.verification_failed` when it was not told, or not sent for this.
fn proven_address(code: &CodeVerification, event: Event) -> Result<&Identifier, ApiError> {
    if code.is_verified && code.is_for(event) {
        Ok(&code.identifier)
    } else {
        Err(ApiError::bad_request("session.verification_failed"))
    }
}

/// The address that a one-time token proves; 400 when the token was made for something else.
pub(super) fn token_address(token: &OneTimeTokenVerification, event: Event) -> Result<Identifier, ApiError> {
    if token.is_for(event) {
        Ok(Identifier { kind: IdentifierKind::Email, value: token.email.clone() })
    } else {
        Err(event_mismatch())
    }
}

/// 422 `session.invalid_credentials`: what was proven is not the user's any longer.
fn no_longer_proven() -> ApiError {
    ApiError::unprocessable("session.invalid_credentials")
}

/// 422 `user.missing_profile` unless nothing is missing.
pub(super) fn missing_profile(missing: Vec<MissingProfile>) -> Result<(), ApiError> {
    if missing.is_empty() {
        return Ok(());
    }
    let words: Vec<_> = missing.into_iter().map(MissingProfile::as_str).collect();
    Err(ApiError::unprocessable("user.missing_profile").data(json!({ "missingProfile": words })))
}
