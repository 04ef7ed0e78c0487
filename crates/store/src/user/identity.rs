//! Social identities of users. A user's row holds what is shown of them; a table of their own decides whose each is.

use domain::{TenantId, UserId, account::User};
use serde_json::{Map, Value};

use super::{read_user, user_columns};
use crate::{Exec, StoreError, params};

const DELETE: &str = "DELETE FROM user_identities WHERE tenant_id = $1 AND user_id = $2 AND target = $3";
const DELETE_OTHER: &str = "
DELETE FROM user_identities WHERE tenant_id = $1 AND user_id = $2 AND target = $3 AND identity_id <> $4";
const HOLDS: &str = "
SELECT user_id FROM user_identities WHERE tenant_id = $1 AND user_id = $2 AND target = $3 AND identity_id = $4";
const INSERT: &str =
    "INSERT INTO user_identities (tenant_id, target, identity_id, user_id) VALUES ($1, $2, $3, $4)";
const STORE: &str = "UPDATE users SET identities = $3 WHERE tenant_id = $1 AND id = $2";

const FIND_HOLDER: &str = concat!(
    "SELECT ",
    user_columns!("u."),
    " FROM user_identities i JOIN users u ON u.tenant_id = i.tenant_id AND u.id = i.user_id
WHERE i.tenant_id = $1 AND i.target = $2 AND i.identity_id = $3"
);

/// The user whose identity this is.
pub async fn find_by_identity(
    exec: Exec<'_>,
    tenant: &TenantId,
    (target, identity_id): (&str, &str),
) -> Result<Option<User>, StoreError> {
    exec.optional(FIND_HOLDER, params![tenant, target, identity_id], read_user).await
}

/// Gives a user an identity at `target`, in place of the one held there before, and returns all of the user's; to be called in a
/// transaction that has locked the user ([`super::lock`]), whose row this is. What is kept for the identity stays where it is the same one.
///
/// # Errors
/// A unique violation of `user_identities` with the column `identity_id` when it is another user's.
pub async fn put_identity(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &User,
    (target, identity_id): (&str, &str),
    shown: Value,
) -> Result<Map<String, Value>, StoreError> {
    exec.execute(DELETE_OTHER, params![tenant, user.id, target, identity_id]).await?;
    let held = params![tenant, user.id, target, identity_id];
    if exec.optional(HOLDS, held, |row| row.text(0)).await?.is_none() {
        exec.execute(INSERT, params![tenant, target, identity_id, user.id]).await?;
    }
    let mut identities = user.identities.clone();
    identities.insert(target.to_owned(), shown);
    store(exec, tenant, &user.id, &identities).await?;
    Ok(identities)
}

/// Takes the identity at `target` from a user and returns those that are left; as [`put_identity`].
pub async fn remove_identity(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &User,
    target: &str,
) -> Result<Map<String, Value>, StoreError> {
    exec.execute(DELETE, params![tenant, user.id, target]).await?;
    let mut identities = user.identities.clone();
    identities.remove(target);
    store(exec, tenant, &user.id, &identities).await?;
    Ok(identities)
}

async fn store(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &UserId,
    identities: &Map<String, Value>,
) -> Result<(), StoreError> {
    exec.execute(STORE, params![tenant, id, Value::Object(identities.clone())]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use domain::UnixMillis;
    use serde_json::json;

    use super::*;
    use crate::{both_databases, grant::tests::insert_user, user};

    both_databases! {
        async fn an_identity_belongs_to_one_user_until_it_is_taken_away(db: Db) {
            let tenant = TenantId::default_tenant();
            let (first, second) = (insert_user(&db, "u").await, insert_user(&db, "v").await);
            let put = async |id: &UserId, identity: &str| {
                let (tenant, shown) = (&tenant, json!({ "userId": identity }));
                db.transaction(|tx| {
                    let shown = shown.clone();
                    async move {
                        let user = user::lock(tx.exec(), tenant, id, UnixMillis(1)).await?.unwrap();
                        put_identity(tx.exec(), tenant, &user, ("github", identity), shown).await
                    }
                })
                .await
            };
            assert_eq!(Value::Object(put(&first, "7").await.unwrap()), json!({ "github": { "userId": "7" } }));
            put(&first, "7").await.unwrap();
            assert!(put(&second, "7").await.unwrap_err().is_unique_violation("user_identities", "identity_id"));
            put(&first, "8").await.unwrap();
            put(&second, "7").await.unwrap();
            let stored = user::find(db.exec(), &tenant, &first).await.unwrap().unwrap();
            assert_eq!(stored.identities, put(&first, "8").await.unwrap());
            assert!(remove_identity(db.exec(), &tenant, &stored, "github").await.unwrap().is_empty());
            assert!(user::find(db.exec(), &tenant, &first).await.unwrap().unwrap().identities.is_empty());
            put(&second, "8").await.unwrap();
            let holder = async |target, identity| {
                let found = find_by_identity(db.exec(), &tenant, (target, identity)).await.unwrap();
                found.map(|user| user.id)
            };
            assert_eq!(holder("github", "8").await, Some(second));
            assert_eq!((holder("github", "7").await, holder("google", "8").await), (None, None));
        }
    }
}
