//! Browsers that a user trusts, and sign-ins without a second factor: who is spared it, and why.
//!
//! What spares a factor stands in for it at the end of a sign-in that changes nothing about how its user gets in, and nowhere else: collecting for an
//! account, setting a factor up and proving oneself towards the account API ask for the factor itself. So does an application that wants its user to
//! prove themselves afresh.

use std::{collections::BTreeMap, sync::Arc};

use axum::http::HeaderMap;
use domain::{
    HashedToken, PlainToken, TrustedDeviceId, UserId,
    account::{User, proof::Proof},
    grant::SessionAgent,
    sign_in_place::{RiskSignal, risk_signals},
    text::hexadecimal,
    trusted_device::TrustedDevice,
};
use http_kit::{ApiError, CookieAttributes, Cookies, SameSite, cookies};
use operations::{Services, sso::still_proves};
use store::{Exec, sign_in_place, trusted_device};

use super::{Flow, mfa::AskedFactors, verify::suspended};
use crate::state::{Event, Experience, PendingProfile, Spared};

const SUBMIT: &str = "TrustedDevice.Submit";
/// What names of the cookies begin with. Each user of a browser has one of their own.
const COOKIE: &str = "_trusted_device_";
/// The most of these cookies that are looked at.
const MAX_COOKIES: usize = 20;

/// What a browser has of those who trust it, by the names of the cookies. Only hashes are kept of it.
#[derive(Clone, Default, Debug)]
pub(crate) struct DeviceTokens(BTreeMap<String, HashedToken>);

impl DeviceTokens {
    /// Those of a request.
    pub(crate) fn of(cookies: &Cookies) -> Self {
        let own = cookies.beginning_with(COOKIE).take(MAX_COOKIES);
        Self(own.map(|(name, token)| (name.to_owned(), HashedToken::of(token))).collect())
    }

    fn of_user(&self, services: &Services, user: &UserId) -> Option<&HashedToken> {
        self.0.get(&cookie_name(services, user))
    }
}

/// The name of a user's cookie. It does not tell who that is.
fn cookie_name(services: &Services, user: &UserId) -> String {
    let hash = HashedToken::of(&format!("trusted device\n{}\n{user}", services.tenant));
    let name: String = hexadecimal(hash.as_bytes()).chars().take(16).collect();
    format!("{COOKIE}{name}")
}

/// A browser that is about to be trusted, with what it is told.
pub(super) struct NewDevice {
    device: TrustedDevice,
    token: PlainToken,
}

/// Why somebody is let in without the second factor that they have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Sparing {
    /// They trust this browser, which has this.
    Device(HashedToken),
    /// Nothing about the sign-in is unusual for them.
    LowRisk,
}

impl Sparing {
    /// What the interaction remembers of it.
    pub(super) const fn kind(&self) -> Spared {
        match self {
            Self::Device(_) => Spared::TrustedDevice,
            Self::LowRisk => Spared::LowRisk,
        }
    }
}

impl Flow {
    /// For how many days the identified user may trust this browser; `None` where they may not.
    pub(crate) async fn trust_offered(&self) -> Result<Option<u32>, ApiError> {
        match self.experience.user_id() {
            Some(user) if self.experience.event() == Event::SignIn => self.trust_allowed(user).await,
            _ => Ok(None),
        }
    }

    async fn trust_allowed(&self, user: &UserId) -> Result<Option<u32>, ApiError> {
        let devices = &self.visit.settings.trusted_devices;
        // Where risk decides, a browser that is trusted would spare nothing.
        if !devices.is_enabled || self.visit.settings.asks_by_risk {
            return Ok(None);
        }
        let is_refused = !devices.satisfy_organizations && self.is_required_by_organization(user).await?;
        Ok((!is_refused).then_some(devices.days))
    }

    /// Remembers whether this browser is to be trusted once its user is let in, having shown their second factor.
    pub(crate) async fn trust_device(&mut self, is_trusted: bool) -> Result<(), ApiError> {
        let outcome = self.try_trust_device(is_trusted).await;
        self.visit.record((self.experience.event(), SUBMIT), self.experience.user_id(), &outcome).await?;
        outcome
    }

    async fn try_trust_device(&mut self, is_trusted: bool) -> Result<(), ApiError> {
        self.identified_user().await?;
        if is_trusted && self.trust_offered().await?.is_none() {
            return Err(ApiError::unprocessable("session.mfa.trusted_device_not_allowed"));
        }
        if self.experience.mfa.trusts_device != is_trusted {
            self.experience.mfa.trusts_device = is_trusted;
            self.result = None;
        }
        Ok(())
    }

    /// Why `user`, of whom a second factor is asked, is let in without; `None` when they are not.
    pub(super) async fn sparing(
        &self,
        user: &User,
        asked: &AskedFactors,
    ) -> Result<Option<Sparing>, ApiError> {
        let has_unknown_factor = asked.0.is_empty();
        if self.experience.event() != Event::SignIn
            || has_unknown_factor
            || self.is_to_be_proven_afresh()
            || changes_how_to_get_in(&self.experience.profile, user)
            || self.joins_an_enterprise(user).await?
        {
            return Ok(None);
        }
        if self.visit.settings.asks_by_risk {
            // Whoever reads the mailbox may be where its owner is.
            let is_spared = !self.rests_on_a_factor(user)
                && !self.is_required_by_organization(&user.id).await?
                && self.risk_of(user).await?.is_empty();
            return Ok(is_spared.then_some(Sparing::LowRisk));
        }
        let services = &self.visit.services;
        let Some(token) = self.visit.device_tokens.of_user(services, &user.id) else { return Ok(None) };
        if self.trust_allowed(&user.id).await?.is_none() {
            return Ok(None);
        }
        let whose = (&user.id, token);
        let is_trusted =
            trusted_device::is_trusted(services.db.exec(), &services.tenant, whose, services.now());
        Ok(is_trusted.await?.then_some(Sparing::Device(*token)))
    }

    /// Whether the application wants its user to prove themselves, whoever is signed in.
    pub(super) fn is_to_be_proven_afresh(&self) -> bool {
        let interaction = &self.visit.running.interaction;
        let prompt = interaction.parameter("prompt").unwrap_or_default();
        prompt.split(' ').any(|word| word == "login") || interaction.parameter("max_age").is_some()
    }

    /// What is unusual about this sign-in.
    pub(super) async fn risk_of(&self, user: &User) -> Result<Vec<RiskSignal>, ApiError> {
        let (services, now) = (&self.visit.services, self.visit.services.now());
        let known = sign_in_place::list(services.db.exec(), &services.tenant, &user.id, now).await?;
        Ok(risk_signals(user.last_sign_in_at, &known, &self.visit.requester.place(), now))
    }

    /// The browser as it is to be trusted, if its user wishes so and still may.
    pub(super) async fn new_device(
        &self,
        user: &UserId,
        collected: &Experience,
    ) -> Result<Option<NewDevice>, ApiError> {
        if !collected.mfa.trusts_device || self.trust_offered().await?.is_none() {
            return Ok(None);
        }
        let (services, now) = (&self.visit.services, self.visit.services.now());
        let device = TrustedDevice {
            id: TrustedDeviceId::new(services.entropy.id_21()),
            user_id: user.clone(),
            agent: self.agent(),
            created_at: now,
            last_used_at: now,
            expires_at: now.plus(self.visit.settings.trusted_devices.duration()),
        };
        Ok(Some(NewDevice { device, token: services.entropy.token_43() }))
    }

    /// Keeps by what somebody is let in, and trusts the browser if they wish; part of the transaction that lets them in. Whether the browser is
    /// trusted now is returned. Somebody who had trusted it and does so no longer is asked for their second factor.
    pub(super) async fn keep_circumstances(
        &self,
        exec: Exec<'_>,
        user: &UserId,
        (device, sparing): (Option<&NewDevice>, Option<(&Sparing, &AskedFactors)>),
    ) -> Result<bool, ApiError> {
        let services = &self.visit.services;
        let (tenant, now) = (&services.tenant, services.now());
        if let Some((Sparing::Device(token), asked)) = sparing {
            let agent = &self.agent();
            let is_trusted = trusted_device::use_once_more(exec, tenant, (user, token), agent, now).await?;
            return if is_trusted { Ok(false) } else { Err(asked.refusal()) };
        }
        if device.is_none() && !self.visit.settings.asks_by_risk {
            return Ok(false);
        }
        // As the account is now, and stays until this is stored: a factor or a password that is just being replaced trusts nothing any more.
        let locked = store::user::lock(exec, tenant, user, now).await?;
        let locked = locked.ok_or_else(|| ApiError::not_found("user.user_not_exist"))?;
        if locked.is_suspended {
            return Err(suspended());
        }
        self.still_proven(exec, &locked).await?;
        let available = self.visit.settings.mfa.required_of(&locked).unwrap_or_default();
        let has_shown_factor = self.has_shown_factor(&locked, &available);
        let is_known = has_shown_factor
            || matches!(self.experience.proof(), Some(Proof::Passkey { .. }))
            || matches!(sparing, Some((Sparing::LowRisk, _)));
        if self.visit.settings.asks_by_risk && is_known {
            sign_in_place::remember(exec, tenant, user, &self.visit.requester.place(), now).await?;
        }
        match device {
            Some(NewDevice { device, token }) if has_shown_factor => {
                trusted_device::insert(exec, tenant, device, &token.hashed()).await?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Tells the browser what it is trusted by, where it has just come to be.
    pub(crate) fn set_device_cookie(&self, headers: &mut HeaderMap) {
        let Some(NewDevice { device, token }) = &self.new_device else { return };
        let services: &Arc<Services> = &self.visit.services;
        let attributes = CookieAttributes {
            path: "/".to_owned(),
            http_only: true,
            secure: services.endpoint.is_https(),
            same_site: SameSite::Lax,
            expires_at: Some(device.expires_at),
        };
        cookies::set(headers, &cookie_name(services, &device.user_id), token.reveal(), &attributes);
    }

    fn agent(&self) -> SessionAgent {
        let requester = &self.visit.requester;
        SessionAgent { ip: requester.ip.clone(), user_agent: requester.user_agent.clone() }
    }
}

impl Flow {
    /// Whether an identity at an enterprise's provider is on its way that is not the account's yet: another way in as well.
    pub(super) async fn joins_an_enterprise(&self, user: &User) -> Result<bool, ApiError> {
        let Some(pending) = &self.experience.profile.sso else { return Ok(false) };
        let services = &self.visit.services;
        let is_held = still_proves(services.db.exec(), &services.tenant, &pending.proof(), user).await?;
        Ok(!is_held)
    }
}

/// Whether what was collected for an account would let somebody in in another way than before. A name, a picture, or an identity that the account has
/// already would not.
pub(super) fn changes_how_to_get_in(profile: &PendingProfile, user: &User) -> bool {
    let is_new_identity = profile.social.as_ref().is_some_and(|pending| !pending.identity.is_held_by(user));
    is_new_identity
        || profile.username.is_some()
        || profile.primary_email.is_some()
        || profile.primary_phone.is_some()
        || profile.password.is_some()
}
