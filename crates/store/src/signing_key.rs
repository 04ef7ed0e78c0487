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
const SECRETS: &str = "SELECT id, sealed_value FROM tenant_secrets WHERE tenant_id = $1 AND kind = $2 ORDER BY created_at DESC, id";
const INSERT_SECRET: &str =
    "INSERT INTO tenant_secrets (tenant_id, kind, id, sealed_value, created_at) VALUES ($1, $2, $3, $4, $5)
                             ON CONFLICT (tenant_id, kind, id) DO NOTHING";

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

/// The sealed secrets of one kind with their ids, newest first.
pub async fn secrets(
    exec: Exec<'_>,
    tenant: &TenantId,
    kind: &str,
) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    exec.all(SECRETS, params![tenant, kind], |row| Ok((row.text(0)?, row.bytes(1)?))).await
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
        }

        async fn a_secret_is_added_once(db: Db) {
            let tenant = TenantId::default_tenant();
            assert!(add_secret(db.exec(), &tenant, ("cookie", "a"), b"one", UnixMillis(1)).await.unwrap());
            assert!(!add_secret(db.exec(), &tenant, ("cookie", "a"), b"two", UnixMillis(2)).await.unwrap());
            assert_eq!(secrets(db.exec(), &tenant, "cookie").await.unwrap(), [("a".to_owned(), b"one".to_vec())]);
            assert!(secrets(db.exec(), &tenant, "other").await.unwrap().is_empty());
        }
    }
}
