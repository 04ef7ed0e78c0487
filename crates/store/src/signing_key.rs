//! Signing keys and other secrets of a tenant, sealed by the caller.

use domain::{
    SigningKeyId, TenantId, UnixMillis,
    signing_key::{SigningKeyStatus, StoredSigningKey},
};

use crate::{
    db::{Exec, Row, StoreError},
    params,
};

const ALL: &str =
    "SELECT id, status, algorithm, sealed_private_key, created_at, effective_at FROM signing_keys
                   WHERE tenant_id = $1 ORDER BY created_at DESC, id";
const INSERT: &str = "INSERT INTO signing_keys (tenant_id, id, status, algorithm, sealed_private_key, created_at, effective_at)
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";
const DELETE_ALL: &str = "DELETE FROM signing_keys WHERE tenant_id = $1";
const SECRETS: &str = "SELECT id, sealed_value, created_at FROM tenant_secrets WHERE tenant_id = $1 AND kind = $2 ORDER BY created_at DESC, id";
const INSERT_SECRET: &str =
    "INSERT INTO tenant_secrets (tenant_id, kind, id, sealed_value, created_at) VALUES ($1, $2, $3, $4, $5)
                             ON CONFLICT (tenant_id, kind, id) DO NOTHING";

const DELETE_SECRET: &str = "DELETE FROM tenant_secrets WHERE tenant_id = $1 AND kind = $2 AND id = $3";

/// A secret of a tenant, sealed.
#[derive(Clone, Debug)]
pub struct StoredSecret {
    /// Its id, unique in its kind.
    pub id: String,
    /// The secret, sealed.
    pub sealed_value: Vec<u8>,
    /// When it was made.
    pub created_at: UnixMillis,
}

/// Every signing key of a tenant, newest first.
pub async fn all(exec: Exec<'_>, tenant: &TenantId) -> Result<Vec<StoredSigningKey>, StoreError> {
    exec.all(ALL, params![tenant], from_row).await
}

/// Stores a key.
pub async fn insert(exec: Exec<'_>, tenant: &TenantId, key: &StoredSigningKey) -> Result<(), StoreError> {
    let status = key.status.as_str();
    exec.execute(
        INSERT,
        params![
            tenant,
            key.id,
            status,
            key.algorithm,
            key.sealed_private_key,
            key.created_at,
            key.effective_at
        ],
    )
    .await
    .map(drop)
}

/// Makes these the keys of a tenant, and no others. Only in a transaction that bumps the version.
pub async fn replace_all(
    exec: Exec<'_>,
    tenant: &TenantId,
    keys: &[StoredSigningKey],
) -> Result<(), StoreError> {
    exec.execute(DELETE_ALL, params![tenant]).await?;
    for key in keys {
        insert(exec, tenant, key).await?;
    }
    Ok(())
}

/// The sealed secrets of one kind, newest first.
pub async fn secrets(exec: Exec<'_>, tenant: &TenantId, kind: &str) -> Result<Vec<StoredSecret>, StoreError> {
    let read = |row: &Row<'_>| {
        Ok(StoredSecret { id: row.text(0)?, sealed_value: row.bytes(1)?, created_at: row.millis(2)? })
    };
    exec.all(SECRETS, params![tenant, kind], read).await
}

/// Deletes a secret; `false` when there is none.
pub async fn delete_secret(
    exec: Exec<'_>,
    tenant: &TenantId,
    (kind, id): (&str, &str),
) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE_SECRET, params![tenant, kind, id]).await? > 0)
}

/// Stores a sealed secret unless one of this kind and id exists.
pub async fn add_secret(
    exec: Exec<'_>,
    tenant: &TenantId,
    (kind, id): (&str, &str),
    sealed: &[u8],
    now: UnixMillis,
) -> Result<bool, StoreError> {
    Ok(exec.execute(INSERT_SECRET, params![tenant, kind, id, sealed, now]).await? > 0)
}

fn from_row(row: &Row<'_>) -> Result<StoredSigningKey, StoreError> {
    Ok(StoredSigningKey {
        id: SigningKeyId::new(row.text(0)?),
        status: SigningKeyStatus::parse(&row.text(1)?)
            .ok_or(StoreError::Inconsistent { table: "signing_keys", column: "status" })?,
        algorithm: row.text(2)?,
        sealed_private_key: row.bytes(3)?,
        created_at: row.millis(4)?,
        effective_at: row.opt_millis(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both_databases;

    both_databases! {
        async fn keys_come_back_newest_first(db: Db) {
            let tenant = TenantId::default_tenant();
            let key = |id: &str, created_at: i64| StoredSigningKey {
                id: SigningKeyId::new(id),
                status: SigningKeyStatus::Current,
                algorithm: "ES384".to_owned(),
                sealed_private_key: vec![1, 2, 3],
                created_at: UnixMillis(created_at),
                effective_at: None,
            };
            insert(db.exec(), &tenant, &key("old", 1)).await.unwrap();
            insert(db.exec(), &tenant, &key("new", 2)).await.unwrap();
            let keys = all(db.exec(), &tenant).await.unwrap();
            assert_eq!(keys.iter().map(|key| key.id.as_str()).collect::<Vec<_>>(), ["new", "old"]);
            assert_eq!(keys[0].sealed_private_key, [1, 2, 3]);
            replace_all(db.exec(), &tenant, &[key("old", 1), key("other", 3)]).await.unwrap();
            let keys = all(db.exec(), &tenant).await.unwrap();
            assert_eq!(keys.iter().map(|key| key.id.as_str()).collect::<Vec<_>>(), ["other", "old"]);
            assert!(all(db.exec(), &TenantId::new("nobody")).await.unwrap().is_empty());
        }

        async fn a_secret_is_added_once_and_deleted_once(db: Db) {
            let tenant = TenantId::default_tenant();
            assert!(add_secret(db.exec(), &tenant, ("cookie", "a"), b"one", UnixMillis(1)).await.unwrap());
            assert!(!add_secret(db.exec(), &tenant, ("cookie", "a"), b"two", UnixMillis(2)).await.unwrap());
            assert!(add_secret(db.exec(), &tenant, ("cookie", "b"), b"three", UnixMillis(3)).await.unwrap());
            let found = secrets(db.exec(), &tenant, "cookie").await.unwrap();
            let told: Vec<_> = found.iter().map(|found| (found.id.as_str(), found.sealed_value.as_slice(), found.created_at.0)).collect();
            assert_eq!(told, [("b", &b"three"[..], 3), ("a", b"one", 1)]);
            assert!(secrets(db.exec(), &tenant, "other").await.unwrap().is_empty());
            assert!(!delete_secret(db.exec(), &tenant, ("other", "a")).await.unwrap());
            assert!(delete_secret(db.exec(), &tenant, ("cookie", "a")).await.unwrap());
            assert!(!delete_secret(db.exec(), &tenant, ("cookie", "a")).await.unwrap());
            assert_eq!(secrets(db.exec(), &tenant, "cookie").await.unwrap().len(), 1);
        }
    }
}
