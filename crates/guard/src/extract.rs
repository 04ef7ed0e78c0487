//! axum extractors for handlers behind [`crate::GuardLayer`]. A handler that takes one cannot run without the check.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use domain::OrganizationId;
use http::request::Parts;

use crate::authorization::AuthorizationError;
use crate::permit::{Denied, OrganizationRequirement, Permit, Requirement};
use crate::principal::Principal;
use crate::rejection::Rejection;

/// The user of a verified token, whatever it was issued for.
#[derive(Debug, Clone)]
pub struct VerifiedPrincipal(pub Arc<Principal>);

/// The user of a verified token for one organization: an organization token, or an API resource's with an organization.
#[derive(Debug, Clone)]
pub struct OrganizationToken {
    /// Who.
    pub principal: Arc<Principal>,
    /// For which organization. Whatever the handler touches must belong to it.
    pub organization: OrganizationId,
}

/// A permission by name, as a type, for [`RequirePermission`].
pub trait PermissionName {
    /// The permission's name.
    const NAME: &'static str;
}

/// Proof that the token is for an organization and carries the permission `P`.
#[derive(Debug, Clone)]
pub struct RequirePermission<P> {
    /// The proof, with the user and the organization.
    pub permit: Permit,
    permission: PhantomData<P>,
}

/// The principal that the layer left. Without the layer there is none, and the request is refused.
fn principal_of(parts: &Parts) -> Result<Arc<Principal>, Rejection> {
    parts.extensions.get::<Arc<Principal>>().cloned().ok_or_else(|| AuthorizationError::Missing.into())
}

impl<S: Sync> FromRequestParts<S> for VerifiedPrincipal {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        principal_of(parts).map(Self)
    }
}

impl<S: Sync> FromRequestParts<S> for OrganizationToken {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        let principal = principal_of(parts)?;
        let organization = principal.organization().cloned().ok_or(Denied::OrganizationRequired)?;
        Ok(Self { principal, organization })
    }
}

impl<S: Sync, P: PermissionName> FromRequestParts<S> for RequirePermission<P> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        let requirement =
            Requirement { permission: Some(P::NAME), organization: OrganizationRequirement::Any };
        match principal_of(parts)?.authorize(requirement) {
            Ok(permit) => Ok(Self { permit, permission: PhantomData }),
            Err(Denied::PermissionMissing) => {
                Err(Rejection::insufficient_scope("guard.permission_missing", P::NAME))
            }
            Err(denied) => Err(denied.into()),
        }
    }
}

#[cfg(test)]
mod tests;
