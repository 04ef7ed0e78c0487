//! Rows 109 to 116: webhooks.

use std::time::Duration;

use serde_json::{Value, json};

use super::rows;
use crate::{
    events::tests::{Receiver, deliver, listening},
    test_api::{TestApi, id},
};

const PATH: &str = "/api/hooks";

/// What a receiver was told, as pairs of event and the member of that name.
fn told<'a>(bodies: &'a [Value], member: &str) -> Vec<(&'a str, Value)> {
    bodies.iter().map(|body| (body["event"].as_str().unwrap(), body[member].clone())).collect()
}

async fn hears(api: &TestApi, events: &[&str]) -> (Receiver, String) {
    let receiver = Receiver::answering(&[200]).await;
    let hook = listening(api, &receiver, events).await;
    (receiver, hook)
}

rows! {
    109 "Hooks"
    async fn a_hook_has_events_a_name_and_a_key_that_is_not_chosen(api: TestApi) {
        let config = json!({ "url": "https://fjord.example/hook" });
        let legacy = api.post(PATH, json!({ "event": "PostSignIn", "config": config }), 201).await;
        assert_eq!(legacy["event"], "PostSignIn");
        let body = json!({ "events": ["User.Created", "User.Created"], "config": config, "signingKey": "mine" });
        let hook = api.post(PATH, body, 201).await;
        assert_eq!((&hook["events"], &hook["name"], &hook["enabled"]), (&json!(["User.Created"]), &json!(""), &json!(true)));
        assert_eq!(hook["signingKey"].as_str().unwrap().len(), 32);
        api.client.post(PATH, json!({ "config": config })).await.assert_error(400, "hook.missing_events");
        for wrong in [
            json!({ "name": "", "events": ["User.Created"], "config": config }),
            json!({ "events": ["User.Created"], "config": { "url": "https://fjord.example", "retries": 4 } }),
            json!({ "events": ["User.Dreamt"], "config": config }),
        ] {
            api.client.post(PATH, wrong).await.assert_error(400, "guard.invalid_input");
        }
        let path = format!("{PATH}/{}", id(&hook));
        let changed = api.client.patch(&path, json!({ "name": "n", "signingKey": "mine" })).await.assert_status(200).json();
        assert_eq!((&changed["name"], &changed["signingKey"]), (&json!("n"), &hook["signingKey"]));
        api.client.delete(&path).await.assert_status(204);
        assert_eq!(api.list(PATH).await.len(), 1);
    }

    110 "Hooks"
    async fn an_unknown_hook_is_missed_by_each_method_in_its_own_words(api: TestApi) {
        let path = format!("{PATH}/nothing");
        let test = json!({ "events": ["User.Created"], "config": { "url": "https://fjord.example" } });
        api.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
        api.client.post(&format!("{path}/test"), test).await.assert_error(404, "entity.not_exists_with_id");
        api.client.patch(&path, json!({ "name": "n" })).await.assert_error(404, "entity.not_exists");
        api.client.patch(&format!("{path}/signing-key"), json!({})).await.assert_error(404, "entity.not_exists");
        api.client.delete(&path).await.assert_error(404, "entity.not_found");
    }

    111 "Hooks"
    async fn a_test_tells_what_the_receiver_said(api: TestApi) {
        let receiver = Receiver::answering(&[500]).await;
        let path = format!("{PATH}/{}/test", listening(&api, &receiver, &["User.Created"]).await);
        let test = async |url: &str| {
            api.client.post(&path, json!({ "events": ["User.Created"], "config": { "url": url } })).await
        };
        for bad in ["not a URL", "http://127.0.0.1:1/nobody"] {
            test(bad).await.assert_error(422, "hook.send_test_payload_failed");
        }
        let refused = test(&receiver.url).await.assert_error(422, "hook.endpoint_responded_with_error").json();
        assert_eq!(refused["data"], json!({ "responseStatus": 500, "responseBody": { "a": 1 } }));
    }

    112 "Hooks"
    async fn the_status_is_the_answers_and_the_signature_that_of_the_bytes(api: TestApi) {
        let events = ["Organization.Created", "Organization.Deleted", "Organization.Data.Updated"];
        let (receiver, hook) = hears(&api, &events).await;
        let path = format!("/api/organizations/{}", api.organization("Fjord").await);
        api.client.patch(&path, json!({ "name": "Harbour" })).await.assert_status(200);
        api.client.delete(&path).await.assert_status(204);
        deliver(&api).await;
        let expected = [("Organization.Created", json!(201)), ("Organization.Data.Updated", json!(200)), ("Organization.Deleted", json!(204))];
        assert_eq!(told(&receiver.bodies(), "status"), expected);
        let key = api.get(&format!("{PATH}/{hook}")).await["signingKey"].as_str().unwrap().to_owned();
        let (signature, bytes) = receiver.first("logto-signature-sha-256");
        let hex = jose::hmac_sha256(key.as_bytes(), &bytes).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        assert_eq!(signature, hex);
    }

    113 "Hooks"
    async fn a_disabled_hook_hears_nothing_and_statistics_are_of_one_day(api: TestApi) {
        let (receiver, hook) = hears(&api, &["User.Created", "User.Deleted"]).await;
        let path = format!("{PATH}/{hook}");
        let ada = api.user("ada").await;
        api.client.delete(&format!("/api/users/{ada}")).await.assert_status(204);
        deliver(&api).await;
        let shown = api.get(&format!("{path}?includeExecutionStats=true")).await;
        assert_eq!(shown["executionStats"], json!({ "successCount": 2, "requestCount": 2 }));
        let logs = api.list(&format!("{path}/recent-logs?logKey=TriggerHook.User.Deleted")).await;
        assert_eq!(logs.len(), 1);
        assert_eq!(logs[0]["key"], "TriggerHook.User.Deleted");
        api.client.patch(&path, json!({ "enabled": false })).await.assert_status(200);
        api.user("bob").await;
        deliver(&api).await;
        assert_eq!(receiver.bodies().len(), 2);
        // The token of this client is good for an hour only.
        api.services.advance(Duration::from_secs(25 * 3_600));
        let token = api.services.management_token().await;
        let later = testkit::TestClient::with_bearer(crate::router(api.services.services.clone()), token);
        let shown = later.get(&format!("{path}?includeExecutionStats=true")).await.assert_status(200).json();
        assert_eq!(shown["executionStats"], json!({ "successCount": 0, "requestCount": 0 }));
    }

    114 "Hooks"
    async fn a_replacement_that_changes_nobody_is_told_all_the_same(api: TestApi) {
        let (receiver, _) = hears(&api, &["Organization.Membership.Updated"]).await;
        let organization = api.organization("Fjord").await;
        let ada = id(&api.created("/api/users", json!({ "primaryEmail": "ada@fjord.example" })).await);
        let invitation = json!({
            "invitee": "ada@fjord.example", "organizationId": organization, "expiresAt": testkit::services::START.0 + 60_000,
        });
        let invitation = id(&api.post("/api/organization-invitations", invitation, 201).await);
        let users = format!("/api/organizations/{organization}/users");
        for _ in 0..2 {
            api.client.put(&users, json!({ "userIds": [ada] })).await.assert_status(204);
        }
        let accepted = json!({ "status": "Accepted", "acceptedUserId": ada });
        api.client.put(&format!("/api/organization-invitations/{invitation}/status"), accepted).await.assert_status(200);
        deliver(&api).await;
        let bodies = receiver.bodies();
        let event = "Organization.Membership.Updated";
        assert_eq!(told(&bodies, "addedUserIds"), [(event, json!([ada])), (event, Value::Null), (event, Value::Null)]);
        assert!(bodies.iter().all(|body| body.get("removedUserIds").is_none() && body["organizationId"] == json!(organization)));
        assert!(bodies[1].get("addedUserIds").is_none());
    }

    115 "Hooks"
    async fn a_role_born_with_scopes_tells_of_both(api: TestApi) {
        let (receiver, _) = hears(&api, &["OrganizationRole.Created", "OrganizationRole.Scopes.Updated"]).await;
        let read = api.organization_scope("read").await;
        let role = api.post("/api/organization-roles", json!({ "name": "viewer", "organizationScopeIds": [read] }), 201).await;
        api.organization_role("bare").await;
        deliver(&api).await;
        let bodies = receiver.bodies();
        let names: Vec<&str> = bodies.iter().map(|body| body["event"].as_str().unwrap()).collect();
        assert_eq!(names, ["OrganizationRole.Scopes.Updated", "OrganizationRole.Created", "OrganizationRole.Created"]);
        assert_eq!(bodies[0]["organizationRoleId"], role["id"]);
        assert_eq!(bodies[1]["data"], role);
    }

    116 "Hooks"
    async fn deletions_carry_no_data_but_that_of_a_user(api: TestApi) {
        let (receiver, _) = hears(&api, &["Organization.Deleted", "Role.Deleted", "Scope.Deleted", "User.Deleted"]).await;
        let (organization, role, user, lamps) = (api.organization("Fjord").await, api.role("reader", "User").await, api.user("ada").await, api.resource("lamps").await);
        let scope = api.scope(&lamps, "see").await;
        for path in [
            format!("/api/organizations/{organization}"),
            format!("/api/roles/{role}"),
            format!("/api/resources/{lamps}/scopes/{scope}"),
            format!("/api/users/{user}"),
        ] {
            api.client.delete(&path).await.assert_status(204);
        }
        deliver(&api).await;
        let bodies = receiver.bodies();
        let with_data: Vec<(&str, bool)> = bodies.iter().map(|body| (body["event"].as_str().unwrap(), body.get("data").is_some())).collect();
        assert_eq!(with_data, [("Organization.Deleted", false), ("Role.Deleted", false), ("Scope.Deleted", false), ("User.Deleted", true)]);
        assert_eq!(bodies[3]["data"]["username"], "ada");
    }
}
