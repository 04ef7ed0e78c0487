//! The flow that everything else is for: sign in, get an organization token, pass the gateway or not.

use serde_json::json;
use store::both_databases;

use crate::{browser::Browser, claims, text, world::World};

const NORTHWIND: &str = "northwind";

both_databases! {
    async fn a_user_without_the_permission_is_refused_and_nothing_is_called(db: Db) {
        let world = World::over(db).await;
        let token = Browser::organization_token(&world, "ben", NORTHWIND).await;
        assert_eq!(claims(&token)["aud"], "urn:logto:organization:northwind");
        assert_eq!(claims(&token)["organization_id"], serde_json::Value::Null);
        let ben = world.client_with(&token);
        let refusal = ben.post("/org/organizations", json!({ "name": "Fjord Fisheries" })).await;
        assert_eq!(refusal.header("www-authenticate"), Some("Bearer error=\"insufficient_scope\", scope=\"org:create\""));
        refusal.assert_error(403, "gateway.permission_missing");
        assert_eq!(world.machine_calls(), 0);
        let organizations = world.machine().await.get("/api/organizations").await.assert_status(200).json();
        assert_eq!(organizations.as_array().map(Vec::len), Some(1), "{organizations}");
    }

    async fn a_user_with_the_permission_creates_an_organization_and_administers_it(db: Db) {
        let world = World::over(db).await;
        let browser = Browser::new(&world);
        let tokens = browser.sign_in(&world, "olivia").await;
        let answer = browser.refresh(&tokens, &[("organization_id", NORTHWIND)]).await.assert_status(200).json();
        let olivia = world.client_with(&text(&answer, "access_token"));
        let body = json!({ "name": "Fjord Fisheries", "description": "Cod" });
        let created = olivia.post("/org/organizations", body).await.assert_status(201).json();
        let id = text(&created, "id");
        assert_eq!(
            created,
            json!({
                "tenantId": "default", "id": id, "name": "Fjord Fisheries", "description": "Cod", "customData": {},
                "isMfaRequired": false, "color": {}, "branding": {}, "customCss": null, "createdAt": created["createdAt"],
            })
        );

        let machine = world.machine().await;
        assert_eq!(machine.get(&format!("/api/organizations/{id}")).await.assert_status(200).json(), created);
        let members = machine.get(&format!("/api/organizations/{id}/users")).await.assert_status(200).json();
        let members = members.as_array().expect("a list");
        assert_eq!(members.len(), 1);
        assert_eq!(members[0]["id"], world.user_id("olivia").await);
        assert_eq!(members[0]["organizationRoles"][0]["name"], "admin");

        // The next organization token is for the new organization, and lets its creator act there.
        let answer = browser.refresh(&answer, &[("organization_id", &id)]).await.assert_status(200).json();
        let own = world.client_with(&text(&answer, "access_token"));
        let renamed = own.patch(&format!("/org/organizations/{id}"), json!({ "name": "Fjord Fish" })).await.assert_status(200);
        assert_eq!(renamed.json()["name"], "Fjord Fish");
        // … and nowhere else.
        let elsewhere = own.patch("/org/organizations/northwind", json!({ "name": "Mine" })).await;
        elsewhere.assert_error(403, "gateway.wrong_organization");
    }

    async fn a_role_taken_away_counts_at_once_though_the_token_lives_on(db: Db) {
        let world = World::over(db).await;
        let token = Browser::organization_token(&world, "olivia", NORTHWIND).await;
        let olivia = world.client_with(&token);
        olivia.patch("/org/organizations/northwind", json!({ "description": "Tea" })).await.assert_status(200);
        let machine = world.machine().await;
        let path = format!("/api/organizations/northwind/users/{}", world.user_id("olivia").await);
        machine.delete(&path).await.assert_status(204);
        let refusal = olivia.patch("/org/organizations/northwind", json!({ "description": "Coffee" })).await;
        refusal.assert_error(403, "gateway.not_a_member");
    }

    async fn what_ends_a_standing_counts_at_once_and_is_told(db: Db) {
        let world = World::over(db).await;
        let token = Browser::organization_token(&world, "olivia", NORTHWIND).await;
        let (olivia, machine) = (world.client_with(&token), world.machine().await);
        let path = "/org/organizations/northwind";
        let user = world.user_id("olivia").await;
        let suspended = format!("/api/users/{user}/is-suspended");
        olivia.get(path).await.assert_status(200);
        machine.patch(&suspended, json!({ "isSuspended": true })).await.assert_status(200);
        olivia.get(path).await.assert_error(403, "gateway.user_suspended");
        machine.patch(&suspended, json!({ "isSuspended": false })).await.assert_status(200);
        olivia.get(path).await.assert_status(200);
        let member = format!("/api/organizations/northwind/users/{user}");
        let no_roles = json!({ "organizationRoleIds": [] });
        machine.put(&format!("{member}/roles"), no_roles).await.assert_status(204);
        olivia.get(path).await.assert_error(403, "gateway.permission_revoked");
        machine.delete(&member).await.assert_status(204);
        olivia.get(path).await.assert_error(403, "gateway.not_a_member");
        machine.delete(&format!("/api/users/{user}")).await.assert_status(204);
        olivia.get(path).await.assert_error(403, "gateway.not_a_member");
        let application = text(&claims(&token), "client_id");
        machine.delete(&format!("/api/applications/{application}")).await.assert_status(204);
        olivia.get(path).await.assert_error(403, "gateway.application_unknown");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gateways_own_address_answers_as_the_mounted_one_does() {
    let world = World::sqlite().await;
    let token = Browser::organization_token(&world, "ben", NORTHWIND).await;
    let mounted = world.client_with(&token).get("/org/organizations/northwind").await.assert_status(200);
    let own = testkit::TestClient::with_bearer(world.gateway_router.clone(), &token);
    assert_eq!(own.get("/organizations/northwind").await.assert_status(200).body, mounted.body);
    let refusal = own.post("/organizations", json!({ "name": "Mine" })).await;
    refusal.assert_error(403, "gateway.permission_missing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_resource_token_without_an_organization_lists_ones_own() {
    let world = World::sqlite().await;
    let browser = Browser::new(&world);
    let tokens = browser.sign_in(&world, "ben").await;
    let resource = [("resource", "https://guildhall.dev/organization-api")];
    let answer = browser.refresh(&tokens, &resource).await.assert_status(200).json();
    let ben = world.client_with(&text(&answer, "access_token"));
    let mine = ben.get("/org/me/organizations").await.assert_status(200).json();
    assert_eq!(
        (mine[0]["id"].as_str(), mine[0]["organizationRoles"][0]["name"].as_str()),
        (Some(NORTHWIND), Some("member"))
    );
    let refusal = ben.post("/org/organizations", json!({ "name": "Mine" })).await;
    refusal.assert_error(403, "gateway.permission_missing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_for_other_doors_do_not_open_the_gateway() {
    let world = World::sqlite().await;
    let browser = Browser::new(&world);
    let tokens = browser.sign_in(&world, "olivia").await;
    let orders = browser
        .refresh(&tokens, &[("resource", "https://orders.guildhall.dev")])
        .await
        .assert_status(200)
        .json();
    for foreign in [
        text(&tokens, "id_token"),
        text(&tokens, "access_token"),
        text(&orders, "access_token"),
        world.services.management_token().await,
    ] {
        let answer = world.client_with(&foreign).post("/org/organizations", json!({ "name": "Mine" })).await;
        answer.assert_error(401, "auth.unauthorized");
    }
    assert_eq!(world.machine_calls(), 0);
}
