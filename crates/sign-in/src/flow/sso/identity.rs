//! Whose account an identity at an enterprise's provider is (OIDC contract §6.4).
//!
//! An account is found by connector, issuer and id, else by an address for which the connector speaks: who gave the connector that domain wants its people
//! to come in through it. Nothing is written before the user is let in.

use axum::http::StatusCode;
use domain::{
    OrganizationId,
    account::{User, identifier::is_same_email, proof::Proof},
    sign_in_experience::IdentifierKind,
    sso::domain_of,
};
use http_kit::ApiError;
use operations::{
    sso::{self, JoinError, Joining, ProvenSsoIdentity, SsoConnector},
    user::TakenIdentifier,
};
use store::{Exec, user};

use super::super::{
    Flow,
    identify::Identified,
    social::{fill, not_verified, sync},
    verify::suspended,
};
use crate::{
    error::failed,
    state::{Identifier, PendingProfile, SsoVerification, Verification},
};

impl Flow {
    /// Settles that this is whose identity was proven, or whose address the connector speaks for.
    pub(in crate::flow) async fn identify_by_sso(
        &mut self,
        sso: &SsoVerification,
    ) -> Result<Identified, ApiError> {
        let (identity, connector) = self.proven_sso(sso).await?;
        let services = &self.visit.services;
        let known = match identity.find_holder(services).await? {
            Some(holder) => Some(holder),
            None => identity.find_related(services.db.exec(), &services.tenant, &connector.domains).await?,
        };
        let user = known.ok_or_else(unknown_identity)?;
        if user.is_suspended {
            return Err(suspended());
        }
        let mut profile = self.experience.profile.clone();
        if connector.sync_profile {
            sync(&mut profile.name, (user.name.as_deref(), identity.name()));
            sync(&mut profile.avatar, (user.avatar.as_deref(), identity.avatar()));
        }
        pend(&identity, &mut profile)?;
        self.settle(&user.id, identity.proof())?;
        self.collect(profile);
        Ok(Identified::Known)
    }

    /// Adds what is known of a new user by their enterprise's provider, by the connector and the settings as they are now. An address that somebody here has is
    /// refused: they sign in with it.
    pub(in crate::flow) async fn bring_sso_identity(
        &self,
        identity: &ProvenSsoIdentity,
        profile: &mut PendingProfile,
    ) -> Result<(), ApiError> {
        let connector = self.connector_of(identity).await?;
        if identity.find_holder(&self.visit.services).await?.is_some() {
            return Err(ApiError::unprocessable(TakenIdentifier::Identity.code()));
        }
        if let Some(email) = identity.email() {
            if !connector.speaks_for(email) {
                // The domain was taken from it since.
                return Err(not_verified());
            }
            let other = profile.primary_email.as_deref().filter(|collected| !is_same_email(collected, email));
            if other.is_some() {
                // An employee is known here by the address that their employer can take from them.
                return Err(ApiError::unprocessable("user.email_exists_in_profile"));
            }
            let address = Identifier { kind: IdentifierKind::Email, value: email.to_owned() };
            self.visit.check_address(&address).await?;
            fill(&mut profile.primary_email, Some(email));
        }
        fill(&mut profile.name, identity.name());
        fill(&mut profile.avatar, identity.avatar());
        pend(identity, profile)
    }

    /// What was proven, if it was and enterprises' providers are taken, with the connector as it is now.
    async fn proven_sso(&self, sso: &SsoVerification) -> Result<(ProvenSsoIdentity, SsoConnector), ApiError> {
        let identity = sso.identity.as_ref().ok_or_else(not_verified)?;
        Ok((identity.clone(), self.connector_of(identity).await?))
    }

    /// The connector that an identity came through, as it is now and if enterprises' providers are taken.
    async fn connector_of(&self, identity: &ProvenSsoIdentity) -> Result<SsoConnector, ApiError> {
        self.visit.check_sso_is_on()?;
        let connector = sso::find(&self.visit.services, &identity.connector_id).await.map_err(failed)?;
        connector.ok_or_else(not_verified)
    }

    /// Whether an enterprise vouches for whom this interaction is about, who has `profile` on its way: what registration asks of others, a password first of
    /// all, is for its provider to ask then, and so are second factors and whether this is a person.
    pub(in crate::flow) fn is_vouched_for(&self, profile: &PendingProfile) -> bool {
        match self.experience.proof() {
            Some(proof) => matches!(proof, Proof::SsoIdentity { .. }),
            None => profile.sso.is_some(),
        }
    }

    /// Whether a proof is of an identity that is on its way into the account, which has its address and is not refused it by anything since.
    pub(in crate::flow) async fn joins_by_sso(
        &self,
        exec: Exec<'_>,
        (proof, user): (&Proof, &User),
    ) -> Result<bool, ApiError> {
        let pending = self.experience.profile.sso.as_ref().filter(|pending| pending.proof() == *proof);
        let (Some(pending), true) = (pending, self.visit.settings.is_sso_enabled) else { return Ok(false) };
        let tenant = &self.visit.services.tenant;
        let connector = store::sso_connector::find(exec, tenant, &pending.connector_id).await?;
        let Some(connector) = connector else { return Ok(false) };
        let related = pending.find_related(exec, tenant, &connector.domains).await?;
        Ok(related.is_some_and(|related| related.id == user.id))
    }

    /// Gives the user the identity that is on its way, and returns which organizations they join by that, `None` where it is no new one; part of the
    /// transaction that lets them in.
    pub(in crate::flow) async fn put_sso(
        &self,
        exec: Exec<'_>,
        user: &User,
        identity: &ProvenSsoIdentity,
    ) -> Result<Option<Vec<OrganizationId>>, ApiError> {
        let services = &self.visit.services;
        let locked = user::lock(exec, &services.tenant, &user.id, services.now()).await?;
        let locked = locked.ok_or_else(|| ApiError::not_found("user.user_not_exist"))?;
        if locked.is_suspended {
            return Err(suspended());
        }
        let joined = sso::join(services, exec, &locked, (identity, Joining::SignIn)).await;
        joined.map_err(|error| match error {
            JoinError::NotProven => not_verified(),
            JoinError::Store(error) => match TakenIdentifier::of(&error) {
                Some(taken) => ApiError::unprocessable(taken.code()),
                None => error.into(),
            },
        })
    }

    /// 422 `session.sso_enabled` for what is proven by an address whose people sign in at their enterprise's provider.
    pub(in crate::flow) async fn check_not_by_sso_address(
        &self,
        verification: &Verification,
    ) -> Result<(), ApiError> {
        match address_of(verification) {
            Some(email) => self.visit.check_not_sso(email).await,
            None => Ok(()),
        }
    }

    /// The same once it is known whose account it is: an address is typed in more spellings than one.
    pub(in crate::flow) async fn check_not_of_sso_address(
        &self,
        verification: &Verification,
        user: &User,
    ) -> Result<(), ApiError> {
        let typed = address_of(verification).map(domain_of);
        match (user.primary_email.as_deref(), typed) {
            (Some(own), Some(typed)) if domain_of(own) != typed => self.visit.check_not_sso(own).await,
            _ => Ok(()),
        }
    }
}

/// The e-mail address by which something was proven.
fn address_of(verification: &Verification) -> Option<&str> {
    match verification {
        Verification::Password(password) if password.identifier.kind == IdentifierKind::Email => {
            Some(&password.identifier.value)
        }
        Verification::EmailVerificationCode(code) => Some(&code.identifier.value),
        Verification::OneTimeToken(token) => Some(&token.email),
        _ => None,
    }
}

/// Puts what was proven at an enterprise's provider on its way into a new account.
pub(in crate::flow) fn take_sso(sso: &SsoVerification, profile: &mut PendingProfile) -> Result<(), ApiError> {
    pend(sso.identity.as_ref().ok_or_else(not_verified)?, profile)
}

/// Puts an identity on its way into an account; there is room for one.
fn pend(identity: &ProvenSsoIdentity, profile: &mut PendingProfile) -> Result<(), ApiError> {
    if profile.sso.as_ref().is_some_and(|other| other.proof() != identity.proof()) {
        return Err(ApiError::new(StatusCode::CONFLICT, "session.identity_conflict"));
    }
    profile.sso = Some(identity.clone());
    Ok(())
}

fn unknown_identity() -> ApiError {
    ApiError::not_found("user.sso_identity_not_exist").message("No account is linked to this identity.")
}
