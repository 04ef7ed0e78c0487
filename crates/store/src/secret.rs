//! What is kept for users, sealed: the tokens that a connector's provider gave for an identity (Management API contract §5.7). The database
//! removes them with the identity, the user and the connector.

use domain::{ConnectorId, JsonText, SecretId, TenantId, UnixMillis, UserId, token_set::TokenSetMetadata};

use crate::{Exec, StoreError, db::Row, params};

/// The tokens of an identity as they are stored.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredSecret {
    /// The id.
    pub id: SecretId,
    /// Whose they are.
    pub user_id: UserId,
    /// Through which connector they came.
    pub connector_id: ConnectorId,
    /// At which target the identity is.
    pub target: String,
    /// The identity there.
    pub identity_id: String,
    /// The tokens, sealed.
    pub sealed_value: Vec<u8>,
    /// What is told of them.
    pub metadata: TokenSetMetadata,
    /// How often they have changed.
    pub version: i64,
    /// When there first were any.
    pub created_at: UnixMillis,
    /// When they changed last.
    pub updated_at: UnixMillis,
}

impl std::fmt::Debug for StoredSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredSecret")
            .field("id", &self.id)
            .field("target", &self.target)
            .finish_non_exhaustive()
    }
}

/// The columns that [`read`] reads.
macro_rules! columns {
    () => {
        "id, user_id, connector_id, target, identity_id, sealed_value, metadata, version, created_at, updated_at"
    };
}

const PUT: &str = "
INSERT INTO secrets
  (tenant_id, id, user_id, connector_id, target, identity_id, sealed_value, metadata, version, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10)
ON CONFLICT (tenant_id, id) DO UPDATE SET
  connector_id = excluded.connector_id, sealed_value = excluded.sealed_value, metadata = excluded.metadata,
  version = secrets.version + 1, leased_until = NULL, updated_at = excluded.updated_at";

/// Stores the tokens of an identity, in place of those that have the same id; who renews those comes too late then. To be called in the
/// transaction that stores the identity.
pub async fn put(exec: Exec<'_>, tenant: &TenantId, secret: &StoredSecret) -> Result<(), StoreError> {
    let StoredSecret { id, user_id, connector_id, target, identity_id, sealed_value, .. } = secret;
    let (metadata, created, updated) = (json(&secret.metadata)?, secret.created_at, secret.updated_at);
    exec.execute(
        PUT,
        params![
            tenant,
            id,
            user_id,
            connector_id,
            target,
            identity_id,
            sealed_value,
            metadata,
            created,
            updated
        ],
    )
    .await
    .map(drop)
}

const FIND_AT: &str =
    concat!("SELECT ", columns!(), " FROM secrets WHERE tenant_id = $1 AND user_id = $2 AND target = $3");

/// The tokens of a user at a target.
pub async fn find_at(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    target: &str,
) -> Result<Option<StoredSecret>, StoreError> {
    exec.optional(FIND_AT, params![tenant, user, target], read).await
}

const OF_USER: &str =
    concat!("SELECT ", columns!(), " FROM secrets WHERE tenant_id = $1 AND user_id = $2 ORDER BY target");

/// The tokens of a user, by target.
pub async fn of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
) -> Result<Vec<StoredSecret>, StoreError> {
    exec.all(OF_USER, params![tenant, user], read).await
}

const LEASE: &str = "
UPDATE secrets SET leased_until = $5
WHERE tenant_id = $1 AND id = $2 AND version = $3 AND (leased_until IS NULL OR leased_until <= $4)
RETURNING id";

/// Gives tokens that have not changed since they were read to exactly one of any number of callers, until they are renewed, released or the
/// time is over.
pub async fn lease(
    exec: Exec<'_>,
    tenant: &TenantId,
    secret: &StoredSecret,
    (now, until): (UnixMillis, UnixMillis),
) -> Result<bool, StoreError> {
    let parameters = params![tenant, secret.id, secret.version, now, until];
    Ok(exec.returning(LEASE, parameters, |row| row.text(0)).await?.is_some())
}

const RENEW: &str = "
UPDATE secrets SET sealed_value = $4, metadata = $5, version = version + 1, leased_until = NULL, updated_at = $6
WHERE tenant_id = $1 AND id = $2 AND version = $3";

/// Stores renewed tokens; `false` when those before have changed since they were leased, or are gone.
pub async fn renew(exec: Exec<'_>, tenant: &TenantId, renewed: &StoredSecret) -> Result<bool, StoreError> {
    let StoredSecret { id, version, sealed_value, updated_at, .. } = renewed;
    let metadata = json(&renewed.metadata)?;
    let parameters = params![tenant, id, *version, sealed_value, metadata, updated_at];
    Ok(exec.execute(RENEW, parameters).await? > 0)
}

const RELEASE: &str =
    "UPDATE secrets SET leased_until = NULL WHERE tenant_id = $1 AND id = $2 AND leased_until = $3";

/// Gives back what was leased until `until` and not renewed.
pub async fn release(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &SecretId,
    until: UnixMillis,
) -> Result<(), StoreError> {
    exec.execute(RELEASE, params![tenant, id, until]).await.map(drop)
}

const DELETE: &str = "DELETE FROM secrets WHERE tenant_id = $1 AND id = $2";

/// Deletes tokens; `false` when there are none with this id.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &SecretId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id]).await? > 0)
}

fn json(metadata: &TokenSetMetadata) -> Result<JsonText, StoreError> {
    JsonText::of(metadata).map_err(|_| StoreError::Inconsistent { table: "secrets", column: "metadata" })
}

fn read(row: &Row<'_>) -> Result<StoredSecret, StoreError> {
    Ok(StoredSecret {
        id: SecretId::new(row.text(0)?),
        user_id: UserId::new(row.text(1)?),
        connector_id: ConnectorId::new(row.text(2)?),
        target: row.text(3)?,
        identity_id: row.text(4)?,
        sealed_value: row.bytes(5)?,
        metadata: row.json_as(6, "secrets", "metadata")?,
        version: row.int(7)?,
        created_at: row.millis(8)?,
        updated_at: row.millis(9)?,
    })
}

#[cfg(test)]
mod tests;
