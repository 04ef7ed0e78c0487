//! Roles of the organization template (Management API contract §3.1). Their relations to scopes are changed in [`super::role_scope`].
//!
//! All of this is cached configuration: every write is to be followed by `configuration::bump` in the same transaction.

use std::collections::HashSet;

use domain::{
    OrganizationRoleId, OrganizationScopeId, ResourceId, ScopeId, TenantId, organization::OrganizationRole,
    role::RoleType, text::fold,
};

use super::{count_matching, list_matching, update_statement};
use crate::{
    Exec, Page, StoreError,
    db::{ListBuilder, Param, Row, ToParam as _},
    params, relation,
};

/// Reads the columns `id, name, description, type`.
pub(super) fn read_role(row: &Row<'_>) -> Result<OrganizationRole, StoreError> {
    Ok(OrganizationRole {
        id: OrganizationRoleId::new(row.text(0)?),
        name: row.text(1)?,
        description: row.opt_text(2)?,
        kind: read_kind(row, 3)?,
    })
}

fn read_kind(row: &Row<'_>, index: usize) -> Result<RoleType, StoreError> {
    RoleType::parse(&row.text(index)?)
        .ok_or(StoreError::Inconsistent { table: "organization_roles", column: "type" })
}

const FIND: &str =
    "SELECT id, name, description, type FROM organization_roles WHERE tenant_id = $1 AND id = $2";

/// The role with this id.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &OrganizationRoleId,
) -> Result<Option<OrganizationRole>, StoreError> {
    exec.optional(FIND, params![tenant, id], read_role).await
}

const FIND_BY_NAME: &str =
    "SELECT id, name, description, type FROM organization_roles WHERE tenant_id = $1 AND name = $2";

/// The role with this name; case matters.
pub async fn find_by_name(
    exec: Exec<'_>,
    tenant: &TenantId,
    name: &str,
) -> Result<Option<OrganizationRole>, StoreError> {
    exec.optional(FIND_BY_NAME, params![tenant, name], read_role).await
}

const LIST: &str = "
SELECT id, name, description, type FROM organization_roles WHERE tenant_id = $1 ORDER BY name, id LIMIT $2 OFFSET $3";

const SEARCH: &str = r"
SELECT id, name, description, type FROM organization_roles
WHERE tenant_id = $1 AND (id LIKE $4 ESCAPE '\' OR name_folded LIKE $4 ESCAPE '\' OR description_folded LIKE $4 ESCAPE '\')
ORDER BY name, id LIMIT $2 OFFSET $3";

/// A page of the roles whose id, name or description contains `q`, ordered by name.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    q: Option<&str>,
    page: Page,
) -> Result<Vec<OrganizationRole>, StoreError> {
    list_matching(exec, (LIST, SEARCH), (tenant, q), page, read_role).await
}

const COUNT: &str = "SELECT COUNT(*) FROM organization_roles WHERE tenant_id = $1";

const SEARCH_COUNT: &str = r"
SELECT COUNT(*) FROM organization_roles
WHERE tenant_id = $1 AND (id LIKE $2 ESCAPE '\' OR name_folded LIKE $2 ESCAPE '\' OR description_folded LIKE $2 ESCAPE '\')";

/// How many roles [`list`] has on all its pages.
pub async fn total(exec: Exec<'_>, tenant: &TenantId, q: Option<&str>) -> Result<i64, StoreError> {
    count_matching(exec, (COUNT, SEARCH_COUNT), (tenant, q)).await
}

const INSERT: &str = "
INSERT INTO organization_roles (tenant_id, id, name, name_folded, description, description_folded, type)
VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Stores a new role. A name in use is a unique violation of `organization_roles.name`.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, role: &OrganizationRole) -> Result<(), StoreError> {
    let description_folded = role.description.as_deref().map(fold);
    let (name_folded, kind) = (fold(&role.name), role.kind.as_str());
    exec.execute(
        INSERT,
        params![tenant, role.id, role.name, name_folded, role.description, description_folded, kind],
    )
    .await?;
    Ok(())
}

/// What a change of a role sets; `None` leaves a field as it is.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct OrganizationRoleChange {
    /// The name.
    pub name: Option<String>,
    /// The description, or its removal.
    pub description: Option<Option<String>>,
    /// Who may hold it; who holds it already keeps it.
    pub kind: Option<RoleType>,
}

impl OrganizationRoleChange {
    /// Whether nothing is to be set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Changes a role and returns it as it is then; `None` when there is none with this id.
pub async fn update(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &OrganizationRoleId,
    change: &OrganizationRoleChange,
) -> Result<Option<OrganizationRole>, StoreError> {
    let name_folded = change.name.as_deref().map(fold);
    let description_folded = change.description.as_ref().map(|description| description.as_deref().map(fold));
    let assignments = [
        ("name = {}", change.name.as_ref().map(|value| value.to_param())),
        ("name_folded = {}", name_folded.as_ref().map(|value| value.to_param())),
        ("description = {}", change.description.as_ref().map(|value| value.to_param())),
        ("description_folded = {}", description_folded.as_ref().map(|value| value.to_param())),
        ("type = {}", change.kind.map(|kind| Param::Text(kind.as_str()))),
    ];
    let Some(mut statement) = update_statement("UPDATE organization_roles SET ", &assignments) else {
        return find(exec, tenant, id).await;
    };
    statement
        .push(" WHERE tenant_id = {} AND id = {} RETURNING id, name, description, type", params![tenant, id]);
    let (sql, params) = statement.build();
    exec.returning(sql, &params, read_role).await
}

const DELETE: &str = "DELETE FROM organization_roles WHERE tenant_id = $1 AND id = $2";

/// Deletes a role; whoever held it no longer does. Returns whether there was one.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &OrganizationRoleId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id]).await? > 0)
}

/// Whether roles may be given to a kind of member.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RoleCheck {
    /// All exist and are for this kind.
    Suitable,
    /// One exists but is for the other kind.
    WrongKind,
    /// One does not exist; those that do are for this kind.
    Unknown,
}

const OF_KIND: &str = "SELECT id FROM organization_roles WHERE tenant_id = {} AND type = {} AND id IN ";
const OF_ANOTHER_KIND: &str =
    "SELECT id FROM organization_roles WHERE tenant_id = {} AND type <> {} AND id IN ";

/// Whether all `roles` may be given to members of the kind that takes `kind` roles (Management API contract §3.3).
pub async fn check(
    exec: Exec<'_>,
    tenant: &TenantId,
    roles: &[OrganizationRoleId],
    kind: RoleType,
) -> Result<RoleCheck, StoreError> {
    let kind = kind.as_str();
    let values = params![tenant, kind];
    let suitable: HashSet<_> = relation::among(exec, OF_KIND, values, roles).await?.into_iter().collect();
    if roles.iter().all(|role| suitable.contains(role.as_str())) {
        return Ok(RoleCheck::Suitable);
    }
    let unsuitable = relation::among(exec, OF_ANOTHER_KIND, values, roles).await?;
    Ok(if unsuitable.is_empty() { RoleCheck::Unknown } else { RoleCheck::WrongKind })
}

/// The scopes of one role, as the list of roles shows them.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct RoleScopes {
    /// Organization scopes: id and name, ordered by name.
    pub scopes: Vec<(OrganizationScopeId, String)>,
    /// Scopes of API resources, ordered by name.
    pub resource_scopes: Vec<ResourceScopeName>,
}

/// A scope of an API resource with the resource it belongs to, both by id and name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResourceScopeName {
    /// The scope.
    pub id: ScopeId,
    /// The scope's name.
    pub name: String,
    /// The resource.
    pub resource_id: ResourceId,
    /// The resource's name.
    pub resource_name: String,
}

const SCOPES_OF: &str = "
SELECT rs.organization_role_id, s.id, s.name FROM organization_role_scopes rs
JOIN organization_scopes s ON s.tenant_id = rs.tenant_id AND s.id = rs.organization_scope_id
WHERE rs.tenant_id = {} AND rs.organization_role_id IN ";

const RESOURCE_SCOPES_OF: &str = "
SELECT rs.organization_role_id, s.id, s.name, a.id, a.name FROM organization_role_resource_scopes rs
JOIN scopes s ON s.tenant_id = rs.tenant_id AND s.id = rs.scope_id
JOIN resources a ON a.tenant_id = s.tenant_id AND a.id = s.resource_id
WHERE rs.tenant_id = {} AND rs.organization_role_id IN ";

/// The scopes of each of the `roles`, in their order.
pub async fn scopes_of(
    exec: Exec<'_>,
    tenant: &TenantId,
    roles: &[OrganizationRole],
) -> Result<Vec<RoleScopes>, StoreError> {
    let ids: Vec<Param<'_>> = roles.iter().map(|role| role.id.to_param()).collect();
    let statement = |start: &'static str| {
        let mut statement = ListBuilder::new(start, params![tenant]);
        statement.push_list(&ids).push(" ORDER BY s.name, s.id", &[]);
        statement.build()
    };
    let mut result = vec![RoleScopes::default(); roles.len()];
    let position = |id: &str| roles.iter().position(|role| role.id.as_str() == id);
    let (sql, params) = statement(SCOPES_OF);
    let scopes = exec
        .all(sql, &params, |row| Ok((row.text(0)?, OrganizationScopeId::new(row.text(1)?), row.text(2)?)))
        .await?;
    for (role, id, name) in scopes {
        if let Some(entry) = position(&role).and_then(|position| result.get_mut(position)) {
            entry.scopes.push((id, name));
        }
    }
    let (sql, params) = statement(RESOURCE_SCOPES_OF);
    let scopes = exec.all(sql, &params, |row| Ok((row.text(0)?, read_resource_scope_name(row)?))).await?;
    for (role, scope) in scopes {
        if let Some(entry) = position(&role).and_then(|position| result.get_mut(position)) {
            entry.resource_scopes.push(scope);
        }
    }
    Ok(result)
}

/// Reads the columns after the first: the scope's id and name, the resource's id and name.
fn read_resource_scope_name(row: &Row<'_>) -> Result<ResourceScopeName, StoreError> {
    Ok(ResourceScopeName {
        id: ScopeId::new(row.text(1)?),
        name: row.text(2)?,
        resource_id: ResourceId::new(row.text(3)?),
        resource_name: row.text(4)?,
    })
}
