//! Whether somebody may sign in to an organization: asked by the authorization endpoint and told in words by the sign-in pages.

use domain::{OrganizationId, UserId};
use store::{StoreError, organization::membership, user};

use crate::services::Services;

/// What an organization says to somebody who signs in to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Admission {
    /// The user belongs to it.
    Admitted,
    /// The user does not, or there is no such organization: nobody learns which.
    NotAMember,
    /// The user does, but it requires a second factor, and the user has none.
    SecondFactorMissing,
}

impl Admission {
    /// The `error_description` of the wire (OIDC contract §4.3, checks 6 and 8).
    pub const fn description(self) -> &'static str {
        match self {
            Self::Admitted | Self::NotAMember => "user is not a member of the organization",
            Self::SecondFactorMissing => "organization requires MFA but user has no MFA configured",
        }
    }
}

/// Asks.
pub async fn admission(
    services: &Services,
    organization: &OrganizationId,
    user_id: &UserId,
) -> Result<Admission, StoreError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let Some(membership) = membership::of_user(exec, tenant, organization, user_id).await? else {
        return Ok(Admission::NotAMember);
    };
    if !membership.is_mfa_required {
        return Ok(Admission::Admitted);
    }
    let has_factor = user::find(exec, tenant, user_id).await?.is_some_and(|user| user.has_mfa_factor());
    Ok(if has_factor { Admission::Admitted } else { Admission::SecondFactorMissing })
}
