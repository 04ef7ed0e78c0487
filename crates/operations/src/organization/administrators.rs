//! Who counts as an administrator of an organization, and that users who go leave one behind: an organization that nobody can manage could only
//! be helped from outside. The gateway holds its callers to the same; here are the ways out that do not lead through it.

use domain::{OrganizationId, OrganizationRoleId, UserId};
use store::{
    AsStoreError, StoreError, Transaction,
    organization::{self, member, membership},
};

use crate::{
    configuration::TenantConfiguration,
    services::{OperationError, Services},
};

/// The permission whose holders count as administrators unless somebody says otherwise.
const MANAGE_PERMISSION: &str = "member:role";

/// What makes an administrator.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AdministratorRule {
    /// The permission that they hold by one of their roles in the organization.
    pub permission: String,
    /// Whether it counts as a permission of the organization.
    pub by_organization_permission: bool,
    /// Indicators of the API resources of which it counts as a permission.
    pub resources: Vec<String>,
}

impl Default for AdministratorRule {
    fn default() -> Self {
        Self {
            permission: MANAGE_PERMISSION.to_owned(),
            by_organization_permission: true,
            resources: Vec::new(),
        }
    }
}

impl AdministratorRule {
    /// The roles of the template that make administrators.
    fn roles(&self, configuration: &TenantConfiguration) -> Vec<OrganizationRoleId> {
        let scopes = configuration.organization_scopes.iter();
        let organization_scopes: Vec<_> = scopes
            .filter(|scope| self.by_organization_permission && scope.name == self.permission)
            .map(|scope| &scope.id)
            .collect();
        let resources =
            self.resources.iter().filter_map(|indicator| configuration.resource_by_indicator(indicator));
        let scopes: Vec<_> = resources
            .flat_map(|resource| &resource.scopes)
            .filter(|scope| scope.name == self.permission)
            .map(|scope| &scope.id)
            .collect();
        let roles = configuration.organization_roles.iter();
        let manages = roles.filter(|(_, role)| {
            role.organization_scope_ids.iter().any(|id| organization_scopes.contains(&id))
                || role.scope_ids.iter().any(|id| scopes.contains(&id))
        });
        manages.map(|(id, _)| id.clone()).collect()
    }
}

/// Why somebody stays a member.
#[derive(Debug, thiserror::Error)]
pub enum LeaveError {
    /// Something failed that the caller did not cause.
    #[error(transparent)]
    Operation(#[from] OperationError),
    /// They are none.
    #[error("the user does not belong to the organization")]
    NotAMember,
    /// Nobody else could manage the organization.
    #[error("nobody else could manage the organization")]
    LastAdministrator,
}

impl From<StoreError> for LeaveError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

impl AsStoreError for LeaveError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Operation(error) => error.as_store_error(),
            _ => None,
        }
    }
}

/// Takes a user out of an organization, as part of `tx`, unless nobody else could manage it.
pub async fn leave(
    services: &Services,
    tx: &Transaction,
    user: &UserId,
    organization: &OrganizationId,
) -> Result<(), LeaveError> {
    if !member::exists(tx.exec(), &services.tenant, organization, user).await? {
        return Err(LeaveError::NotAMember);
    }
    if !left_alone(services, tx, user, std::slice::from_ref(organization)).await?.is_empty() {
        return Err(LeaveError::LastAdministrator);
    }
    let removed = member::remove(tx.exec(), &services.tenant, organization, user).await?;
    if removed { Ok(()) } else { Err(LeaveError::NotAMember) }
}

/// Which of these organizations nobody could manage if a user were gone; none where no role makes administrators. Of several last ones who go at once one is
/// found to be the last: others wait for the end of `tx`.
pub async fn left_alone(
    services: &Services,
    tx: &Transaction,
    user: &UserId,
    organizations: &[OrganizationId],
) -> Result<Vec<OrganizationId>, OperationError> {
    let configuration = services.configuration().await?;
    let managing = services.administrators.roles(&configuration);
    let (exec, tenant) = (tx.exec(), &services.tenant);
    let mut organizations = organizations.to_vec();
    // In one order, so that nobody waits for somebody who waits for them.
    organizations.sort();
    let mut alone = Vec::new();
    for organization in organizations {
        if managing.is_empty() || !holds_one_of(tx, services, (&organization, user), &managing).await? {
            continue;
        }
        organization::lock(exec, tenant, &organization).await?;
        let mut is_managed = false;
        for role in &managing {
            is_managed =
                is_managed || membership::has_other_holder(exec, tenant, (&organization, role), user).await?;
        }
        if !is_managed {
            alone.push(organization);
        }
    }
    Ok(alone)
}

async fn holds_one_of(
    tx: &Transaction,
    services: &Services,
    (organization, user): (&OrganizationId, &UserId),
    roles: &[OrganizationRoleId],
) -> Result<bool, OperationError> {
    let held = membership::of_user(tx.exec(), &services.tenant, organization, user).await?;
    Ok(held.is_some_and(|held| held.role_ids.iter().any(|role| roles.contains(role))))
}
