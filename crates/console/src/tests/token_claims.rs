//! The area of token claims, and looking for things.

use domain::console::ConsoleRole;
use serde_json::{Value, json};
use store::both_databases;

use super::world::{World, hidden};

const PATH: &str = "/console/token-claims";
const ADDS: &str = "const getCustomJwtClaims = async ({ context, environmentVariables }) => ({ plan: context.user.customData.plan, key: environmentVariables.KEY });";
const TOKEN: &str = r#"{"sub":"u"}"#;
const CONTEXT: &str = r#"{"user":{"id":"u","customData":{"plan":"pro"}}}"#;

both_databases! {
    async fn a_script_is_tried_stored_and_deleted(db: Db) {
        let world = World::over(db).await;
        let (edda, vera) = (world.administrator("edda", ConsoleRole::Editor).await, world.administrator("vera", ConsoleRole::ReadOnly).await);
        let path = format!("{PATH}/access-token");
        let page = edda.page(PATH).await;
        assert!(page.contains("getCustomJwtClaims") && page.contains("context.user.customData") && !page.contains("/delete"), "{page}");
        let mark = hidden(&page, "mark").unwrap();
        let good = [("mark", mark.as_str()), ("script", ADDS), ("environment", "KEY=s3cret=x\n"), ("token", TOKEN), ("context", CONTEXT)];
        let tried = edda.post(&path, &[&good[..], &[("do", "try")]].concat()).await.assert_status(200).body;
        assert!(tried.contains("Claims that are added") && tried.contains("pro"), "{tried}");
        assert!(world.api.get("/api/configs/jwt-customizer").await.json() == json!([]));
        for (name, value, said) in [
            ("script", " ", "Enter a script."),
            ("environment", "no variable", "Write each variable on a line of its own"),
            ("token", "[]", "Enter a JSON object"),
            ("context", "{", "This is no JSON"),
        ] {
            let fields: Vec<_> = good.iter().map(|(known, good)| (*known, if *known == name { value } else { *good })).collect();
            let refused = edda.post(&path, &fields).await.assert_status(422);
            assert!(refused.body.contains(said), "{said}: {}", refused.body);
        }
        edda.post(&path, &[&good[..], &[("blocks", "yes")]].concat()).await.assert_status(303);
        let stored = world.api.get("/api/configs/jwt-customizer/access-token").await.json();
        assert_eq!((&stored["script"], &stored["environmentVariables"], &stored["blockIssuanceOnError"]), (&json!(ADDS), &json!({ "KEY": "s3cret=x" }), &json!(true)));
        edda.post(&path, &good).await.assert_status(409);
        let seen = vera.page(&path).await;
        assert!(seen.contains("getCustomJwtClaims") && !seen.contains("s3cret"), "{seen}");
        edda.page(&format!("{path}/delete")).await;
        edda.post_when_asked(&format!("{path}/delete"), &[]).await.assert_status(303);
        assert_eq!(world.api.get("/api/configs/jwt-customizer").await.json(), json!([]));
        edda.browser.get(&format!("{PATH}/other")).await.assert_status(404);
    }

    async fn what_is_wrong_with_a_script_is_said_while_one_types(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let check = async |kind: &str, script: &str, context: &str| -> Value {
            let fields = [("script", script), ("token", TOKEN), ("context", context)];
            edda.post(&format!("{PATH}/{kind}/check"), &fields).await.assert_status(200).json()
        };
        assert_eq!(check("access-token", ADDS, CONTEXT).await["isGood"], true);
        let broken = check("access-token", "const a = 1;\nconst getCustomJwtClaims = () => ({ a: };\n", CONTEXT).await;
        assert_eq!((&broken["isGood"], &broken["line"]), (&json!(false), &json!(2)), "{broken}");
        let fails = check("client-credentials", "const getCustomJwtClaims = () => { throw new Error('no plan'); };", "{}").await;
        assert!(fails["message"].as_str().unwrap().contains("no plan"), "{fails}");
        let denies = check("client-credentials", "const getCustomJwtClaims = ({ api }) => api.denyAccess();", "{}").await;
        assert_eq!(denies["message"], "The script refused the token.");
        assert_eq!(check("client-credentials", "", "{}").await["message"], "Enter a script.");
    }

    async fn things_are_found_by_name_as_a_page_and_for_the_palette(db: Db) {
        let world = World::over(db).await;
        let (edda, vera) = (world.administrator("edda", ConsoleRole::Editor).await, world.administrator("vera", ConsoleRole::ReadOnly).await);
        let user = world.created("/api/users", json!({ "username": "ingrid" })).await;
        world.created("/api/organizations", json!({ "name": "Ingrid's shop" })).await;
        let page = edda.page("/console/search?q=ingrid").await;
        assert!(page.contains(&format!("/console/users/{user}")) && page.contains("shop"), "{page}");
        assert!(edda.page("/console/search").await.contains("Create webhook") && !vera.page("/console/search").await.contains("Create webhook"));
        assert!(edda.page("/console/search?q=%25nothing%00").await.contains("Nothing found"));
        let found = edda.browser.get("/console/search?format=json&q=ingrid").await.assert_status(200).json();
        assert_eq!(found[0], json!({ "label": "Users", "items": [{ "label": "ingrid", "detail": user, "href": format!("/console/users/{user}") }] }));
        assert_eq!(found[1]["label"], "Organizations");
    }
}
