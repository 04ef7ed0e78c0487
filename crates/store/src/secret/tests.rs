use serde_json::{Map, json};

use super::*;
use crate::{
    Db, both_databases,
    connector::{self, StoredConnector},
    grant::tests::insert_user,
    user,
};

async fn insert_connector(db: &Db, id: &str) {
    let stored = StoredConnector {
        id: ConnectorId::new(id),
        factory_id: "oidc".to_owned(),
        connector_type: "Social".to_owned(),
        target: id.to_owned(),
        platform: Some("Universal".to_owned()),
        sealed_config: vec![1],
        metadata: Map::new(),
        sync_profile: false,
        enable_token_storage: true,
        created_at: UnixMillis(1),
    };
    connector::insert(db.exec(), &TenantId::default_tenant(), &stored).await.unwrap();
}

/// Puts an identity of a user at `fjord`.
async fn put_identity(db: &Db, id: &UserId, identity: &str) {
    let tenant = &TenantId::default_tenant();
    let done: Result<(), StoreError> = db
        .transaction(|tx| async move {
            let user = user::lock(tx.exec(), tenant, id, UnixMillis(1)).await?.unwrap();
            let shown = json!({ "userId": identity });
            user::put_identity(tx.exec(), tenant, &user, ("fjord", identity), shown).await.map(drop)
        })
        .await;
    done.unwrap();
}

fn secret(user: &UserId, connector: &str, identity: &str) -> StoredSecret {
    StoredSecret {
        id: SecretId::new(format!("secret-of-{}", user.as_str())),
        user_id: user.clone(),
        connector_id: ConnectorId::new(connector),
        target: "fjord".to_owned(),
        identity_id: identity.to_owned(),
        sealed_value: vec![1, 2],
        metadata: TokenSetMetadata {
            scope: Some("mail".to_owned()),
            expires_at: Some(UnixMillis(60)),
            token_type: None,
            has_refresh_token: true,
        },
        version: 0,
        created_at: UnixMillis(1),
        updated_at: UnixMillis(1),
    }
}

async fn at(db: &Db, user: &UserId) -> Option<StoredSecret> {
    find_at(db.exec(), &TenantId::default_tenant(), user, "fjord").await.unwrap()
}

both_databases! {
    async fn tokens_are_stored_found_replaced_and_deleted(db: Db) {
        let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
        let user = insert_user(&db, "u").await;
        insert_connector(&db, "a").await;
        insert_connector(&db, "b").await;
        let first = secret(&user, "a", "7");
        assert!(matches!(put(exec, tenant, &first).await.unwrap_err(), StoreError::ForeignKeyViolation));
        put_identity(&db, &user, "7").await;
        put(exec, tenant, &first).await.unwrap();
        assert_eq!(at(&db, &user).await, Some(first.clone()));
        let next = StoredSecret { connector_id: ConnectorId::new("b"), sealed_value: vec![3], updated_at: UnixMillis(5), created_at: UnixMillis(5), ..first.clone() };
        put(exec, tenant, &next).await.unwrap();
        let expected = StoredSecret { version: 1, created_at: UnixMillis(1), ..next };
        assert_eq!(of_user(exec, tenant, &user).await.unwrap(), [expected]);
        // A target has one set of tokens.
        let second = StoredSecret { id: SecretId::new("other"), ..first };
        assert!(matches!(put(exec, tenant, &second).await.unwrap_err(), StoreError::UniqueViolation { .. }));
        assert_eq!(find_at(exec, tenant, &user, "fjell").await.unwrap(), None);
        assert!(!delete(exec, &TenantId::new("other"), &SecretId::new("secret-of-u")).await.unwrap());
        assert!(delete(exec, tenant, &SecretId::new("secret-of-u")).await.unwrap());
        assert!(!delete(exec, tenant, &SecretId::new("secret-of-u")).await.unwrap());
        assert_eq!(at(&db, &user).await, None);
    }

    async fn tokens_go_with_the_identity_the_connector_and_the_user(db: Db) {
        let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
        let (one, other) = (insert_user(&db, "u").await, insert_user(&db, "v").await);
        insert_connector(&db, "a").await;
        put_identity(&db, &one, "7").await;
        put_identity(&db, &other, "8").await;
        let keep = async |user: &UserId, identity: &str| put(exec, tenant, &secret(user, "a", identity)).await.unwrap();
        keep(&one, "7").await;
        keep(&other, "8").await;
        // What is known of the same identity may change.
        put_identity(&db, &one, "7").await;
        assert!(at(&db, &one).await.is_some());
        put_identity(&db, &one, "9").await;
        assert_eq!(at(&db, &one).await, None);
        keep(&one, "9").await;
        let user = user::find(exec, tenant, &one).await.unwrap().unwrap();
        user::remove_identity(exec, tenant, &user, "fjord").await.unwrap();
        assert_eq!(at(&db, &one).await, None);
        assert!(at(&db, &other).await.is_some());
        put_identity(&db, &one, "7").await;
        keep(&one, "7").await;
        let gone: Result<bool, StoreError> = db.transaction(|tx| { let one = one.clone(); async move { user::delete(tx.exec(), tenant, &one).await } }).await;
        assert!(gone.unwrap());
        assert_eq!(at(&db, &one).await, None);
        connector::delete(exec, tenant, &ConnectorId::new("a")).await.unwrap();
        assert_eq!(at(&db, &other).await, None);
        assert_eq!(user::find(exec, tenant, &other).await.unwrap().unwrap().identities.len(), 1);
    }

    async fn of_parallel_callers_one_renews_and_only_what_it_read(db: Db) {
        let (exec, tenant) = (db.exec(), &TenantId::default_tenant());
        let user = insert_user(&db, "u").await;
        insert_connector(&db, "a").await;
        put_identity(&db, &user, "7").await;
        put(exec, tenant, &secret(&user, "a", "7")).await.unwrap();
        let read = at(&db, &user).await.unwrap();
        let times = (UnixMillis(10), UnixMillis(20));
        let leased = futures_util::future::join_all((0..8).map(|_| lease(exec, tenant, &read, times))).await;
        assert_eq!(leased.into_iter().filter(|leased| *leased.as_ref().unwrap()).count(), 1);
        // A lease ends by itself, and when it is given back by who has it.
        assert!(!lease(exec, tenant, &read, (UnixMillis(19), UnixMillis(29))).await.unwrap());
        assert!(lease(exec, tenant, &read, (UnixMillis(20), UnixMillis(30))).await.unwrap());
        release(exec, tenant, &read.id, UnixMillis(20)).await.unwrap();
        assert!(!lease(exec, tenant, &read, (UnixMillis(21), UnixMillis(31))).await.unwrap());
        release(exec, tenant, &read.id, UnixMillis(30)).await.unwrap();
        assert!(lease(exec, tenant, &read, (UnixMillis(21), UnixMillis(31))).await.unwrap());
        let renewed = StoredSecret { sealed_value: vec![9], updated_at: UnixMillis(22), ..read.clone() };
        assert!(renew(exec, tenant, &renewed).await.unwrap());
        assert_eq!(at(&db, &user).await, Some(StoredSecret { version: 1, ..renewed.clone() }));
        // Whoever read it before the change neither leases nor renews it.
        assert!(!lease(exec, tenant, &read, (UnixMillis(90), UnixMillis(99))).await.unwrap());
        assert!(!renew(exec, tenant, &renewed).await.unwrap());
        assert_eq!(at(&db, &user).await.unwrap().sealed_value, [9]);
    }
}
