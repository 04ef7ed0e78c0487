//! Applications that administrators of an organization make for it: from the first secret to the end of everything.

use serde_json::{Value, json};
use testkit::{TestClient, TestResponse};

use crate::{browser::Browser, claims, text, world::World};

const NORTHWIND: &str = "northwind";
const APPLICATIONS: &str = "/org/organizations/northwind/applications";
const ORDERS: &str = "https://orders.guildhall.dev";

/// A role for machines, with the permission to see the organization and its orders.
async fn reporting_role(machine: &TestClient) {
    let scope_of = async |path: &str, name: &str| {
        let scopes = machine.get(path).await.assert_status(200).json();
        let scopes = scopes.as_array().expect("a list").iter().find(|scope| scope["name"] == name).cloned();
        text(&scopes.expect("a permission"), "id")
    };
    let resources = machine.get("/api/resources").await.assert_status(200).json();
    let orders =
        resources.as_array().expect("a list").iter().find(|resource| resource["indicator"] == ORDERS);
    let orders = text(orders.expect("the orders' resource"), "id");
    let body = json!({
        "name": "reporting", "type": "MachineToMachine",
        "organizationScopeIds": [scope_of("/api/organization-scopes?page=1&page_size=100", "org:read").await],
        "resourceScopeIds": [scope_of(&format!("/api/resources/{orders}/scopes"), "order:read").await],
    });
    machine.post("/api/organization-roles", body).await.assert_status(201);
}

struct Key {
    id: String,
    secret: String,
}

impl Key {
    fn of(application: &Value) -> Self {
        Self { id: text(application, "id"), secret: text(&application["secret"], "value") }
    }

    async fn token(&self, world: &World, more: &[(&str, &str)]) -> TestResponse {
        let mut form = vec![
            ("grant_type", "client_credentials"),
            ("client_id", self.id.as_str()),
            ("client_secret", self.secret.as_str()),
        ];
        form.extend(more);
        world.client().form("/oidc/token", &form).await
    }
}

impl Key {
    /// No application of this id is left.
    async fn is_unknown_to(&self, world: &World) {
        let answer = self.token(world, &[("organization_id", NORTHWIND), ("scope", "org:read")]).await;
        let body = answer.assert_status(400).json();
        assert_eq!((&body["error"], body.get("access_token")), (&json!("invalid_client"), None));
    }
}

async fn administrator(world: &World) -> TestClient {
    world.client_with(&Browser::organization_token(world, "olivia", NORTHWIND).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_makes_a_key_that_works_for_the_product_and_not_for_the_gateway() {
    let world = World::sqlite().await;
    let machine = world.machine().await;
    reporting_role(&machine).await;
    let olivia = administrator(&world).await;
    let body = json!({ "name": "Nightly report", "roleNames": ["reporting"] });
    let made = olivia.post(APPLICATIONS, body).await.assert_status(201).json();
    let key = Key::of(&made);
    assert_eq!(made["organizationRoles"][0]["name"], "reporting");

    let wanted = [("organization_id", NORTHWIND), ("scope", "org:read org:delete member:role")];
    let answer = key.token(&world, &wanted).await.assert_status(200).json();
    assert_eq!(answer["scope"], "org:read", "what the roles hold and no more");
    let organization_token = text(&answer, "access_token");
    let told = claims(&organization_token);
    assert_eq!(
        (&told["aud"], &told["sub"], &told["client_id"], &told["scope"]),
        (&json!("urn:logto:organization:northwind"), &json!(key.id), &json!(key.id), &json!("org:read"))
    );
    // It is the organization's and not the operator's.
    for wanted in [&[("resource", ORDERS)][..], &[("resource", "urn:logto:resource:organizations")]] {
        let refused = key.token(&world, wanted).await.assert_status(403).json();
        assert_eq!(refused["error"], "access_denied");
    }
    let wanted = [("organization_id", NORTHWIND), ("resource", ORDERS), ("scope", "order:read order:refund")];
    let answer = key.token(&world, &wanted).await.assert_status(200).json();
    let resource_token = text(&answer, "access_token");
    let told = claims(&resource_token);
    assert_eq!(
        (&told["aud"], &told["organization_id"], &told["scope"]),
        (&json!(ORDERS), &json!(NORTHWIND), &json!("order:read"))
    );
    let elsewhere = key.token(&world, &[("organization_id", "nowhere"), ("scope", "org:read")]).await;
    assert_eq!(elsewhere.status.as_u16(), 403);
    let management = [("resource", "https://default.logto.app/api"), ("scope", "all")];
    let refused = key.token(&world, &management).await.assert_status(403).json();
    assert_eq!(refused["error"], "access_denied", "it has no right of the Management API");

    let calls = world.machine_calls();
    let wanted = [
        ("organization_id", NORTHWIND),
        ("resource", "https://guildhall.dev/organization-api"),
        ("scope", "org:read"),
    ];
    let gateway_token = text(&key.token(&world, &wanted).await.assert_status(200).json(), "access_token");
    for token in [organization_token, resource_token, gateway_token] {
        let refused = world.client_with(&token).get("/org/organizations/northwind").await;
        refused.assert_error(401, "auth.unauthorized");
    }
    assert_eq!(world.machine_calls(), calls);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_ends_with_its_secret_its_application_or_its_organization() {
    let world = World::sqlite().await;
    reporting_role(&world.machine().await).await;
    let olivia = administrator(&world).await;
    let wanted = [("organization_id", NORTHWIND), ("scope", "org:read")];
    let body = json!({ "name": "Report", "roleNames": ["reporting"] });
    let key = Key::of(&olivia.post(APPLICATIONS, body.clone()).await.assert_status(201).json());
    let application = format!("{APPLICATIONS}/{}", key.id);

    // A second secret, and the first one goes.
    let second = olivia.post(&format!("{application}/secrets"), json!({ "name": "second" })).await;
    let second = Key { id: key.id.clone(), secret: text(&second.assert_status(201).json(), "value") };
    second.token(&world, &wanted).await.assert_status(200);
    olivia.delete(&format!("{application}/secrets/default")).await.assert_status(204);
    assert_eq!(key.token(&world, &wanted).await.status.as_u16(), 401);
    second.token(&world, &wanted).await.assert_status(200);
    let secrets = olivia.get(&format!("{application}/secrets")).await.assert_status(200).json();
    let created_at = secrets[0]["createdAt"].clone();
    assert_eq!(secrets, json!([{ "name": "second", "createdAt": created_at, "expiresAt": null }]));

    // Its roles are taken away.
    olivia.put(&format!("{application}/roles"), json!({ "roleNames": [] })).await.assert_status(204);
    let answer = second.token(&world, &wanted).await.assert_status(200).json();
    assert_eq!(answer["scope"], "");

    // It is deleted.
    olivia.delete(&application).await.assert_status(204);
    second.is_unknown_to(&world).await;
    olivia.get(&application).await.assert_error(404, "entity.not_exists_with_id");

    // Its organization is deleted, and what an operator shares with it stays.
    let key = Key::of(&olivia.post(APPLICATIONS, body).await.assert_status(201).json());
    let machine = world.machine().await;
    let shared =
        machine.post("/api/applications", json!({ "name": "Shared", "type": "MachineToMachine" })).await;
    let shared = text(&shared.assert_status(200).json(), "id");
    let members = json!({ "applicationIds": [shared] });
    machine.post("/api/organizations/northwind/applications", members).await.assert_status(201);
    let listed = olivia.get(APPLICATIONS).await.assert_status(200).json();
    assert_eq!(listed.as_array().expect("a list").len(), 1, "{listed}");
    for path in ["", "/secrets"] {
        olivia
            .get(&format!("{APPLICATIONS}/{shared}{path}"))
            .await
            .assert_error(404, "entity.not_exists_with_id");
    }
    olivia.delete("/org/organizations/northwind").await.assert_status(204);
    key.is_unknown_to(&world).await;
    machine.get(&format!("/api/applications/{}", key.id)).await.assert_status(404);
    machine.get(&format!("/api/applications/{shared}")).await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_to_an_organization_is_in_its_activity_and_secrets_are_not() {
    let world = World::sqlite().await;
    reporting_role(&world.machine().await).await;
    let olivia = administrator(&world).await;
    let body = json!({ "name": "Report", "roleNames": ["reporting"] });
    let key = Key::of(&olivia.post(APPLICATIONS, body).await.assert_status(201).json());
    key.token(&world, &[("organization_id", NORTHWIND), ("scope", "org:read")]).await.assert_status(200);
    olivia
        .post(&format!("{APPLICATIONS}/{}/secrets", key.id), json!({ "name": "ci" }))
        .await
        .assert_status(201);
    olivia
        .patch("/org/organizations/northwind/security", json!({ "isMfaRequired": false }))
        .await
        .assert_status(200);
    // Of another organization.
    let other = world.machine().await.post("/api/organizations", json!({ "name": "Other" })).await;
    other.assert_status(201);

    let answer = olivia.get("/org/organizations/northwind/logs?page_size=100").await.assert_status(200);
    let entries = answer.json();
    let entries = entries.as_array().expect("a list");
    let olivia_id = world.user_id("olivia").await;
    let mut told: Vec<_> = entries
        .iter()
        .filter(|entry| entry["key"] != "ExchangeTokenBy.RefreshToken")
        .map(|entry| {
            assert_eq!(entry["payload"]["organizationId"], NORTHWIND);
            (text(entry, "key"), text(&entry["actor"], "name"), entry["target"]["type"].clone())
        })
        .collect();
    // Time stands still here, so that the order is not told.
    told.sort_by(|one, other| one.0.cmp(&other.0));
    let told: Vec<_> =
        told.iter().map(|(key, name, target)| (key.as_str(), name.as_str(), target.as_str())).collect();
    let roles = "Management.POST /organizations/{id}/applications/{applicationId}/roles";
    assert_eq!(
        told,
        [
            ("ExchangeTokenBy.ClientCredentials", "Report", None),
            ("Management.PATCH /applications/{id}/secrets/{name}", "Olivia", Some("application")),
            ("Management.PATCH /organizations/{id}", "Olivia", Some("organization")),
            ("Management.POST /applications", "Olivia", Some("application")),
            ("Management.POST /applications/{id}/secrets", "Olivia", Some("application")),
            ("Management.POST /organizations/{id}/applications", "Olivia", Some("application")),
            (roles, "Olivia", Some("application")),
        ]
    );
    let is_of_secret = |entry: &&Value| entry["key"] == "Management.POST /applications/{id}/secrets";
    let secret_made = entries.iter().find(is_of_secret).expect("an entry");
    assert_eq!(secret_made["actor"]["userId"], olivia_id);
    let target = &secret_made["target"];
    assert_eq!((&target["id"], &target["name"]), (&json!(key.id), &json!("Report")));
    assert!(!answer.body.contains(&key.secret));
    for hidden in ["\"before\"", "\"after\"", "customData", "sessionId"] {
        assert!(!answer.body.contains(hidden), "{hidden}");
    }
    let ben = world.client_with(&Browser::organization_token(&world, "ben", NORTHWIND).await);
    ben.get("/org/organizations/northwind/logs").await.assert_error(403, "gateway.permission_missing");
}
