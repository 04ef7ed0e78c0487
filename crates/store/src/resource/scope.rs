//! Permissions of API resources.

use domain::{ResourceId, ScopeId, TenantId, resource::Scope, text::fold};

use crate::{
    Page, StoreError,
    db::{Exec, ListBuilder, Param, Row, ToParam as _},
    params,
    search::{Search, SearchField},
};

/// What a search of scopes may look at.
pub const SEARCH_FIELDS: [SearchField; 3] = [
    SearchField { name: "id", exact: "scopes.id", folded: "LOWER(scopes.id)" },
    SearchField { name: "name", exact: "scopes.name", folded: "scopes.name_folded" },
    SearchField { name: "description", exact: "scopes.description", folded: "scopes.description_folded" },
];

const ALL: &str = "SELECT id, resource_id, name, description, created_at FROM scopes WHERE tenant_id = $1 ORDER BY resource_id, name";

/// Every scope of every resource, by resource and name.
pub async fn all_scopes(exec: Exec<'_>, tenant: &TenantId) -> Result<Vec<Scope>, StoreError> {
    exec.all(ALL, params![tenant], from_row).await
}

/// Scopes of one resource that a search finds, by id; none when there is no such resource.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    resource_id: &ResourceId,
    search: &Search,
    page: Page,
) -> Result<Vec<Scope>, StoreError> {
    let mut list = ListBuilder::new("SELECT id, resource_id, name, description, created_at FROM scopes", &[]);
    of_resource(&mut list, tenant, resource_id, search);
    list.push(" ORDER BY id LIMIT {} OFFSET {}", params![page.limit, page.offset]);
    let (sql, params) = list.build();
    exec.scan(sql, &params, from_row).await
}

/// How many scopes of one resource a search finds.
pub async fn count(
    exec: Exec<'_>,
    tenant: &TenantId,
    resource_id: &ResourceId,
    search: &Search,
) -> Result<i64, StoreError> {
    let mut list = ListBuilder::new("SELECT COUNT(*) FROM scopes", &[]);
    of_resource(&mut list, tenant, resource_id, search);
    let (sql, params) = list.build();
    Ok(exec.scan(sql, &params, |row| row.int(0)).await?.into_iter().next().unwrap_or(0))
}

fn of_resource<'a>(
    list: &mut ListBuilder<'a>,
    tenant: &'a TenantId,
    resource_id: &'a ResourceId,
    search: &'a Search,
) {
    list.push(" WHERE tenant_id = {} AND resource_id = {}", &[tenant.to_param(), resource_id.to_param()]);
    search.push_to(list);
}

/// All scopes of some resources, those of one resource together and by id.
pub async fn of_resources(
    exec: Exec<'_>,
    tenant: &TenantId,
    resource_ids: &[ResourceId],
) -> Result<Vec<Scope>, StoreError> {
    let mut found = Vec::new();
    for ids in resource_ids.chunks(crate::relation::CHUNK) {
        let ids: Vec<Param<'_>> = ids.iter().map(|id| id.to_param()).collect();
        let mut list = ListBuilder::new(
            "SELECT id, resource_id, name, description, created_at FROM scopes WHERE tenant_id = {} AND resource_id IN ",
            params![tenant],
        );
        list.push_list(&ids).push(" ORDER BY resource_id, id", &[]);
        let (sql, params) = list.build();
        found.extend(exec.all(sql, &params, from_row).await?);
    }
    Ok(found)
}

const FIND: &str =
    "SELECT id, resource_id, name, description, created_at FROM scopes WHERE tenant_id = $1 AND id = $2";

/// The scope with this id, of whichever resource.
pub async fn find(exec: Exec<'_>, tenant: &TenantId, id: &ScopeId) -> Result<Option<Scope>, StoreError> {
    exec.optional(FIND, params![tenant, id], from_row).await
}

const INSERT: &str = "INSERT INTO scopes (tenant_id, id, resource_id, name, name_folded, description, description_folded, created_at)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Adds a scope. A name taken in its resource is a unique violation of `scopes.name`, an unknown resource a foreign-key violation.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, scope: &Scope) -> Result<(), StoreError> {
    let Scope { id, resource_id, name, description, created_at } = scope;
    let description_folded = description.as_deref().map(fold);
    exec.execute(
        INSERT,
        params![tenant, id, resource_id, name, fold(name), description, description_folded, created_at],
    )
    .await?;
    Ok(())
}

const UPDATE: &str =
    "UPDATE scopes SET name = $3, name_folded = $4, description = $5, description_folded = $6
                      WHERE tenant_id = $1 AND id = $2";

/// Writes name and description; `false` when there is no such scope. A taken name is a unique violation of `scopes.name`.
pub async fn update(exec: Exec<'_>, tenant: &TenantId, scope: &Scope) -> Result<bool, StoreError> {
    let Scope { id, name, description, .. } = scope;
    let description_folded = description.as_deref().map(fold);
    Ok(exec.execute(UPDATE, params![tenant, id, name, fold(name), description, description_folded]).await?
        > 0)
}

const DELETE: &str = "DELETE FROM scopes WHERE tenant_id = $1 AND id = $2";

/// Deletes a scope and takes it from every role and consent; `false` when there is none.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &ScopeId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id]).await? > 0)
}

/// Which of these scopes exist, each with the indicator of its resource, by id.
pub async fn with_indicators(
    exec: Exec<'_>,
    tenant: &TenantId,
    ids: &[ScopeId],
) -> Result<Vec<(Scope, String)>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(crate::relation::CHUNK) {
        let ids: Vec<Param<'_>> = ids.iter().map(|id| id.to_param()).collect();
        let mut list = ListBuilder::new(
            "SELECT scopes.id, scopes.resource_id, scopes.name, scopes.description, scopes.created_at, resources.indicator
             FROM scopes JOIN resources ON resources.tenant_id = scopes.tenant_id AND resources.id = scopes.resource_id
             WHERE scopes.tenant_id = {} AND scopes.id IN ",
            params![tenant],
        );
        list.push_list(&ids).push(" ORDER BY scopes.id", &[]);
        let (sql, params) = list.build();
        found.extend(exec.all(sql, &params, |row| Ok((from_row(row)?, row.text(5)?))).await?);
    }
    Ok(found)
}

/// Reads a scope from the first five columns.
pub(crate) fn from_row(row: &Row<'_>) -> Result<Scope, StoreError> {
    Ok(Scope {
        id: ScopeId::new(row.text(0)?),
        resource_id: ResourceId::new(row.text(1)?),
        name: row.text(2)?,
        description: row.opt_text(3)?,
        created_at: row.millis(4)?,
    })
}
