//! Users (Management API contract §5.1–5.3): the rows themselves here, lists in [`list`], partial changes in [`change`], passwords,
//! second factors and suspension in [`credential`], social identities in [`identity`], those at enterprise providers in [`sso_identity`], what a user has chosen in [`preference`], changes of their roles in
//! [`roles`], usernames in any case in [`username`]. Their memberships are in [`crate::organization`].
//!
//! Every change moves `updated_at` forward, by at least a millisecond, whatever the clock says. Deleting takes along whatever hangs on a
//! user: the schema cascades to sessions, grants, tokens, memberships and roles.

pub mod change;
pub mod credential;
pub mod identity;
pub mod list;
pub mod preference;
pub mod roles;
pub mod sso_identity;
#[cfg(test)]
mod tests;
pub mod username;

use domain::{
    ApplicationId, TenantId, UserId,
    account::User,
    password::{PasswordAlgorithm, PasswordDigest},
    sign_in_experience::IdentifierKind,
    text::fold,
};
use serde_json::{Map, Value};

pub use self::{
    change::{UserChange, merge_custom_data, merge_profile, record_sign_in, update},
    credential::{
        PasswordAge, forget_password_recovery, password_age, replace_password, set_mfa_factors, set_password,
        set_password_expired, set_password_resting_on, set_suspended, signed_out_at,
    },
    identity::{find_by_identity, put_identity, remove_identity},
    list::{SEARCH_FIELDS, UserFilter, counted_page, following, list, page, total},
    preference::{merge_preferences, preferences, put_preferences},
    roles::{add_roles, replace_roles},
    sso_identity::{
        find_by_sso_identity, insert_sso_identity, remove_sso_identity, sso_identities, sso_identity_at,
        update_sso_identity,
    },
    username::{case_conflicts, claim as claim_username, count_case_conflicts, find_by_username_in_any_case},
};
use crate::{
    Exec, StoreError,
    counter::{self, Counter},
    daily_count::{self, Daily},
    db::Row,
    logout_delivery, params,
};

/// The columns that [`read_user`] reads, of a table or alias given as a literal with its dot.
macro_rules! user_columns {
    ($table:literal) => {
        concat!(
            $table,
            "id, ",
            $table,
            "username, ",
            $table,
            "primary_email, ",
            $table,
            "primary_phone, ",
            $table,
            "name, ",
            $table,
            "avatar, ",
            $table,
            "custom_data, ",
            $table,
            "profile, ",
            $table,
            "identities, ",
            $table,
            "mfa_factors, ",
            $table,
            "password_digest, ",
            $table,
            "password_algorithm, ",
            $table,
            "application_id, ",
            $table,
            "is_suspended, ",
            $table,
            "last_sign_in_at, ",
            $table,
            "created_at, ",
            $table,
            "updated_at, ",
            $table,
            "password_recovered_by"
        )
    };
}
pub(crate) use user_columns;

/// The assignment that moves `updated_at` forward to the moment `$3`, strictly.
macro_rules! touch {
    () => {
        "updated_at = CASE WHEN updated_at >= $3 THEN updated_at + 1 ELSE $3 END"
    };
}
use touch;

/// Reads the columns of [`user_columns`].
pub(crate) fn read_user(row: &Row<'_>) -> Result<User, StoreError> {
    Ok(User {
        id: UserId::new(row.text(0)?),
        username: row.opt_text(1)?,
        primary_email: row.opt_text(2)?,
        primary_phone: row.opt_text(3)?,
        name: row.opt_text(4)?,
        avatar: row.opt_text(5)?,
        custom_data: object(row, 6, "custom_data")?,
        profile: object(row, 7, "profile")?,
        identities: object(row, 8, "identities")?,
        mfa_factors: row.json_as(9, "users", "mfa_factors")?,
        password: read_password(row)?,
        password_recovered_by: read_recovery(row)?,
        application_id: row.opt_text(12)?.map(ApplicationId::new),
        is_suspended: row.bool(13)?,
        last_sign_in_at: row.opt_millis(14)?,
        created_at: row.millis(15)?,
        updated_at: row.millis(16)?,
    })
}

fn object(row: &Row<'_>, index: usize, column: &'static str) -> Result<Map<String, Value>, StoreError> {
    match row.json(index)? {
        Value::Object(object) => Ok(object),
        _ => Err(StoreError::Inconsistent { table: "users", column }),
    }
}

fn read_password(row: &Row<'_>) -> Result<Option<PasswordDigest>, StoreError> {
    let Some((digest, word)) = row.opt_text(10)?.zip(row.opt_text(11)?) else { return Ok(None) };
    let algorithm = PasswordAlgorithm::parse(&word);
    let algorithm =
        algorithm.ok_or(StoreError::Inconsistent { table: "users", column: "password_algorithm" })?;
    Ok(Some(PasswordDigest { algorithm, digest }))
}

fn read_recovery(row: &Row<'_>) -> Result<Option<IdentifierKind>, StoreError> {
    let Some(word) = row.opt_text(17)? else { return Ok(None) };
    let kind = IdentifierKind::parse(&word);
    kind.ok_or(StoreError::Inconsistent { table: "users", column: "password_recovered_by" }).map(Some)
}

const FIND: &str = concat!("SELECT ", user_columns!(""), " FROM users WHERE tenant_id = $1 AND id = $2");

/// The user with this id.
pub async fn find(exec: Exec<'_>, tenant: &TenantId, id: &UserId) -> Result<Option<User>, StoreError> {
    exec.optional(FIND, params![tenant, id], read_user).await
}

const FIND_BY_USERNAME: &str =
    concat!("SELECT ", user_columns!(""), " FROM users WHERE tenant_id = $1 AND username = $2");

/// The user with this username, spelt exactly so.
pub async fn find_by_username(
    exec: Exec<'_>,
    tenant: &TenantId,
    username: &str,
) -> Result<Option<User>, StoreError> {
    exec.optional(FIND_BY_USERNAME, params![tenant, username], read_user).await
}

const IDS_BY_FOLDED_USERNAME: &str = "SELECT id FROM users WHERE tenant_id = $1 AND username_folded = $2";

/// The users whose username is this one in any case or compatibility form.
pub async fn ids_by_folded_username(
    exec: Exec<'_>,
    tenant: &TenantId,
    username: &str,
) -> Result<Vec<UserId>, StoreError> {
    let read = |row: &Row<'_>| row.text(0).map(UserId::new);
    exec.all(IDS_BY_FOLDED_USERNAME, params![tenant, fold(username)], read).await
}

const FIND_BY_EMAIL: &str =
    concat!("SELECT ", user_columns!(""), " FROM users WHERE tenant_id = $1 AND primary_email_folded = $2");

/// The user with this e-mail address, in any case.
pub async fn find_by_email(
    exec: Exec<'_>,
    tenant: &TenantId,
    email: &str,
) -> Result<Option<User>, StoreError> {
    exec.optional(FIND_BY_EMAIL, params![tenant, fold(email)], read_user).await
}

const FIND_BY_PHONE: &str =
    concat!("SELECT ", user_columns!(""), " FROM users WHERE tenant_id = $1 AND primary_phone = $2");

/// The user with this phone number, in the form that [`domain::account::identifier::parse_phone`] gives.
pub async fn find_by_phone(
    exec: Exec<'_>,
    tenant: &TenantId,
    phone: &str,
) -> Result<Option<User>, StoreError> {
    exec.optional(FIND_BY_PHONE, params![tenant, phone], read_user).await
}

const INSERT: &str = "
INSERT INTO users
  (tenant_id, id, username, username_folded, primary_email, primary_email_folded, primary_phone, name, name_folded, avatar, custom_data,
   profile, identities, mfa_factors, password_digest, password_algorithm, application_id, is_suspended, last_sign_in_at, created_at,
   updated_at, password_set_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)";

/// Stores a new user and counts it; to be called in a transaction. An identifier of another user is a unique violation of `users` with
/// the column `username`, `primary_email_folded` or `primary_phone`.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, user: &User) -> Result<(), StoreError> {
    let json = |object: &Map<String, Value>| Value::Object(object.clone());
    exec.execute(
        INSERT,
        params![
            tenant,
            user.id,
            user.username,
            user.username.as_deref().map(fold),
            user.primary_email,
            user.primary_email.as_deref().map(fold),
            user.primary_phone,
            user.name,
            user.name.as_deref().map(fold),
            user.avatar,
            json(&user.custom_data),
            json(&user.profile),
            json(&user.identities),
            Value::Array(user.mfa_factors.clone()),
            user.password.as_ref().map(|password| &password.digest),
            user.password.as_ref().map(|password| password.algorithm.as_str()),
            user.application_id,
            user.is_suspended,
            user.last_sign_in_at,
            user.created_at,
            user.updated_at,
            user.password.as_ref().map(|_| user.created_at),
        ],
    )
    .await?;
    daily_count::add(exec, tenant, Daily::Users, (user.created_at, user.id.as_str()), 1).await?;
    counter::add(exec, tenant, Counter::Users, user.id.as_str(), 1).await
}

const GRANT_DEFAULT_ROLES: &str = "
INSERT INTO user_roles (tenant_id, user_id, role_id)
SELECT tenant_id, $2, id FROM roles WHERE tenant_id = $1 AND is_default AND type = 'User' ORDER BY id";

/// Gives a new user every default role for users (Management API contract §5.3).
pub async fn grant_default_roles(exec: Exec<'_>, tenant: &TenantId, id: &UserId) -> Result<(), StoreError> {
    exec.execute(GRANT_DEFAULT_ROLES, params![tenant, id]).await?;
    Ok(())
}

const DELETE: &str = "DELETE FROM users WHERE tenant_id = $1 AND id = $2 RETURNING created_at";

/// Deletes a user with all that hangs on it; to be called in a transaction. Returns whether there was one.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &UserId) -> Result<bool, StoreError> {
    logout_delivery::push_of_user(exec, tenant, id, None).await?;
    let Some(created_at) = exec.returning(DELETE, params![tenant, id], |row| row.millis(0)).await? else {
        return Ok(false);
    };
    daily_count::add(exec, tenant, Daily::Users, (created_at, id.as_str()), -1).await?;
    counter::add(exec, tenant, Counter::Users, id.as_str(), -1).await?;
    Ok(true)
}

const LOCK: &str =
    concat!("UPDATE users SET ", touch!(), " WHERE tenant_id = $1 AND id = $2 RETURNING ", user_columns!(""));

/// Moves `updated_at` and gives the user; until the transaction ends, others that call this for the same user wait. `None` when there is
/// no such user.
pub async fn lock(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    now: domain::UnixMillis,
) -> Result<Option<User>, StoreError> {
    exec.returning(LOCK, params![tenant, id, now], read_user).await
}
