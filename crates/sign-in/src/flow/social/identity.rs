//! Whose account a proven identity is (OIDC contract §6.4).
//!
//! An account is found by the identity. An address finds one only if the provider has verified it, and only whoever says so, or the settings,
//! join the two. Nothing is written before the user is let in, second factor included.

use axum::http::StatusCode;
use connectors::social::SocialProfile;
use domain::{
    account::{User, proof::Proof},
    sign_in_experience::{IdentifierKind, MissingProfile},
};
use http_kit::ApiError;
use operations::{
    OperationError,
    account_linking::{is_linked, related_user},
    connectors::Connector,
    social::{self, ProvenIdentity},
    user::TakenIdentifier,
};
use serde_json::json;
use store::{Exec, StoreError};

use super::super::{
    Flow, Related,
    identify::{Identified, missing_profile},
    verify::suspended,
};
use crate::{
    error::failed,
    state::{Identifier, PendingIdentity, PendingProfile, SocialVerification},
};

impl Flow {
    /// Settles that this is whose identity was proven. With `links`, or where the settings say so, also whose address was.
    pub(in crate::flow) async fn identify_by_identity(
        &mut self,
        social: &SocialVerification,
        links: bool,
    ) -> Result<Identified, ApiError> {
        let identity = self.proven(social)?;
        let (user, proof) = match identity.find_holder(&self.visit.services).await? {
            Some(user) => {
                let (target, id) = (identity.target.clone(), identity.id().to_owned());
                (user, Proof::Identity { target, id })
            }
            None => match self.find_related(identity).await? {
                Some(related) if is_linked(&self.visit.settings, links) => {
                    if related.kind == IdentifierKind::Email {
                        self.visit.check_not_sso(&related.address).await?;
                    }
                    let proof = proof_by(&related);
                    (related.user, proof)
                }
                related => return Err(unknown_identity(related.as_ref())),
            },
        };
        if user.is_suspended {
            return Err(suspended());
        }
        let mut profile = self.experience.profile.clone();
        self.take_identity((social, &user), &mut profile).await?;
        self.settle(&user.id, proof)?;
        self.collect(profile);
        Ok(Identified::Known)
    }

    /// Adds what is known of a new user by their account elsewhere. An address is left out where somebody else here has it.
    pub(in crate::flow) async fn bring_identity(
        &self,
        social: &SocialVerification,
        profile: &mut PendingProfile,
    ) -> Result<(), ApiError> {
        let identity = self.proven(social)?;
        if identity.find_holder(&self.visit.services).await?.is_some() {
            return Err(ApiError::unprocessable(TakenIdentifier::Identity.code()));
        }
        self.pend(social, profile)?;
        let (exec, tenant) = (self.visit.services.db.exec(), &self.visit.services.tenant);
        fill(&mut profile.name, identity.name());
        fill(&mut profile.avatar, identity.avatar());
        if let Some(email) = identity.email() {
            let address = Identifier { kind: IdentifierKind::Email, value: email.to_owned() };
            self.visit.check_blocklist(&address)?;
            self.visit.check_not_sso(email).await?;
        }
        if let Some(email) = identity.email()
            && store::user::find_by_email(exec, tenant, email).await?.is_none()
        {
            fill(&mut profile.primary_email, Some(email));
        }
        if let Some(phone) = identity.phone()
            && store::user::find_by_phone(exec, tenant, phone).await?.is_none()
        {
            fill(&mut profile.primary_phone, Some(phone));
        }
        Ok(())
    }

    /// Adds an identity to what is collected: for `user`, who has proven who they are, or for somebody who registers.
    pub(in crate::flow) async fn add_identity(
        &self,
        (social, user): (&SocialVerification, Option<&User>),
        profile: &mut PendingProfile,
    ) -> Result<(), ApiError> {
        let Some(user) = user else { return self.bring_identity(social, profile).await };
        let identity = self.proven(social)?;
        let holder = identity.find_holder(&self.visit.services).await?;
        if holder.is_some_and(|holder| holder.id != user.id) {
            return Err(ApiError::unprocessable(TakenIdentifier::Identity.code()));
        }
        if user.identities.contains_key(&identity.target) && !identity.is_held_by(user) {
            return Err(ApiError::unprocessable(TakenIdentifier::Identity.code())
                .message("This account has another identity of the same provider already."));
        }
        self.take_identity((social, user), profile).await
    }

    /// Links the identity of this interaction to the user who was identified, without a step of its own. It is written when they are let in,
    /// which asks for a second factor where they have one.
    pub(crate) async fn link_identity(&mut self) -> Result<(), ApiError> {
        let social = self.social().cloned().ok_or_else(not_verified)?;
        let id = self.experience.user_id().cloned().ok_or_else(not_verified)?;
        let user = self.find_active(&id).await?;
        self.still_proven(self.visit.services.db.exec(), &user).await?;
        let mut profile = self.experience.profile.clone();
        self.add_identity((&social, Some(&user)), &mut profile).await?;
        self.collect(profile);
        Ok(())
    }

    /// The account that has a verified address of this identity.
    pub(crate) async fn find_related(&self, identity: &ProvenIdentity) -> Result<Option<Related>, ApiError> {
        Ok(related_user(&self.visit.services, &identity.target, &identity.profile()).await?)
    }

    /// 422 `user.missing_profile` unless the account has what it must have.
    pub(in crate::flow) fn check_nothing_missing(&self, user: &User) -> Result<(), ApiError> {
        missing_profile(self.missing_of(user, &self.experience.profile))
    }

    /// What the account lacks that `user` has, on whose way `profile` is.
    pub(in crate::flow) fn missing_of(&self, user: &User, profile: &PendingProfile) -> Vec<MissingProfile> {
        if self.is_vouched_for(profile) {
            return Vec::new();
        }
        let settings = &self.visit.settings;
        let missing = settings.sign_up.missing(user);
        let identity = self.social().and_then(|social| social.identity.as_ref());
        match identity {
            Some(identity) if identity.is_held_by(user) => settings.social.still_missing(missing),
            _ => missing,
        }
    }

    /// What was proven, if it was and accounts of its provider are taken.
    fn proven<'a>(&self, social: &'a SocialVerification) -> Result<&'a ProvenIdentity, ApiError> {
        let identity = social.identity.as_ref().ok_or_else(not_verified)?;
        if self.visit.settings.social.takes(&identity.target) {
            Ok(identity)
        } else {
            Err(ApiError::unprocessable("user.sign_in_method_not_enabled"))
        }
    }

    /// As [`Self::pend`], with name and picture where the connector brings them at each sign-in.
    async fn take_identity(
        &self,
        (social, user): (&SocialVerification, &User),
        profile: &mut PendingProfile,
    ) -> Result<(), ApiError> {
        let identity = self.proven(social)?;
        let connector = identity.connector(&self.visit.services).await.map_err(failed)?;
        if connector.ok_or_else(not_verified)?.sync_profile {
            sync(&mut profile.name, (user.name.as_deref(), identity.name()));
            sync(&mut profile.avatar, (user.avatar.as_deref(), identity.avatar()));
        }
        self.pend(social, profile)
    }

    /// Puts the identity on its way into the account; there is room for one.
    fn pend(&self, social: &SocialVerification, profile: &mut PendingProfile) -> Result<(), ApiError> {
        let identity = self.proven(social)?.clone();
        let other = profile.social.as_ref().map(|pending| &pending.identity);
        if other.is_some_and(|other| other.target != identity.target || other.id() != identity.id()) {
            return Err(ApiError::new(StatusCode::CONFLICT, "session.identity_conflict"));
        }
        profile.social = Some(PendingIdentity { verification_id: social.id.clone(), identity });
        Ok(())
    }

    /// Keeps what was collected.
    pub(in crate::flow) fn collect(&mut self, profile: PendingProfile) {
        if profile != self.experience.profile {
            self.experience.profile = profile;
            self.result = None;
        }
    }

    /// The identity that is on its way, opened, with its connector.
    pub(in crate::flow) async fn open_pending(
        &self,
        profile: &PendingProfile,
    ) -> Result<Option<(Connector, SocialProfile)>, ApiError> {
        let Some(PendingIdentity { verification_id, identity }) = &profile.social else { return Ok(None) };
        let services = &self.visit.services;
        let connector = identity.connector(services).await.map_err(failed)?.ok_or_else(not_verified)?;
        Ok(Some((connector, identity.open(services, verification_id).map_err(failed)?)))
    }

    /// Gives the user the identity that is on its way, and returns whether it is a new one; part of the transaction that lets them in.
    pub(in crate::flow) async fn put_pending(
        &self,
        exec: Exec<'_>,
        user: &User,
        (connector, profile): &(Connector, SocialProfile),
    ) -> Result<bool, ApiError> {
        let services = &self.visit.services;
        let locked = store::user::lock(exec, &services.tenant, &user.id, services.now()).await?;
        let locked = locked.ok_or_else(|| ApiError::not_found("user.user_not_exist"))?;
        match social::put_identity(services, exec, &locked, (connector, profile)).await {
            Ok(_) => Ok(!locked.has_identity(connector.target(), &profile.id)),
            // The connector was deleted meanwhile.
            Err(OperationError::Store(StoreError::ForeignKeyViolation)) => Err(not_verified()),
            Err(OperationError::Store(error)) => match TakenIdentifier::of(&error) {
                Some(taken) => Err(ApiError::unprocessable(taken.code())),
                None => Err(error.into()),
            },
            Err(error) => Err(failed(error)),
        }
    }
}

/// An address proves who somebody is as long as it is the account's.
fn proof_by(related: &Related) -> Proof {
    let address = related.address.clone();
    match related.kind {
        IdentifierKind::Phone => Proof::Phone { number: address },
        IdentifierKind::Email | IdentifierKind::Username => Proof::Email { address },
    }
}

/// 404 `user.identity_not_exist`, with what the account is recognized by that could be linked.
fn unknown_identity(related: Option<&Related>) -> ApiError {
    let error =
        ApiError::not_found("user.identity_not_exist").message("No account is linked to this identity.");
    match related {
        Some(related) => error.data(json!({ "relatedUser": related.hint() })),
        None => error,
    }
}

pub(in crate::flow) fn not_verified() -> ApiError {
    ApiError::bad_request("session.verification_failed")
}

/// Takes what the other side says, unless that is what the account has.
pub(in crate::flow) fn sync(place: &mut Option<String>, (own, others): (Option<&str>, Option<&str>)) {
    if let Some(others) = others.filter(|others| own != Some(*others)) {
        *place = Some(others.to_owned());
    }
}

pub(in crate::flow) fn fill(place: &mut Option<String>, value: Option<&str>) {
    if place.is_none() {
        *place = value.map(ToOwned::to_owned);
    }
}
