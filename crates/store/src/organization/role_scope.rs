//! What a role of the organization template allows: organization scopes and scopes of API resources (Management API contract §3.1).
//!
//! Both relations have the same shape; [`RelatedScope`] tells them apart. All of this is cached configuration: every write is to be
//! followed by `configuration::bump` in the same transaction. A missing role or scope is a [`StoreError::ForeignKeyViolation`].

use std::collections::BTreeSet;

use domain::{
    OrganizationRoleId, OrganizationScopeId, ScopeId, TenantId, organization::OrganizationScope,
    resource::Scope,
};

use super::{member::Difference, scope::read_scope};
use crate::{Exec, Page, StoreError, db::ToParam, params, resource::scope};

/// The statements for one kind of scope.
#[derive(Debug)]
pub struct Statements {
    ids: &'static str,
    count: &'static str,
    add: &'static str,
    remove: &'static str,
}

/// Spells the statements for a table of relations and its scope column.
macro_rules! statements {
    ($table:literal, $scope:literal) => {
        Statements {
            ids: concat!(
                "SELECT ",
                $scope,
                " FROM ",
                $table,
                " WHERE tenant_id = $1 AND organization_role_id = $2 ORDER BY ",
                $scope
            ),
            count: concat!(
                "SELECT COUNT(*) FROM ",
                $table,
                " WHERE tenant_id = $1 AND organization_role_id = $2"
            ),
            add: concat!(
                "INSERT INTO ",
                $table,
                " (tenant_id, organization_role_id, ",
                $scope,
                ") VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
            ),
            remove: concat!(
                "DELETE FROM ",
                $table,
                " WHERE tenant_id = $1 AND organization_role_id = $2 AND ",
                $scope,
                " = $3"
            ),
        }
    };
}

/// What a role can be related to: an organization scope or a scope of an API resource, named by its id.
pub trait RelatedScope: ToParam + Clone + Ord + Send + Sync {
    /// The statements for this kind.
    const STATEMENTS: &'static Statements;
    /// The scope with this id.
    fn from_id(id: String) -> Self;
}

impl RelatedScope for OrganizationScopeId {
    const STATEMENTS: &'static Statements = &statements!("organization_role_scopes", "organization_scope_id");

    fn from_id(id: String) -> Self {
        Self::new(id)
    }
}

impl RelatedScope for ScopeId {
    const STATEMENTS: &'static Statements = &statements!("organization_role_resource_scopes", "scope_id");

    fn from_id(id: String) -> Self {
        Self::new(id)
    }
}

/// Relates scopes to a role; existing relations stay. Several at once only in a transaction.
pub async fn add<S: RelatedScope>(
    exec: Exec<'_>,
    tenant: &TenantId,
    role: &OrganizationRoleId,
    scopes: &[S],
) -> Result<Vec<S>, StoreError> {
    let mut added = Vec::new();
    for scope in scopes.iter().collect::<BTreeSet<_>>() {
        if exec.execute(S::STATEMENTS.add, params![tenant, role, scope]).await? > 0 {
            added.push(scope.clone());
        }
    }
    Ok(added)
}

const LOCK_ROLE: &str = "UPDATE organization_roles SET name = name WHERE tenant_id = $1 AND id = $2";

/// Makes `scopes` the scopes of this kind that the role is related to. Only in a transaction.
pub async fn replace<S: RelatedScope>(
    exec: Exec<'_>,
    tenant: &TenantId,
    role: &OrganizationRoleId,
    scopes: &[S],
) -> Result<Difference<S>, StoreError> {
    // Parallel replacements of the same role queue here.
    exec.execute(LOCK_ROLE, params![tenant, role]).await?;
    let current =
        exec.all(S::STATEMENTS.ids, params![tenant, role], |row| row.text(0).map(S::from_id)).await?;
    let current: BTreeSet<S> = current.into_iter().collect();
    let target: BTreeSet<S> = scopes.iter().cloned().collect();
    let removed: Vec<S> = current.difference(&target).cloned().collect();
    for scope in &removed {
        exec.execute(S::STATEMENTS.remove, params![tenant, role, scope]).await?;
    }
    let new: Vec<S> = target.difference(&current).cloned().collect();
    Ok(Difference { added: add(exec, tenant, role, &new).await?, removed })
}

/// Removes a relation. Returns whether there was one.
pub async fn remove<S: RelatedScope>(
    exec: Exec<'_>,
    tenant: &TenantId,
    role: &OrganizationRoleId,
    scope: &S,
) -> Result<bool, StoreError> {
    Ok(exec.execute(S::STATEMENTS.remove, params![tenant, role, scope]).await? > 0)
}

/// How many scopes of kind `S` the role is related to.
pub async fn count<S: RelatedScope>(
    exec: Exec<'_>,
    tenant: &TenantId,
    role: &OrganizationRoleId,
) -> Result<i64, StoreError> {
    super::count(exec, S::STATEMENTS.count, params![tenant, role]).await
}

const ORGANIZATION_SCOPES: &str = "
SELECT s.id, s.name, s.description FROM organization_role_scopes rs
JOIN organization_scopes s ON s.tenant_id = rs.tenant_id AND s.id = rs.organization_scope_id
WHERE rs.tenant_id = $1 AND rs.organization_role_id = $2 ORDER BY s.name, s.id LIMIT $3 OFFSET $4";

/// A page of the role's organization scopes, ordered by name.
pub async fn organization_scopes(
    exec: Exec<'_>,
    tenant: &TenantId,
    role: &OrganizationRoleId,
    page: Page,
) -> Result<Vec<OrganizationScope>, StoreError> {
    exec.page(ORGANIZATION_SCOPES, params![tenant, role, page.limit, page.offset], page, read_scope).await
}

const RESOURCE_SCOPES: &str = "
SELECT s.id, s.resource_id, s.name, s.description, s.created_at FROM organization_role_resource_scopes rs
JOIN scopes s ON s.tenant_id = rs.tenant_id AND s.id = rs.scope_id
WHERE rs.tenant_id = $1 AND rs.organization_role_id = $2 ORDER BY s.name, s.id LIMIT $3 OFFSET $4";

/// A page of the role's API scopes, ordered by name.
pub async fn resource_scopes(
    exec: Exec<'_>,
    tenant: &TenantId,
    role: &OrganizationRoleId,
    page: Page,
) -> Result<Vec<Scope>, StoreError> {
    exec.page(RESOURCE_SCOPES, params![tenant, role, page.limit, page.offset], page, scope::from_row).await
}
