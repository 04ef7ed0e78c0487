//! The pictures that users uploaded for themselves, by the names under which the files are kept.

use domain::{TenantId, UnixMillis, UserId};

use crate::{Exec, StoreError, params};

const INSERT: &str =
    "INSERT INTO user_uploads (tenant_id, user_id, name, created_at) VALUES ($1, $2, $3, $4)";

/// Notes that a user has uploaded a file.
///
/// # Errors
/// [`StoreError::ForeignKeyViolation`] for a user who is gone.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    name: &str,
    now: UnixMillis,
) -> Result<(), StoreError> {
    exec.execute(INSERT, params![tenant, user, name, now]).await.map(drop)
}

const LIST: &str =
    "SELECT name FROM user_uploads WHERE tenant_id = $1 AND user_id = $2 ORDER BY created_at, name";

/// The names of what a user has uploaded and that is still there, oldest first.
pub async fn list(exec: Exec<'_>, tenant: &TenantId, user: &UserId) -> Result<Vec<String>, StoreError> {
    exec.all(LIST, params![tenant, user], |row| row.text(0)).await
}

const DELETE: &str = "DELETE FROM user_uploads WHERE tenant_id = $1 AND user_id = $2 AND name = $3";

/// Forgets an upload, whose file is gone.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, user: &UserId, name: &str) -> Result<(), StoreError> {
    exec.execute(DELETE, params![tenant, user, name]).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{both_databases, grant::tests::insert_user};

    both_databases! {
        async fn uploads_are_listed_in_their_order_forgotten_one_by_one_and_go_with_their_user(db: Db) {
            let tenant = TenantId::default_tenant();
            let (user, other) = (insert_user(&db, "u").await, insert_user(&db, "v").await);
            for (user, name, at) in [(&user, "b.png", 1), (&user, "a.png", 2), (&other, "c.png", 1)] {
                insert(db.exec(), &tenant, user, name, UnixMillis(at)).await.unwrap();
            }
            let listed = async |user: &UserId| list(db.exec(), &tenant, user).await.unwrap();
            assert_eq!(listed(&user).await, ["b.png", "a.png"]);
            delete(db.exec(), &tenant, &user, "c.png").await.unwrap();
            delete(db.exec(), &tenant, &user, "b.png").await.unwrap();
            assert_eq!((listed(&user).await, listed(&other).await), (vec!["a.png".to_owned()], vec!["c.png".to_owned()]));
            crate::user::delete(db.exec(), &tenant, &user).await.unwrap();
            assert_eq!(listed(&user).await, Vec::<String>::new());
            let gone = insert(db.exec(), &tenant, &user, "d.png", UnixMillis(3)).await;
            assert!(matches!(gone, Err(StoreError::ForeignKeyViolation)));
        }
    }
}
