//! Proof that a check was made. What acts on somebody's behalf asks for a [`Permit`], not for a promise.

use std::sync::Arc;

use domain::{OrganizationId, UserId};

use crate::principal::Principal;

/// What an operation asks of a token.
#[derive(Debug, Clone, Copy)]
pub struct Requirement<'a> {
    /// The permission that must be among the token's; `None` where being that user is enough.
    pub permission: Option<&'a str>,
    /// Which organization the token must be good for.
    pub organization: OrganizationRequirement<'a>,
}

/// Which organization a token must be good for.
#[derive(Debug, Clone, Copy)]
pub enum OrganizationRequirement<'a> {
    /// This one and no other.
    Exactly(&'a OrganizationId),
    /// Whichever, but one.
    Any,
    /// None is needed: the operation touches no organization that exists.
    NotNeeded,
}

/// Which part of a [`Requirement`] a token does not meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The permission is not among the token's.
    #[error("the token lacks a permission")]
    PermissionMissing,
    /// The token names no organization.
    #[error("the token is for no organization")]
    OrganizationRequired,
    /// The token is for another organization.
    #[error("the token is for another organization")]
    WrongOrganization,
}

/// Proof that a verified token met a [`Requirement`]. Only [`Principal::authorize`] makes one.
#[derive(Debug, Clone)]
pub struct Permit {
    principal: Arc<Principal>,
    permission: Option<String>,
}

impl Principal {
    /// Checks this token against `requirement`: the permission first, then the organization.
    pub fn authorize(self: &Arc<Self>, requirement: Requirement<'_>) -> Result<Permit, Denied> {
        self.meets(requirement)?;
        Ok(Permit { principal: Arc::clone(self), permission: requirement.permission.map(str::to_owned) })
    }

    /// Whether what the token says meets `requirement`.
    pub(crate) fn meets(&self, requirement: Requirement<'_>) -> Result<(), Denied> {
        if requirement.permission.is_some_and(|name| !self.has_scope(name)) {
            return Err(Denied::PermissionMissing);
        }
        match (requirement.organization, self.organization()) {
            (OrganizationRequirement::Exactly(required), Some(own)) if required != own => {
                return Err(Denied::WrongOrganization);
            }
            (OrganizationRequirement::Exactly(_) | OrganizationRequirement::Any, None) => {
                return Err(Denied::OrganizationRequired);
            }
            _ => {}
        }
        Ok(())
    }
}

impl Permit {
    /// Whose token it was.
    pub fn principal(&self) -> &Arc<Principal> {
        &self.principal
    }

    /// The user who acts.
    pub fn user_id(&self) -> &UserId {
        self.principal.user_id()
    }

    /// The token's organization, where it has one.
    pub fn organization(&self) -> Option<&OrganizationId> {
        self.principal.organization()
    }

    /// The permission that was checked.
    pub fn permission(&self) -> Option<&str> {
        self.permission.as_deref()
    }
}
