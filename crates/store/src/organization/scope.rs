//! Scopes of the organization template (Management API contract §3.2).
//!
//! All of this is cached configuration: every write is to be followed by `configuration::bump` in the same transaction.

use domain::{OrganizationScopeId, TenantId, organization::OrganizationScope, text::fold};

use super::{count_matching, list_matching, update_statement};
use crate::{
    Exec, Page, StoreError,
    db::{Row, ToParam as _},
    params,
};

/// Reads the columns `id, name, description`.
pub(super) fn read_scope(row: &Row<'_>) -> Result<OrganizationScope, StoreError> {
    Ok(OrganizationScope {
        id: OrganizationScopeId::new(row.text(0)?),
        name: row.text(1)?,
        description: row.opt_text(2)?,
    })
}

const FIND: &str = "SELECT id, name, description FROM organization_scopes WHERE tenant_id = $1 AND id = $2";

/// The scope with this id.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &OrganizationScopeId,
) -> Result<Option<OrganizationScope>, StoreError> {
    exec.optional(FIND, params![tenant, id], read_scope).await
}

const LIST: &str = "SELECT id, name, description FROM organization_scopes WHERE tenant_id = $1 ORDER BY name, id LIMIT $2 OFFSET $3";

const SEARCH: &str = r"
SELECT id, name, description FROM organization_scopes WHERE tenant_id = $1 AND name_folded LIKE $4 ESCAPE '\'
ORDER BY name, id LIMIT $2 OFFSET $3";

/// A page of the scopes whose name contains `q`, ordered by name.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    q: Option<&str>,
    page: Page,
) -> Result<Vec<OrganizationScope>, StoreError> {
    list_matching(exec, (LIST, SEARCH), (tenant, q), page, read_scope).await
}

const COUNT: &str = "SELECT COUNT(*) FROM organization_scopes WHERE tenant_id = $1";

const SEARCH_COUNT: &str =
    r"SELECT COUNT(*) FROM organization_scopes WHERE tenant_id = $1 AND name_folded LIKE $2 ESCAPE '\'";

/// How many scopes [`list`] has on all its pages.
pub async fn total(exec: Exec<'_>, tenant: &TenantId, q: Option<&str>) -> Result<i64, StoreError> {
    count_matching(exec, (COUNT, SEARCH_COUNT), (tenant, q)).await
}

const INSERT: &str = "INSERT INTO organization_scopes (tenant_id, id, name, name_folded, description) VALUES ($1, $2, $3, $4, $5)";

/// Stores a new scope. A name in use is a unique violation of `organization_scopes.name`.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, scope: &OrganizationScope) -> Result<(), StoreError> {
    exec.execute(INSERT, params![tenant, scope.id, scope.name, fold(&scope.name), scope.description]).await?;
    Ok(())
}

/// What a change of a scope sets; `None` leaves a field as it is.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct OrganizationScopeChange {
    /// The name.
    pub name: Option<String>,
    /// The description, or its removal.
    pub description: Option<Option<String>>,
}

impl OrganizationScopeChange {
    /// Whether nothing is to be set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Changes a scope and returns it as it is then; `None` when there is none with this id.
pub async fn update(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &OrganizationScopeId,
    change: &OrganizationScopeChange,
) -> Result<Option<OrganizationScope>, StoreError> {
    let name_folded = change.name.as_deref().map(fold);
    let assignments = [
        ("name = {}", change.name.as_ref().map(|value| value.to_param())),
        ("name_folded = {}", name_folded.as_ref().map(|value| value.to_param())),
        ("description = {}", change.description.as_ref().map(|value| value.to_param())),
    ];
    let Some(mut statement) = update_statement("UPDATE organization_scopes SET ", &assignments) else {
        return find(exec, tenant, id).await;
    };
    statement.push(" WHERE tenant_id = {} AND id = {} RETURNING id, name, description", params![tenant, id]);
    let (sql, params) = statement.build();
    exec.returning(sql, &params, read_scope).await
}

const DELETE: &str = "DELETE FROM organization_scopes WHERE tenant_id = $1 AND id = $2";

/// Deletes a scope; roles and applications that had it lose it. Returns whether there was one.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &OrganizationScopeId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id]).await? > 0)
}
