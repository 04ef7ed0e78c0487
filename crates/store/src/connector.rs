//! Connectors, and the sign-ins elsewhere that a back end began (Management API contract §9).

use domain::{ConnectorId, HashedToken, TenantId, UnixMillis};
use serde_json::{Map, Value};

use crate::{Exec, StoreError, db::Row, params};

/// A connector as it is stored: its configuration is sealed.
#[derive(Clone, PartialEq)]
pub struct StoredConnector {
    /// The id.
    pub id: ConnectorId,
    /// Of which kind it is.
    pub factory_id: String,
    /// `Email`, `Sms` or `Social`.
    pub connector_type: String,
    /// Whose accounts it takes.
    pub target: String,
    /// Where it works; social ones only.
    pub platform: Option<String>,
    /// What its operator filled in, sealed.
    pub sealed_config: Vec<u8>,
    /// What its operator calls it.
    pub metadata: Map<String, Value>,
    /// Whether users get name and picture of the other side at each sign-in.
    pub sync_profile: bool,
    /// Whether tokens of the other side are kept.
    pub enable_token_storage: bool,
    /// When it was made.
    pub created_at: UnixMillis,
}

impl std::fmt::Debug for StoredConnector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredConnector")
            .field("id", &self.id)
            .field("factory_id", &self.factory_id)
            .finish_non_exhaustive()
    }
}

const INSERT: &str = "
INSERT INTO connectors
  (tenant_id, id, factory_id, type, target, platform, sealed_config, metadata, sync_profile, enable_token_storage, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// Adds a connector.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    connector: &StoredConnector,
) -> Result<(), StoreError> {
    let StoredConnector { id, factory_id, connector_type, target, platform, sealed_config, .. } = connector;
    let metadata = Value::Object(connector.metadata.clone());
    exec.execute(
        INSERT,
        params![
            tenant,
            id,
            factory_id,
            connector_type,
            target,
            platform,
            sealed_config,
            metadata,
            connector.sync_profile,
            connector.enable_token_storage,
            connector.created_at,
        ],
    )
    .await
    .map(drop)
}

const UPDATE: &str = "
UPDATE connectors SET target = $3, sealed_config = $4, metadata = $5, sync_profile = $6, enable_token_storage = $7
WHERE tenant_id = $1 AND id = $2";

/// Writes what may change; `false` when there is no such connector.
pub async fn update(
    exec: Exec<'_>,
    tenant: &TenantId,
    connector: &StoredConnector,
) -> Result<bool, StoreError> {
    let StoredConnector { id, target, sealed_config, sync_profile, enable_token_storage, .. } = connector;
    let metadata = Value::Object(connector.metadata.clone());
    let rows = exec
        .execute(
            UPDATE,
            params![tenant, id, target, sealed_config, metadata, sync_profile, enable_token_storage],
        )
        .await?;
    Ok(rows > 0)
}

const FIND: &str = "
SELECT id, factory_id, type, target, platform, sealed_config, metadata, sync_profile, enable_token_storage, created_at
FROM connectors WHERE tenant_id = $1 AND id = $2";

/// The connector with this id.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &ConnectorId,
) -> Result<Option<StoredConnector>, StoreError> {
    exec.optional(FIND, params![tenant, id], read).await
}

const LIST: &str = "
SELECT id, factory_id, type, target, platform, sealed_config, metadata, sync_profile, enable_token_storage, created_at
FROM connectors WHERE tenant_id = $1 ORDER BY created_at, id";

/// Every connector, oldest first. There are few.
pub async fn list(exec: Exec<'_>, tenant: &TenantId) -> Result<Vec<StoredConnector>, StoreError> {
    exec.all(LIST, params![tenant], read).await
}

const OF_TYPE: &str = "
SELECT id, factory_id, type, target, platform, sealed_config, metadata, sync_profile, enable_token_storage, created_at
FROM connectors WHERE tenant_id = $1 AND type = $2 AND type <> 'Social'";

/// The one connector that sends messages of this type.
pub async fn of_message_type(
    exec: Exec<'_>,
    tenant: &TenantId,
    connector_type: &str,
) -> Result<Option<StoredConnector>, StoreError> {
    exec.optional(OF_TYPE, params![tenant, connector_type], read).await
}

const DELETE: &str = "DELETE FROM connectors WHERE tenant_id = $1 AND id = $2";

/// Deletes a connector; `false` when there is none.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &ConnectorId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id]).await? > 0)
}

fn read(row: &Row<'_>) -> Result<StoredConnector, StoreError> {
    Ok(StoredConnector {
        id: ConnectorId::new(row.text(0)?),
        factory_id: row.text(1)?,
        connector_type: row.text(2)?,
        target: row.text(3)?,
        platform: row.opt_text(4)?,
        sealed_config: row.bytes(5)?,
        metadata: row.json_as(6, "connectors", "metadata")?,
        sync_profile: row.bool(7)?,
        enable_token_storage: row.bool(8)?,
        created_at: row.millis(9)?,
    })
}

/// A sign-in elsewhere that is under way.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredAuthorization {
    /// With which connector.
    pub connector_id: ConnectorId,
    /// Where the browser comes back to.
    pub redirect_uri: String,
    /// What must be known again, sealed.
    pub sealed_remembered: Vec<u8>,
    /// From when on it cannot be finished.
    pub expires_at: UnixMillis,
}

impl std::fmt::Debug for StoredAuthorization {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredAuthorization")
            .field("connector_id", &self.connector_id)
            .finish_non_exhaustive()
    }
}

const BEGIN: &str = "
INSERT INTO connector_authorizations
  (tenant_id, state_hash, connector_id, redirect_uri, sealed_remembered, expires_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id, state_hash) DO UPDATE SET
  connector_id = excluded.connector_id, redirect_uri = excluded.redirect_uri,
  sealed_remembered = excluded.sealed_remembered, expires_at = excluded.expires_at";

/// Keeps a sign-in elsewhere under the hash of its state; one that has the same state is begun anew.
pub async fn begin_authorization(
    exec: Exec<'_>,
    tenant: &TenantId,
    state: &HashedToken,
    authorization: &StoredAuthorization,
) -> Result<(), StoreError> {
    let StoredAuthorization { connector_id, redirect_uri, sealed_remembered, expires_at } = authorization;
    exec.execute(BEGIN, params![tenant, state, connector_id, redirect_uri, sealed_remembered, expires_at])
        .await
        .map(drop)
}

const TAKE: &str = "
DELETE FROM connector_authorizations
WHERE tenant_id = $1 AND state_hash = $2 AND connector_id = $3 AND expires_at > $4
RETURNING connector_id, redirect_uri, sealed_remembered, expires_at";

/// Gives a sign-in elsewhere that has not ended to exactly one of any number of callers.
pub async fn take_authorization(
    exec: Exec<'_>,
    tenant: &TenantId,
    state: &HashedToken,
    connector: &ConnectorId,
    now: UnixMillis,
) -> Result<Option<StoredAuthorization>, StoreError> {
    exec.returning(TAKE, params![tenant, state, connector, now], |row| {
        Ok(StoredAuthorization {
            connector_id: ConnectorId::new(row.text(0)?),
            redirect_uri: row.text(1)?,
            sealed_remembered: row.bytes(2)?,
            expires_at: row.millis(3)?,
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::both_databases;

    fn connector(id: &str, connector_type: &str, target: &str) -> StoredConnector {
        StoredConnector {
            id: ConnectorId::new(id),
            factory_id: format!("{target}-factory"),
            connector_type: connector_type.to_owned(),
            target: target.to_owned(),
            platform: (connector_type == "Social").then(|| "Web".to_owned()),
            sealed_config: vec![1, 2],
            metadata: Map::from_iter([("name".to_owned(), "x".into())]),
            sync_profile: false,
            enable_token_storage: true,
            created_at: UnixMillis(1),
        }
    }

    both_databases! {
        async fn connectors_are_stored_listed_changed_and_deleted(db: Db) {
            let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
            let (mail, github) = (connector("m", "Email", "smtp"), connector("g", "Social", "github"));
            insert(exec, tenant, &mail).await.unwrap();
            insert(exec, tenant, &StoredConnector { created_at: UnixMillis(2), ..github.clone() }).await.unwrap();
            let changed = StoredConnector { sealed_config: vec![3], target: "gh".to_owned(), sync_profile: true, created_at: UnixMillis(2), ..github };
            assert!(update(exec, tenant, &changed).await.unwrap());
            assert!(!update(exec, tenant, &connector("unknown", "Email", "x")).await.unwrap());
            assert_eq!(list(exec, tenant).await.unwrap(), [mail.clone(), changed.clone()]);
            assert_eq!(find(exec, tenant, &changed.id).await.unwrap(), Some(changed.clone()));
            assert_eq!(of_message_type(exec, tenant, "Email").await.unwrap(), Some(mail));
            assert_eq!(of_message_type(exec, tenant, "Sms").await.unwrap(), None);
            assert_eq!(of_message_type(exec, tenant, "Social").await.unwrap(), None);
            assert!(delete(exec, tenant, &changed.id).await.unwrap());
            assert!(!delete(exec, tenant, &changed.id).await.unwrap());
        }

        async fn one_connector_sends_mail_and_one_takes_the_accounts_of_a_target_on_a_platform(db: Db) {
            let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
            insert(exec, tenant, &connector("a", "Email", "smtp")).await.unwrap();
            insert(exec, tenant, &connector("b", "Social", "github")).await.unwrap();
            for second in [connector("c", "Email", "mailgun"), connector("d", "Social", "github")] {
                let error = insert(exec, tenant, &second).await.unwrap_err();
                assert!(matches!(error, StoreError::UniqueViolation { .. }), "{error:?}");
            }
            let native = StoredConnector { platform: Some("Native".to_owned()), ..connector("e", "Social", "github") };
            insert(exec, tenant, &native).await.unwrap();
        }

        async fn a_sign_in_elsewhere_is_finished_once_in_time_and_with_its_connector(db: Db) {
            let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
            let (one, other) = (ConnectorId::new("a"), ConnectorId::new("b"));
            insert(exec, tenant, &connector("a", "Social", "github")).await.unwrap();
            insert(exec, tenant, &connector("b", "Social", "google")).await.unwrap();
            let state = &HashedToken::of("state");
            let authorization = StoredAuthorization {
                connector_id: one.clone(),
                redirect_uri: "https://a.example".to_owned(),
                sealed_remembered: vec![1],
                expires_at: UnixMillis(10),
            };
            begin_authorization(exec, tenant, state, &StoredAuthorization { sealed_remembered: vec![2], ..authorization.clone() }).await.unwrap();
            begin_authorization(exec, tenant, state, &authorization).await.unwrap();
            let take = async |connector: &ConnectorId, now| {
                take_authorization(exec, tenant, state, connector, UnixMillis(now)).await.unwrap()
            };
            assert_eq!(take(&other, 1).await, None);
            assert_eq!(take(&one, 10).await, None);
            assert_eq!(take(&one, 9).await, Some(authorization.clone()));
            assert_eq!(take(&one, 9).await, None);
            begin_authorization(exec, tenant, state, &authorization).await.unwrap();
            delete(exec, tenant, &one).await.unwrap();
            assert_eq!(take(&one, 9).await, None);
        }
    }
}
