//! Changes of the roles a user holds; reading them is in [`crate::role`]. That a role is one for users is the caller's business.

use std::collections::HashSet;

use domain::{RoleId, TenantId, UserId};

use crate::{
    Exec, StoreError,
    db::{ListBuilder, Param, ToParam as _},
    params, relation, role,
};

const HOLD: &str = "UPDATE users SET id = id WHERE tenant_id = $1 AND id = $2";

/// Makes others that change the same user's roles wait for the end of this transaction. Returns whether there is such a user.
async fn hold(exec: Exec<'_>, tenant: &TenantId, id: &UserId) -> Result<bool, StoreError> {
    Ok(exec.execute(HOLD, params![tenant, id]).await? > 0)
}

/// Gives a user roles and returns those it did not hold before, in the order given and each once; `None` when there is no such user. An
/// unknown role is a foreign-key violation. To be called in a transaction.
pub async fn add_roles(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    role_ids: &[RoleId],
) -> Result<Option<Vec<RoleId>>, StoreError> {
    if !hold(exec, tenant, id).await? {
        return Ok(None);
    }
    let mut known: HashSet<RoleId> = role::role_ids_of_user(exec, tenant, id).await?.into_iter().collect();
    let added: Vec<RoleId> = role_ids.iter().filter(|role| known.insert((*role).clone())).cloned().collect();
    role::holder::add_to_user(exec, tenant, id, &added).await?;
    Ok(Some(added))
}

/// Makes a user's visible roles exactly these; hidden ones stay. Returns whether there is such a user. An unknown role is a foreign-key
/// violation. To be called in a transaction.
pub async fn replace_roles(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    role_ids: &[RoleId],
) -> Result<bool, StoreError> {
    if !hold(exec, tenant, id).await? {
        return Ok(false);
    }
    let wanted: HashSet<&RoleId> = role_ids.iter().collect();
    let held = role::role_ids_of_user(exec, tenant, id).await?;
    let surplus: Vec<RoleId> = held.iter().filter(|role| !wanted.contains(role)).cloned().collect();
    remove_visible(exec, tenant, id, &surplus).await?;
    let held: HashSet<&RoleId> = held.iter().collect();
    let missing: Vec<RoleId> = wanted.into_iter().filter(|role| !held.contains(role)).cloned().collect();
    role::holder::add_to_user(exec, tenant, id, &missing).await?;
    Ok(true)
}

const REMOVE: &str = "DELETE FROM user_roles WHERE tenant_id = {} AND user_id = {} AND role_id IN ";
const VISIBLE: &str = "
 AND role_id NOT IN (SELECT id FROM roles WHERE tenant_id = {} AND name LIKE '#internal:%')";

async fn remove_visible(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    role_ids: &[RoleId],
) -> Result<(), StoreError> {
    for role_ids in role_ids.chunks(relation::CHUNK) {
        let role_ids: Vec<Param<'_>> = role_ids.iter().map(|role| role.to_param()).collect();
        let mut statement = ListBuilder::new(REMOVE, params![tenant, id]);
        statement.push_list(&role_ids).push(VISIBLE, params![tenant]);
        let (sql, params) = statement.build();
        exec.execute(sql, &params).await?;
    }
    Ok(())
}
