//! The caller's standing now: a token says what was true when it was issued, up to an hour ago; this says what is.
//!
//! The user must exist and not be suspended, still belong to the token's organization, and still hold the permission
//! there, asked of the upstream at each request. For a token without an organization the permission must still come from
//! one of the user's roles. The token's application must exist, and a third party must still be allowed the permission.

use domain::{OrganizationId, UserId};
use guard::{Audience, Permit, Rejection};

use super::Management;
use crate::rejections::{
    application_permission_revoked, application_unknown, not_a_member, permission_revoked, user_suspended,
    user_unknown,
};
use crate::upstream::{Upstream, UpstreamError};

/// Proof that the caller may do now what the token says. Only [`confirm`] makes one; writing to the upstream takes one.
#[derive(Clone)]
pub(crate) struct Standing {
    permit: Permit,
    is_third_party: bool,
    primary_email: Option<String>,
}

impl Standing {
    /// Who acts.
    pub(crate) fn user_id(&self) -> &UserId {
        self.permit.user_id()
    }

    /// The proof that the token was checked.
    pub(crate) fn permit(&self) -> &Permit {
        &self.permit
    }

    /// The verified primary e-mail address of who acts, as it is now.
    pub(super) fn primary_email(&self) -> Option<&str> {
        self.primary_email.as_deref()
    }

    /// Whether the token's application belongs to somebody else than those who run the server.
    pub(crate) fn is_third_party(&self) -> bool {
        self.is_third_party
    }
}

/// Whether an operation depends on the caller's membership in the token's organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Membership {
    /// It does.
    Needed,
    /// It does not: it is about the user alone.
    NotNeeded,
}

/// Asks the upstream whether what the token says still holds.
pub(crate) async fn confirm(
    upstream: &Upstream,
    permit: &Permit,
    membership: Membership,
) -> Result<Standing, Rejection> {
    let management = Management { upstream, permit };
    let permission = permission_in_organization(permit);
    let (user, is_third_party) = if let Some(facts) = upstream.standing(permit, permission).await? {
        let is_third_party = facts.is_third_party.ok_or_else(application_unknown)?;
        confirm_third_party(management, is_third_party).await?;
        match permission {
            Some(_) if facts.holds => {}
            Some((organization, permission)) => {
                return Err(without(management, organization, permission).await?);
            }
            None => confirm_rights(management, membership).await?,
        }
        (facts.user.map(|user| (user.is_suspended, user.primary_email)), is_third_party)
    } else {
        let (user, is_third_party, ()) = futures_util::try_join!(
            async { management.user(permit.user_id()).await.map_err(Rejection::from) },
            confirm_application(management),
            confirm_rights(management, membership),
        )?;
        (user.map(|user| (user.is_suspended, user.primary_email)), is_third_party)
    };
    match user {
        None => Err(user_unknown()),
        Some((true, _)) => Err(user_suspended()),
        Some((false, primary_email)) => {
            Ok(Standing { permit: permit.clone(), is_third_party, primary_email })
        }
    }
}

/// The permission that the token uses, where it is one of its organization's own.
fn permission_in_organization(permit: &Permit) -> Option<(&OrganizationId, &str)> {
    match permit.principal().audience() {
        Audience::Organization => permit.organization().zip(permit.permission()),
        Audience::ApiResource(_) => None,
    }
}

/// Whether the token's application is a third party's; it must exist.
pub(crate) async fn is_third_party(upstream: &Upstream, permit: &Permit) -> Result<bool, Rejection> {
    let management = Management { upstream, permit };
    let application = management.application(permit.principal().client_id()).await?;
    application.map(|application| application.is_third_party).ok_or_else(application_unknown)
}

/// Whether the application is a third party's; it must exist, and as a third party's it must still be allowed the permission that it uses.
async fn confirm_application(management: Management<'_>) -> Result<bool, Rejection> {
    let permit = management.permit;
    let client_id = permit.principal().client_id();
    let application = management.application(client_id).await?.ok_or_else(application_unknown)?;
    confirm_third_party(management, application.is_third_party).await?;
    Ok(application.is_third_party)
}

async fn confirm_third_party(management: Management<'_>, is_third_party: bool) -> Result<(), Rejection> {
    let permit = management.permit;
    if is_third_party && let Some(permission) = permit.permission() {
        let client_id = permit.principal().client_id();
        let allowed = management.consent_scopes(client_id).await?.ok_or_else(application_unknown)?;
        let is_allowed = match permit.principal().audience() {
            Audience::Organization => allowed.holds_in_organizations(permission),
            Audience::ApiResource(indicator) => allowed.holds_of_resource(indicator, permission),
        };
        if !is_allowed {
            return Err(application_permission_revoked(permission));
        }
    }
    Ok(())
}

async fn confirm_rights(management: Management<'_>, membership: Membership) -> Result<(), Rejection> {
    let permit = management.permit;
    match (permit.organization(), permit.permission()) {
        (_, None) if membership == Membership::NotNeeded => Ok(()),
        (Some(organization), None) => {
            let roles = management.member_roles(organization, permit.user_id()).await?;
            roles.map(|_| ()).ok_or_else(not_a_member)
        }
        (Some(organization), Some(permission)) => confirm_in(management, organization, permission).await,
        (None, Some(permission)) => {
            let holds = holds_without_organization(management, permission).await?;
            if holds { Ok(()) } else { Err(permission_revoked(permission)) }
        }
        (None, None) => Err(not_a_member()),
    }
}

async fn confirm_in(
    management: Management<'_>,
    organization: &OrganizationId,
    permission: &str,
) -> Result<(), Rejection> {
    let user_id = management.permit.user_id();
    let holds = match management.permit.principal().audience() {
        Audience::Organization => {
            let scopes = management.member_scopes(organization, user_id).await?;
            scopes.iter().any(|scope| scope.name == permission)
        }
        Audience::ApiResource(indicator) => {
            let roles = management.member_roles(organization, user_id).await?.ok_or_else(not_a_member)?;
            let role_ids = roles.iter().map(|role| role.id.as_str());
            holds_through_organization_roles(management, role_ids, indicator, permission).await?
        }
    };
    if holds {
        return Ok(());
    }
    Err(without(management, organization, permission).await?)
}

/// Why the user lacks the permission. Which of the two it is makes a difference to whoever reads the answer, and only refusals pay for asking.
async fn without(
    management: Management<'_>,
    organization: &OrganizationId,
    permission: &str,
) -> Result<Rejection, UpstreamError> {
    let roles = management.member_roles(organization, management.permit.user_id()).await?;
    Ok(if roles.is_some() { permission_revoked(permission) } else { not_a_member() })
}

async fn holds_without_organization(
    management: Management<'_>,
    permission: &str,
) -> Result<bool, UpstreamError> {
    let user_id = management.permit.user_id();
    let Audience::ApiResource(indicator) = management.permit.principal().audience() else { return Ok(false) };
    if management.holds_globally(user_id, indicator, permission).await? {
        return Ok(true);
    }
    let role_ids = management.organization_roles_anywhere(user_id).await?;
    holds_through_organization_roles(management, role_ids.iter().map(String::as_str), indicator, permission)
        .await
}

/// Whether one of these organization roles holds the permission of that API resource.
async fn holds_through_organization_roles<'a>(
    management: Management<'_>,
    role_ids: impl Iterator<Item = &'a str>,
    indicator: &str,
    permission: &str,
) -> Result<bool, UpstreamError> {
    let Some(resource_id) = management.resource_id(indicator).await? else { return Ok(false) };
    let template = management.template().await?;
    let mut scopes = role_ids.filter_map(|id| template.by_id(id)).flat_map(|role| &role.resource_scopes);
    Ok(scopes.any(|scope| scope.name == permission && scope.resource.id == resource_id))
}
