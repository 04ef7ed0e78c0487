//! Who users are at enterprise providers.

use domain::{SsoConnectorId, TenantId, UserId, account::User, sso::SsoIdentity};
use serde_json::Value;

use super::{read_user, user_columns};
use crate::{Exec, StoreError, db::Row, params};

const FIND_HOLDER: &str = concat!(
    "SELECT ",
    user_columns!("u."),
    " FROM user_sso_identities i JOIN users u ON u.tenant_id = i.tenant_id AND u.id = i.user_id
WHERE i.tenant_id = $1 AND i.sso_connector_id = $2 AND i.issuer = $3 AND i.identity_id = $4"
);

/// The user whom the issuer of a connector calls so.
pub async fn find_by_sso_identity(
    exec: Exec<'_>,
    tenant: &TenantId,
    connector: &SsoConnectorId,
    (issuer, identity_id): (&str, &str),
) -> Result<Option<User>, StoreError> {
    exec.optional(FIND_HOLDER, params![tenant, connector, issuer, identity_id], read_user).await
}

const OF_USER: &str = "
SELECT id, user_id, sso_connector_id, issuer, identity_id, detail, created_at, updated_at FROM user_sso_identities
WHERE tenant_id = $1 AND user_id = $2 ORDER BY created_at, id";

/// Who a user is at each provider, oldest first.
pub async fn sso_identities(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
) -> Result<Vec<SsoIdentity>, StoreError> {
    exec.all(OF_USER, params![tenant, user], read).await
}

const AT: &str = "
SELECT id, user_id, sso_connector_id, issuer, identity_id, detail, created_at, updated_at FROM user_sso_identities
WHERE tenant_id = $1 AND user_id = $2 AND sso_connector_id = $3";

/// Who a user is at the provider of a connector.
pub async fn sso_identity_at(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    connector: &SsoConnectorId,
) -> Result<Option<SsoIdentity>, StoreError> {
    exec.optional(AT, params![tenant, user, connector], read).await
}

const INSERT: &str = "
INSERT INTO user_sso_identities
  (tenant_id, id, user_id, sso_connector_id, issuer, identity_id, detail, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Gives a user an identity.
///
/// # Errors
/// A unique violation of `user_sso_identities`, with the column `identity_id` when it is another user's, with `sso_connector_id` when the user
/// has one through this connector; a foreign-key violation when the user or the connector is gone.
pub async fn insert_sso_identity(
    exec: Exec<'_>,
    tenant: &TenantId,
    identity: &SsoIdentity,
) -> Result<(), StoreError> {
    let SsoIdentity { id, user_id, connector_id, issuer, identity_id, created_at, updated_at, .. } = identity;
    let detail = Value::Object(identity.detail.clone());
    exec.execute(
        INSERT,
        params![tenant, id, user_id, connector_id, issuer, identity_id, detail, created_at, updated_at],
    )
    .await
    .map(drop)
}

const UPDATE: &str = "
UPDATE user_sso_identities SET detail = $6, updated_at = $7
WHERE tenant_id = $1 AND user_id = $2 AND sso_connector_id = $3 AND issuer = $4 AND identity_id = $5";

/// Writes what is known of a user there; `false` when the identity is not the user's.
pub async fn update_sso_identity(
    exec: Exec<'_>,
    tenant: &TenantId,
    identity: &SsoIdentity,
) -> Result<bool, StoreError> {
    let SsoIdentity { user_id, connector_id, issuer, identity_id, updated_at, .. } = identity;
    let detail = Value::Object(identity.detail.clone());
    let written = params![tenant, user_id, connector_id, issuer, identity_id, detail, updated_at];
    Ok(exec.execute(UPDATE, written).await? > 0)
}

const REMOVE: &str = "
DELETE FROM user_sso_identities WHERE tenant_id = $1 AND user_id = $2 AND sso_connector_id = $3";

/// Takes from a user who they are through a connector; `false` when they are nobody there.
pub async fn remove_sso_identity(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    connector: &SsoConnectorId,
) -> Result<bool, StoreError> {
    Ok(exec.execute(REMOVE, params![tenant, user, connector]).await? > 0)
}

fn read(row: &Row<'_>) -> Result<SsoIdentity, StoreError> {
    Ok(SsoIdentity {
        id: row.text(0)?,
        user_id: UserId::new(row.text(1)?),
        connector_id: SsoConnectorId::new(row.text(2)?),
        issuer: row.text(3)?,
        identity_id: row.text(4)?,
        detail: row.json_as(5, "user_sso_identities", "detail")?,
        created_at: row.millis(6)?,
        updated_at: row.millis(7)?,
    })
}

#[cfg(test)]
mod tests {
    use domain::UnixMillis;
    use serde_json::Map;

    use super::*;
    use crate::{
        both_databases,
        grant::tests::insert_user,
        sso_connector::{self, tests::connector},
        user,
    };

    fn identity(
        id: &str,
        user: &UserId,
        connector: &str,
        (issuer, identity_id): (&str, &str),
    ) -> SsoIdentity {
        SsoIdentity {
            id: id.to_owned(),
            user_id: user.clone(),
            connector_id: SsoConnectorId::new(connector),
            issuer: issuer.to_owned(),
            identity_id: identity_id.to_owned(),
            detail: Map::from_iter([("name".to_owned(), "Astrid".into())]),
            created_at: UnixMillis(1),
            updated_at: UnixMillis(1),
        }
    }

    both_databases! {
        async fn an_identity_is_one_users_and_one_connectors(db: Db) {
            let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
            let (first, second) = (insert_user(&db, "u").await, insert_user(&db, "v").await);
            for id in ["a", "b"] {
                sso_connector::insert(exec, tenant, &connector(id, &[])).await.unwrap();
            }
            let (idp, other) = (("https://idp.example", "7"), ("https://other.example", "7"));
            let mine = identity("1", &first, "a", idp);
            insert_sso_identity(exec, tenant, &mine).await.unwrap();
            let taken = insert_sso_identity(exec, tenant, &identity("2", &second, "a", idp)).await.unwrap_err();
            assert!(taken.is_unique_violation("user_sso_identities", "identity_id"), "{taken:?}");
            let twice = insert_sso_identity(exec, tenant, &identity("3", &first, "a", ("https://idp.example", "8"))).await.unwrap_err();
            assert!(twice.is_unique_violation("user_sso_identities", "sso_connector_id"), "{twice:?}");
            // The same id of another issuer, and the same words through another connector, are other people.
            let through_b = identity("4", &second, "b", idp);
            insert_sso_identity(exec, tenant, &through_b).await.unwrap();
            insert_sso_identity(exec, tenant, &identity("5", &second, "a", other)).await.unwrap();
            let holder = async |connector: &str, named| {
                let found = find_by_sso_identity(exec, tenant, &SsoConnectorId::new(connector), named).await.unwrap();
                found.map(|user| user.id)
            };
            assert_eq!((holder("a", idp).await, holder("b", idp).await), (Some(first.clone()), Some(second.clone())));
            assert_eq!((holder("a", other).await, holder("b", other).await), (Some(second.clone()), None));
            assert_eq!(sso_identities(exec, tenant, &first).await.unwrap(), std::slice::from_ref(&mine));
            assert_eq!(sso_identity_at(exec, tenant, &second, &SsoConnectorId::new("b")).await.unwrap(), Some(through_b));
            assert_eq!(sso_identity_at(exec, tenant, &first, &SsoConnectorId::new("b")).await.unwrap(), None);
            let changed = SsoIdentity { detail: Map::new(), updated_at: UnixMillis(9), ..mine.clone() };
            assert!(update_sso_identity(exec, tenant, &changed).await.unwrap());
            assert!(!update_sso_identity(exec, tenant, &SsoIdentity { user_id: second.clone(), ..changed.clone() }).await.unwrap());
            assert_eq!(sso_identities(exec, tenant, &first).await.unwrap(), [changed]);
            let through_a = SsoConnectorId::new("a");
            assert!(remove_sso_identity(exec, tenant, &first, &through_a).await.unwrap());
            assert!(!remove_sso_identity(exec, tenant, &first, &through_a).await.unwrap());
            assert_eq!((holder("a", idp).await, holder("b", idp).await), (None, Some(second.clone())));
        }

        async fn identities_go_with_their_connector_and_their_user(db: Db) {
            let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
            let (first, second) = (insert_user(&db, "u").await, insert_user(&db, "v").await);
            for id in ["a", "b"] {
                sso_connector::insert(exec, tenant, &connector(id, &[])).await.unwrap();
                insert_sso_identity(exec, tenant, &identity(id, &first, id, ("https://idp.example", "7"))).await.unwrap();
            }
            let unknown = insert_sso_identity(exec, tenant, &identity("x", &second, "unknown", ("i", "7"))).await.unwrap_err();
            assert!(matches!(unknown, StoreError::ForeignKeyViolation), "{unknown:?}");
            sso_connector::delete(exec, tenant, &SsoConnectorId::new("a")).await.unwrap();
            assert_eq!(sso_identities(exec, tenant, &first).await.unwrap().len(), 1);
            let gone: Result<bool, StoreError> = db.transaction(|tx| {
                let first = first.clone();
                async move { user::delete(tx.exec(), &TenantId::default_tenant(), &first).await }
            }).await;
            assert!(gone.unwrap());
            assert!(sso_identities(exec, tenant, &first).await.unwrap().is_empty());
            insert_sso_identity(exec, tenant, &identity("y", &second, "b", ("https://idp.example", "7"))).await.unwrap();
        }
    }
}
