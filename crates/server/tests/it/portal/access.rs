//! How one comes in and what was done: second factor, domains, API keys, activity.

use serde_json::json;
use store::both_databases;

use super::{NORTHWIND, Person};
use crate::world::World;

/// What stands between two marks on a page.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("no {before} in {page}"));
    rest.split_once(after).unwrap_or_else(|| panic!("no {after} in {rest}")).0
}

both_databases! {
    async fn a_second_factor_is_required_and_whoever_has_none_is_told_so(db: Db) {
        let world = World::over(db).await;
        let olivia = Person::signed_in(&world, "olivia").await;
        let path = format!("{NORTHWIND}/security");
        assert!(!olivia.page(&path).await.contains("value=\"yes\" checked"));
        let answer = olivia.post(&path, &[]).await.assert_status(303);
        assert!(olivia.page(&answer.location()).await.contains("Your changes are saved."));
        olivia.post(&path, &[("isMfaRequired", "yes")]).await.assert_status(303);
        let stored = world.machine().await.get("/api/organizations/northwind").await.json();
        assert_eq!(stored["isMfaRequired"], true);
        let refused = olivia.client().get(&path).await.assert_status(403).body;
        assert!(refused.contains("A second step is needed"), "{refused}");
    }

    async fn what_cannot_be_an_organization_is_not_looked_for(db: Db) {
        let world = World::over(db).await;
        let olivia = Person::signed_in(&world, "olivia").await;
        for id in ["%00", "a%0Ab", "%F0%9F%98%80", "a%20b"] {
            olivia.client().get(&format!("/portal/organizations/{id}")).await.assert_status(404);
        }
    }

    async fn an_api_key_is_made_and_its_secret_is_shown_once(db: Db) {
        let world = World::over(db).await;
        let machine = world.machine().await;
        let role = json!({ "name": "exporter", "description": "Reads orders", "type": "MachineToMachine" });
        machine.post("/api/organization-roles", role).await.assert_status(201);
        let olivia = Person::signed_in(&world, "olivia").await;
        let keys = format!("{NORTHWIND}/api-keys");
        assert!(olivia.page(&keys).await.contains("No API keys yet"));
        let form = olivia.page(&format!("{keys}/new")).await;
        assert!(form.contains("value=\"exporter\"") && !form.contains("value=\"auditor\""), "{form}");
        let page = olivia.post(&format!("{keys}/new"), &[("name", "")]).await.assert_status(400).body;
        assert!(page.contains("Use 1 to 256 characters."), "{page}");

        let fields = [("name", "Nightly export"), ("description", ""), ("roleNames", "exporter")];
        let page = olivia.post(&format!("{keys}/new"), &fields).await.assert_status(200);
        assert_eq!(page.header("cache-control"), Some("no-store"));
        let secret = between(&page.body, "<dt>Secret</dt><dd><span class=\"copyable\"><code dir=\"ltr\">", "</code>").to_owned();
        let id = between(&page.body, "<dt>Client ID</dt><dd><span class=\"copyable\"><code dir=\"ltr\">", "</code>").to_owned();
        assert!(secret.len() > 20, "{}", page.body);
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", id.as_str()),
            ("client_secret", secret.as_str()),
            ("organization_id", "northwind"),
        ];
        world.client().form("/oidc/token", &form).await.assert_status(200);
        let key = format!("{keys}/{id}");
        for path in [&keys, &key, &format!("{key}/delete")] {
            let page = olivia.page(path).await;
            assert!(page.contains("Nightly export") && !page.contains(&secret), "{path}");
        }

        let fields = [("secretName", "second"), ("expiresInDays", "90")];
        let page = olivia.post(&format!("{key}/secrets"), &fields).await.assert_status(200).body;
        let second = between(&page, "<dt>Secret</dt><dd><span class=\"copyable\"><code dir=\"ltr\">", "</code>");
        assert_ne!(second, secret);
        let page = olivia.post(&format!("{key}/secrets"), &[("secretName", "a b"), ("expiresInDays", "0")]).await;
        assert!(page.status.is_client_error() && page.body.contains("aria-invalid=\"true\""), "{}", page.body);
        let answer = olivia.post(&format!("{key}/secrets/second/delete"), &[]).await.assert_status(303);
        assert!(olivia.page(&answer.location()).await.contains("The secret is deleted."));
        olivia.post(&format!("{key}/roles"), &[]).await.assert_status(303);
        olivia.post(&key, &[("name", "Export"), ("description", "Nightly")]).await.assert_status(303);
        let page = olivia.page(&key).await;
        assert!(page.contains("value=\"Export\"") && page.contains(">Nightly</textarea>"), "{page}");
        olivia.post(&format!("{key}/delete"), &[("confirm", "Nope")]).await.assert_status(422);
        let answer = olivia.post(&format!("{key}/delete"), &[("confirm", "Export")]).await.assert_status(303);
        assert!(olivia.page(&answer.location()).await.contains("The API key is deleted."));
        world.client().form("/oidc/token", &form).await.assert_error(400, "oidc.invalid_client");

        let activity = olivia.page(&format!("{NORTHWIND}/activity")).await;
        assert!(activity.contains("<strong><bdi>Olivia</bdi></strong>") && activity.contains("deleted the API key"), "{activity}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operators_own_application_is_not_there() {
    let world = World::sqlite().await;
    let olivia = Person::signed_in(&world, "olivia").await;
    let operators = &world.credentials.management_api.client_id;
    let key = format!("{NORTHWIND}/api-keys/{operators}");
    for path in [key.clone(), format!("{key}/delete")] {
        let answer = olivia.client().get(&path).await;
        assert!(
            answer.status.is_client_error() && !answer.body.contains("secret"),
            "{path}: {}",
            answer.body
        );
    }
    for (path, fields) in [
        (format!("{key}/secrets"), [("secretName", "mine"), ("expiresInDays", "0")]),
        (format!("{key}/delete"), [("confirm", "Back end"), ("name", "x")]),
        (key, [("name", "Mine"), ("description", "x")]),
    ] {
        let answer = olivia.post(&path, &fields).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_domain_shows_the_record_to_publish_until_it_is_proven() {
    let world = World::sqlite().await;
    let olivia = Person::signed_in(&world, "olivia").await;
    let domains = format!("{NORTHWIND}/domains");
    assert!(olivia.page(&domains).await.contains("No domain was proven yet"));
    for wrong in ["", "not a domain", "com", "*.northwind.example", "127.0.0.1"] {
        let page = olivia.post(&domains, &[("domain", wrong)]).await;
        assert!(page.status.is_client_error(), "{wrong}: {}", page.status);
        assert!(page.body.contains("id=\"domain-error\">"), "{wrong}: {}", page.body);
    }
    let answer = olivia.post(&domains, &[("domain", "Northwind.example")]).await.assert_status(303);
    assert_eq!(answer.location(), format!("{domains}/northwind.example"));
    let page = olivia.page(&answer.location()).await;
    for text in ["Pending", "TXT", "_guildhall-challenge.northwind.example", "Verify domain"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(!page.contains("Remove domain"), "what was not proven is kept nowhere");
    let jit = json!({ "emailDomain": "northwind.example" });
    world
        .machine()
        .await
        .post("/api/organizations/northwind/jit/email-domains", jit)
        .await
        .assert_status(201);
    for number in 0..25 {
        let jit = json!({ "emailDomain": format!("branch{number:02}.example") });
        let added = world.machine().await.post("/api/organizations/northwind/jit/email-domains", jit).await;
        added.assert_status(201);
    }
    let page = olivia.page(&domains).await;
    assert!(
        page.contains("northwind.example")
            && (0..25).all(|number| page.contains(&format!("branch{number:02}.example")))
    );
    let remove = format!("{domains}/northwind.example/remove");
    assert!(olivia.page(&remove).await.contains("Remove northwind.example?"));
    let answer = olivia.post(&remove, &[]).await.assert_status(303);
    assert!(olivia.page(&answer.location()).await.contains("The domain was removed."));
}
