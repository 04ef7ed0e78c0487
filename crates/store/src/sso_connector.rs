//! Enterprise connectors, and the sign-ins at their providers that are under way.
//!
//! A connector's row shows its domains; a table of their own finds it by them. Functions that run more than one statement are to be called in a
//! transaction.

use domain::{HashedToken, JsonText, SsoConnectorId, TenantId, UnixMillis};
use serde_json::{Map, Value};

use crate::{Exec, Page, StoreError, db::Row, params, relation};

/// An enterprise connector as it is stored: its configuration is sealed.
#[derive(Clone, PartialEq)]
pub struct StoredSsoConnector {
    /// The id.
    pub id: SsoConnectorId,
    /// Of which kind its provider is.
    pub provider_name: String,
    /// What it is called; each tenant has a name once.
    pub connector_name: String,
    /// What its operator filled in, sealed.
    pub sealed_config: Vec<u8>,
    /// The domains whose addresses it speaks for, in the form of [`domain::sso::parse_domain`].
    pub domains: Vec<String>,
    /// How it is shown: `{displayName?, logo?, darkLogo?}`.
    pub branding: Map<String, Value>,
    /// Whether users get name and picture of the other side at each sign-in.
    pub sync_profile: bool,
    /// When it was made.
    pub created_at: UnixMillis,
}

impl std::fmt::Debug for StoredSsoConnector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredSsoConnector")
            .field("id", &self.id)
            .field("provider_name", &self.provider_name)
            .finish_non_exhaustive()
    }
}

/// The columns that [`read`] reads, of a table or alias given with its dot.
macro_rules! columns {
    ($table:literal) => {
        concat!(
            $table,
            "id, ",
            $table,
            "provider_name, ",
            $table,
            "connector_name, ",
            $table,
            "sealed_config, ",
            $table,
            "domains, ",
            $table,
            "branding, ",
            $table,
            "sync_profile, ",
            $table,
            "created_at"
        )
    };
}
pub(crate) use columns;

pub(crate) fn read(row: &Row<'_>) -> Result<StoredSsoConnector, StoreError> {
    Ok(StoredSsoConnector {
        id: SsoConnectorId::new(row.text(0)?),
        provider_name: row.text(1)?,
        connector_name: row.text(2)?,
        sealed_config: row.bytes(3)?,
        domains: row.json_as(4, "sso_connectors", "domains")?,
        branding: row.json_as(5, "sso_connectors", "branding")?,
        sync_profile: row.bool(6)?,
        created_at: row.millis(7)?,
    })
}

fn domains_json(connector: &StoredSsoConnector) -> Result<JsonText, StoreError> {
    JsonText::of(&connector.domains)
        .map_err(|_| StoreError::Inconsistent { table: "sso_connectors", column: "domains" })
}

const INSERT: &str = "
INSERT INTO sso_connectors
  (tenant_id, id, provider_name, connector_name, sealed_config, domains, branding, sync_profile, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Adds a connector. A name that another one has is a unique violation of `sso_connectors` with the column `connector_name`.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    connector: &StoredSsoConnector,
) -> Result<(), StoreError> {
    let StoredSsoConnector { id, provider_name, connector_name, sealed_config, sync_profile, .. } = connector;
    let (domains, branding) = (domains_json(connector)?, Value::Object(connector.branding.clone()));
    let created_at = connector.created_at;
    exec.execute(
        INSERT,
        params![
            tenant,
            id,
            provider_name,
            connector_name,
            sealed_config,
            domains,
            branding,
            sync_profile,
            created_at
        ],
    )
    .await?;
    insert_domains(exec, tenant, connector).await
}

const UPDATE: &str = "
UPDATE sso_connectors SET connector_name = $3, sealed_config = $4, domains = $5, branding = $6, sync_profile = $7
WHERE tenant_id = $1 AND id = $2";
const CLEAR_DOMAINS: &str =
    "DELETE FROM sso_connector_domains WHERE tenant_id = $1 AND sso_connector_id = $2";

/// Writes what may change, as [`insert`]; `false` when there is no such connector.
pub async fn update(
    exec: Exec<'_>,
    tenant: &TenantId,
    connector: &StoredSsoConnector,
) -> Result<bool, StoreError> {
    let StoredSsoConnector { id, connector_name, sealed_config, sync_profile, .. } = connector;
    let (domains, branding) = (domains_json(connector)?, Value::Object(connector.branding.clone()));
    let written = params![tenant, id, connector_name, sealed_config, domains, branding, sync_profile];
    if exec.execute(UPDATE, written).await? == 0 {
        return Ok(false);
    }
    exec.execute(CLEAR_DOMAINS, params![tenant, id]).await?;
    insert_domains(exec, tenant, connector).await?;
    Ok(true)
}

const INSERT_DOMAINS: &str =
    "INSERT INTO sso_connector_domains (tenant_id, sso_connector_id, domain) VALUES ";

async fn insert_domains(
    exec: Exec<'_>,
    tenant: &TenantId,
    connector: &StoredSsoConnector,
) -> Result<(), StoreError> {
    relation::insert(exec, (INSERT_DOMAINS, ""), tenant, &connector.id, &connector.domains).await?;
    Ok(())
}

const FIND: &str = concat!("SELECT ", columns!(""), " FROM sso_connectors WHERE tenant_id = $1 AND id = $2");

/// The connector with this id.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &SsoConnectorId,
) -> Result<Option<StoredSsoConnector>, StoreError> {
    exec.optional(FIND, params![tenant, id], read).await
}

const LOCK: &str = "UPDATE sso_connectors SET sync_profile = sync_profile WHERE tenant_id = $1 AND id = $2";

/// Makes other transactions that call this for the same connector wait for the end of this one. Returns whether it exists.
pub async fn lock(exec: Exec<'_>, tenant: &TenantId, id: &SsoConnectorId) -> Result<bool, StoreError> {
    Ok(exec.execute(LOCK, params![tenant, id]).await? > 0)
}

const LIST: &str = concat!(
    "SELECT ",
    columns!(""),
    " FROM sso_connectors WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3"
);

/// A page of connectors, newest first.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    page: Page,
) -> Result<Vec<StoredSsoConnector>, StoreError> {
    exec.page(LIST, params![tenant, page.limit, page.offset], page, read).await
}

const COUNT: &str = "SELECT COUNT(*) FROM sso_connectors WHERE tenant_id = $1";

/// How many there are.
pub async fn count(exec: Exec<'_>, tenant: &TenantId) -> Result<i64, StoreError> {
    Ok(exec.optional(COUNT, params![tenant], |row| row.int(0)).await?.unwrap_or_default())
}

const ANY_DOMAIN: &str = "SELECT 1 FROM sso_connector_domains WHERE tenant_id = $1 LIMIT 1";

/// Whether any connector speaks for a domain.
pub async fn speaks_for_any(exec: Exec<'_>, tenant: &TenantId) -> Result<bool, StoreError> {
    Ok(exec.optional(ANY_DOMAIN, params![tenant], |_| Ok(())).await?.is_some())
}

const OF_DOMAIN: &str = concat!(
    "SELECT ",
    columns!("c."),
    " FROM sso_connector_domains d JOIN sso_connectors c ON c.tenant_id = d.tenant_id AND c.id = d.sso_connector_id
WHERE d.tenant_id = $1 AND d.domain = $2 ORDER BY c.created_at, c.id"
);

/// The connectors that speak for a domain, oldest first.
pub async fn of_domain(
    exec: Exec<'_>,
    tenant: &TenantId,
    domain: &str,
) -> Result<Vec<StoredSsoConnector>, StoreError> {
    exec.all(OF_DOMAIN, params![tenant, domain], read).await
}

const DELETE: &str = "DELETE FROM sso_connectors WHERE tenant_id = $1 AND id = $2";

/// Deletes a connector, and with it the identities of its users and its place among those whose users join organizations; `false` when there
/// is none.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &SsoConnectorId) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id]).await? > 0)
}

/// A sign-in at a provider that is under way.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredSsoAuthorization {
    /// Through which connector.
    pub connector_id: SsoConnectorId,
    /// Where the browser comes back to.
    pub redirect_uri: String,
    /// What must be known again, sealed.
    pub sealed_remembered: Vec<u8>,
    /// From when on it cannot be finished.
    pub expires_at: UnixMillis,
}

impl std::fmt::Debug for StoredSsoAuthorization {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredSsoAuthorization")
            .field("connector_id", &self.connector_id)
            .finish_non_exhaustive()
    }
}

const BEGIN: &str = "
INSERT INTO sso_authorizations
  (tenant_id, key_hash, sso_connector_id, redirect_uri, sealed_remembered, expires_at)
VALUES ($1, $2, $3, $4, $5, $6)";

/// Keeps a sign-in under the hash of a key that is used once.
pub async fn begin_authorization(
    exec: Exec<'_>,
    tenant: &TenantId,
    key: &HashedToken,
    authorization: &StoredSsoAuthorization,
) -> Result<(), StoreError> {
    let StoredSsoAuthorization { connector_id, redirect_uri, sealed_remembered, expires_at } = authorization;
    exec.execute(BEGIN, params![tenant, key, connector_id, redirect_uri, sealed_remembered, expires_at])
        .await
        .map(drop)
}

const TAKE: &str = "
DELETE FROM sso_authorizations
WHERE tenant_id = $1 AND key_hash = $2 AND sso_connector_id = $3 AND expires_at > $4
RETURNING sso_connector_id, redirect_uri, sealed_remembered, expires_at";

/// Gives a sign-in that has not ended to exactly one of any number of callers.
pub async fn take_authorization(
    exec: Exec<'_>,
    tenant: &TenantId,
    key: &HashedToken,
    connector: &SsoConnectorId,
    now: UnixMillis,
) -> Result<Option<StoredSsoAuthorization>, StoreError> {
    exec.returning(TAKE, params![tenant, key, connector, now], |row| {
        Ok(StoredSsoAuthorization {
            connector_id: SsoConnectorId::new(row.text(0)?),
            redirect_uri: row.text(1)?,
            sealed_remembered: row.bytes(2)?,
            expires_at: row.millis(3)?,
        })
    })
    .await
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::both_databases;

    /// A connector that speaks for these domains.
    pub(crate) fn connector(id: &str, domains: &[&str]) -> StoredSsoConnector {
        StoredSsoConnector {
            id: SsoConnectorId::new(id),
            provider_name: "OIDC".to_owned(),
            connector_name: format!("name of {id}"),
            sealed_config: vec![1, 2],
            domains: domains.iter().map(|domain| (*domain).to_owned()).collect(),
            branding: Map::from_iter([("displayName".to_owned(), "Fjord".into())]),
            sync_profile: false,
            created_at: UnixMillis(1),
        }
    }

    both_databases! {
        async fn connectors_are_stored_listed_changed_and_deleted(db: Db) {
            let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
            let (one, two) = (connector("a", &["fjord.example"]), connector("b", &[]));
            insert(exec, tenant, &one).await.unwrap();
            insert(exec, tenant, &StoredSsoConnector { created_at: UnixMillis(2), ..two.clone() }).await.unwrap();
            let changed = StoredSsoConnector {
                connector_name: "Dal".to_owned(),
                sealed_config: vec![3],
                domains: vec!["dal.example".to_owned(), "fjord.example".to_owned()],
                branding: Map::new(),
                sync_profile: true,
                created_at: UnixMillis(2),
                ..two
            };
            assert!(update(exec, tenant, &changed).await.unwrap());
            assert!(!update(exec, tenant, &connector("unknown", &["x.example"])).await.unwrap());
            assert_eq!(list(exec, tenant, Page::ALL).await.unwrap(), [changed.clone(), one.clone()]);
            assert_eq!(list(exec, tenant, Page { limit: 1, offset: 1 }).await.unwrap(), std::slice::from_ref(&one));
            assert_eq!(count(exec, tenant).await.unwrap(), 2);
            assert_eq!(find(exec, tenant, &changed.id).await.unwrap(), Some(changed.clone()));
            assert!(lock(exec, tenant, &changed.id).await.unwrap());
            assert!(delete(exec, tenant, &changed.id).await.unwrap());
            assert!(!delete(exec, tenant, &changed.id).await.unwrap());
            assert!(!lock(exec, tenant, &changed.id).await.unwrap());
        }

        async fn a_name_is_given_once(db: Db) {
            let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
            insert(exec, tenant, &connector("a", &[])).await.unwrap();
            let second = StoredSsoConnector { connector_name: "name of a".to_owned(), ..connector("b", &[]) };
            let error = insert(exec, tenant, &second).await.unwrap_err();
            assert!(error.is_unique_violation("sso_connectors", "connector_name"), "{error:?}");
            insert(exec, tenant, &connector("b", &[])).await.unwrap();
            let error = update(exec, tenant, &second).await.unwrap_err();
            assert!(error.is_unique_violation("sso_connectors", "connector_name"), "{error:?}");
        }

        async fn connectors_are_found_by_the_domains_that_they_have_now(db: Db) {
            let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
            let one = connector("a", &["fjord.example", "dal.example"]);
            insert(exec, tenant, &one).await.unwrap();
            insert(exec, tenant, &StoredSsoConnector { created_at: UnixMillis(2), ..connector("b", &["fjord.example"]) }).await.unwrap();
            let of = async |domain: &str| {
                let found = of_domain(exec, tenant, domain).await.unwrap();
                found.into_iter().map(|connector| connector.id.into_string()).collect::<Vec<_>>()
            };
            assert_eq!(of("fjord.example").await, ["a", "b"]);
            assert_eq!(of("dal.example").await, ["a"]);
            assert!(of("Fjord.example").await.is_empty() && of("mail.fjord.example").await.is_empty());
            update(exec, tenant, &StoredSsoConnector { domains: vec!["vik.example".to_owned()], ..one }).await.unwrap();
            assert_eq!((of("vik.example").await, of("fjord.example").await), (vec!["a".to_owned()], vec!["b".to_owned()]));
            assert!(of("dal.example").await.is_empty());
            delete(exec, tenant, &SsoConnectorId::new("a")).await.unwrap();
            assert!(of("vik.example").await.is_empty());
            assert!(speaks_for_any(exec, tenant).await.unwrap());
            update(exec, tenant, &connector("b", &[])).await.unwrap();
            assert!(!speaks_for_any(exec, tenant).await.unwrap());
        }

        async fn a_sign_in_at_a_provider_is_finished_once_in_time_and_through_its_connector(db: Db) {
            let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
            let (one, other) = (SsoConnectorId::new("a"), SsoConnectorId::new("b"));
            insert(exec, tenant, &connector("a", &[])).await.unwrap();
            insert(exec, tenant, &connector("b", &[])).await.unwrap();
            let key = &HashedToken::of("key");
            let authorization = StoredSsoAuthorization {
                connector_id: one.clone(),
                redirect_uri: "https://a.example".to_owned(),
                sealed_remembered: vec![1],
                expires_at: UnixMillis(10),
            };
            begin_authorization(exec, tenant, key, &authorization).await.unwrap();
            let take = async |connector: &SsoConnectorId, now| {
                take_authorization(exec, tenant, key, connector, UnixMillis(now)).await.unwrap()
            };
            assert_eq!(take(&other, 1).await, None);
            assert_eq!(take(&one, 10).await, None);
            assert_eq!(take(&one, 9).await, Some(authorization.clone()));
            assert_eq!(take(&one, 9).await, None);
            begin_authorization(exec, tenant, key, &authorization).await.unwrap();
            delete(exec, tenant, &one).await.unwrap();
            assert_eq!(take(&one, 9).await, None);
        }
    }
}
