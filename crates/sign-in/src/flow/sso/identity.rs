//! Whose account an identity at an enterprise's provider is (OIDC contract §6.4).
//!
//! An account is found by connector, issuer and id, else by an address for which the connector speaks: who gave the connector that domain wants its people
//! to come in through it. Nothing is written before the user is let in.

use axum::http::StatusCode;
use domain::{
    OrganizationId,
    account::{User, identifier::is_same_email, proof::Proof},
    sign_in_experience::IdentifierKind,
};
use http_kit::ApiError;
use operations::{
    sso::{self, ProvenSsoIdentity, SsoConnector},
    user::TakenIdentifier,
};
use store::{Exec, StoreError, organization::jit, user};

use super::super::{
    Flow,
    identify::Identified,
    social::{fill, not_verified, sync},
    verify::suspended,
};
use crate::{
    error::failed,
    state::{Event, Identifier, PendingProfile, SsoVerification, Verification},
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
            None => identity.find_related(services, &connector).await?,
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

    /// Adds what is known of a new user by their enterprise's provider. An address that somebody here has is refused: they sign in with it.
    pub(in crate::flow) async fn bring_sso(
        &self,
        sso: &SsoVerification,
        profile: &mut PendingProfile,
    ) -> Result<(), ApiError> {
        let (identity, connector) = self.proven_sso(sso).await?;
        if identity.find_holder(&self.visit.services).await?.is_some() {
            return Err(ApiError::unprocessable(TakenIdentifier::Identity.code()));
        }
        if let Some(email) = identity.email().filter(|email| connector.speaks_for(email)) {
            let address = Identifier { kind: IdentifierKind::Email, value: email.to_owned() };
            self.visit.check_address(&address).await?;
            fill(&mut profile.primary_email, Some(email));
        }
        fill(&mut profile.name, identity.name());
        fill(&mut profile.avatar, identity.avatar());
        pend(&identity, profile)
    }

    /// What was proven, if it was and enterprises' providers are taken, with the connector as it is now.
    async fn proven_sso(&self, sso: &SsoVerification) -> Result<(ProvenSsoIdentity, SsoConnector), ApiError> {
        let identity = sso.identity.as_ref().ok_or_else(not_verified)?;
        if !self.visit.settings.is_sso_enabled {
            return Err(ApiError::unprocessable("user.sign_in_method_not_enabled"));
        }
        let connector = sso::find(&self.visit.services, &identity.connector_id).await.map_err(failed)?;
        Ok((identity.clone(), connector.ok_or_else(not_verified)?))
    }

    /// Whether an enterprise vouches for whom this interaction is about: what registration asks of others, a password first of all, is for its provider to
    /// ask then, and so are second factors.
    pub(in crate::flow) fn is_vouched_for(&self) -> bool {
        match (self.experience.proof(), self.experience.event()) {
            (Some(Proof::SsoIdentity { .. }), _) => true,
            (Some(Proof::Registration) | None, Event::Register) => {
                self.sso().is_some_and(|sso| sso.identity.is_some())
            }
            _ => false,
        }
    }

    /// Whether a proof is of an identity that is on its way into the account, which has its address and is not refused it by anything since.
    pub(in crate::flow) async fn joins_by_sso(&self, proof: &Proof, user: &User) -> Result<bool, ApiError> {
        let pending = self.experience.profile.sso.as_ref().filter(|pending| pending.proof() == *proof);
        let (Some(pending), true) = (pending, self.visit.settings.is_sso_enabled) else { return Ok(false) };
        let services = &self.visit.services;
        let connector = sso::find(services, &pending.connector_id).await.map_err(failed)?;
        let Some(connector) = connector else { return Ok(false) };
        let related = pending.find_related(services, &connector).await?;
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
        let tenant = &services.tenant;
        let locked = user::lock(exec, tenant, &user.id, services.now()).await?;
        let locked = locked.ok_or_else(|| ApiError::not_found("user.user_not_exist"))?;
        match sso::put_identity(services, exec, &locked.id, identity).await {
            Ok(false) => return Ok(None),
            Ok(true) => {}
            // The connector was deleted meanwhile.
            Err(StoreError::ForeignKeyViolation) => return Err(not_verified()),
            Err(error) => {
                return Err(match TakenIdentifier::of(&error) {
                    Some(taken) => ApiError::unprocessable(taken.code()),
                    None => error.into(),
                });
            }
        }
        // The address that joins the two must be the account's where nobody can change it.
        let (own, proven) = (locked.primary_email.as_deref(), identity.email());
        if !own.zip(proven).is_some_and(|(own, proven)| is_same_email(own, proven)) {
            return Err(not_verified());
        }
        Ok(Some(jit::provision_by_sso(exec, tenant, &locked.id, &identity.connector_id).await?))
    }

    /// 422 `session.sso_enabled` for what is proven by an address whose people sign in at their enterprise's provider.
    pub(in crate::flow) async fn check_not_by_sso_address(
        &self,
        verification: &Verification,
    ) -> Result<(), ApiError> {
        let email = match verification {
            Verification::Password(password) if password.identifier.kind == IdentifierKind::Email => {
                &password.identifier.value
            }
            Verification::EmailVerificationCode(code) => &code.identifier.value,
            Verification::OneTimeToken(token) => &token.email,
            _ => return Ok(()),
        };
        self.visit.check_not_sso(email).await
    }
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
