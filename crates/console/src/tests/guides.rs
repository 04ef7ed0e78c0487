//! Code for developers.

use domain::console::ConsoleRole;
use serde_json::json;
use store::both_databases;

use super::world::World;

both_databases! {
    async fn whoever_makes_an_application_is_shown_code_with_its_own_id(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let kinds = [
            ("SPA", "useHandleSignInCallback", vec!["react", "vue", "browser", "api-express", "api-axum"]),
            ("Traditional", "@logto/next/server-actions", vec!["next", "express", "api-express", "api-axum"]),
            ("Native", "code_challenge_method", vec!["node", "curl", "api-express", "api-axum"]),
            ("MachineToMachine", "grant_type=client_credentials", vec!["curl", "node", "rust", "python", "api-express", "api-axum"]),
        ];
        for (kind, first, frameworks) in kinds {
            let made = edda.post("/console/applications/new", &[("type", kind), ("name", "Shop")]).await.assert_status(303);
            let (path, _) = made.location().split_once('?').map(|(path, rest)| (path.to_owned(), rest.to_owned())).unwrap();
            let id = path.split('/').nth(3).unwrap().to_owned();
            let page = edda.page(&made.location()).await;
            assert!(page.contains("The application is created.") && page.contains(first) && page.contains(&id), "{page}");
            for framework in frameworks {
                assert!(page.contains(&format!("{path}?framework={framework}")), "{kind} {framework}");
                let own = edda.page(&format!("{path}?framework={framework}")).await;
                let current = format!("{path}?framework={framework}\" aria-current=\"true\"");
                assert!(own.contains(&current) && own.contains(world.test.services.endpoint.base()), "{framework}: {own}");
                assert!(framework.starts_with("api-") || own.contains(&id), "{framework}: {own}");
            }
            assert!(edda.page(&format!("{path}?framework=cobol")).await.contains(first));
        }
    }

    async fn the_addresses_of_the_code_are_registered_beside_those_that_are(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let metadata = json!({ "redirectUris": ["io.shop:/callback"], "postLogoutRedirectUris": [] });
        let id = world.created("/api/applications", json!({ "name": "Shop", "type": "SPA", "oidcClientMetadata": metadata })).await;
        let path = format!("/console/applications/{id}/guide");
        let page = edda.page(&path).await;
        assert!(page.contains("http://localhost:5173/callback") && page.contains("Not registered yet"), "{page}");
        assert!(!vera.page(&path).await.contains("<button type=\"submit\" class=\"button button-secondary\""));
        let sent = edda.post(&format!("{path}/addresses"), &[("framework", "vue")]).await.assert_status(303);
        assert_eq!(sent.location(), format!("{path}?framework=vue&done=guide-addresses-registered"));
        let page = edda.page(&sent.location()).await;
        assert!(page.contains("The addresses are registered.") && !page.contains("Not registered yet"), "{page}");
        let stored = world.api.get(&format!("/api/applications/{id}")).await.json()["oidcClientMetadata"].clone();
        assert_eq!(stored, json!({
            "redirectUris": ["io.shop:/callback", "http://localhost:5173/callback"],
            "postLogoutRedirectUris": ["http://localhost:5173/"],
        }));
        // Again, it changes nothing.
        edda.post(&format!("{path}/addresses"), &[("framework", "vue")]).await.assert_status(303);
        assert_eq!(world.api.get(&format!("/api/applications/{id}")).await.json()["oidcClientMetadata"], stored);

        // What is registered and would do is what the code has.
        let metadata = json!({ "redirectUris": ["https://shop.example/auth/back"], "postLogoutRedirectUris": ["https://shop.example/"] });
        let id = world.created("/api/applications", json!({ "name": "Shop", "type": "SPA", "oidcClientMetadata": metadata })).await;
        let page = edda.page(&format!("/console/applications/{id}/guide?framework=browser")).await;
        assert!(page.contains("signIn(&#39;https://shop.example/auth/back&#39;)") && !page.contains("Not registered yet"), "{page}");
    }

    async fn a_secret_is_in_the_code_on_the_page_that_made_it_and_on_no_other(db: Db) {
        let world = World::over(db).await;
        let edda = world.administrator("edda", ConsoleRole::Editor).await;
        for (kind, framework) in [("MachineToMachine", "python"), ("Traditional", "express")] {
            let id = world.created("/api/applications", json!({ "name": "Sync", "type": kind })).await;
            let path = format!("/console/applications/{id}/guide");
            let secrets = async || {
                let all = world.api.get(&format!("/api/applications/{id}/secrets")).await.json();
                all.as_array().unwrap().iter().map(|one| one["value"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
            };
            let before = secrets().await;
            let shown = edda.post(&format!("{path}/secret"), &[("framework", framework)]).await.assert_status(200).body;
            let after = secrets().await;
            assert_eq!(after.len(), before.len() + 1);
            let named = world.api.get(&format!("/api/applications/{id}/secrets")).await.json();
            let date = hosted::time::date(&ui::Words::of_console(["en"]), world.test.services.now());
            let title = if framework == "python" { "Python" } else { "Express" };
            assert!(named.as_array().unwrap().iter().any(|one| one["name"] == format!("{title} guide, {date}")), "{named}");
            let made = after.iter().find(|secret| !before.contains(secret)).unwrap();
            assert!(shown.contains(made) && before.iter().all(|secret| !shown.contains(secret.as_str())), "{shown}");
            let later = edda.page(&format!("{path}?framework={framework}")).await;
            assert!(after.iter().all(|secret| !later.contains(secret.as_str())) && later.contains("put the secret here"), "{later}");
            // Another one on the same day is told apart.
            edda.post(&format!("{path}/secret"), &[("framework", framework)]).await.assert_status(200);
            let named = world.api.get(&format!("/api/applications/{id}/secrets")).await.json();
            assert!(named.as_array().unwrap().iter().any(|one| one["name"] == format!("{title} guide, {date} (2)")), "{named}");
            // Code without a place for it makes none.
            edda.post(&format!("{path}/secret"), &[("framework", "api-axum")]).await.assert_status(404);
            assert_eq!(secrets().await.len(), after.len() + 1);
        }
        let id = world.created("/api/applications", json!({ "name": "Shop", "type": "SPA" })).await;
        edda.post(&format!("/console/applications/{id}/guide/secret"), &[("framework", "react")]).await.assert_status(404);
    }

    async fn an_api_resource_has_code_that_checks_its_tokens(db: Db) {
        let world = World::over(db).await;
        let vera = world.administrator("vera", ConsoleRole::ReadOnly).await;
        let id = world.created("/api/resources", json!({ "name": "Boats", "indicator": "https://boats.example" })).await;
        let path = format!("/console/api-resources/{id}/guide");
        let page = vera.page(&path).await;
        assert!(page.contains("const audience = &#39;https://boats.example&#39;") && page.contains("order:read"), "{page}");
        world.created(&format!("/api/resources/{id}/scopes"), json!({ "name": "boats:sail" })).await;
        let page = vera.page(&format!("{path}?framework=axum")).await;
        assert!(page.contains("has_scope(&#34;boats:sail&#34;)") && page.contains("aria-current=\"page\">Guide"), "{page}");
        vera.browser.get("/console/api-resources/management-api/guide").await.assert_status(404);
    }
}
