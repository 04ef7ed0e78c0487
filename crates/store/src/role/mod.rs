//! Global roles: the roles themselves here, what they allow in [`scope`], who holds them in [`holder`], lists of them in [`list`]
//! (Management API contract §7).

pub mod holder;
pub mod limit;
pub mod list;
pub mod scope;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use domain::{
    RoleId, ScopeId, TenantId,
    role::{Role, RoleType},
    text::fold,
};

pub use self::holder::role_ids_of_user;
use crate::{
    StoreError,
    db::{Exec, ListBuilder, Param, Row, ToParam as _},
    params,
    search::SearchField,
};

/// What a search of roles may look at.
pub const SEARCH_FIELDS: [SearchField; 3] = [
    SearchField { name: "id", exact: "roles.id", folded: "LOWER(roles.id)" },
    SearchField { name: "name", exact: "roles.name", folded: "roles.name_folded" },
    SearchField { name: "description", exact: "roles.description", folded: "roles.description_folded" },
];

const FIND: &str =
    "SELECT id, name, description, type, is_default FROM roles WHERE tenant_id = $1 AND id = $2";

/// The role with this id.
pub async fn find(exec: Exec<'_>, tenant: &TenantId, id: &RoleId) -> Result<Option<Role>, StoreError> {
    exec.optional(FIND, params![tenant, id], from_row).await
}

const FIND_BY_NAME: &str =
    "SELECT id, name, description, type, is_default FROM roles WHERE tenant_id = $1 AND name = $2";

/// The role with this name.
pub async fn find_by_name(exec: Exec<'_>, tenant: &TenantId, name: &str) -> Result<Option<Role>, StoreError> {
    exec.optional(FIND_BY_NAME, params![tenant, name], from_row).await
}

/// Those of these roles that exist, by id.
pub async fn find_many(exec: Exec<'_>, tenant: &TenantId, ids: &[RoleId]) -> Result<Vec<Role>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(crate::relation::CHUNK) {
        let ids: Vec<Param<'_>> = ids.iter().map(|id| id.to_param()).collect();
        let head =
            "SELECT id, name, description, type, is_default FROM roles WHERE tenant_id = {} AND id IN ";
        let mut list = ListBuilder::new(head, params![tenant]);
        list.push_list(&ids).push(" ORDER BY id", &[]);
        let (sql, params) = list.build();
        found.extend(exec.all(sql, &params, from_row).await?);
    }
    Ok(found)
}

const INSERT: &str =
    "INSERT INTO roles (tenant_id, id, name, name_folded, description, description_folded, type, is_default)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Adds a role. A taken name is a unique violation of `roles.name`.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, role: &Role) -> Result<(), StoreError> {
    let Role { id, name, description, kind, is_default } = role;
    exec.execute(
        INSERT,
        params![tenant, id, name, fold(name), description, fold(description), kind.as_str(), is_default],
    )
    .await?;
    Ok(())
}

const UPDATE: &str =
    "UPDATE roles SET name = $3, name_folded = $4, description = $5, description_folded = $6, is_default = $7
                      WHERE tenant_id = $1 AND id = $2";

/// Writes everything but the type; `false` when there is no such role. A taken name is a unique violation of `roles.name`.
pub async fn update(exec: Exec<'_>, tenant: &TenantId, role: &Role) -> Result<bool, StoreError> {
    let Role { id, name, description, is_default, .. } = role;
    Ok(exec
        .execute(UPDATE, params![tenant, id, name, fold(name), description, fold(description), is_default])
        .await?
        > 0)
}

const DELETE: &str = "DELETE FROM roles WHERE tenant_id = $1 AND id = $2";

/// Deletes a role and takes it from everyone who holds it; `false` when there is none.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &RoleId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id]).await? > 0)
}

const ALL: &str =
    "SELECT id, name, description, type, is_default FROM roles WHERE tenant_id = $1 ORDER BY id";
const ALL_SCOPES: &str =
    "SELECT role_id, scope_id FROM role_scopes WHERE tenant_id = $1 ORDER BY role_id, scope_id";

/// Every role with the scopes it holds, by id, hidden ones too.
pub async fn all_with_scope_ids(
    exec: Exec<'_>,
    tenant: &TenantId,
) -> Result<Vec<(Role, Vec<ScopeId>)>, StoreError> {
    let roles = exec.all(ALL, params![tenant], from_row).await?;
    let pairs =
        exec.all(ALL_SCOPES, params![tenant], |row| Ok((row.text(0)?, ScopeId::new(row.text(1)?)))).await?;
    let mut scope_ids: HashMap<String, Vec<ScopeId>> = HashMap::new();
    for (role_id, scope_id) in pairs {
        scope_ids.entry(role_id).or_default().push(scope_id);
    }
    let mut scopes_of = |role: &Role| scope_ids.remove(role.id.as_str()).unwrap_or_default();
    Ok(roles
        .into_iter()
        .map(|role| (scopes_of(&role), role))
        .map(|(scope_ids, role)| (role, scope_ids))
        .collect())
}

/// Reads a role from the first five columns.
pub(crate) fn from_row(row: &Row<'_>) -> Result<Role, StoreError> {
    Ok(Role {
        id: RoleId::new(row.text(0)?),
        name: row.text(1)?,
        description: row.text(2)?,
        kind: RoleType::parse(&row.text(3)?)
            .ok_or(StoreError::Inconsistent { table: "roles", column: "type" })?,
        is_default: row.bool(4)?,
    })
}
