//! Changing who belongs to an organization and with which roles (Management API contract §2.3, §2.4).
//!
//! Users and applications are members in the same way, in tables of the same shape; [`Member`] tells them apart. Functions that run more
//! than one statement are to be called in a transaction. Whether a role suits the member is asked with [`super::role::check`] first: the
//! schema does not hold that rule. A missing organization, member or role is a [`StoreError::ForeignKeyViolation`].

use std::collections::BTreeSet;

use domain::{
    ApplicationId, OrganizationId, OrganizationRoleId, TenantId, UserId,
    organization::{OrganizationRole, OrganizationScope},
    role::RoleType,
};

use super::{role::read_role, scope::read_scope};
use crate::{Exec, Page, StoreError, db::ToParam, params, relation};

/// The statements for one kind of member.
#[derive(Debug)]
pub struct Statements {
    exists: &'static str,
    ids: &'static str,
    add: &'static str,
    remove: &'static str,
    role_ids: &'static str,
    roles: &'static str,
    count_roles: &'static str,
    add_role: &'static str,
    remove_role: &'static str,
    scopes: &'static str,
}

/// Spells the statements for a table of members, its column and the table of their roles.
macro_rules! statements {
    ($members:literal, $member:literal, $roles:literal) => {
        Statements {
            exists: concat!("SELECT 1 FROM ", $members, " WHERE tenant_id = $1 AND organization_id = $2 AND ", $member, " = $3"),
            ids: concat!("SELECT ", $member, " FROM ", $members, " WHERE tenant_id = $1 AND organization_id = $2 ORDER BY ", $member),
            add: concat!(
                "INSERT INTO ", $members, " (tenant_id, organization_id, ", $member, ") VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
            ),
            remove: concat!("DELETE FROM ", $members, " WHERE tenant_id = $1 AND organization_id = $2 AND ", $member, " = $3"),
            role_ids: concat!(
                "SELECT organization_role_id FROM ", $roles, " WHERE tenant_id = $1 AND organization_id = $2 AND ", $member, " = $3 ",
                "ORDER BY organization_role_id"
            ),
            roles: concat!(
                "SELECT r.id, r.name, r.description, r.type FROM ", $roles, " m ",
                "JOIN organization_roles r ON r.tenant_id = m.tenant_id AND r.id = m.organization_role_id ",
                "WHERE m.tenant_id = $1 AND m.organization_id = $2 AND m.", $member, " = $3 ",
                "ORDER BY r.name, r.id LIMIT $4 OFFSET $5"
            ),
            count_roles: concat!("SELECT COUNT(*) FROM ", $roles, " WHERE tenant_id = $1 AND organization_id = $2 AND ", $member, " = $3"),
            add_role: concat!(
                "INSERT INTO ", $roles, " (tenant_id, organization_id, ", $member, ", organization_role_id) VALUES ($1, $2, $3, $4) ",
                "ON CONFLICT DO NOTHING"
            ),
            remove_role: concat!(
                "DELETE FROM ", $roles, " WHERE tenant_id = $1 AND organization_id = $2 AND ", $member, " = $3 ",
                "AND organization_role_id = $4"
            ),
            scopes: concat!(
                "SELECT DISTINCT s.id, s.name, s.description FROM ", $roles, " m ",
                "JOIN organization_role_scopes rs ON rs.tenant_id = m.tenant_id AND rs.organization_role_id = m.organization_role_id ",
                "JOIN organization_scopes s ON s.tenant_id = rs.tenant_id AND s.id = rs.organization_scope_id ",
                "WHERE m.tenant_id = $1 AND m.organization_id = $2 AND m.", $member, " = $3 ORDER BY s.name, s.id"
            ),
        }
    };
}

/// What can belong to an organization: a user or a machine-to-machine application, named by its id.
pub trait Member: ToParam + Clone + Ord + Send + Sync {
    /// The roles that members of this kind may hold.
    const ROLE_TYPE: RoleType;
    /// The statements for this kind.
    const STATEMENTS: &'static Statements;
    /// The member with this id.
    fn from_id(id: String) -> Self;
}

impl Member for UserId {
    const ROLE_TYPE: RoleType = RoleType::User;
    const STATEMENTS: &'static Statements =
        &statements!("organization_users", "user_id", "organization_user_roles");

    fn from_id(id: String) -> Self {
        Self::new(id)
    }
}

impl Member for ApplicationId {
    const ROLE_TYPE: RoleType = RoleType::MachineToMachine;
    const STATEMENTS: &'static Statements =
        &statements!("organization_applications", "application_id", "organization_application_roles");

    fn from_id(id: String) -> Self {
        Self::new(id)
    }
}

/// Whether this one belongs to the organization.
pub async fn exists<M: Member>(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    member: &M,
) -> Result<bool, StoreError> {
    let found =
        exec.optional(M::STATEMENTS.exists, params![tenant, organization, member], |_| Ok(())).await?;
    Ok(found.is_some())
}

/// Adds members and returns those who did not belong before. Several at once only in a transaction.
pub async fn add<M: Member>(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    members: &[M],
) -> Result<Vec<M>, StoreError> {
    let mut added = Vec::new();
    // In the order of ids, so that transactions that add the same members do not wait for each other in a circle.
    for member in members.iter().collect::<BTreeSet<_>>() {
        if exec.execute(M::STATEMENTS.add, params![tenant, organization, member]).await? > 0 {
            added.push(member.clone());
        }
    }
    Ok(added)
}

/// What a replacement did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference<M> {
    /// Who or what was added, ordered by id.
    pub added: Vec<M>,
    /// Who or what was removed, ordered by id.
    pub removed: Vec<M>,
}

/// Makes `members` the members of this kind, by difference: who stays keeps the roles. Only in a transaction.
pub async fn replace<M: Member>(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    members: &[M],
) -> Result<Difference<M>, StoreError> {
    super::lock(exec, tenant, organization).await?;
    let current =
        exec.all(M::STATEMENTS.ids, params![tenant, organization], |row| row.text(0).map(M::from_id)).await?;
    let current: BTreeSet<M> = current.into_iter().collect();
    let target: BTreeSet<M> = members.iter().cloned().collect();
    let removed: Vec<M> = current.difference(&target).cloned().collect();
    for member in &removed {
        exec.execute(M::STATEMENTS.remove, params![tenant, organization, member]).await?;
    }
    let new: Vec<M> = target.difference(&current).cloned().collect();
    let added = add(exec, tenant, organization, &new).await?;
    Ok(Difference { added, removed })
}

/// Removes a member with the roles held there. Returns whether it was one.
pub async fn remove<M: Member>(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    member: &M,
) -> Result<bool, StoreError> {
    Ok(exec.execute(M::STATEMENTS.remove, params![tenant, organization, member]).await? > 0)
}

/// A page of the member's roles, ordered by name.
pub async fn roles<M: Member>(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    member: &M,
    page: Page,
) -> Result<Vec<OrganizationRole>, StoreError> {
    exec.page(
        M::STATEMENTS.roles,
        params![tenant, organization, member, page.limit, page.offset],
        page,
        read_role,
    )
    .await
}

/// How many roles the member holds in the organization.
pub async fn count_roles<M: Member>(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    member: &M,
) -> Result<i64, StoreError> {
    super::count(exec, M::STATEMENTS.count_roles, params![tenant, organization, member]).await
}

/// Gives roles to a member; those held already stay. Several at once only in a transaction.
pub async fn add_roles<M: Member>(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    member: &M,
    roles: &[OrganizationRoleId],
) -> Result<(), StoreError> {
    for role in roles.iter().collect::<BTreeSet<_>>() {
        exec.execute(M::STATEMENTS.add_role, params![tenant, organization, member, role]).await?;
    }
    Ok(())
}

/// Makes `roles` the roles of a member. Only in a transaction.
pub async fn replace_roles<M: Member>(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    member: &M,
    roles: &[OrganizationRoleId],
) -> Result<(), StoreError> {
    super::lock(exec, tenant, organization).await?;
    let current = exec
        .all(M::STATEMENTS.role_ids, params![tenant, organization, member], |row| {
            row.text(0).map(OrganizationRoleId::new)
        })
        .await?;
    let target: BTreeSet<&OrganizationRoleId> = roles.iter().collect();
    for role in current.iter().filter(|role| !target.contains(role)) {
        remove_role(exec, tenant, organization, member, role).await?;
    }
    add_roles(exec, tenant, organization, member, roles).await
}

/// Takes a role from a member. Returns whether it was held.
pub async fn remove_role<M: Member>(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    member: &M,
    role: &OrganizationRoleId,
) -> Result<bool, StoreError> {
    Ok(exec.execute(M::STATEMENTS.remove_role, params![tenant, organization, member, role]).await? > 0)
}

/// The organization scopes of all roles that the member holds there, each once, ordered by name.
pub async fn scopes<M: Member>(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    member: &M,
) -> Result<Vec<OrganizationScope>, StoreError> {
    exec.all(M::STATEMENTS.scopes, params![tenant, organization, member], read_scope).await
}

const OTHER_THAN: &str = "SELECT id FROM applications WHERE tenant_id = {} AND type <> {} AND id IN ";

/// Whether all applications that exist are machine-to-machine ones: no others can be members. Unknown ones are left to [`add`].
pub async fn are_machines(
    exec: Exec<'_>,
    tenant: &TenantId,
    applications: &[ApplicationId],
) -> Result<bool, StoreError> {
    let machine = domain::application::ApplicationType::MachineToMachine.as_str();
    Ok(relation::among(exec, OTHER_THAN, params![tenant, machine], applications).await?.is_empty())
}
