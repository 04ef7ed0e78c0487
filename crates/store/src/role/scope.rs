//! Which permissions a role holds.

use domain::{
    RoleId, ScopeId, TenantId,
    resource::{Resource, Scope},
};

use crate::{
    Page, StoreError,
    db::{Exec, ListBuilder, ToParam as _},
    params, relation, resource,
    search::Search,
};

/// The scopes of a role that a search finds, each with its resource, by id.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    role_id: &RoleId,
    search: &Search,
    page: Page,
) -> Result<Vec<(Scope, Resource)>, StoreError> {
    let mut list = ListBuilder::new(
        "SELECT scopes.id, scopes.resource_id, scopes.name, scopes.description, scopes.created_at, resources.id, resources.name,
                resources.indicator, resources.is_default, resources.access_token_ttl_seconds",
        &[],
    );
    of_role(&mut list, tenant, role_id, search);
    list.push(" ORDER BY scopes.id LIMIT {} OFFSET {}", params![page.limit, page.offset]);
    let (sql, params) = list.build();
    exec.scan(sql, &params, |row| Ok((resource::scope::from_row(row)?, resource::from_row_at(row, 5)?))).await
}

/// How many scopes of a role a search finds.
pub async fn count(
    exec: Exec<'_>,
    tenant: &TenantId,
    role_id: &RoleId,
    search: &Search,
) -> Result<i64, StoreError> {
    let mut list = ListBuilder::new("SELECT COUNT(*)", &[]);
    of_role(&mut list, tenant, role_id, search);
    let (sql, params) = list.build();
    Ok(exec.scan(sql, &params, |row| row.int(0)).await?.into_iter().next().unwrap_or(0))
}

const OF_ROLE: &str = " FROM role_scopes
     JOIN scopes ON scopes.tenant_id = role_scopes.tenant_id AND scopes.id = role_scopes.scope_id
     JOIN resources ON resources.tenant_id = scopes.tenant_id AND resources.id = scopes.resource_id
     WHERE role_scopes.tenant_id = {} AND role_scopes.role_id = {}";

fn of_role<'a>(list: &mut ListBuilder<'a>, tenant: &'a TenantId, role_id: &'a RoleId, search: &'a Search) {
    list.push(OF_ROLE, &[tenant.to_param(), role_id.to_param()]);
    search.push_to(list);
}

const ADD: (&str, &str) = ("INSERT INTO role_scopes (tenant_id, role_id, scope_id) VALUES ", "");

/// Gives a role these scopes. One that it holds is a unique violation of `role_scopes`, an unknown one a foreign-key violation.
pub async fn add(
    exec: Exec<'_>,
    tenant: &TenantId,
    role_id: &RoleId,
    scope_ids: &[ScopeId],
) -> Result<(), StoreError> {
    relation::insert(exec, ADD, tenant, role_id, scope_ids).await.map(|_| ())
}

const REMOVE: &str = "DELETE FROM role_scopes WHERE tenant_id = $1 AND role_id = $2 AND scope_id = $3";

/// Takes a scope from a role; `false` when it does not hold it.
pub async fn remove(
    exec: Exec<'_>,
    tenant: &TenantId,
    role_id: &RoleId,
    scope_id: &ScopeId,
) -> Result<bool, StoreError> {
    Ok(exec.execute(REMOVE, params![tenant, role_id, scope_id]).await? > 0)
}
