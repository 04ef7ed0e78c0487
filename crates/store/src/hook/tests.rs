//! Webhooks and their queues on both databases.

use domain::{HookId, TenantId, UnixMillis};
use serde_json::json;

use super::{
    delivery::{Delivery, NewDelivery},
    *,
};
use crate::{Db, both_databases};

fn tenant() -> TenantId {
    TenantId::default_tenant()
}

fn hook(id: &str, at: i64) -> StoredHook {
    StoredHook {
        id: HookId::new(id),
        name: "Orders".to_owned(),
        event: None,
        events: vec!["User.Created".to_owned()],
        config: StoredConfig(
            json!({ "url": "https://a.example/hook", "headers": { "x-a": "b" }, "retries": 1 }),
        ),
        sealed_signing_key: vec![1, 2, 3],
        is_enabled: true,
        created_at: UnixMillis(at),
    }
}

fn event(hook: &str, body: &str) -> NewDelivery {
    NewDelivery {
        hook_id: HookId::new(hook),
        event: "User.Created".to_owned(),
        body: body.to_owned(),
        created_at: UnixMillis(10),
    }
}

fn waiting(position: i64, body: &str) -> Delivery {
    let NewDelivery { hook_id, event, body, created_at } = event("a", body);
    Delivery { position, hook_id, event, body, attempts: 0, due_at: created_at, created_at }
}

async fn push(db: &Db, event: NewDelivery) -> bool {
    let (tenant, event) = (&tenant(), &event);
    let pushed: Result<bool, StoreError> =
        db.transaction(|tx| async move { delivery::push(tx.exec(), tenant, event).await }).await;
    pushed.unwrap()
}

both_databases! {
    async fn webhooks_are_stored_listed_newest_first_and_deleted(db: Db) {
        let (exec, tenant) = (db.exec(), &tenant());
        insert(exec, tenant, &hook("a", 1)).await.unwrap();
        insert(exec, tenant, &hook("b", 2)).await.unwrap();
        let changed = StoredHook { is_enabled: false, event: Some("PostSignIn".to_owned()), ..hook("a", 1) };
        assert!(update(exec, tenant, &changed).await.unwrap());
        assert!(!update(exec, tenant, &hook("unknown", 1)).await.unwrap());
        assert_eq!(find(exec, tenant, &HookId::new("a")).await.unwrap(), Some(changed.clone()));
        let page = Page { limit: 10, offset: 0 };
        assert_eq!(list(exec, tenant, page).await.unwrap(), [hook("b", 2), changed]);
        assert_eq!(enabled(exec, tenant).await.unwrap(), [hook("b", 2)]);
        assert_eq!(count(exec, tenant).await.unwrap(), 2);
        assert!(delete(exec, tenant, &HookId::new("a")).await.unwrap());
        assert!(!delete(exec, tenant, &HookId::new("a")).await.unwrap());
    }

    async fn events_leave_a_queue_in_order_and_one_node_at_a_time(db: Db) {
        let (exec, tenant) = (db.exec(), &tenant());
        insert(exec, tenant, &hook("a", 1)).await.unwrap();
        assert!(push(&db, event("a", "one")).await && push(&db, event("a", "two")).await);
        let id = &HookId::new("a");
        assert!(delivery::due_hooks(exec, tenant, UnixMillis(9), 10).await.unwrap().is_empty());
        assert_eq!(delivery::due_hooks(exec, tenant, UnixMillis(10), 10).await.unwrap(), std::slice::from_ref(id));
        let (now, until) = (UnixMillis(10), UnixMillis(40));
        assert!(delivery::lease(exec, tenant, id, (now, until)).await.unwrap());
        assert!(!delivery::lease(exec, tenant, id, (now, until)).await.unwrap());
        assert!(delivery::due_hooks(exec, tenant, UnixMillis(39), 10).await.unwrap().is_empty());
        assert!(delivery::lease(exec, tenant, id, (until, UnixMillis(80))).await.unwrap(), "a lease ends");
        // Whoever had it before cannot give it back any more.
        delivery::release(exec, tenant, id, until).await.unwrap();
        assert!(!delivery::lease(exec, tenant, id, (until, UnixMillis(80))).await.unwrap());
        delivery::release(exec, tenant, id, UnixMillis(80)).await.unwrap();

        let first = delivery::first(exec, tenant, id).await.unwrap().unwrap();
        assert_eq!(first, waiting(1, "one"));
        delivery::postpone(exec, tenant, &first, (1, UnixMillis(99))).await.unwrap();
        let again = delivery::first(exec, tenant, id).await.unwrap().unwrap();
        assert_eq!((again.attempts, again.due_at), (1, UnixMillis(99)));
        delivery::finish(exec, tenant, &again).await.unwrap();
        assert_eq!(delivery::first(exec, tenant, id).await.unwrap(), Some(waiting(2, "two")));
        delete(exec, tenant, id).await.unwrap();
        assert_eq!(delivery::first(exec, tenant, id).await.unwrap(), None);
    }

    async fn an_event_for_a_webhook_that_is_gone_is_passed_over(db: Db) {
        assert!(!push(&db, event("gone", "one")).await);
    }

    async fn parallel_events_all_get_a_place(db: Db) {
        insert(db.exec(), &tenant(), &hook("a", 1)).await.unwrap();
        let pushes = (0..8).map(|number| push(&db, event("a", &number.to_string())));
        assert_eq!(futures_util::future::join_all(pushes).await, [true; 8]);
        let mut positions = Vec::new();
        while let Some(first) = delivery::first(db.exec(), &tenant(), &HookId::new("a")).await.unwrap() {
            positions.push(first.position);
            delivery::finish(db.exec(), &tenant(), &first).await.unwrap();
        }
        assert_eq!(positions, [1, 2, 3, 4, 5, 6, 7, 8]);
    }
}
