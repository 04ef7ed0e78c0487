//! Whether a user's token may be for an organization: membership, the user's consent to a third party, and the second factor it requires,
//! in this order; then, for a refresh token, the scope that makes organization tokens possible (OIDC contract §4.3, checks 6 to 9).

use domain::{OrganizationId, OrganizationRoleId, account::User};
use protocol::{OAuthError, OAuthErrorCode, ScopeList, UserScope};
use store::{grant, organization::membership};

use super::GrantContext;
use crate::error::Failure;

/// A membership that passed every check. Only [`check`] makes one.
#[derive(Debug)]
pub(super) struct OrganizationAccess {
    id: OrganizationId,
    role_ids: Vec<OrganizationRoleId>,
}

impl OrganizationAccess {
    /// The organization.
    pub(super) fn id(&self) -> &OrganizationId {
        &self.id
    }

    /// The user's roles in it.
    pub(super) fn role_ids(&self) -> &[OrganizationRoleId] {
        &self.role_ids
    }
}

/// Why a user may not have a token for an organization.
#[derive(Debug)]
pub(super) enum Denied {
    /// The user is no member of it.
    NotAMember,
    /// The user has not opened it to the third party's application.
    NotOpened,
    /// It requires a second factor, and the user has none.
    SecondFactorMissing,
    /// It could not be found out.
    Failed(Failure),
}

impl From<store::StoreError> for Denied {
    fn from(error: store::StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        let text = match denied {
            Denied::NotAMember => "user is not a member of the organization",
            Denied::NotOpened => "organization access is not granted to the application",
            Denied::SecondFactorMissing => "organization requires MFA but user has no MFA configured",
            Denied::Failed(failure) => return failure,
        };
        OAuthError::organization_access_denied(text).into()
    }
}

/// Checks whether `user` may have a token for the organization `id`.
///
/// # Errors
/// 403 `access_denied`.
pub(super) async fn check(
    context: GrantContext<'_>,
    user: &User,
    id: OrganizationId,
) -> Result<OrganizationAccess, Denied> {
    let (exec, tenant) = (context.services.db.exec(), &context.services.tenant);
    let membership = membership::of_user(exec, tenant, &id, &user.id).await?.ok_or(Denied::NotAMember)?;
    let application = &context.client.application;
    if application.is_third_party {
        let opened = grant::opened_organizations(exec, tenant, &application.id, &user.id).await?;
        if !opened.contains(&id) {
            return Err(Denied::NotOpened);
        }
    }
    if membership.is_mfa_required && !user.has_mfa_factor() {
        return Err(Denied::SecondFactorMissing);
    }
    Ok(OrganizationAccess { id, role_ids: membership.role_ids })
}

/// Checks whether a refresh token issued for `scope` leads to tokens for organizations at all.
///
/// # Errors
/// 403 `insufficient_scope`.
pub(super) fn check_scope(scope: &ScopeList) -> Result<(), OAuthError> {
    let needed = UserScope::Organizations.as_str();
    if scope.contains(needed) {
        return Ok(());
    }
    let error =
        OAuthError::new(OAuthErrorCode::InsufficientScope).describe("refresh token missing required scope");
    Err(error.scope(needed))
}
