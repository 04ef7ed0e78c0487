//! How many grants a user may have for a client, and what webhooks hear of it.

use domain::{
    HookId, PlainToken, UnixMillis,
    hook::{Hook, HookConfig},
};
use serde_json::{Value, json};
use store::{both_databases, hook::delivery};

use super::*;

/// A webhook that listens to the event of the limit; nobody delivers in tests.
async fn listener(world: &World) -> HookId {
    let hook = Hook {
        id: HookId::new("hook"),
        name: String::new(),
        event: None,
        events: vec!["Grant.LimitExceeded".to_owned()],
        config: HookConfig { url: "https://a.example".to_owned(), headers: None, retries: None },
        signing_key: PlainToken::new("key"),
        is_enabled: true,
        created_at: UnixMillis(0),
    };
    let sealed = operations::hooks::seal(&world.services, &hook).unwrap();
    store::hook::insert(world.services.db.exec(), &world.services.tenant, &sealed).await.unwrap();
    hook.id
}

/// The first event that waits, which is taken.
async fn take(world: &World, hook: &HookId) -> Option<Value> {
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    let first = delivery::first(exec, tenant, hook).await.unwrap()?;
    delivery::finish(exec, tenant, &first).await.unwrap();
    Some(serde_json::from_str(&first.body).unwrap())
}

both_databases! {
    async fn the_oldest_grants_beyond_the_limit_end_and_webhooks_hear_of_it(db: Db) {
        let world = World::over(db).await;
        let hook = listener(&world).await;
        world.change_client("web", |web| web.custom_client_metadata.max_allowed_grants = Some(2)).await;
        let mut issued = Vec::new();
        for _ in 0..2 {
            issued.push(world.tokens("web").await);
            world.test.advance(std::time::Duration::from_secs(1));
        }
        assert_eq!(take(&world, &hook).await, None);
        let grants = store::grant::list_of_user(
            world.services.db.exec(), &world.services.tenant, &domain::UserId::new(USER), None, world.services.now(),
        ).await.unwrap();
        let oldest = grants.last().unwrap().0.id.to_string();
        issued.push(world.tokens("web").await);
        let event = take(&world, &hook).await.unwrap();
        assert_eq!(event, json!({
            "event": "Grant.LimitExceeded", "createdAt": event["createdAt"], "userId": USER, "applicationId": "web",
            "application": { "id": "web", "type": "Traditional", "name": "The web", "description": null },
            "revokedGrantIds": [oldest], "maxAllowedGrants": 2, "preRevocationActiveGrantCount": 3, "hookId": "hook",
        }));
        assert!(event["createdAt"].as_str().unwrap().ends_with('Z'));
        assert_eq!(take(&world, &hook).await, None);
        let refresh = |tokens: &Value| tokens["refresh_token"].as_str().unwrap().to_owned();
        world.refresh("web", &refresh(&issued[0]), &[]).await.assert_error(400, "oidc.invalid_grant");
        for living in &issued[1..] {
            world.refresh("web", &refresh(living), &[]).await.assert_status(200);
        }
    }
}
