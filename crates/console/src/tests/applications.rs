//! The area of applications.

use domain::console::ConsoleRole;
use serde_json::json;
use store::both_databases;

use super::world::{World, hidden};

both_databases! {
    async fn an_application_is_made_found_changed_and_deleted(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let refused = edda.post("/console/applications/new", &[("type", "SPA"), ("name", " ")]).await.assert_status(422);
        assert!(refused.body.contains("Enter a name."));
        edda.post("/console/applications/new", &[("type", "Spaceship"), ("name", "Shop")]).await.assert_status(422);
        let made = edda.post("/console/applications/new", &[("type", "SPA"), ("name", "Shop <b>"), ("description", "Sells")]).await.assert_status(303);
        let path = made.location().split("/guide").next().unwrap().to_owned();
        assert!(edda.page(&made.location()).await.contains("The application is created."));
        let page = edda.page(&path).await;
        assert!(page.contains("Shop &#60;b&#62;") && page.contains("Single-page application"), "{page}");
        let found = edda.page("/console/applications?q=shop").await;
        assert!(found.contains("Shop &#60;b&#62;") && found.contains("1–1 of 1"), "{found}");
        assert!(edda.page("/console/applications?q=ship").await.contains("Nothing found"));
        assert!(edda.page("/console/applications?type=Native").await.contains("Nothing found"));

        let id = path.rsplit('/').next().unwrap();
        let mark = hidden(&page, "mark").unwrap();
        let form = |redirects: &'static str, mark: &str| vec![
            ("name".to_owned(), "Store".to_owned()), ("redirect_uris".to_owned(), redirects.to_owned()), ("rotates".to_owned(), "yes".to_owned()),
            ("refresh_days".to_owned(), "30".to_owned()), ("origins".to_owned(), "https://shop.example".to_owned()), ("mark".to_owned(), mark.to_owned()),
        ];
        let send = async |fields: Vec<(String, String)>| {
            let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            edda.post(&path, &fields).await
        };
        let refused = send(form("https://shop.example/cb\n\nnot an address", &mark)).await.assert_status(422);
        assert!(refused.body.contains("Line 2 is no address") && refused.body.contains("not an address"), "{}", refused.body);
        send(form("https://shop.example/cb\r\n  https://shop.example/other \r\n", &mark)).await.assert_status(303);
        let stored = world.api.get(&format!("/api/applications/{id}")).await.json();
        assert_eq!((&stored["name"], &stored["description"]), (&json!("Store"), &json!(null)));
        assert_eq!(stored["oidcClientMetadata"]["redirectUris"], json!(["https://shop.example/cb", "https://shop.example/other"]));
        assert_eq!(stored["customClientMetadata"]["refreshTokenTtlInDays"], json!(30));
        // The page that was open before knows nothing of that.
        let stale = send(form("https://evil.example/cb", &mark)).await.assert_status(409);
        assert!(stale.body.contains("Somebody changed this while you had the page open.") && stale.body.contains("shop.example/other"), "{}", stale.body);

        edda.post(&format!("{path}/delete"), &[("typed", "store")]).await.assert_status(422);
        edda.post(&format!("{path}/delete"), &[("typed", "Store")]).await.assert_status(303);
        edda.browser.get(&path).await.assert_status(404);
    }

    async fn writes_are_recorded_in_the_name_of_the_administrator(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        edda.post("/console/applications/new", &[("type", "SPA"), ("name", "Shop")]).await.assert_status(303);
        let logs = world.api.get("/api/logs?includeManagement=true").await.json();
        let log = logs.as_array().unwrap().iter().find(|log| log["payload"]["key"] == "Management.POST /applications").unwrap();
        assert_eq!(log["payload"]["administrator"], json!("edda"));
        assert!(log["payload"]["administratorId"].is_string() && log["payload"].get("userId").is_none(), "{log}");
    }

    async fn a_secret_is_shown_once_and_only_to_those_who_may_see_it(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        for kind in ["MachineToMachine", "Traditional"] {
            let id = world.created("/api/applications", json!({ "name": "Sync", "type": kind })).await;
            let path = format!("/console/applications/{id}/secrets");
            let shown = edda.post(&path, &[("name", "a/b c"), ("days", "30")]).await.assert_status(200);
            let secrets = world.api.get(&format!("/api/applications/{id}/secrets")).await.json();
            let values: Vec<_> = secrets.as_array().unwrap().iter().map(|one| one["value"].as_str().unwrap().to_owned()).collect();
            assert_eq!(values.len(), 2);
            let made = secrets.as_array().unwrap().iter().find(|one| one["name"] == "a/b c").unwrap();
            assert!(shown.body.contains(made["value"].as_str().unwrap()));
            assert!(made["expiresAt"].is_i64());
            let list = edda.page(&path).await;
            assert!(list.contains("a/b c") && values.iter().all(|value| !list.contains(value.as_str())), "{list}");
            let hidden_list = vera.page(&path).await;
            assert!(!hidden_list.contains("a/b c") && hidden_list.contains("Your role does not allow you"), "{hidden_list}");
            vera.post(&path, &[("name", "mine")]).await.assert_status(403);
            let taken = edda.post(&path, &[("name", "a/b c")]).await.assert_status(422);
            assert!(taken.body.contains("A secret of this application has this name."), "{}", taken.body);
            let asked = edda.page(&format!("{path}/delete?name=a%2Fb+c")).await;
            assert!(asked.contains("Delete the secret a/b c?") && asked.contains("cannot be brought back"), "{asked}");
            edda.post(&format!("{path}/delete"), &[("name", "a/b c")]).await.assert_status(422);
            assert!(edda.page(&path).await.contains("a/b c"));
            edda.post_when_asked(&format!("{path}/delete"), &[("name", "a/b c")]).await.assert_status(303);
            assert!(!edda.page(&path).await.contains("a/b c"));
        }
    }

    async fn a_machine_is_given_roles_and_loses_them(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let id = world.created("/api/applications", json!({ "name": "Sync", "type": "MachineToMachine" })).await;
        let role = world.created("/api/roles", json!({ "name": "Sync orders", "description": "Reads orders", "type": "MachineToMachine" })).await;
        let path = format!("/console/applications/{id}/roles");
        assert!(edda.page(&path).await.contains("No roles"));
        assert!(edda.page(&format!("{path}/add")).await.contains("Sync orders"));
        assert!(!edda.page(&format!("{path}/add?q=nothing")).await.contains("Sync orders"));
        edda.post(&format!("{path}/add"), &[]).await.assert_status(422);
        edda.post(&format!("{path}/add"), &[("id", &role)]).await.assert_status(303);
        assert!(edda.page(&path).await.contains("Sync orders"));
        assert!(!edda.page(&format!("{path}/add")).await.contains("Sync orders"));
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let seen = vera.page(&path).await;
        assert!(seen.contains("Sync orders") && !seen.contains("/remove"), "{seen}");
        edda.post(&format!("{path}/{role}/remove"), &[]).await.assert_status(303);
        assert!(edda.page(&path).await.contains("No roles"));
        let organization = world.created("/api/organizations", json!({ "name": "Northwind" })).await;
        world.api.post(&format!("/api/organizations/{organization}/applications"), json!({ "applicationIds": [id] })).await.assert_status(201);
        assert!(edda.page(&format!("/console/applications/{id}/organizations")).await.contains("Northwind"));
    }

    async fn the_console_speaks_chinese_to_those_who_read_it(db: Db) {
        let world = World::over(db).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let headers = [("accept-language", "zh-CN,zh;q=0.9")];
        let page = vera.browser.send(axum::http::Method::GET, "/console/applications", &headers, axum::body::Body::empty()).await.assert_status(200);
        assert!(page.body.contains("lang=\"zh-CN\"") && page.body.contains("应用"), "{}", page.body);
    }

    async fn ids_that_name_nothing_are_not_found_and_hostile_ones_neither(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        for strange in ["nothing", "..%2F..%2Fusers", "%2e%2e", "a%00b", "%C3%A9", "a%3Fb"] {
            for tab in ["", "/secrets", "/roles", "/organizations", "/danger", "/delete"] {
                edda.browser.get(&format!("/console/applications/{strange}{tab}")).await.assert_status(404);
            }
        }
    }
}
