//! Administrators of the server as callers: what each role is let through to, over every operation there is.

use std::sync::Arc;

use axum::Extension;
use domain::console::{ConsoleRole, Rights};
use http_kit::{Access, Operation};
use operations::{
    Services,
    console::{self, Origin, administrator, link},
};
use store::both_databases;
use testkit::{TestClient, TestResponse};

use super::{
    operations::NEVER_SUCCEEDS,
    world::{World, send},
};
use crate::{Administrator, operations};

const PASSWORD: &str = "nine fjords and a lamp";

/// An administrator with these rights, as the console finds one.
async fn administrator(services: &Arc<Services>, rights: impl Into<Rights>) -> Administrator {
    let rights = rights.into();
    let name = rights.role().as_str().replace('-', "_");
    let token = link::to_join(services, rights).await.unwrap().token;
    let session =
        link::redeem(services, token.reveal(), (&name, PASSWORD), &Origin::default()).await.unwrap();
    Administrator::find(services, session.cookie.reveal()).await.unwrap().unwrap()
}

/// A client whose requests are made for an administrator, as the console makes them.
fn client_of(world: &World, administrator: &Administrator) -> TestClient {
    let router = crate::router(Arc::clone(&world.api.services.services));
    TestClient::new(router.layer(Extension(administrator.clone()))).unrecorded()
}

async fn ask(world: &World, client: &TestClient, operation: &Operation) -> TestResponse {
    let body = world.body(operation).map_or_else(String::new, |body| body.to_string());
    send(client, operation, &world.path(operation, None), &[], body.into()).await
}

fn guarded() -> impl Iterator<Item = Operation> {
    operations().into_iter().filter(|operation| operation.access != Access::Public)
}

/// The rights of somebody who is limited to these parts.
fn limited(parts: &[(&str, ConsoleRole)]) -> Rights {
    Rights::limited(parts.iter().map(|(part, role)| ((*part).to_owned(), *role)))
}

/// Every secret that the tenant holds, as whoever may do everything is shown it.
async fn secrets(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for application in world.api.list("/api/applications").await {
        let id = application["id"].as_str().unwrap();
        for secret in world.api.list(&format!("/api/applications/{id}/secrets")).await {
            found.push(secret["value"].as_str().unwrap().to_owned());
        }
    }
    for hook in world.api.list("/api/hooks").await {
        found.push(hook["signingKey"].as_str().unwrap().to_owned());
    }
    found
}

both_databases! {
    async fn a_read_only_administrator_reads_everything_but_secrets_and_changes_nothing(db: Db) {
        let world = World::over(db).await;
        let services = console::open(&world.api.services.services).await.unwrap();
        let client = client_of(&world, &administrator(&services, ConsoleRole::ReadOnly).await);
        let secrets = secrets(&world).await;
        assert!(secrets.len() > 2, "{secrets:?}");
        let before = world.contents().await;
        let (mut read, mut refused) = (0, 0);
        for operation in guarded() {
            let answer = ask(&world, &client, &operation).await;
            let (method, path) = (&operation.method, operation.path);
            if method.is_safe() && path != "/api/applications/{id}/secrets" {
                let never = NEVER_SUCCEEDS.iter().any(|(known, named, _)| (known, *named) == (method, path));
                assert!(answer.status.is_success() || never, "{method} {path}: {} {}", answer.status, answer.body);
                let shown = secrets.iter().find(|secret| answer.body.contains(secret.as_str()));
                assert_eq!(shown, None, "{method} {path} shows a secret");
                read += 1;
            } else {
                answer.assert_error(403, "auth.forbidden");
                refused += 1;
            }
        }
        assert!(read > 60 && refused > 90, "{read} read, {refused} refused");
        world.assert_unchanged(&before, "a read-only administrator").await;
    }

    async fn a_limited_administrator_reaches_the_parts_that_are_granted_and_no_others(db: Db) {
        let world = World::over(db).await;
        let services = console::open(&world.api.services.services).await.unwrap();
        let rights = limited(&[("Users", ConsoleRole::Editor), ("Applications", ConsoleRole::ReadOnly), ("Hooks", ConsoleRole::Editor)]);
        let client = client_of(&world, &administrator(&services, rights.clone()).await);
        let (secrets, before) = (secrets(&world).await, world.contents().await);
        let (mut read, mut refused) = (0, 0);
        for operation in guarded() {
            let (method, path, granted) = (&operation.method, operation.path, rights.within(operation.tag));
            let is_open = granted == ConsoleRole::Editor || (granted == ConsoleRole::ReadOnly && method.is_safe() && !path.ends_with("/secrets"));
            if !is_open {
                let answer = ask(&world, &client, &operation).await.assert_error(403, "auth.forbidden");
                if granted == ConsoleRole::Limited {
                    let (told, part) = (answer.json(), operation.tag);
                    assert_eq!(told["data"], serde_json::json!({ "part": part }));
                    assert_eq!(told["message"], format!("Your role does not include \"{part}\"."));
                }
                refused += 1;
            } else if method.is_safe() {
                let answer = ask(&world, &client, &operation).await;
                let never = NEVER_SUCCEEDS.iter().any(|(known, named, _)| (known, *named) == (method, path));
                assert!(answer.status.is_success() || never, "{method} {path}: {} {}", answer.status, answer.body);
                let shown = secrets.iter().find(|secret| answer.body.contains(secret.as_str()));
                assert_eq!(shown, None, "{method} {path} shows a secret");
                read += 1;
            }
        }
        assert!(read > 20 && refused > 100, "{read} read, {refused} refused");
        world.assert_unchanged(&before, "a limited administrator").await;
        client.post("/api/users", serde_json::json!({ "username": "made_by_a_part" })).await.assert_status(200);
    }

    async fn a_limited_administrator_learns_of_roles_in_their_part_only_and_of_the_key_that_they_made(db: Db) {
        use serde_json::json;
        let world = World::over(db).await;
        let services = console::open(&world.api.services.services).await.unwrap();
        let (api, user) = (&world.api.client, world.api.user("asked_about").await);
        let made = async |path: &str, body| {
            let answer = api.post(path, body).await;
            assert!(answer.status.is_success(), "{path}: {}", answer.body);
            answer.json()["id"].as_str().unwrap().to_owned()
        };
        let organization = made("/api/organizations", json!({ "name": "Fleet" })).await;
        let scope = made("/api/organization-scopes", json!({ "name": "ship:sink" })).await;
        let role = made("/api/organization-roles", json!({ "name": "captain" })).await;
        api.post(&format!("/api/organization-roles/{role}/scopes"), json!({ "organizationScopeIds": [scope] })).await.assert_status(201);
        let question = format!("/api/users/{user}/scope-explanation?organizationId={organization}");
        let reader = client_of(&world, &administrator(&services, ConsoleRole::ReadOnly).await);
        let told = reader.get(&question).await.assert_status(200).body;
        assert!(told.contains("captain") && told.contains("ship:sink"), "{told}");
        let rights = limited(&[("Users", ConsoleRole::ReadOnly), ("Hooks", ConsoleRole::Editor)]);
        let client = client_of(&world, &administrator(&services, rights).await);
        let told = client.get(&question).await.assert_status(200).body;
        assert!(!told.contains("captain") && !told.contains("ship:sink"), "{told}");
        let hook = json!({ "name": "Ships", "events": ["User.Created"], "config": { "url": "https://ships.example/hook" } });
        let hook = made("/api/hooks", hook).await;
        let replaced = client.patch(&format!("/api/hooks/{hook}/signing-key"), json!({})).await.assert_status(200).json();
        let now = api.get(&format!("/api/hooks/{hook}")).await.assert_status(200).json();
        assert_eq!(replaced["signingKey"], now["signingKey"]);
        let shown = client.get(&format!("/api/hooks/{hook}")).await.assert_status(200).json();
        assert_ne!(shown["signingKey"], now["signingKey"]);
    }

    /// What a machine with the same part may not do, an administrator of that part may not do either.
    async fn a_limited_administrator_lets_no_machine_in(db: Db) {
        let world = World::over(db).await;
        let services = console::open(&world.api.services.services).await.unwrap();
        let all: Vec<_> = crate::parts().into_iter().map(|part| (part, ConsoleRole::Editor)).collect();
        let client = client_of(&world, &administrator(&services, limited(&all)).await);
        let machine = serde_json::json!({ "name": "Mine", "type": "MachineToMachine" });
        let machine = client.post("/api/applications", machine).await.assert_status(200).json();
        let roles = world.api.list("/api/roles?type=MachineToMachine").await;
        let opens = roles.iter().find(|role| role["name"].as_str().unwrap().contains("Management API")).expect("the built-in role");
        let path = format!("/api/roles/{}/applications", opens["id"].as_str().unwrap());
        let body = serde_json::json!({ "applicationIds": [machine["id"]] });
        client.post(&path, body).await.assert_error(403, "auth.forbidden");
        let path = format!("/api/applications/{}/roles", machine["id"].as_str().unwrap());
        client.post(&path, serde_json::json!({ "roleIds": [opens["id"]] })).await.assert_error(403, "auth.forbidden");
    }

    async fn an_administrator_speaks_for_a_user_with_a_reason_in_one_application(db: Db) {
        use serde_json::json;
        let world = World::over(db).await;
        let services = console::open(&world.api.services.services).await.unwrap();
        let editor = administrator(&services, ConsoleRole::Editor).await;
        let client = client_of(&world, &editor);
        let user = world.api.user("spoken_for").await;
        let open = json!({ "name": "Support", "type": "Traditional", "customClientMetadata": { "allowTokenExchange": true } });
        let open = world.api.created("/api/applications", open).await["id"].as_str().unwrap().to_owned();
        let shut = world.api.created("/api/applications", json!({ "name": "Shop", "type": "Traditional" })).await["id"].as_str().unwrap().to_owned();
        let ask = async |user: &str, context: serde_json::Value| {
            client.post("/api/subject-tokens", json!({ "userId": user, "context": context })).await
        };
        let long = "x".repeat(501);
        for reason in [json!(null), json!(""), json!("   "), json!(7), json!(long)] {
            ask(&user, json!({ "reason": reason, "applicationId": open })).await.assert_error(400, "guard.invalid_input");
        }
        client.post("/api/subject-tokens", json!({ "userId": user })).await.assert_error(400, "guard.invalid_input");
        for application in [shut.as_str(), "nothing", ""] {
            let context = json!({ "reason": "Ticket 7", "applicationId": application });
            ask(&user, context).await.assert_error(422, "subject_token.application_not_open");
        }
        let context = || json!({ "reason": " Ticket 7 ", "applicationId": open });
        // Nobody else of the server can be spoken for: administrators are no users of the product.
        for nobody in ["nobody", editor.signed_in().user.id.as_str()] {
            ask(nobody, context()).await.assert_error(404, "entity.relation_foreign_key_not_found");
        }
        world.api.client.patch(&format!("/api/users/{user}/is-suspended"), json!({ "isSuspended": true })).await.assert_status(200);
        ask(&user, context()).await.assert_error(422, "user.suspended");
        world.api.client.patch(&format!("/api/users/{user}/is-suspended"), json!({ "isSuspended": false })).await.assert_status(200);
        let kept = async || store::testing::contents(&world.api.services.services.db).await["subject_tokens"].concat();
        assert!(kept().await.is_empty());

        let made = ask(&user, context()).await.assert_status(201).json();
        assert_eq!(made["expiresIn"], 600);
        for text in ["Ticket 7", "administratorId", &open] {
            assert!(kept().await.contains(text), "{text}");
        }
        let log = world.api.get(&format!("/api/logs?includeManagement=true&userId={user}&logKey=Management.POST%20/subject-tokens")).await;
        let payload = &log[0]["payload"];
        let told = (&payload["administrator"], &payload["userId"], &payload["body"]["context"]["reason"]);
        assert_eq!(told, (&json!("editor"), &json!(user), &json!(" Ticket 7 ")));
        assert!(!payload.to_string().contains(made["subjectToken"].as_str().unwrap()));
        let reader = administrator(&services, limited(&[("Subject tokens", ConsoleRole::ReadOnly)])).await;
        client_of(&world, &reader).post("/api/subject-tokens", json!({ "userId": user, "context": context() })).await.assert_error(403, "auth.forbidden");
    }

    async fn editors_and_owners_pass_every_check_of_rights(db: Db) {
        let world = World::over(db).await;
        let services = console::open(&world.api.services.services).await.unwrap();
        for role in [ConsoleRole::Editor, ConsoleRole::Owner] {
            let client = client_of(&world, &administrator(&services, role).await);
            for operation in guarded().filter(|operation| operation.method.is_safe()) {
                let answer = ask(&world, &client, &operation).await;
                assert!(!matches!(answer.status.as_u16(), 401 | 403), "{role:?} {}: {}", operation.path, answer.body);
            }
        }
    }

    async fn an_administrator_is_asked_for_again_at_every_call(db: Db) {
        let world = World::over(db).await;
        let services = console::open(&world.api.services.services).await.unwrap();
        let owner = administrator(&services, ConsoleRole::Owner).await;
        let editor = administrator(&services, ConsoleRole::Editor).await;
        let (by, origin) = (owner.signed_in(), Origin::default());
        let client = client_of(&world, &editor);
        client.get("/api/roles").await.assert_status(200);
        let body = || serde_json::json!({ "name": "Reader", "description": "Reads" });
        assert!(client.post("/api/roles", body()).await.status.is_success());
        // Their rights are taken away while the console holds what it found before.
        administrator::set_rights(&services, (by, &origin), (&editor.signed_in().user.id, &ConsoleRole::ReadOnly.into())).await.unwrap();
        client.get("/api/roles").await.assert_status(200);
        client.post("/api/roles", body()).await.assert_error(403, "auth.forbidden");
        administrator::remove(&services, (by, &origin), &editor.signed_in().user.id).await.unwrap();
        client.get("/api/roles").await.assert_error(401, "auth.unauthorized");
        // A session that has ended is nobody's.
        let client = client_of(&world, &owner);
        client.get("/api/roles").await.assert_status(200);
        console::session::end(&services, &by.session_id).await.unwrap();
        client.get("/api/roles").await.assert_error(401, "auth.unauthorized");
    }

    /// A token that is not good does not become so, and one that is good does not lift the limits of an administrator.
    async fn a_token_beside_an_administrator_changes_nothing(db: Db) {
        let world = World::over(db).await;
        let services = console::open(&world.api.services.services).await.unwrap();
        let reader = administrator(&services, ConsoleRole::ReadOnly).await;
        let token = world.api.services.management_token().await;
        let router = crate::router(Arc::clone(&world.api.services.services));
        let client = TestClient::with_bearer(router.layer(Extension(reader)), token).unrecorded();
        client.post("/api/roles", serde_json::json!({ "name": "Mine", "description": "" })).await.assert_error(403, "auth.forbidden");
    }
}
