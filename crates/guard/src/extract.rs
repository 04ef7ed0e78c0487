//! axum extractors for handlers behind [`crate::GuardLayer`]. A handler that takes one cannot run without the check.
//!
//! Each has the kind of its subject as a last parameter, [`UserId`] unless said otherwise. Behind a layer of another kind
//! an extractor finds nothing and refuses everybody, as it does without a layer.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{FromRequestParts, RawPathParams};
use domain::{OrganizationId, UserId};
use http::request::Parts;

use crate::authorization::AuthorizationError;
use crate::permit::{Denied, OrganizationRequirement, Permit, Requirement};
use crate::principal::{Principal, TokenSubject};
use crate::rejection::Rejection;

/// Names that a route may give the parameter with its organization.
const ORGANIZATION_PARAMETERS: [&str; 2] = ["organizationId", "organization_id"];

/// The user of a verified token, whatever it was issued for.
#[derive(Debug, Clone)]
pub struct VerifiedPrincipal<S = UserId>(pub Arc<Principal<S>>);

/// The user of a verified token for one organization: an organization token, or an API resource's with an organization.
#[derive(Debug, Clone)]
pub struct OrganizationToken<S = UserId> {
    /// Who.
    pub principal: Arc<Principal<S>>,
    /// For which organization. Whatever the handler touches must belong to it.
    pub organization: OrganizationId,
}

/// The user of a verified token for the organization that the route's parameter `{organizationId}` (or
/// `{organization_id}`) names. A token for another one is refused.
#[derive(Debug, Clone)]
pub struct PathOrganization<S = UserId> {
    /// Who.
    pub principal: Arc<Principal<S>>,
    /// The organization of both the path and the token.
    pub organization: OrganizationId,
}

/// A permission by name, as a type, for [`RequirePermission`].
pub trait PermissionName {
    /// The permission's name.
    const NAME: &'static str;
}

/// Proof that the token is for an organization and carries the permission `P`; where the route has a parameter
/// `{organizationId}` (or `{organization_id}`), that the organization is the one it names.
#[derive(Debug, Clone)]
pub struct RequirePermission<P, S = UserId> {
    /// The proof, with who acts and the organization.
    pub permit: Permit<S>,
    permission: PhantomData<P>,
}

/// The principal that the layer left. Without the layer there is none, and the request is refused.
fn principal_of<S: TokenSubject>(parts: &Parts) -> Result<Arc<Principal<S>>, Rejection> {
    parts.extensions.get::<Arc<Principal<S>>>().cloned().ok_or_else(|| AuthorizationError::Missing.into())
}

/// Whether the path names an organization; if it does, it must be the token's own. What the route's parameter holds after
/// decoding is compared and not used otherwise.
async fn path_names_own(parts: &mut Parts, own: Option<&OrganizationId>) -> Result<bool, Denied> {
    let parameters = match RawPathParams::from_request_parts(parts, &()).await {
        Ok(parameters) => parameters,
        Err(RawPathParamsRejection::MissingPathParams(_)) => return Ok(false),
        Err(_) => return Err(Denied::WrongOrganization),
    };
    let mut is_named = false;
    for (_, value) in parameters.iter().filter(|(name, _)| ORGANIZATION_PARAMETERS.contains(name)) {
        if own.is_none_or(|own| own.as_str() != value) {
            return Err(Denied::WrongOrganization);
        }
        is_named = true;
    }
    Ok(is_named)
}

impl<T: Sync, S: TokenSubject> FromRequestParts<T> for VerifiedPrincipal<S> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &T) -> Result<Self, Rejection> {
        principal_of(parts).map(Self)
    }
}

impl<T: Sync, S: TokenSubject> FromRequestParts<T> for OrganizationToken<S> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &T) -> Result<Self, Rejection> {
        let principal = principal_of::<S>(parts)?;
        let organization = principal.organization().cloned().ok_or(Denied::OrganizationRequired)?;
        Ok(Self { principal, organization })
    }
}

impl<T: Sync, S: TokenSubject> FromRequestParts<T> for PathOrganization<S> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &T) -> Result<Self, Rejection> {
        let principal = principal_of::<S>(parts)?;
        let organization = principal.organization().cloned().ok_or(Denied::OrganizationRequired)?;
        // A route without such a parameter is a mistake in the server's own code: then nobody passes.
        if path_names_own(parts, Some(&organization)).await? {
            Ok(Self { principal, organization })
        } else {
            Err(Denied::WrongOrganization.into())
        }
    }
}

impl<T: Sync, S: TokenSubject, P: PermissionName> FromRequestParts<T> for RequirePermission<P, S> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &T) -> Result<Self, Rejection> {
        let requirement =
            Requirement { permission: Some(P::NAME), organization: OrganizationRequirement::Any };
        let permit = match principal_of::<S>(parts)?.authorize(requirement) {
            Ok(permit) => permit,
            Err(Denied::PermissionMissing) => {
                return Err(Rejection::insufficient_scope("guard.permission_missing", P::NAME));
            }
            Err(denied) => return Err(denied.into()),
        };
        path_names_own(parts, permit.organization()).await?;
        Ok(Self { permit, permission: PhantomData })
    }
}

#[cfg(test)]
mod tests;
