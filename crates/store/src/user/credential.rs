//! Passwords, second factors and suspension.

use domain::{
    TenantId, UnixMillis, UserId, account::User, password::PasswordDigest, sign_in_experience::IdentifierKind,
};
use serde_json::Value;

use super::{lock, read_user, touch, user_columns};
use crate::{Exec, StoreError, db::Row, params, session, trusted_device};

const SET_PASSWORD: &str = concat!(
    "UPDATE users SET password_digest = $3, password_algorithm = $4, password_set_at = $5, is_password_expired = FALSE, ",
    "password_recovered_by = $6 WHERE tenant_id = $1 AND id = $2 RETURNING ",
    user_columns!("")
);

/// Sets a password's digest and returns the user; `None` when there is none with this id. A password that takes the place of another
/// signs the user out everywhere, as [`set_suspended`] does: whoever knew the old one has nothing left. To be called in a transaction.
pub async fn set_password(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    password: &PasswordDigest,
    now: UnixMillis,
) -> Result<Option<User>, StoreError> {
    set_password_resting_on(exec, tenant, id, (password, None), now).await
}

/// As [`set_password`], of a password that rests on a mailbox or number of this kind, because a code sent there was all that it took to set it, as in
/// a recovery. Which kind is kept with it; `None` for one that does not.
pub async fn set_password_resting_on(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    (password, rests_on): (&PasswordDigest, Option<IdentifierKind>),
    now: UnixMillis,
) -> Result<Option<User>, StoreError> {
    let Some(before) = lock(exec, tenant, id, now).await? else { return Ok(None) };
    if before.password.is_some() {
        sign_out_everywhere(exec, tenant, id, now).await?;
    }
    let (algorithm, kind) = (password.algorithm.as_str(), rests_on.map(IdentifierKind::as_str));
    exec.returning(SET_PASSWORD, params![tenant, id, password.digest, algorithm, now, kind], read_user).await
}

const FORGET_PASSWORD_RECOVERY: &str = "
UPDATE users SET password_recovered_by = NULL
WHERE tenant_id = $1 AND id = $2 AND password_digest = $3 AND password_algorithm = $4";

/// Forgets that `password` was recovered, where it is still the stored one: whoever knows it has shown that they are not only who reads a mailbox.
pub async fn forget_password_recovery(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    password: &PasswordDigest,
) -> Result<(), StoreError> {
    let algorithm = password.algorithm.as_str();
    let params = params![tenant, id, password.digest, algorithm];
    exec.execute(FORGET_PASSWORD_RECOVERY, params).await.map(drop)
}

/// How old a password is, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PasswordAge {
    /// When it was set; unknown for one that is older than the question.
    pub set_at: Option<UnixMillis>,
    /// Whether an operator has declared it expired.
    pub is_declared_expired: bool,
}

const PASSWORD_AGE: &str =
    "SELECT password_set_at, is_password_expired FROM users WHERE tenant_id = $1 AND id = $2";

/// How old the password of a user is; `None` when there is no such user.
pub async fn password_age(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
) -> Result<Option<PasswordAge>, StoreError> {
    let read =
        |row: &Row<'_>| Ok(PasswordAge { set_at: row.opt_millis(0)?, is_declared_expired: row.bool(1)? });
    exec.optional(PASSWORD_AGE, params![tenant, id], read).await
}

const SET_PASSWORD_EXPIRED: &str = concat!(
    "UPDATE users SET ",
    touch!(),
    ", is_password_expired = $4, password_set_at = CASE WHEN $4 THEN password_set_at ELSE $3 END",
    " WHERE tenant_id = $1 AND id = $2 RETURNING ",
    user_columns!("")
);

/// Declares the password of a user expired, or has its time begin anew, and returns the user; `None` when there is none with this id.
pub async fn set_password_expired(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    is_expired: bool,
    now: UnixMillis,
) -> Result<Option<User>, StoreError> {
    exec.returning(SET_PASSWORD_EXPIRED, params![tenant, id, now, is_expired], read_user).await
}

const REPLACE_PASSWORD: &str = concat!(
    "UPDATE users SET ",
    touch!(),
    ", password_digest = $4, password_algorithm = $5",
    " WHERE tenant_id = $1 AND id = $2 AND password_digest = $6 AND password_algorithm = $7"
);

/// Sets a password's digest where `old` is still the stored one. Returns whether it was, so that a digest made anew from a verified
/// password never overwrites a password that was changed meanwhile.
pub async fn replace_password(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    (old, new): (&PasswordDigest, &PasswordDigest),
    now: UnixMillis,
) -> Result<bool, StoreError> {
    Ok(exec
        .execute(
            REPLACE_PASSWORD,
            params![tenant, id, now, new.digest, new.algorithm.as_str(), old.digest, old.algorithm.as_str()],
        )
        .await?
        > 0)
}

const SET_MFA_FACTORS: &str = "UPDATE users SET mfa_factors = $3 WHERE tenant_id = $1 AND id = $2";

const MFA_FACTORS: &str = "SELECT mfa_factors FROM users WHERE tenant_id = $1 AND id = $2";

/// Stores the second factors of a user; to be called in a transaction that has locked the user ([`lock`]). Where one goes of which something was left,
/// no browser is trusted any longer: whoever lost it wants nobody to get in without another.
pub async fn set_mfa_factors(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    factors: Vec<Value>,
) -> Result<(), StoreError> {
    let before = exec.optional(MFA_FACTORS, params![tenant, id], |row| row.json(0)).await?;
    let stays = |old: &Value| factors.iter().any(|new| new.get("id") == old.get("id"));
    let is_used_up = |old: &Value| old.get("isUsedUp") == Some(&Value::Bool(true));
    let before = before.as_ref().and_then(Value::as_array).into_iter().flatten();
    if before.into_iter().any(|old| !stays(old) && !is_used_up(old)) {
        trusted_device::end_all_trust(exec, tenant, id).await?;
    }
    exec.execute(SET_MFA_FACTORS, params![tenant, id, Value::Array(factors)]).await.map(drop)
}

const SET_SUSPENDED: &str = concat!(
    "UPDATE users SET ",
    touch!(),
    ", is_suspended = $4 WHERE tenant_id = $1 AND id = $2 RETURNING ",
    user_columns!("")
);
const REVOKE_GRANTS: &str = "DELETE FROM grants WHERE tenant_id = $1 AND user_id = $2";
const SET_SIGNED_OUT: &str = "UPDATE users SET signed_out_at = $3 WHERE tenant_id = $1 AND id = $2";

/// Suspends a user or ends the suspension, and returns the user; `None` when there is none with this id. Suspending signs the user out
/// everywhere: sessions and grants go, and with them codes, refresh tokens and opaque access tokens. To be called in a transaction.
pub async fn set_suspended(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    is_suspended: bool,
    now: UnixMillis,
) -> Result<Option<User>, StoreError> {
    let user = exec.returning(SET_SUSPENDED, params![tenant, id, now, is_suspended], read_user).await?;
    if user.is_some() && is_suspended {
        sign_out_everywhere(exec, tenant, id, now).await?;
    }
    Ok(user)
}

/// Ends all sessions of a user, revokes all its grants with their tokens, and has it trust no browser; to be called in a transaction.
async fn sign_out_everywhere(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    now: UnixMillis,
) -> Result<(), StoreError> {
    session::delete_of_user(exec, tenant, id, None).await?;
    trusted_device::end_all_trust(exec, tenant, id).await?;
    exec.execute(REVOKE_GRANTS, params![tenant, id]).await?;
    exec.execute(SET_SIGNED_OUT, params![tenant, id, now]).await?;
    Ok(())
}

const SIGNED_OUT_AT: &str = "SELECT signed_out_at FROM users WHERE tenant_id = $1 AND id = $2";

/// When the user was last signed out everywhere, if ever. Signed tokens that were issued before are good for nothing new.
pub async fn signed_out_at(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
) -> Result<Option<UnixMillis>, StoreError> {
    Ok(exec.optional(SIGNED_OUT_AT, params![tenant, id], |row| row.opt_millis(0)).await?.flatten())
}
