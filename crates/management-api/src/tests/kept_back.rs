//! What the audit log tells whatever is sent along, what it keeps back, and what callers who may do a part only do not get by writing.

use serde_json::{Map, Value, json};
use store::both_databases;
use testkit::TestClient;

use crate::test_api::{TestApi, id};

/// The newest record of an operation.
async fn record(api: &TestApi, key: &str) -> Value {
    let logs = api.list("/api/logs?includeManagement=true&page_size=100").await;
    let mut payloads = logs.iter().map(|log| &log["payload"]);
    let found = payloads.find(|payload| payload["key"] == format!("Management.{key}"));
    found.unwrap().clone()
}

/// A client that may use one scope, and its API.
async fn deputy(db: store::Db, scope: &str) -> (TestApi, TestClient) {
    let api = TestApi::over(db).await.with_scopes().await;
    let (machine, _) = api.machine_with("deputy", &[scope]).await;
    let client = api.client_naming(&machine, scope).await;
    (api, client)
}

both_databases! {
    async fn nothing_that_is_sent_along_hides_what_a_write_gave(db: Db) {
        let api = TestApi::over(db).await;
        let (role, one, two) = (api.role("Keeper", "User").await, api.user("one").await, api.user("two").await);
        let path = format!("/api/roles/{role}/users");
        let texts: Vec<_> = (0..20).map(|_| vec!["x".repeat(32); 20]).collect();
        let mut body: Map<String, Value> = (0..300).map(|at| (format!("a{at}"), json!(at))).collect();
        body.insert("pad".to_owned(), json!(texts));
        body.insert("userIds".to_owned(), json!([one, two]));
        api.client.post(&path, Value::Object(body)).await.assert_status(201);
        assert_eq!(record(&api, "POST /roles/{id}/users").await["body"], json!({ "userIds": [one, two] }));
        // What a member of the operation's own holds has no room but its own.
        let long: Map<String, Value> = (0..400).map(|at| (format!("k{at}"), json!("x".repeat(300)))).collect();
        api.created("/api/organizations", json!({ "customData": long, "name": "North", "pad": texts })).await;
        let told = record(&api, "POST /organizations").await;
        assert_eq!((&told["body"]["name"], &told["after"]["name"]), (&json!("North"), &json!("North")));
        assert!(told.to_string().len() < 16 << 10, "{told}");
    }

    async fn a_setting_up_of_second_factors_shows_no_secret_in_any_form(db: Db) {
        let api = TestApi::over(db).await;
        let user = api.user("olivia").await;
        let made = api.created(&format!("/api/users/{user}/mfa-verifications"), json!({ "type": "Totp" })).await;
        let told = record(&api, "POST /users/{userId}/mfa-verifications").await;
        assert_eq!(told["after"], json!({ "type": "Totp", "secret": "******", "secretQrCode": "******" }));
        assert!(made["secretQrCode"].as_str().unwrap().starts_with("data:"));
    }

    async fn invitations_are_in_the_log_of_their_organization_without_their_links(db: Db) {
        let api = TestApi::over(db).await;
        let organization = api.organization("North").await;
        api.created("/api/connectors", json!({ "connectorId": "guildhall-mailbox-email" })).await;
        let body = json!({
            "invitee": "kari@fjord.example", "organizationId": organization, "expiresAt": testkit::services::START.0 + 86_400_000,
            "messagePayload": { "url": "https://a.example/join?t=s3cret", "more": ["s3cret", { "deep": "s3cret" }], "seats": 2 },
        });
        let path = format!("/api/organization-invitations/{}", id(&api.created("/api/organization-invitations", body).await));
        api.client.post(&format!("{path}/message"), json!({ "href": "https://a.example/join?t=s3cret" })).await.assert_status(204);
        api.client.put(&format!("{path}/status"), json!({ "status": "Revoked" })).await.assert_status(200);
        api.client.delete(&path).await.assert_status(204);
        let logs = api.list(&format!("/api/logs?includeManagement=true&organizationId={organization}&page_size=100")).await;
        let mut keys: Vec<_> = logs.iter().map(|log| log["payload"]["key"].as_str().unwrap()).collect();
        keys.sort_unstable();
        assert_eq!(keys, [
            "Management.DELETE /organization-invitations/{id}", "Management.POST /organization-invitations",
            "Management.POST /organization-invitations/{id}/message", "Management.POST /organizations",
            "Management.PUT /organization-invitations/{id}/status",
        ]);
        let all = api.get("/api/logs?includeManagement=true&page_size=100").await.to_string();
        assert!(!all.contains("s3cret"), "{all}");
        let told = record(&api, "POST /organization-invitations").await;
        let masked = json!({ "url": "******", "more": ["******", { "deep": "******" }], "seats": 2 });
        assert_eq!(told["body"]["messagePayload"], masked);
    }

    async fn another_script_does_not_get_the_environment_of_the_one_before(db: Db) {
        let (api, deputy) = deputy(db, "configs:write").await;
        let environment = json!({ "KEY": "s3cret" });
        for (path, function) in [
            ("/api/configs/jwt-customizer/access-token", "getCustomJwtClaims"),
            ("/api/configs/actions/action.postSignIn", "postSignIn"),
        ] {
            let [ours, theirs] = ["({})", "environmentVariables"].map(|gives| format!("const {function} = ({{ environmentVariables }}) => {gives}"));
            api.client.put(path, json!({ "script": ours, "environmentVariables": environment })).await.assert_status(201);
            deputy.patch(path, json!({ "script": theirs })).await.assert_error(422, "request.invalid_input");
            deputy.patch(path, json!({ "script": theirs, "environmentVariables": null })).await.assert_error(422, "request.invalid_input");
            assert_eq!(api.get(path).await, json!({ "script": ours, "environmentVariables": environment }));
            // The same script again, another one with an environment of its own, and another one by who may do everything.
            deputy.patch(path, json!({ "script": ours })).await.assert_status(200);
            assert_eq!(api.get(path).await["environmentVariables"], environment);
            deputy.patch(path, json!({ "script": theirs, "environmentVariables": { "KEY": "mine" } })).await.assert_status(200);
            assert_eq!(api.get(path).await, json!({ "script": theirs, "environmentVariables": { "KEY": "mine" } }));
            api.client.patch(path, json!({ "script": ours })).await.assert_status(200);
            deputy.put(path, json!({ "script": theirs })).await.assert_status(200);
            assert_eq!(api.get(path).await, json!({ "script": theirs }));
        }
        // Who tries a script gives it an environment: it does not get the one that is kept.
        api.client.put("/api/configs/jwt-customizer/access-token", json!({ "script": "x", "environmentVariables": environment })).await.assert_status(200);
        let script = "const getCustomJwtClaims = ({ environmentVariables }) => ({ environmentVariables })";
        let tried = json!({ "tokenType": "access-token", "script": script, "token": {}, "context": { "user": {} } });
        let claims = deputy.post("/api/configs/jwt-customizer/test", tried).await.assert_status(200).json();
        assert_eq!(claims, json!({ "environmentVariables": {} }));
    }

    async fn what_is_shown_of_the_address_of_a_webhook_is_not_stored_in_its_place(db: Db) {
        let (api, deputy) = deputy(db, "hooks:write").await;
        let config = json!({ "url": "https://hooks.example/services/T0/key", "retries": 1 });
        let hook = id(&api.created("/api/hooks", json!({ "name": "A", "events": ["User.Created"], "config": config })).await);
        let path = format!("/api/hooks/{hook}");
        let shown = deputy.patch(&path, json!({ "name": "B/…" })).await.assert_status(200).json()["config"].clone();
        assert_eq!(shown["url"], "https://hooks.example/…");
        deputy.patch(&path, json!({ "config": shown })).await.assert_error(422, "request.invalid_input");
        assert_eq!(api.get(&path).await["config"], config);
        deputy.patch(&path, json!({ "config": { "url": "https://hooks.example/" } })).await.assert_status(200);
    }

    async fn what_is_merged_again_and_again_does_not_grow_for_ever(db: Db) {
        let api = TestApi::over(db).await;
        let (user, application) = (api.user("olivia").await, api.application("Web", "Traditional").await);
        let chunk = |at: usize| json!({ format!("k{at}"): "x".repeat(30 << 10) });
        let ways = [
            (format!("/api/users/{user}/custom-data"), true),
            (format!("/api/applications/{application}/custom-data"), false),
        ];
        for (path, is_a_member) in &ways {
            let body = |chunk: Value| if *is_a_member { json!({ "customData": chunk }) } else { chunk };
            for at in 0..2 {
                api.client.patch(path, body(chunk(at))).await.assert_status(200);
            }
            api.client.patch(path, body(chunk(2))).await.assert_error(422, "request.invalid_input");
            // What is there can be changed.
            api.client.patch(path, body(json!({ "k0": 1 }))).await.assert_status(200);
            api.client.patch(path, body(chunk(2))).await.assert_status(200);
        }
        let details = json!({ "userId": "u", "details": { "a": "x".repeat(70 << 10) } });
        api.client.put(&format!("/api/users/{user}/identities/github"), details).await.assert_error(400, "guard.invalid_input");
        let long = format!("{}@a.example", "a".repeat(900_000));
        for body in [json!({ "email": long }), json!({ "phone": "4".repeat(900_000) })] {
            api.client.post("/api/verification-codes", body).await.assert_error(400, "guard.invalid_input");
        }
    }
}
