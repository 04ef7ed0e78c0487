//! Who holds which role: users and machine-to-machine applications. That types fit is the caller's business.

use domain::{ApplicationId, RoleId, TenantId, UserId};

use crate::{StoreError, db::Exec, params, relation};

const OF_USER: &str = "SELECT role_id FROM user_roles WHERE tenant_id = $1 AND user_id = $2 ORDER BY role_id";

/// The roles a user holds, hidden ones too, by id.
pub async fn role_ids_of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user_id: &UserId,
) -> Result<Vec<RoleId>, StoreError> {
    exec.all(OF_USER, params![tenant, user_id], |row| row.text(0).map(RoleId::new)).await
}

const OF_APPLICATION: &str =
    "SELECT role_id FROM application_roles WHERE tenant_id = $1 AND application_id = $2 ORDER BY role_id";

/// The roles an application holds, hidden ones too, by id.
pub async fn role_ids_of_application(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
) -> Result<Vec<RoleId>, StoreError> {
    exec.all(OF_APPLICATION, params![tenant, id], |row| row.text(0).map(RoleId::new)).await
}

const ADD_USERS: (&str, &str) = ("INSERT INTO user_roles (tenant_id, role_id, user_id) VALUES ", "");

/// Gives a role to these users. One who holds it is a unique violation of `user_roles`, an unknown one a foreign-key violation.
pub async fn add_users(
    exec: Exec<'_>,
    tenant: &TenantId,
    role_id: &RoleId,
    user_ids: &[UserId],
) -> Result<(), StoreError> {
    relation::insert(exec, ADD_USERS, tenant, role_id, user_ids).await.map(|_| ())
}

const ADD_TO_USER: (&str, &str) = (
    "INSERT INTO user_roles (tenant_id, user_id, role_id) VALUES ",
    " ON CONFLICT (tenant_id, user_id, role_id) DO NOTHING",
);

/// Gives a user these roles; those the user holds stay. An unknown role or user is a foreign-key violation.
pub(crate) async fn add_to_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user_id: &UserId,
    role_ids: &[RoleId],
) -> Result<(), StoreError> {
    relation::insert(exec, ADD_TO_USER, tenant, user_id, role_ids).await.map(|_| ())
}

const REMOVE_USER: &str = "DELETE FROM user_roles WHERE tenant_id = $1 AND role_id = $2 AND user_id = $3";

/// Takes a role from a user; `false` when the user does not hold it.
pub async fn remove_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    role_id: &RoleId,
    user_id: &UserId,
) -> Result<bool, StoreError> {
    Ok(exec.execute(REMOVE_USER, params![tenant, role_id, user_id]).await? > 0)
}

const ADD_APPLICATIONS: (&str, &str) =
    ("INSERT INTO application_roles (tenant_id, role_id, application_id) VALUES ", "");

/// Gives a role to these applications. One that holds it is a unique violation of `application_roles`, an unknown one a foreign-key
/// violation.
pub async fn add_applications(
    exec: Exec<'_>,
    tenant: &TenantId,
    role_id: &RoleId,
    ids: &[ApplicationId],
) -> Result<(), StoreError> {
    relation::insert(exec, ADD_APPLICATIONS, tenant, role_id, ids).await.map(|_| ())
}

const ADD_TO_APPLICATION: (&str, &str) = (
    "INSERT INTO application_roles (tenant_id, application_id, role_id) VALUES ",
    " ON CONFLICT (tenant_id, application_id, role_id) DO NOTHING",
);

/// Gives an application these roles; those it holds stay. An unknown role or application is a foreign-key violation.
pub async fn add_to_application(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
    role_ids: &[RoleId],
) -> Result<(), StoreError> {
    relation::insert(exec, ADD_TO_APPLICATION, tenant, id, role_ids).await.map(|_| ())
}

const REMOVE_APPLICATION: &str =
    "DELETE FROM application_roles WHERE tenant_id = $1 AND role_id = $2 AND application_id = $3";

/// Takes a role from an application; `false` when it does not hold it.
pub async fn remove_application(
    exec: Exec<'_>,
    tenant: &TenantId,
    role_id: &RoleId,
    id: &ApplicationId,
) -> Result<bool, StoreError> {
    Ok(exec.execute(REMOVE_APPLICATION, params![tenant, role_id, id]).await? > 0)
}
