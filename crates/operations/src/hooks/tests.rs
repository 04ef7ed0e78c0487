use futures_util::FutureExt as _;
use store::both_databases;

use super::*;
use crate::connectors::tests::services;

/// A webhook that listens to `User.Created`.
async fn listener(services: &Services) -> HookId {
    let hook = Hook {
        id: HookId::new("hook"),
        name: String::new(),
        event: Some("User.Created".to_owned()),
        events: Vec::new(),
        config: HookConfig { url: "https://a.example".to_owned(), headers: None, retries: None },
        signing_key: PlainToken::new("key"),
        is_enabled: true,
        created_at: UnixMillis(1),
    };
    let sealed = seal(services, &hook).unwrap();
    hook::insert(services.db.exec(), &services.tenant, &sealed).await.unwrap();
    hook.id
}

async fn store(services: &Services, listeners: &Listeners, name: &'static str) {
    let event = &[Event { name, payload: Map::new() }];
    let stored: Result<(), StoreError> =
        services.db.transaction(|tx| async move { listeners.store(&tx, services, event).await }).await;
    stored.unwrap();
}

both_databases! {
    async fn those_who_deliver_are_told_when_something_waits_and_not_otherwise(db: Db) {
        let (services, _) = services(db).await;
        let hook = listener(&services).await;
        let listeners = &Listeners::read(&services).await.unwrap();
        let is_told = async || {
            listeners.announce(&services).await.unwrap();
            services.deliveries.notified().now_or_never().is_some()
        };
        assert!(!is_told().await);
        store(&services, listeners, "User.Deleted").await;
        assert!(!is_told().await);
        store(&services, listeners, "User.Created").await;
        assert!(services.deliveries.notified().now_or_never().is_none());
        assert!(is_told().await);
        // Once is enough.
        assert!(!is_told().await);
        raise(&services, &[Event { name: "User.Deleted", payload: Map::new() }]).await.unwrap();
        assert!(services.deliveries.notified().now_or_never().is_none());
        raise(&services, &[Event { name: "User.Created", payload: Map::new() }]).await.unwrap();
        assert!(services.deliveries.notified().now_or_never().is_some());
        // A webhook that was deleted since it was read has nothing that waits.
        assert!(hook::delete(services.db.exec(), &services.tenant, &hook).await.unwrap());
        store(&services, listeners, "User.Created").await;
        assert!(!is_told().await);
    }
}
