//! The area of users.

use domain::{RoleId, TenantId, UnixMillis, UserId, account::User, console::ConsoleRole};
use serde_json::json;
use store::both_databases;

use super::world::{World, hidden};

both_databases! {
    async fn a_user_is_made_found_changed_suspended_and_deleted(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let none = edda.post("/console/users/new", &[("full_name", "Nobody")]).await.assert_status(422);
        assert!(none.body.contains("Fill in at least one of username"), "{}", none.body);
        let form = [("full_name", "Ingrid Fjord"), ("username", "ingrid"), ("email", "ingrid@fjord.example"), ("password", "fjord-Lamp-77")];
        let made = edda.post("/console/users/new", &form).await.assert_status(303).location();
        let path = made.split('?').next().unwrap().to_owned();
        let taken = edda.post("/console/users/new", &[("username", "ingrid")]).await.assert_status(422);
        assert!(taken.body.contains("aria-invalid=\"true\""), "{}", taken.body);
        let wrong = edda.post("/console/users/new", &[("username", "7th"), ("email", "nobody")]).await.assert_status(422).body;
        for rule in ["begin with a letter", "This is not an e-mail address"] {
            assert!(wrong.contains(rule) && !wrong.contains("Invalid"), "{rule}: {wrong}");
        }
        let page = edda.page(&made).await;
        assert!(page.contains("The user is created.") && page.contains("Ingrid Fjord") && page.contains("ingrid@fjord.example"), "{page}");
        let found = edda.page("/console/users?q=fjord").await;
        assert!(found.contains("Ingrid Fjord") && found.contains("1–1 of 1"), "{found}");
        assert!(edda.page("/console/users?q=nobody").await.contains("Nothing found"));

        let id = path.rsplit('/').next().unwrap();
        let mark = hidden(&page, "mark").unwrap();
        let form = |custom: &'static str| [("full_name", "Ingrid F."), ("username", "ingrid"), ("email", ""), ("phone", ""), ("custom_data", custom)];
        let refused = edda.post(&path, &[&[("mark", mark.as_str())][..], &form("[1]")].concat()).await.assert_status(422);
        assert!(refused.body.contains("This is no JSON object."), "{}", refused.body);
        edda.post(&path, &[&[("mark", mark.as_str())][..], &form("{\"plan\":\"gold\"}")].concat()).await.assert_status(303);
        let stored = world.api.get(&format!("/api/users/{id}")).await.json();
        assert_eq!((&stored["name"], &stored["primaryEmail"], &stored["customData"]), (&json!("Ingrid F."), &json!(null), &json!({ "plan": "gold" })));
        let stale = edda.post(&path, &[&[("mark", mark.as_str())][..], &form("{}")].concat()).await.assert_status(409);
        assert!(stale.body.contains("Somebody changed this while you had the page open."));

        edda.post(&format!("{path}/suspend"), &[("suspended", "yes")]).await.assert_status(303);
        assert_eq!(world.api.get(&format!("/api/users/{id}")).await.json()["isSuspended"], json!(true));
        assert!(edda.page(&path).await.contains("End suspension"));
        edda.post(&format!("{path}/suspend"), &[("suspended", "no")]).await.assert_status(303);
        edda.post(&format!("{path}/password"), &[("password", "another-Lamp-78")]).await.assert_status(303);
        edda.post(&format!("{path}/password"), &[("password", "")]).await.assert_status(422);
        edda.post(&format!("{path}/delete"), &[("typed", "Ingrid")]).await.assert_status(422);
        edda.post(&format!("{path}/delete"), &[("typed", "Ingrid F.")]).await.assert_status(303);
        edda.browser.get(&path).await.assert_status(404);
    }

    async fn many_that_are_found_are_not_counted_to_the_end_and_can_all_be_reached(db: Db) {
        let world = World::over(db.clone()).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let role = world.created("/api/roles", json!({ "name": "Buyer", "description": "Buys", "type": "User" })).await;
        let (tenant, role) = (&TenantId::default_tenant(), &RoleId::new(role));
        let ids: &Vec<UserId> = &(1..=5_100).map(|number| UserId::new(format!("load{number:04}"))).collect();
        db.transaction(|tx| async move {
            for (number, id) in ids.iter().enumerate() {
                let created_at = UnixMillis(i64::try_from(number).unwrap_or_default());
                store::user::insert(tx.exec(), tenant, &User::new(id.clone(), created_at)).await?;
            }
            store::role::holder::add_users(tx.exec(), tenant, role, ids).await
        })
        .await
        .unwrap();
        let first = edda.page("/console/users?q=load").await;
        assert!(first.contains("1–20 of 1,000 or more") && first.contains("load5100"), "{first}");
        assert!(first.contains("/console/users?q=load&#38;page=2"), "{first}");
        let beyond = edda.page("/console/users?q=load&page=51").await;
        assert!(beyond.contains("1,001–1,020") && !beyond.contains("of 1,000"), "{beyond}");
        assert!(beyond.contains("load4100") && beyond.contains("/console/users?q=load&#38;page=52"), "{beyond}");
        let holders = edda.page(&format!("/console/roles/{role}/users")).await;
        assert!(holders.contains("1–20 of 1,000 or more"), "{holders}");
        // The API counts to the end, and what it found is known then.
        let counted = world.api.get("/api/users?search=%25load%25&page_size=1").await;
        assert_eq!(counted.header("total-number"), Some("5100"));
        assert_eq!(counted.header("total-number-is-capped"), None);
        assert!(edda.page("/console/users?q=load").await.contains("1–20 of 5,100"));
    }

    async fn roles_organizations_and_sessions_of_a_user_have_their_tabs(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let user = world.created("/api/users", json!({ "username": "ingrid" })).await;
        let role = world.created("/api/roles", json!({ "name": "Buyer", "description": "Buys", "type": "User" })).await;
        let path = format!("/console/users/{user}");
        assert!(edda.page(&format!("{path}/roles/add")).await.contains("Buyer"));
        edda.post(&format!("{path}/roles/add"), &[("id", &role)]).await.assert_status(303);
        assert!(vera.page(&format!("{path}/roles")).await.contains("Buyer"));
        vera.post(&format!("{path}/roles/{role}/remove"), &[]).await.assert_status(403);
        edda.post(&format!("{path}/roles/{role}/remove"), &[]).await.assert_status(303);
        assert!(edda.page(&format!("{path}/roles")).await.contains("No roles"));
        assert!(edda.page(&format!("{path}/organizations")).await.contains("In no organization"));
        let organization = world.created("/api/organizations", json!({ "name": "Northwind" })).await;
        world.api.post(&format!("/api/organizations/{organization}/users"), json!({ "userIds": [user] })).await.assert_status(201);
        assert!(edda.page(&format!("{path}/organizations")).await.contains("Northwind"));
        assert!(edda.page(&format!("{path}/sessions")).await.contains("Signed in nowhere"));
        let seen = vera.page(&path).await;
        assert!(seen.contains("<fieldset class=\"settings-fields\" disabled>") && !seen.contains("Set password"), "{seen}");
    }

    async fn a_session_is_seen_and_ended(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let user = world.created("/api/users", json!({ "username": "ingrid" })).await;
        let (services, now) = (&world.test.services, world.test.services.now());
        let session = domain::grant::Session {
            user_id: Some(domain::UserId::new(user.as_str())), signed_in_at: Some(now),
            expires_at: now.plus(std::time::Duration::from_secs(3_600)),
            ..domain::grant::Session::new(domain::SessionId::new("session-of-ingrid"), now)
        };
        store::session::insert(services.db.exec(), &services.tenant, &session, &domain::HashedToken::of("c")).await.unwrap();
        let path = format!("/console/users/{user}/sessions");
        assert!(edda.page(&path).await.contains("session-of-ingrid"));
        let asked = edda.page(&format!("{path}/session-of-ingrid/end")).await;
        assert!(asked.contains("End this session of ingrid?") && asked.contains("The session cannot be brought back"), "{asked}");
        edda.browser.get(&format!("{path}/another/end")).await.assert_status(404);
        edda.post(&format!("{path}/session-of-ingrid/end"), &[]).await.assert_status(422);
        assert!(edda.page(&path).await.contains("session-of-ingrid"));
        edda.post_when_asked(&format!("{path}/session-of-ingrid/end"), &[]).await.assert_status(303);
        assert!(edda.page(&path).await.contains("Signed in nowhere"));
    }
}
