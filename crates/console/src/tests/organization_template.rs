//! The area of the organization template.

use domain::console::ConsoleRole;
use serde_json::json;
use store::both_databases;

use super::world::{World, hidden, undo_in};

const PATH: &str = "/console/organization-template";

/// A template of two roles, a permission of organizations and one of an API: the ids of all, and of the API.
async fn template(world: &World) -> [String; 5] {
    let admin = world.created("/api/organization-roles", json!({ "name": "admin" })).await;
    let robot = world
        .created("/api/organization-roles", json!({ "name": "robot", "type": "MachineToMachine" }))
        .await;
    let read = world.created("/api/organization-scopes", json!({ "name": "members:read" })).await;
    let api = world
        .created("/api/resources", json!({ "name": "Ships", "indicator": "https://ships.example" }))
        .await;
    let sail = world.created(&format!("/api/resources/{api}/scopes"), json!({ "name": "sail" })).await;
    [admin, robot, read, sail, api]
}

both_databases! {
    async fn a_matrix_shows_what_roles_allow_and_stores_what_differs(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let [admin, robot, read, sail, _] = template(&world).await;
        let page = edda.page(PATH).await;
        assert!(page.contains("Permissions of Ships") && page.contains("admin: members:read") && page.contains("robot: sail"), "{page}");
        let mark = hidden(&page, "mark").unwrap();
        let (one, other) = (format!("{admin}.own.{read}"), format!("{admin}.api.{sail}"));
        edda.post(PATH, &[("mark", &mark), ("grant", &one), ("grant", &other), ("grant", "nobody.own.nothing")]).await.assert_status(303);
        let roles = world.api.get("/api/organization-roles").await.json();
        assert_eq!(roles[0]["scopes"], json!([{ "id": read, "name": "members:read" }]));
        assert_eq!(roles[0]["resourceScopes"][0]["id"], json!(sail));
        assert_eq!((&roles[1]["scopes"], &roles[1]["resourceScopes"]), (&json!([]), &json!([])));
        // Whoever still has the page from before takes nothing back.
        let stale = edda.post(PATH, &[("mark", &mark)]).await.assert_status(409);
        assert!(stale.body.contains("Somebody changed this while you had the page open."), "{}", stale.body);
        // One is taken, one given; nothing else is written.
        let mark = hidden(&edda.page(PATH).await, "mark").unwrap();
        let given = format!("{robot}.api.{sail}");
        let said = edda.post(PATH, &[("mark", &mark), ("grant", &one), ("grant", &given)]).await.assert_status(303).location();
        let roles = world.api.get("/api/organization-roles").await.json();
        assert_eq!((&roles[0]["resourceScopes"], &roles[1]["resourceScopes"][0]["id"]), (&json!([]), &json!(sail)));
        let logs = world.api.get("/api/logs?includeManagement=true&page_size=100").await.json();
        let writes: Vec<_> = logs.as_array().unwrap().iter()
            .filter(|log| log["payload"]["administrator"] == "edda")
            .map(|log| log["payload"]["key"].as_str().unwrap().to_owned()).collect();
        assert_eq!(writes.len(), 4, "{writes:?}");
        // Both are taken back, once, and what somebody else has given back meanwhile stays.
        world.api.post(&format!("/api/organization-roles/{admin}/resource-scopes"), json!({ "scopeIds": [sail] })).await.assert_status(201);
        let page = edda.page(&edda.undo(&said).await.assert_status(303).location()).await;
        assert!(page.contains("It is as it was before.") && undo_in(&page).is_none(), "{page}");
        let roles = world.api.get("/api/organization-roles").await.json();
        assert_eq!((&roles[0]["resourceScopes"][0]["id"], &roles[1]["resourceScopes"]), (&json!(sail), &json!([])));
        assert_eq!(roles[0]["scopes"], json!([{ "id": read, "name": "members:read" }]));
        edda.undo(&said).await.assert_status(409);
        // What has gone meanwhile does not come back, the rest does, and that is said.
        let kept = world.created("/api/organization-scopes", json!({ "name": "members:write" })).await;
        let (third, fourth) = (format!("{robot}.own.{kept}"), format!("{robot}.own.{read}"));
        let mark = hidden(&edda.page(PATH).await, "mark").unwrap();
        edda.post(PATH, &[("mark", &mark), ("grant", &one), ("grant", &other), ("grant", &third), ("grant", &fourth)]).await.assert_status(303);
        let mark = hidden(&edda.page(PATH).await, "mark").unwrap();
        let said = edda.post(PATH, &[("mark", &mark), ("grant", &one), ("grant", &other)]).await.assert_status(303).location();
        world.api.delete(&format!("/api/organization-scopes/{kept}")).await.assert_status(204);
        let page = edda.page(&edda.undo(&said).await.assert_status(303).location()).await;
        assert!(page.contains("Undone in part:") && !page.contains("It is as it was before."), "{page}");
        let roles = world.api.get("/api/organization-roles").await.json();
        assert_eq!(roles[1]["scopes"], json!([{ "id": read, "name": "members:read" }]));
        world.api.delete(&format!("/api/organization-roles/{robot}/scopes/{read}")).await.assert_status(204);
        // Where nothing differs there is nothing to take back.
        let mark = hidden(&edda.page(PATH).await, "mark").unwrap();
        let same = edda.post(PATH, &[("mark", &mark), ("grant", &one), ("grant", &other)]).await.assert_status(303);
        assert_eq!(same.location(), format!("{PATH}?done=saved"));
        // Nor is a role that has gone.
        let mark = hidden(&edda.page(PATH).await, "mark").unwrap();
        let said = edda.post(PATH, &[("mark", &mark), ("grant", &given)]).await.assert_status(303).location();
        world.api.delete(&format!("/api/organization-roles/{robot}")).await.assert_status(204);
        let page = edda.page(&edda.undo(&said).await.assert_status(303).location()).await;
        assert!(page.contains("Undone in part:"), "{page}");
        let roles = world.api.get("/api/organization-roles").await.json();
        assert_eq!((&roles[0]["scopes"][0]["id"], &roles[0]["resourceScopes"][0]["id"]), (&json!(read), &json!(sail)));
    }

    async fn a_search_narrows_the_matrix_and_leaves_the_rest_alone(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let [admin, _, read, sail, _] = template(&world).await;
        world.api.post(&format!("/api/organization-roles/{admin}/scopes"), json!({ "organizationScopeIds": [read] })).await.assert_status(201);
        let address = format!("{PATH}?q=SHIPS");
        let page = edda.page(&address).await;
        assert!(page.contains("admin: sail") && !page.contains("members:read"), "{page}");
        let grant = format!("{admin}.api.{sail}");
        let answer = edda.post(&address, &[("mark", &hidden(&page, "mark").unwrap()), ("grant", &grant)]).await.assert_status(303);
        assert!(answer.location().starts_with(&format!("{PATH}?q=SHIPS&done=saved&undo=")), "{}", answer.location());
        let roles = world.api.get("/api/organization-roles").await.json();
        assert_eq!((roles[0]["scopes"].as_array().unwrap().len(), roles[0]["resourceScopes"].as_array().unwrap().len()), (1, 1));
        assert!(edda.page(&format!("{PATH}?q=nothing+of+it")).await.contains("Nothing found"));
    }

    async fn roles_and_permissions_are_made_renamed_and_deleted(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        assert!(edda.page(PATH).await.contains("No roles yet"));
        for (end, api, further) in [("roles", "/api/organization-roles", Some(("type", "MachineToMachine"))), ("permissions", "/api/organization-scopes", None)] {
            let new = format!("{PATH}/{end}/new");
            edda.page(&new).await;
            let fields = |name: &'static str| further.into_iter().chain([("name", name), ("description", "Why <b>")]).collect::<Vec<_>>();
            assert!(edda.post(&new, &fields(" ")).await.assert_status(422).body.contains("Enter a name."));
            edda.post(&new, &fields("fleet")).await.assert_status(303);
            let taken = edda.post(&new, &fields("fleet")).await.assert_status(422);
            assert!(taken.body.contains("There is one with this name already."), "{}", taken.body);
            let long: &'static str = Box::leak("x".repeat(200).into_boxed_str());
            assert!(edda.post(&new, &fields(long)).await.assert_status(422).body.contains("This cannot be used"));
            let made = world.api.get(api).await.json()[0].clone();
            assert_eq!((&made["name"], &made["description"]), (&json!("fleet"), &json!("Why <b>")));
            let path = format!("{PATH}/{end}/{}", made["id"].as_str().unwrap());
            let page = edda.page(&path).await;
            assert!(page.contains("Why &#60;b&#62;"), "{page}");
            let mark = hidden(&page, "mark").unwrap();
            edda.post(&path, &[("mark", &mark), ("name", "armada"), ("description", "")]).await.assert_status(303);
            assert_eq!(world.api.get(api).await.json()[0]["description"], json!(null));
            edda.post(&path, &[("mark", &mark), ("name", "again")]).await.assert_status(409);
            edda.page(&format!("{path}/delete")).await;
            edda.post(&format!("{path}/delete"), &[("typed", "fleet")]).await.assert_status(422);
            edda.post(&format!("{path}/delete"), &[("typed", "armada")]).await.assert_status(303);
            assert_eq!(world.api.get(api).await.json(), json!([]));
        }
    }

    async fn whoever_may_only_read_sees_the_matrix_and_no_way_to_change_it(db: Db) {
        let world = World::over(db).await;
        template(&world).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let page = vera.page(PATH).await;
        assert!(page.contains("admin: sail") && page.contains("matrix-fields\" disabled"), "{page}");
        assert!(!page.contains("Save changes") && !page.contains("/new\"") && !page.contains(&format!("{PATH}/roles/")), "{page}");
        vera.post(PATH, &[("grant", "x")]).await.assert_status(403);
    }
}
