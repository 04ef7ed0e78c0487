//! The area of API resources.

use domain::console::ConsoleRole;
use serde_json::json;
use store::both_databases;

use super::world::{World, hidden};

const PATH: &str = "/console/api-resources";

both_databases! {
    async fn a_resource_is_made_changed_and_deleted(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        edda.page(&format!("{PATH}/new")).await;
        for (name, indicator, said) in [(" ", "https://ships.example", "Enter a name."), ("Ships", "ships", "Enter an absolute address")] {
            let refused = edda.post(&format!("{PATH}/new"), &[("name", name), ("indicator", indicator)]).await.assert_status(422);
            assert!(refused.body.contains(said), "{}", refused.body);
        }
        let fields = [("name", "Ships"), ("indicator", "https://ships.example")];
        let made = edda.post(&format!("{PATH}/new"), &fields).await.assert_status(303);
        let taken = edda.post(&format!("{PATH}/new"), &fields).await.assert_status(422);
        assert!(taken.body.contains("There is one with this name already."), "{}", taken.body);
        let path = made.location().split('?').next().unwrap().to_owned();
        let id = path.rsplit('/').next().unwrap();
        assert!(edda.page(PATH).await.contains("https://ships.example"));
        let page = edda.page(&path).await;
        let mark = hidden(&page, "mark").unwrap();
        for bad in ["", "0", "-1", "x", "99999999999"] {
            let refused = edda.post(&path, &[("mark", &mark), ("name", "Fleet"), ("accessTokenTtl", bad)]).await.assert_status(422);
            assert!(refused.body.contains("Enter a whole number of seconds"), "{bad}: {}", refused.body);
        }
        edda.post(&path, &[("mark", &mark), ("name", "Fleet"), ("accessTokenTtl", "600"), ("isDefault", "yes")]).await.assert_status(303);
        let stored = world.api.get(&format!("/api/resources/{id}")).await.json();
        assert_eq!((&stored["name"], &stored["accessTokenTtl"], &stored["isDefault"]), (&json!("Fleet"), &json!(600), &json!(true)));
        edda.post(&path, &[("mark", &mark), ("name", "Again"), ("accessTokenTtl", "600")]).await.assert_status(409);
        edda.page(&format!("{path}/danger")).await;
        edda.page(&format!("{path}/delete")).await;
        edda.post(&format!("{path}/delete"), &[("typed", "Ships")]).await.assert_status(422);
        edda.post(&format!("{path}/delete"), &[("typed", "Fleet")]).await.assert_status(303);
        edda.browser.get(&path).await.assert_status(404);
    }

    async fn permissions_are_added_renamed_and_removed(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let id = world.created("/api/resources", json!({ "name": "Ships", "indicator": "https://ships.example" })).await;
        let (path, api) = (format!("{PATH}/{id}/permissions"), format!("/api/resources/{id}/scopes"));
        assert!(edda.page(&path).await.contains("No permissions"));
        edda.page(&format!("{path}/new")).await;
        edda.post(&format!("{path}/new"), &[("name", "sail"), ("description", "Sets sail")]).await.assert_status(303);
        assert!(edda.post(&format!("{path}/new"), &[("name", "sail")]).await.assert_status(422).body.contains("There is one with this name already."));
        edda.post(&format!("{path}/new"), &[("name", "two words")]).await.assert_status(422);
        assert!(edda.page(&path).await.contains("Sets sail"));
        let scope = world.api.get(&api).await.json()[0]["id"].as_str().unwrap().to_owned();
        let of_one = format!("{path}/{scope}");
        let mark = hidden(&edda.page(&of_one).await, "mark").unwrap();
        edda.post(&of_one, &[("mark", &mark), ("name", "row"), ("description", "")]).await.assert_status(303);
        let stored = world.api.get(&api).await.json();
        assert_eq!((&stored[0]["name"], &stored[0]["description"]), (&json!("row"), &json!(null)));
        edda.post(&of_one, &[("mark", &mark), ("name", "fly")]).await.assert_status(409);
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let seen = vera.page(&path).await;
        assert!(seen.contains("row") && !seen.contains("permissions/new") && !seen.contains(&of_one), "{seen}");
        edda.page(&format!("{of_one}/delete")).await;
        edda.post(&format!("{of_one}/delete"), &[("typed", "sail")]).await.assert_status(422);
        edda.post(&format!("{of_one}/delete"), &[("typed", "row")]).await.assert_status(303);
        assert_eq!(world.api.get(&api).await.json(), json!([]));
        edda.browser.get(&of_one).await.assert_status(404);
    }

    async fn the_api_of_the_server_itself_is_shown_and_not_changed(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let path = format!("{PATH}/management-api");
        let page = edda.page(&path).await;
        assert!(page.contains("It cannot be changed.") && !page.contains("Save changes") && !page.contains("/danger"), "{page}");
        let fields = [("mark", hidden(&page, "mark").unwrap()), ("name", "Mine".to_owned()), ("accessTokenTtl", "60".to_owned())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        edda.post(&path, &fields).await.assert_status(422);
        assert!(!edda.page(&format!("{path}/permissions")).await.contains("permissions/new"));
    }
}
