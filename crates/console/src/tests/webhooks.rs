//! The area of webhooks.

use std::time::Duration;

use domain::{
    audit::AuditRecord,
    console::{ConsoleRole, Rights},
};
use serde_json::{Value, json};
use store::both_databases;

use super::world::{World, hidden};

const PATH: &str = "/console/webhooks";

/// Records a delivery as it was made.
async fn delivered(world: &World, hook: &str) -> String {
    let services = &world.test.services;
    let payload = json!({
        "key": "TriggerHook.User.Created", "result": "Error", "hookId": hook, "hookRequest": { "body": { "event": "User.Created", "data": { "id": "u1" } } },
        "response": { "statusCode": 503, "body": "come back later" },
    });
    let payload = payload.as_object().unwrap().clone();
    let record =
        AuditRecord { key: "TriggerHook.User.Created".to_owned(), payload, created_at: services.now() };
    services.audit.record(&services.tenant, record).await.unwrap();
    let logs = world.api.get(&format!("/api/hooks/{hook}/recent-logs")).await.json();
    logs[0]["id"].as_str().unwrap().to_owned()
}

both_databases! {
    async fn a_webhook_is_made_changed_and_deleted(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        assert!(edda.page(PATH).await.contains("No webhooks yet"));
        edda.page(&format!("{PATH}/new")).await;
        let new = format!("{PATH}/new");
        let good = [("name", "Orders"), ("url", "https://hooks.example/a"), ("headers", "x-a: b\n"), ("retries", "2"), ("enabled", "yes"), ("data", "User.Created")];
        for (name, value, said) in [
            ("name", "", "Enter a name."),
            ("url", "hooks.example", "Enter an address that begins with https:// or http://."),
            ("headers", "no colon", "Write each header on a line of its own"),
            ("headers", "bad name: x", "Write each header on a line of its own"),
            ("retries", "4", "Enter a number from 0 to 3."),
            ("data", "", "Choose at least one."),
        ] {
            let fields: Vec<_> = good.iter().map(|(known, good)| (*known, if *known == name { value } else { *good })).filter(|(name, value)| *name != "data" || !value.is_empty()).collect();
            let refused = edda.post(&new, &fields).await.assert_status(422);
            assert!(refused.body.contains(said), "{said}: {}", refused.body);
        }
        let made = edda.post(&new, &good).await.assert_status(303);
        let path = made.location().split("/key").next().unwrap().to_owned();
        let id = path.rsplit('/').next().unwrap();
        let stored = world.api.get(&format!("/api/hooks/{id}")).await.json();
        assert_eq!(stored["config"], json!({ "url": "https://hooks.example/a", "headers": { "x-a": "b" }, "retries": 2 }));
        assert_eq!((&stored["events"], &stored["enabled"]), (&json!(["User.Created"]), &json!(true)));
        assert!(edda.page(PATH).await.contains("https://hooks.example/a"));
        let mark = hidden(&edda.page(&path).await, "mark").unwrap();
        let fields = [("mark", mark.as_str()), ("name", "Fleet"), ("url", "https://hooks.example/b"), ("events", "PostSignIn"), ("exceptions", "Identifier.Lockout")];
        edda.post(&path, &fields).await.assert_status(303);
        let stored = world.api.get(&format!("/api/hooks/{id}")).await.json();
        assert_eq!((&stored["events"], &stored["enabled"]), (&json!(["PostSignIn", "Identifier.Lockout"]), &json!(false)));
        edda.post(&path, &fields).await.assert_status(409);
        edda.page(&format!("{path}/delete")).await;
        edda.post(&format!("{path}/delete"), &[("typed", "Orders")]).await.assert_status(422);
        edda.post(&format!("{path}/delete"), &[("typed", "Fleet")]).await.assert_status(303);
        assert_eq!(world.api.get("/api/hooks").await.json(), json!([]));
    }

    async fn its_key_is_shown_when_asked_for_and_to_editors_alone(db: Db) {
        let world = World::over(db).await;
        let (edda, vera) = (world.administrator("edda", ConsoleRole::Editor).await, world.administrator("vera", ConsoleRole::ReadOnly).await);
        let hook = world.created("/api/hooks", json!({ "name": "Orders", "events": ["User.Created"], "config": { "url": "https://hooks.example/s3cret" } })).await;
        let key = async || world.api.get(&format!("/api/hooks/{hook}")).await.json()["signingKey"].as_str().unwrap().to_owned();
        let (first, path) = (key().await, format!("{PATH}/{hook}/key"));
        assert!(!edda.page(&path).await.contains(&first));
        assert!(edda.page(&format!("{path}?show=yes")).await.contains(&first));
        vera.browser.get(&path).await.assert_status(403);
        let seen = vera.page(&format!("{PATH}/{hook}")).await;
        assert!(!seen.contains(&first) && !seen.contains("s3cret") && !seen.contains("/key"), "{seen}");
        edda.page(&format!("{path}/replace")).await;
        let there = edda.post_when_asked(&format!("{path}/replace"), &[]).await.assert_status(303).location();
        let (second, shown) = (key().await, edda.page(&there).await);
        assert!(first != second && shown.contains(&second) && shown.contains("There is a new key."), "{shown}");
        // Who is limited to this part is shown the one that they made, this once.
        let hooks = Rights::limited([("Hooks".to_owned(), ConsoleRole::Editor)]);
        let lena = world.administrator("lena", hooks).await;
        assert!(!lena.page(&format!("{path}?show=yes")).await.contains(&second));
        lena.page(&format!("{path}/replace")).await;
        let shown = lena.post_when_asked(&format!("{path}/replace"), &[]).await.assert_status(200).body;
        let third = key().await;
        assert!(second != third && shown.contains(&third) && shown.contains("There is a new key."), "{shown}");
        assert!(!lena.page(&format!("{path}?show=yes")).await.contains(&third));
    }

    async fn deliveries_are_shown_and_sent_again(db: Db) {
        let world = World::over(db).await;
        let (edda, vera) = (world.administrator("edda", ConsoleRole::Editor).await, world.administrator("vera", ConsoleRole::ReadOnly).await);
        let config = json!({ "url": "http://127.0.0.1:1/" });
        let hook = world.created("/api/hooks", json!({ "name": "Orders", "events": ["User.Created"], "config": config })).await;
        let other = world.created("/api/hooks", json!({ "name": "Other", "events": ["User.Created"], "config": config })).await;
        let path = format!("{PATH}/{hook}/deliveries");
        assert!(edda.page(&path).await.contains("No deliveries in the last 24 hours"));
        let delivery = delivered(&world, &hook).await;
        let list = edda.page(&path).await;
        assert!(list.contains("User.Created") && list.contains("503"), "{list}");
        let of_one = format!("{path}/{delivery}");
        let page = edda.page(&of_one).await;
        assert!(page.contains("come back later") && page.contains("&quot;id&quot;") | page.contains("&#34;id&#34;") && page.contains("Send again"), "{page}");
        assert!(!vera.page(&of_one).await.contains("Send again"));
        edda.browser.get(&format!("{PATH}/{other}/deliveries/{delivery}")).await.assert_status(404);
        let sent = edda.post(&of_one, &[]).await.assert_status(303);
        assert!(edda.page(&sent.location()).await.contains("It is on its way again"));
        world.test.advance(Duration::from_secs(1));
        operations::hooks::deliver_due(&world.test.services).await.unwrap();
        let logs = world.api.get(&format!("/api/hooks/{hook}/recent-logs")).await.json();
        let again: Vec<&Value> = logs.as_array().unwrap().iter().map(|log| &log["payload"]["hookRequest"]["body"]).collect();
        assert_eq!(again, [again[1]; 2]);
        world.api.patch(&format!("/api/hooks/{hook}"), json!({ "enabled": false })).await.assert_status(200);
        assert!(edda.post(&of_one, &[]).await.assert_status(422).body.contains("Switch it on first."));
    }

    async fn an_example_that_does_not_arrive_is_told(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let hook = world.created("/api/hooks", json!({ "name": "Orders", "events": ["User.Created"], "config": { "url": "http://127.0.0.1:1/" } })).await;
        let path = format!("{PATH}/{hook}/key");
        let refused = edda.post(&path, &[("event", "User.Created")]).await.assert_status(422);
        assert!(refused.body.contains("The receiver could not be reached"), "{}", refused.body);
        edda.post(&path, &[("event", "User.Anything")]).await.assert_status(422);
    }
}
