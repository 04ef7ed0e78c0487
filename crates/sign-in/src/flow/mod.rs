//! The steps of a sign-in, shared by the Experience API and the hosted pages: what may follow what, who is let in, what is written to
//! the audit log (OIDC contract §6.3–6.6).
//!
//! A [`Visit`] is one request that belongs to a running interaction; a [`Flow`] is a visit to an interaction whose experience has begun.
//! Steps change the experience in memory; [`Flow::save`] keeps it. The API saves after each step, a page after all of its steps. What a
//! step means on the wire is decided here, how it is shown is not.

mod asked_factors;
mod attempt;
mod audit;
mod avatar;
mod backup_code;
mod captcha;
mod choice;
mod code;
mod consent;
mod enrolment;
mod events;
mod identify;
mod lacking;
mod mfa;
mod mfa_code;
mod one_time_token;
mod profile;
mod profile_fields;
mod recovery;
mod sign_in_passkey;
mod social;
mod sso;
mod submit;
mod totp;
mod trusted_device;
mod verify;
mod web_authn;

use std::sync::Arc;

use domain::{
    JsonText,
    grant::{InteractionPrompt, InteractionResult},
    password::PersonalInformation,
    sign_in_experience::SignInExperience,
};
use http_kit::{ApiError, Issue, refuse_password};
use operations::{Services, interaction::RunningInteraction, known_passwords};

/// The most that is remembered of one interaction, in bytes of JSON. Nobody needs an account to begin one.
const MAX_EXPERIENCE_BYTES: usize = 64 * 1_024;

pub(crate) use enrolment::Enrolment;
pub(crate) use identify::Identified;
pub(crate) use mfa::Choice;
pub(crate) use operations::account_linking::RelatedUser as Related;
pub(crate) use profile::Addition;
pub(crate) use sso::find_sso_connector;
pub(crate) use trusted_device::DeviceTokens;

use crate::{
    error::forbidden,
    request::Requester,
    state::{Event, Experience},
};

/// A request that belongs to a running interaction.
pub(crate) struct Visit {
    pub(crate) services: Arc<Services>,
    pub(crate) running: RunningInteraction,
    pub(crate) settings: Arc<SignInExperience>,
    pub(crate) requester: Requester,
    /// By what the browser is known to those who trust it.
    pub(crate) device_tokens: DeviceTokens,
}

impl Visit {
    /// Begins anew: whatever was stored for this interaction is forgotten, a result included (OIDC contract §6.3, `PUT`).
    pub(crate) fn start(self, event: Event) -> Flow {
        let mut experience = Experience::start(event);
        experience.passkey_preflight = self.passkey_preflight();
        Flow { visit: self, experience, result: None, has_begun: false, new_device: None }
    }

    /// Goes on with an experience that has begun, else 404 `session.interaction_not_found`. What another version wrote and this one
    /// cannot read counts as not begun.
    pub(crate) fn resume(self) -> Result<Flow, ApiError> {
        let stored = self.running.interaction.experience.as_ref();
        let experience = stored.and_then(|stored| stored.read::<Experience>().ok());
        let result = self.running.interaction.result.clone();
        experience
            .map(|experience| Flow { visit: self, experience, result, has_begun: true, new_device: None })
            .ok_or_else(|| ApiError::not_found("session.interaction_not_found"))
    }

    /// Whether somebody has to sign in here; otherwise somebody is signed in and consent is wanted.
    pub(crate) fn awaits_login(&self) -> bool {
        self.running.interaction.prompt == InteractionPrompt::Login
    }

    /// Whether somebody is signed in and consent is wanted: whatever else is asked of the user, a consent must not stand in for it.
    pub(crate) fn awaits_consent(&self) -> bool {
        self.running.interaction.prompt == InteractionPrompt::Consent
    }

    /// The page on which this interaction goes on when it needs no login.
    pub(crate) fn other_page(&self) -> &'static str {
        match self.running.interaction.prompt {
            InteractionPrompt::Login | InteractionPrompt::Consent => "/consent",
            InteractionPrompt::SelectAccount => "/select-account",
            InteractionPrompt::Organization => "/select-organization",
        }
    }

    /// Where the browser goes on once a result is there (OIDC contract §6.1).
    pub(crate) fn resume_url(&self) -> String {
        self.running.resume_url(&self.services.endpoint)
    }
}

/// A visit to an interaction whose experience has begun.
pub(crate) struct Flow {
    pub(crate) visit: Visit,
    pub(crate) experience: Experience,
    /// The login that was submitted. Any step that changes the experience takes it back.
    result: Option<InteractionResult>,
    /// Whether this goes on with an experience that was stored. One that was used up meanwhile, by a request at the same time, stays so.
    has_begun: bool,
    /// The browser that has come to be trusted by this request.
    new_device: Option<trusted_device::NewDevice>,
}

impl Flow {
    /// Does something else instead (OIDC contract §6.3).
    pub(crate) fn change_event(&mut self, event: Event) -> Result<(), ApiError> {
        let mut changed = self.experience.clone();
        changed
            .change_event(event)
            .map_err(|_| ApiError::bad_request("session.not_supported_for_forgot_password"))?;
        self.check_mode(event)?;
        if changed != self.experience {
            self.experience = changed;
            self.result = None;
        }
        Ok(())
    }

    /// Whether the sign-in mode allows what the user is about to do, else 403 `auth.forbidden`.
    fn check_mode(&self, event: Event) -> Result<(), ApiError> {
        let mode = self.visit.settings.mode;
        match event {
            Event::SignIn if !mode.allows_sign_in() => Err(forbidden("Signing in is switched off here.")),
            Event::Register if !mode.allows_register() => {
                Err(forbidden("Registration is switched off here."))
            }
            _ => Ok(()),
        }
    }

    /// Keeps the experience and, once it was submitted, the result, in one write. 400 `session.not_found` when the interaction has
    /// ended meanwhile, `guard.invalid_input` when it would hold too much.
    pub(crate) async fn save(&self) -> Result<(), ApiError> {
        let experience = &self.stored_experience()?;
        self.keep(self.visit.services.db.exec(), experience, self.result.as_ref()).await
    }

    /// Keeps an experience and a result, alone or as part of a transaction. The interaction must still be running.
    async fn keep(
        &self,
        exec: store::Exec<'_>,
        experience: &JsonText,
        result: Option<&InteractionResult>,
    ) -> Result<(), ApiError> {
        let (tenant, id) = (&self.visit.services.tenant, &self.visit.running.interaction.id);
        let kept = if self.has_begun {
            store::interaction::go_on_with_experience(exec, tenant, id, experience, result).await?
        } else {
            store::interaction::set_experience_and_result(exec, tenant, id, experience, result).await?
        };
        if kept { Ok(()) } else { Err(ApiError::session_not_found("interaction session not found")) }
    }

    /// The experience as it is stored.
    fn stored_experience(&self) -> Result<JsonText, ApiError> {
        let experience = JsonText::of(&self.experience).map_err(|error| ApiError::internal(&error))?;
        if experience.byte_len() > MAX_EXPERIENCE_BYTES {
            let issue = Issue::new("too_big", &[], "this sign-in holds too much already");
            return Err(ApiError::invalid_input(vec![issue]));
        }
        Ok(experience)
    }

    /// Holds a chosen password against the tenant's policy, else 422 `password.rejected` with every reason.
    async fn check_password(&self, password: &str, user: &PersonalInformation<'_>) -> Result<(), ApiError> {
        let (services, settings) = (&self.visit.services, &self.visit.settings.passwords);
        let rejections = known_passwords::check(services, settings, (password, user)).await;
        let unchecked = |known_passwords::Unchecked| ApiError::unprocessable("password.unchecked");
        refuse_password(rejections.map_err(unchecked)?)
    }

    fn new_id(&self) -> String {
        self.visit.services.entropy.id_21()
    }
}
