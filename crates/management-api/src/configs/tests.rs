//! Settings, keys and scripts through the whole router.

use std::time::Duration;

use domain::script::ScriptEnvironment;
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use serde_json::{Value, json};
use store::both_databases;
use testkit::services::START;

use crate::test_api::{TestApi, shows};

const SESSION: &str = "/api/configs/oidc/session";
const PRIVATE: &str = "/api/configs/oidc/private-keys";
const COOKIE: &str = "/api/configs/oidc/cookie-keys";
const USERS: &str = "/api/configs/jwt-customizer/access-token";
const MACHINES: &str = "/api/configs/jwt-customizer/client-credentials";
const ACTION: &str = "/api/configs/actions/action.postSignIn";

/// Id and status of every key, newest first.
fn told(keys: &Value) -> Vec<(&str, &str)> {
    keys.as_array()
        .unwrap()
        .iter()
        .map(|key| (key["id"].as_str().unwrap(), key["status"].as_str().unwrap_or_default()))
        .collect()
}

both_databases! {
    async fn a_console_remembers_what_it_is_told_and_the_rest_too(db: Db) {
        let api = TestApi::over(db).await;
        let path = "/api/configs/admin-console";
        let fresh = json!({ "signInExperienceCustomized": false, "organizationCreated": false });
        assert_eq!(api.get(path).await, fresh);
        let notice = json!({ "isPaidTenant": true, "tag": "Production", "readAt": 7 });
        let body = json!({ "organizationCreated": true, "developmentTenantMigrationNotification": notice, "unknown": 1 });
        let expected = json!({ "signInExperienceCustomized": false, "organizationCreated": true, "developmentTenantMigrationNotification": notice });
        assert_eq!(api.client.patch(path, body).await.assert_status(200).json(), expected);
        assert_eq!(api.client.patch(path, json!({})).await.assert_status(200).json(), expected);
        let charges = json!({ "checkedChargeNotification": { "token": true } });
        let changed = api.client.patch(path, charges.clone()).await.assert_status(200).json();
        assert_eq!((&changed["checkedChargeNotification"], &changed["organizationCreated"]), (&charges["checkedChargeNotification"], &json!(true)));
        assert_eq!(api.get(path).await, changed);
        api.client.patch(path, json!({ "organizationCreated": "yes" })).await.assert_error(400, "guard.invalid_input");
    }

    async fn a_script_for_machines_is_kept_with_its_samples(db: Db) {
        let api = TestApi::over(db).await;
        let mut value = json!({
            "script": "const getCustomJwtClaims = () => ({})", "contextSample": { "application": { "id": "a" } },
            "tokenSample": { "kind": "ClientCredentials" },
        });
        assert_eq!(api.client.put(MACHINES, value.clone()).await.assert_status(201).json(), value);
        assert_eq!(api.get(MACHINES).await, value);
        value["blockIssuanceOnError"] = json!(true);
        assert_eq!(api.client.patch(MACHINES, value.clone()).await.assert_status(200).json(), value);
        assert_eq!(api.client.put(MACHINES, value.clone()).await.assert_status(200).json(), value);
    }

    async fn sessions_last_as_long_as_they_are_told(db: Db) {
        let api = TestApi::over(db).await;
        assert_eq!(api.get(SESSION).await, json!({ "ttl": 1_209_600 }));
        for ttl in [1, 31_536_000] {
            assert_eq!(api.client.patch(SESSION, json!({ "ttl": ttl })).await.assert_status(200).json(), json!({ "ttl": ttl }));
        }
        assert_eq!(api.client.patch(SESSION, json!({})).await.assert_status(200).json(), json!({ "ttl": 31_536_000 }));
        for ttl in [json!(0), json!(31_536_001), json!(-1), json!(1.5), json!("60")] {
            api.client.patch(SESSION, json!({ "ttl": ttl })).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!(api.services.services.configuration().await.unwrap().session_ttl, Duration::from_secs(31_536_000));
    }

    async fn claims_of_id_tokens_are_replaced_as_a_whole(db: Db) {
        let api = TestApi::over(db).await;
        let path = "/api/configs/id-token";
        assert_eq!(api.get(path).await, json!({ "enabledExtendedClaims": ["roles", "organizations", "organization_roles"] }));
        let all = json!({ "enabledExtendedClaims": [
            "custom_data", "identities", "sso_identities", "roles", "organizations", "organization_data", "organization_roles",
        ] });
        for body in [all, json!({ "enabledExtendedClaims": [] }), json!({})] {
            assert_eq!(api.client.put(path, body.clone()).await.assert_status(200).json(), body);
            assert_eq!(api.get(path).await, body);
        }
        api.client.put(path, json!({ "enabledExtendedClaims": ["email"] })).await.assert_error(400, "guard.invalid_input");
        let (services, tenant) = (&api.services.services, &api.services.services.tenant);
        store::configuration::delete_setting(services.db.exec(), tenant, "idToken").await.unwrap();
        api.client.get(path).await.assert_error(404, "entity.not_found");
    }

    async fn clients_with_documents_of_their_own_are_off_until_they_are_on(db: Db) {
        let api = TestApi::over(db).await;
        let path = "/api/configs/cimd";
        assert_eq!(api.get(path).await, json!({ "enabled": false }));
        assert_eq!(api.client.patch(path, json!({ "enabled": true })).await.assert_status(200).json(), json!({ "enabled": true }));
        assert_eq!(api.client.patch(path, json!({})).await.assert_status(200).json(), json!({ "enabled": true }));
        api.client.patch(path, json!({ "enabled": 1 })).await.assert_error(400, "guard.invalid_input");
    }

    async fn a_new_signing_key_signs_at_once_and_the_one_before_still_verifies(db: Db) {
        let api = TestApi::over(db).await;
        let first = api.get(PRIVATE).await;
        let first_id = first[0]["id"].as_str().unwrap();
        let expected = json!([{ "id": first_id, "createdAt": START.as_seconds(), "signingKeyAlgorithm": "EC", "status": "Current" }]);
        assert_eq!(first, expected);
        api.client.delete(&format!("{PRIVATE}/{first_id}")).await.assert_error(422, "oidc.key_required");
        api.client.delete(&format!("{PRIVATE}/unknown")).await.assert_error(422, "oidc.key_required");

        let second = api.post(&format!("{PRIVATE}/rotate"), json!({}), 200).await;
        let second_id = second[0]["id"].as_str().unwrap();
        assert_eq!(told(&second), [(second_id, "Current"), (first_id, "Previous")]);
        assert_eq!(second, api.get(PRIVATE).await, "the caller's token is signed by the key before");
        let configuration = api.services.services.configuration().await.unwrap();
        assert_eq!(configuration.keys.current(api.services.services.now()).kid(), second_id);
        api.client.delete(&format!("{PRIVATE}/{second_id}")).await.assert_error(422, "oidc.only_previous_key_can_be_deleted");
        api.client.delete(&format!("{PRIVATE}/unknown")).await.assert_error(404, "oidc.key_not_found");
        api.client.delete(&format!("{PRIVATE}/{first_id}")).await.assert_status(204);
        api.client.get(PRIVATE).await.assert_error(401, "auth.unauthorized");
        let client = testkit::TestClient::with_bearer(crate::router(api.services.services.clone()), api.services.management_token().await);
        assert_eq!(told(&client.get(PRIVATE).await.assert_status(200).json()), [(second_id, "Current")]);
    }

    async fn a_staged_key_signs_from_its_moment_on(db: Db) {
        let api = TestApi::over(db).await;
        let services = &api.services.services;
        let first = api.get(PRIVATE).await[0]["id"].as_str().unwrap().to_owned();
        let body = json!({ "rotationGracePeriod": 60, "signingKeyAlgorithm": "EC" });
        let staged = api.post(&format!("{PRIVATE}/rotate"), body.clone(), 200).await;
        let next = staged[0]["id"].as_str().unwrap().to_owned();
        assert_eq!(staged[0], json!({
            "id": next, "createdAt": START.as_seconds(), "signingKeyAlgorithm": "EC", "status": "Next", "effectiveAt": START.0 + 60_000,
        }));
        for id in [&first, &next] {
            api.client.delete(&format!("{PRIVATE}/{id}")).await.assert_error(422, "oidc.only_previous_key_can_be_deleted");
        }
        api.client.post(&format!("{PRIVATE}/rotate"), json!({})).await.assert_error(422, "oidc.invalid_request");
        api.client.post(&format!("{PRIVATE}/rotate"), json!({ "rotationGracePeriod": 0 })).await.assert_error(422, "oidc.invalid_request");
        let replaced = api.post(&format!("{PRIVATE}/rotate"), body, 200).await;
        let next = replaced[0]["id"].as_str().unwrap().to_owned();
        assert_eq!(told(&replaced), [(next.as_str(), "Next"), (first.as_str(), "Current")]);
        let current = async || services.configuration().await.unwrap().keys.current(services.now()).kid().to_owned();
        api.services.advance(Duration::from_millis(59_999));
        assert_eq!(current().await, first);
        assert!(!operations::keys::rotation::promote_due(services).await.unwrap());
        api.services.advance(Duration::from_millis(1));
        assert_eq!(current().await, next, "nobody has to do anything");
        let after = json!([
            { "id": next, "createdAt": START.as_seconds(), "signingKeyAlgorithm": "EC", "status": "Current" },
            { "id": first, "createdAt": START.as_seconds(), "signingKeyAlgorithm": "EC", "status": "Previous" },
        ]);
        assert_eq!(api.get(PRIVATE).await, after);
        assert!(operations::keys::rotation::promote_due(services).await.unwrap());
        assert!(!operations::keys::rotation::promote_due(services).await.unwrap(), "once is enough");
        assert_eq!((api.get(PRIVATE).await, current().await), (after, next));
    }

    async fn rotations_that_come_together_follow_each_other(db: Db) {
        let api = TestApi::over(db).await;
        let path = format!("{PRIVATE}/rotate");
        let answers = futures_util::future::join_all((0..4).map(|_| api.client.post(&path, json!({})))).await;
        let mut succeeded = 0;
        for answer in answers {
            // Those who came after a second rotation have a token of a key that is gone.
            succeeded += usize::from(answer.status == 200);
            assert!(answer.status == 200 || answer.status == 401, "{} {}", answer.status, answer.body);
        }
        assert!(succeeded >= 1);
        let stored = store::signing_key::all(api.services.services.db.exec(), &api.services.services.tenant).await.unwrap();
        let mut statuses: Vec<_> = stored.iter().map(|key| key.status.as_str()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, ["Current", "Previous"]);
    }

    async fn keys_for_cookies_are_two_at_the_most(db: Db) {
        let api = TestApi::over(db).await;
        let services = &api.services.services;
        assert_eq!(api.get(COOKIE).await, json!([{ "id": "first", "createdAt": START.as_seconds() }]));
        api.client.delete(&format!("{COOKIE}/first")).await.assert_error(422, "oidc.key_required");
        let before = services.configuration().await.unwrap().cookie_keys[0].reveal().to_owned();
        let rotated = api.post(&format!("{COOKIE}/rotate"), json!({}), 200).await;
        let second = rotated[0]["id"].as_str().unwrap();
        assert_eq!(rotated, json!([{ "id": second, "createdAt": START.as_seconds() }, { "id": "first", "createdAt": START.as_seconds() }]));
        let keys = services.configuration().await.unwrap();
        assert_ne!(keys.cookie_keys[0].reveal(), &before);
        assert_eq!((keys.cookie_keys[1].reveal(), keys.cookie_keys.len()), (&before, 2));
        api.client.delete(&format!("{COOKIE}/{second}")).await.assert_error(422, "oidc.only_previous_key_can_be_deleted");
        api.client.delete(&format!("{COOKIE}/unknown")).await.assert_error(404, "oidc.key_not_found");
        let third = api.post(&format!("{COOKIE}/rotate"), json!({ "rotationGracePeriod": 0 }), 200).await;
        assert_eq!((third.as_array().unwrap().len(), &third[1]["id"]), (2, &rotated[0]["id"]));
        api.client.delete(&format!("{COOKIE}/{second}")).await.assert_status(204);
        assert_eq!(api.get(COOKIE).await, json!([third[0]]));
        api.client.post(&format!("{COOKIE}/rotate"), json!({ "rotationGracePeriod": 60 })).await.assert_error(422, "oidc.invalid_request");
        for path in ["/api/configs/oidc/other-keys", "/api/configs/oidc/PRIVATE-KEYS"] {
            api.client.get(path).await.assert_error(400, "guard.invalid_input");
        }
        for body in [json!({ "rotationGracePeriod": -1 }), json!({ "rotationGracePeriod": 1.5 }), json!({ "signingKeyAlgorithm": "HMAC" }), json!({ "rotationGracePeriod": 31_536_001 })] {
            api.client.post(&format!("{PRIVATE}/rotate"), body).await.assert_error(400, "guard.invalid_input");
        }
    }

    async fn scripts_for_tokens_are_set_shown_changed_and_taken_away(db: Db) {
        let api = TestApi::over(db).await;
        assert_eq!(api.get("/api/configs/jwt-customizer").await, json!([]));
        for path in [USERS, MACHINES] {
            api.client.get(path).await.assert_error(404, "entity.not_exists_with_id");
            api.client.patch(path, json!({ "script": "x" })).await.assert_error(404, "entity.not_exists_with_id");
            api.client.delete(path).await.assert_error(404, "entity.not_found");
        }
        let body = json!({
            "script": "const getCustomJwtClaims = () => ({})", "environmentVariables": { "KEY": "s3cret-of-ours" }, "contextSample": { "user": { "id": "u" } },
            "tokenSample": { "jti": "j" }, "blockIssuanceOnError": true,
        });
        assert_eq!(api.client.put(USERS, body.clone()).await.assert_status(201).json(), body);
        assert_eq!(api.client.put(USERS, body.clone()).await.assert_status(200).json(), body);
        assert_eq!(api.get(USERS).await, body);
        api.client.put(MACHINES, json!({ "script": "" })).await.assert_status(201);
        let listed = json!([{ "key": "jwt.accessToken", "value": body }, { "key": "jwt.clientCredentials", "value": { "script": "" } }]);
        assert_eq!(api.get("/api/configs/jwt-customizer").await, listed);
        let mut changed = body.clone();
        changed["script"] = json!("const getCustomJwtClaims = () => ({ a: 1 })");
        changed["blockIssuanceOnError"] = json!(false);
        let change = json!({ "script": changed["script"], "blockIssuanceOnError": false });
        assert_eq!(api.client.patch(USERS, change).await.assert_status(200).json(), changed);
        assert_eq!(api.get(USERS).await, changed);
        for (table, rows) in store::testing::contents(&api.services.services.db).await {
            assert!(!shows(&rows.concat(), "s3cret-of-ours"), "{table}: {rows:?}");
        }
        api.client.delete(USERS).await.assert_status(204);
        api.client.get(USERS).await.assert_error(404, "entity.not_exists_with_id");
    }

    async fn what_is_no_script_for_tokens_is_refused(db: Db) {
        let api = TestApi::over(db).await;
        for body in [
            json!({}),
            json!({ "script": 7 }),
            json!({ "script": "x", "unknown": 1 }),
            json!({ "script": "x", "environmentVariables": { "KEY": 1 } }),
            json!({ "script": "x", "contextSample": {} }),
            json!({ "script": "x", "contextSample": { "user": 1 } }),
            json!({ "script": "x", "contextSample": { "user": {}, "application": [] } }),
            json!({ "script": "x", "blockIssuanceOnError": "no" }),
        ] {
            api.client.put(USERS, body.clone()).await.assert_error(400, "guard.invalid_input");
            api.client.patch(USERS, body).await.assert_error(400, "guard.invalid_input");
        }
        api.client.put(MACHINES, json!({ "script": "x", "contextSample": {} })).await.assert_status(201);
        api.client.put("/api/configs/jwt-customizer/id-token", json!({ "script": "x" })).await.assert_error(400, "guard.invalid_input");
    }

    async fn actions_are_set_shown_changed_and_taken_away(db: Db) {
        let api = TestApi::over(db).await;
        assert_eq!(api.get("/api/configs/actions").await, json!([]));
        api.client.get(ACTION).await.assert_error(404, "entity.not_exists_with_id");
        api.client.patch(ACTION, json!({ "enabled": true })).await.assert_error(404, "entity.not_exists_with_id");
        api.client.delete(ACTION).await.assert_error(404, "entity.not_found");
        let body = json!({
            "script": "const postSignIn = () => ({})", "environmentVariables": { "KEY": "s3cret-of-ours" }, "contextSample": { "user": "u" }, "enabled": false,
            "onExecutionError": "block",
        });
        assert_eq!(api.client.put(ACTION, body.clone()).await.assert_status(201).json(), body);
        assert_eq!(api.client.put(ACTION, body.clone()).await.assert_status(200).json(), body);
        let mut changed = body.clone();
        changed["enabled"] = json!(true);
        changed["onExecutionError"] = json!("allow");
        let change = json!({ "enabled": true, "onExecutionError": "allow" });
        assert_eq!(api.client.patch(ACTION, change).await.assert_status(200).json(), changed);
        assert_eq!(api.get(ACTION).await, changed);
        assert_eq!(api.get("/api/configs/actions").await, json!([{ "key": "action.postSignIn", "value": changed }]));
        for (table, rows) in store::testing::contents(&api.services.services.db).await {
            assert!(!shows(&rows.concat(), "s3cret-of-ours"), "{table}: {rows:?}");
        }
        api.client.delete(ACTION).await.assert_status(204);
        for bad in [json!({}), json!({ "script": "x", "enabled": 1 }), json!({ "script": "x", "onExecutionError": "ignore" })] {
            api.client.put(ACTION, bad).await.assert_error(400, "guard.invalid_input");
        }
        api.client.get("/api/configs/actions/postSignIn").await.assert_error(400, "guard.invalid_input");
    }
}

fn customizer(script: &str) -> Value {
    json!({
        "tokenType": "access-token", "script": format!("const getCustomJwtClaims = async ({{ token, context, environmentVariables, api }}) => {{ {script} }};"),
        "token": { "jti": "j" }, "context": { "user": { "id": "u" } }, "environmentVariables": { "KEY": "s3cret" },
    })
}

#[tokio::test]
async fn a_script_can_be_tried_before_it_is_set() {
    let api = TestApi::over(store::testing::TestDb::sqlite().await.db.clone()).await;
    let path = "/api/configs/jwt-customizer/test";
    let claims = api.post(path, customizer("return { id: context.user.id, jti: token.jti, was: token.jti, key: environmentVariables.KEY }"), 200).await;
    assert_eq!(
        claims,
        json!({ "id": "u", "was": "j", "key": "s3cret" }),
        "the server's own claims are not the script's"
    );
    for (script, message) in [
        ("throw new Error('not with ' + environmentVariables.KEY)", "not with ******"),
        ("return 7", "the script gave back no object"),
        ("for (;;) {}", "the script took too long"),
        ("await new Promise(() => {})", "the script waits for what never happens"),
        ("return { a: 'x'.repeat(1e5) }", "what the script gave back is too large"),
    ] {
        let refused =
            api.client.post(path, customizer(script)).await.assert_error(422, "jwt_customizer.general");
        assert_eq!(refused.json()["data"], json!({ "message": message }));
    }
    let denied = api
        .client
        .post(path, customizer("api.denyAccess('not you')"))
        .await
        .assert_error(403, "jwt_customizer.general");
    assert_eq!(denied.json()["data"], json!({ "message": "not you" }));
    let mut machine = customizer("return { of: Object.keys(context) }");
    machine["tokenType"] = json!("client-credentials");
    machine["context"] = json!({ "application": {} });
    assert_eq!(api.post(path, machine, 200).await, json!({ "of": ["application"] }));
    let mut unknown = customizer("return {}");
    unknown["more"] = json!(1);
    api.client.post(path, unknown).await.assert_error(400, "guard.invalid_input");
    let mut no_user = customizer("return {}");
    no_user["context"] = json!({});
    api.client.post(path, no_user).await.assert_error(400, "guard.invalid_input");
    assert_eq!(api.get("/api/configs/jwt-customizer").await, json!([]), "nothing is kept");
    let log = api.services.services.db.clone();
    for (table, rows) in store::testing::contents(&log).await {
        assert!(!shows(&rows.concat(), "\"s3cret\""), "{table}: {rows:?}");
    }
}

#[tokio::test]
async fn scripts_that_are_tried_do_not_hold_up_those_of_tokens() {
    let api = TestApi::over(store::testing::TestDb::sqlite().await.db.clone()).await;
    let path = "/api/configs/jwt-customizer/test";
    // One runs, and so many wait that one more is refused at once.
    let mut trials: FuturesUnordered<_> =
        (0..66).map(|_| api.client.post(path, customizer("for (;;) {}"))).collect();
    assert_eq!(trials.next().await.unwrap().status, 503);
    let script = ("const one = () => 1".into(), "one");
    let (argument, environment) = (json!({}), ScriptEnvironment::default());
    let services = &api.services.services;
    let run = operations::scripts::run(&services.scripts, script, &argument, &environment);
    assert_eq!(run.await.unwrap(), Some(json!(1)));
}

#[tokio::test]
async fn an_action_can_be_tried_before_it_is_set() {
    let api = TestApi::over(store::testing::TestDb::sqlite().await.db.clone()).await;
    let path = "/api/configs/actions/test";
    let body = |script: &str| json!({ "script": script, "actionType": "action.postSignIn", "event": { "user": "u" }, "environmentVariables": { "KEY": "s3cret" } });
    let returned = api.post(path, body("const postSignIn = ({ event, environmentVariables }) => ({ of: event.user, length: environmentVariables.KEY.length })"), 200).await;
    assert_eq!(returned, json!({ "of": "u", "length": 6 }));
    assert_eq!(
        api.client.post(path, body("const postSignIn = () => null")).await.assert_status(200).body,
        "null"
    );
    assert_eq!(api.client.post(path, body("const postSignIn = () => {}")).await.assert_status(204).body, "");
    let denied = api
        .client
        .post(path, body("const postSignIn = ({ api }) => api.denyAccess()"))
        .await
        .assert_error(403, "action.general");
    assert_eq!(denied.json().get("data"), None);
    let failed =
        api.client.post(path, body("const other = () => {}")).await.assert_error(422, "action.general");
    assert_eq!(failed.json()["data"]["message"], "the script does not define the function `postSignIn`");
    api.client
        .post(path, json!({ "script": "x", "actionType": "postSignIn" }))
        .await
        .assert_error(400, "guard.invalid_input");
}

#[tokio::test]
async fn a_signing_key_may_be_of_another_kind() {
    let api = TestApi::over(store::testing::TestDb::sqlite().await.db.clone()).await;
    let rotated = api.post(&format!("{PRIVATE}/rotate"), json!({ "signingKeyAlgorithm": "RSA" }), 200).await;
    assert_eq!(
        (&rotated[0]["signingKeyAlgorithm"], &rotated[1]["signingKeyAlgorithm"]),
        (&json!("RSA"), &json!("EC"))
    );
    let client = testkit::TestClient::with_bearer(
        crate::router(api.services.services.clone()),
        api.services.management_token().await,
    );
    client.get(PRIVATE).await.assert_status(200);
    api.client.get(PRIVATE).await.assert_status(200);
}
