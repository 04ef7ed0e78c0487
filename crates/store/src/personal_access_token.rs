//! Personal access tokens: found by hash where they are exchanged, shown by whoever has the sealing key
//! (Management API contract §5.5).

use domain::{HashedToken, TenantId, UnixMillis, UserId};

use crate::{Exec, StoreError, db::Row, params};

/// A token as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedPersonalAccessToken {
    /// Unique among the user's, 1 to 256 characters.
    pub name: String,
    /// The token, sealed with the sealing key.
    pub sealed_value: Vec<u8>,
    /// When it was made.
    pub created_at: UnixMillis,
    /// From when on it is worth nothing.
    pub expires_at: Option<UnixMillis>,
}

impl std::fmt::Debug for SealedPersonalAccessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedPersonalAccessToken").field("name", &self.name).finish_non_exhaustive()
    }
}

const LIST: &str = "SELECT name, sealed_value, created_at, expires_at FROM personal_access_tokens
                    WHERE tenant_id = $1 AND user_id = $2 ORDER BY created_at, name";

/// The tokens of a user, oldest first, expired ones too.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
) -> Result<Vec<SealedPersonalAccessToken>, StoreError> {
    exec.all(LIST, params![tenant, user], read).await
}

const INSERT: &str = "INSERT INTO personal_access_tokens
                        (tenant_id, user_id, name, token_hash, sealed_value, created_at, expires_at)
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Adds a token of a user.
///
/// # Errors
/// [`StoreError::UniqueViolation`] for a name that the user gave another token, [`StoreError::ForeignKeyViolation`] for an unknown user.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    token: &SealedPersonalAccessToken,
    hash: &HashedToken,
) -> Result<(), StoreError> {
    let SealedPersonalAccessToken { name, sealed_value, created_at, expires_at } = token;
    exec.execute(INSERT, params![tenant, user, name, hash, sealed_value, created_at, expires_at])
        .await
        .map(drop)
}

const RENAME: &str =
    "UPDATE personal_access_tokens SET name = $4 WHERE tenant_id = $1 AND user_id = $2 AND name = $3
                      RETURNING name, sealed_value, created_at, expires_at";

/// Renames a token; `None` when there is none of the old name.
///
/// # Errors
/// [`StoreError::UniqueViolation`] for a name that the user gave another token.
pub async fn rename(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    name: &str,
    new_name: &str,
) -> Result<Option<SealedPersonalAccessToken>, StoreError> {
    exec.returning(RENAME, params![tenant, user, name, new_name], read).await
}

const DELETE: &str = "DELETE FROM personal_access_tokens WHERE tenant_id = $1 AND user_id = $2 AND name = $3";

/// Deletes a token; `false` when there is none of this name.
pub async fn delete(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    name: &str,
) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, user, name]).await? > 0)
}

const FIND_USER: &str = "SELECT user_id FROM personal_access_tokens
                         WHERE tenant_id = $1 AND token_hash = $2 AND (expires_at IS NULL OR expires_at > $3)";

/// Whose token this is; `None` when there is no such token, or it has expired by `now`.
pub async fn find_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    hash: &HashedToken,
    now: UnixMillis,
) -> Result<Option<UserId>, StoreError> {
    exec.optional(FIND_USER, params![tenant, hash, now], |row| row.text(0).map(UserId::new)).await
}

fn read(row: &Row<'_>) -> Result<SealedPersonalAccessToken, StoreError> {
    Ok(SealedPersonalAccessToken {
        name: row.text(0)?,
        sealed_value: row.bytes(1)?,
        created_at: row.millis(2)?,
        expires_at: row.opt_millis(3)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both_databases, grant::tests::insert_user};

    const NOW: UnixMillis = UnixMillis(1_000);

    fn tenant() -> TenantId {
        TenantId::default_tenant()
    }

    fn token(name: &str, created_at: i64, expires_at: Option<i64>) -> SealedPersonalAccessToken {
        SealedPersonalAccessToken {
            name: name.to_owned(),
            sealed_value: name.as_bytes().to_vec(),
            created_at: UnixMillis(created_at),
            expires_at: expires_at.map(UnixMillis),
        }
    }

    both_databases! {
        async fn a_token_is_listed_renamed_and_deleted(db: Db) {
            let (user, other) = (insert_user(&db, "u").await, insert_user(&db, "v").await);
            let (first, second) = (token("first", 1, None), token("second", 2, Some(5)));
            for (whose, token, value) in [(&user, &second, "b"), (&user, &first, "a"), (&other, &first, "c")] {
                insert(db.exec(), &tenant(), whose, token, &HashedToken::of(value)).await.unwrap();
            }
            assert_eq!(list(db.exec(), &tenant(), &user).await.unwrap(), [first.clone(), second.clone()]);
            let taken = insert(db.exec(), &tenant(), &user, &first, &HashedToken::of("d")).await.unwrap_err();
            assert!(taken.is_unique_violation("personal_access_tokens", "name"), "{taken:?}");
            let stranger = insert(db.exec(), &tenant(), &UserId::new("nobody"), &first, &HashedToken::of("d")).await;
            assert!(matches!(stranger, Err(StoreError::ForeignKeyViolation)));
            let clash = rename(db.exec(), &tenant(), &user, "second", "first").await.unwrap_err();
            assert!(clash.is_unique_violation("personal_access_tokens", "name"), "{clash:?}");
            let renamed = rename(db.exec(), &tenant(), &user, "second", "third").await.unwrap();
            assert_eq!(renamed, Some(SealedPersonalAccessToken { name: "third".to_owned(), ..second }));
            assert_eq!(rename(db.exec(), &tenant(), &user, "second", "fourth").await.unwrap(), None);
            assert!(delete(db.exec(), &tenant(), &user, "first").await.unwrap());
            assert!(!delete(db.exec(), &tenant(), &user, "first").await.unwrap());
            assert_eq!(list(db.exec(), &tenant(), &other).await.unwrap(), [first]);
        }

        async fn a_token_stands_for_its_user_until_it_expires_or_the_user_goes(db: Db) {
            let user = insert_user(&db, "u").await;
            insert(db.exec(), &tenant(), &user, &token("ends", 1, Some(1_001)), &HashedToken::of("a")).await.unwrap();
            insert(db.exec(), &tenant(), &user, &token("lasts", 1, None), &HashedToken::of("b")).await.unwrap();
            let find = async |value, now| find_user(db.exec(), &tenant(), &HashedToken::of(value), now).await.unwrap();
            assert_eq!(find("a", NOW).await, Some(user.clone()));
            assert_eq!(find("a", UnixMillis(1_001)).await, None);
            assert_eq!(find("b", UnixMillis(i64::MAX)).await, Some(user.clone()));
            assert_eq!(find("c", NOW).await, None);
            crate::user::delete(db.exec(), &tenant(), &user).await.unwrap();
            assert_eq!(find("b", NOW).await, None);
        }
    }
}
