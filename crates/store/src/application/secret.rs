//! The secrets with which applications authenticate. Here they are sealed; whoever has the sealing key opens them.

use domain::{ApplicationId, TenantId, UnixMillis};

use crate::{
    StoreError,
    db::{Exec, Row},
    params,
};

/// A secret as it is stored (OIDC contract §3.3).
#[derive(Clone)]
pub struct SealedSecret {
    /// Unique in the application, 1 to 256 characters.
    pub name: String,
    /// The secret, sealed with the sealing key.
    pub sealed_value: Vec<u8>,
    /// When it was made.
    pub created_at: UnixMillis,
    /// From when on it no longer authenticates.
    pub expires_at: Option<UnixMillis>,
}

impl std::fmt::Debug for SealedSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SealedSecret").field("name", &self.name).finish_non_exhaustive()
    }
}

const LIST: &str = "SELECT name, sealed_value, created_at, expires_at FROM application_secrets
                    WHERE tenant_id = $1 AND application_id = $2 ORDER BY created_at, name";

/// The secrets of an application, oldest first.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
) -> Result<Vec<SealedSecret>, StoreError> {
    exec.all(LIST, params![tenant, id], from_row).await
}

const INSERT: &str =
    "INSERT INTO application_secrets (tenant_id, application_id, name, sealed_value, created_at, expires_at)
                      VALUES ($1, $2, $3, $4, $5, $6)";

/// Adds a secret. A taken name is a unique violation of `application_secrets`, an unknown application a foreign-key violation.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
    secret: &SealedSecret,
) -> Result<(), StoreError> {
    let SealedSecret { name, sealed_value, created_at, expires_at } = secret;
    exec.execute(INSERT, params![tenant, id, name, sealed_value, created_at, expires_at]).await?;
    Ok(())
}

const RENAME: &str =
    "UPDATE application_secrets SET name = $4 WHERE tenant_id = $1 AND application_id = $2 AND name = $3
                      RETURNING name, sealed_value, created_at, expires_at";

/// Renames a secret; `None` when there is none with the old name. A taken name is a unique violation of `application_secrets`.
pub async fn rename(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
    name: &str,
    new_name: &str,
) -> Result<Option<SealedSecret>, StoreError> {
    exec.returning(RENAME, params![tenant, id, name, new_name], from_row).await
}

const DELETE: &str =
    "DELETE FROM application_secrets WHERE tenant_id = $1 AND application_id = $2 AND name = $3";

/// Deletes a secret; `false` when there is none with this name.
pub async fn delete(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ApplicationId,
    name: &str,
) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id, name]).await? > 0)
}

fn from_row(row: &Row<'_>) -> Result<SealedSecret, StoreError> {
    Ok(SealedSecret {
        name: row.text(0)?,
        sealed_value: row.bytes(1)?,
        created_at: row.millis(2)?,
        expires_at: row.opt_millis(3)?,
    })
}
