//! The area of roles outside of organizations.

use domain::console::ConsoleRole;
use serde_json::json;
use store::both_databases;

use super::world::{World, hidden};

const PATH: &str = "/console/roles";

both_databases! {
    async fn a_role_is_made_given_permissions_and_holders_changed_and_deleted(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let api = world.created("/api/resources", json!({ "name": "Ships", "indicator": "https://ships.example" })).await;
        let sail = world.created(&format!("/api/resources/{api}/scopes"), json!({ "name": "sail" })).await;
        let ada = world.created("/api/users", json!({ "username": "ada" })).await;
        let sync = world.created("/api/applications", json!({ "name": "Sync", "type": "MachineToMachine" })).await;
        edda.page(&format!("{PATH}/new")).await;
        for (kind, name, end, holder, shown) in [("User", "captain", "users", &ada, "ada"), ("MachineToMachine", "pilot", "applications", &sync, "Sync")] {
            let bare = edda.post(&format!("{PATH}/new"), &[("type", kind), ("name", name)]).await.assert_status(422);
            assert!(bare.body.contains("Say what the role is for."), "{}", bare.body);
            let fields = [("type", kind), ("name", name), ("description", "Steers")];
            let made = edda.post(&format!("{PATH}/new"), &fields).await.assert_status(303);
            assert!(edda.post(&format!("{PATH}/new"), &fields).await.assert_status(422).body.contains("There is one with this name already."));
            let path = made.location().split('?').next().unwrap().to_owned();
            let id = path.rsplit('/').next().unwrap().to_owned();
            assert!(edda.page(&format!("{PATH}?q={name}")).await.contains("1–1 of 1"));

            let permissions = format!("{path}/permissions");
            assert!(edda.page(&format!("{permissions}/add?q=ships")).await.contains("sail"));
            edda.post(&format!("{permissions}/add"), &[]).await.assert_status(422);
            edda.post(&format!("{permissions}/add"), &[("id", &sail)]).await.assert_status(303);
            assert!(!edda.page(&format!("{permissions}/add")).await.contains(&sail));
            let seen = vera.page(&permissions).await;
            assert!(seen.contains("sail") && seen.contains("Ships") && !seen.contains("/remove") && !seen.contains("/add"), "{seen}");
            edda.post(&format!("{permissions}/{sail}/remove"), &[]).await.assert_status(303);
            assert_eq!(world.api.get(&format!("/api/roles/{id}/scopes")).await.json(), json!([]));

            let holders = format!("{path}/{end}");
            assert!(edda.page(&format!("{holders}/add")).await.contains(shown));
            edda.post(&format!("{holders}/add"), &[("id", holder)]).await.assert_status(303);
            assert!(vera.page(&holders).await.contains(shown));
            edda.post(&format!("{holders}/{holder}/remove"), &[]).await.assert_status(303);
            assert_eq!(world.api.get(&format!("/api/roles/{id}/{end}")).await.json(), json!([]));

            let mark = hidden(&edda.page(&path).await, "mark").unwrap();
            let changed = [("mark", mark.as_str()), ("name", name), ("description", "Leads"), ("isDefault", "yes")];
            edda.post(&path, &changed).await.assert_status(303);
            let stored = world.api.get(&format!("/api/roles/{id}")).await.json();
            assert_eq!((&stored["description"], &stored["isDefault"]), (&json!("Leads"), &json!(true)));
            edda.post(&path, &changed).await.assert_status(409);
            edda.page(&format!("{path}/danger")).await;
            edda.post(&format!("{path}/delete"), &[("typed", "other")]).await.assert_status(422);
            edda.post(&format!("{path}/delete"), &[("typed", name)]).await.assert_status(303);
            edda.browser.get(&path).await.assert_status(404);
        }
    }
}
