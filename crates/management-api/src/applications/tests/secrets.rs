//! What an application authenticates with.

use serde_json::{Value, json};
use store::both_databases;
use testkit::services::START;

use crate::test_api::{TestApi, column};

both_databases! {
    async fn confidential_applications_start_with_a_secret(db: Db) {
        let server = TestApi::over(db).await;
        for kind in ["MachineToMachine", "Traditional"] {
            let application = server.application("desk", kind).await;
            let secrets = server.get(&format!("/api/applications/{application}/secrets")).await;
            let value = secrets[0]["value"].as_str().unwrap().to_owned();
            assert!(value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            let expected = json!([{
                "tenantId": "default", "applicationId": application, "name": "Default secret", "value": value, "createdAt": START.0,
                "expiresAt": null,
            }]);
            assert_eq!(secrets, expected);
            assert_eq!(server.get(&format!("/api/applications/{application}")).await.get("secret"), None);
        }
        for kind in ["SPA", "Native"] {
            let application = server.application("public", kind).await;
            let path = format!("/api/applications/{application}/secrets");
            assert_eq!(server.get(&path).await, json!([]));
            server.client.post(&path, json!({ "name": "x" })).await.assert_error(422, "entity.db_constraint_violated");
        }
    }

    async fn secrets_are_added_renamed_and_deleted(db: Db) {
        let server = TestApi::over(db).await;
        let application = server.application("desk", "Traditional").await;
        let path = format!("/api/applications/{application}/secrets");
        server.services.advance(std::time::Duration::from_millis(5));
        let added = server.post(&path, json!({ "name": "a/b c", "expiresAt": START.0 + 10_000 }), 201).await;
        let mut expected = json!({
            "tenantId": "default", "applicationId": application, "name": "a/b c", "value": added["value"], "createdAt": START.0 + 5,
            "expiresAt": START.0 + 10_000,
        });
        assert_eq!(added, expected);
        server.client.post(&path, json!({ "name": "a/b c" })).await.assert_error(422, "application.secret_name_exists");
        let rename = server.client.patch(&format!("{path}/a%2Fb%20c"), json!({ "name": "Default secret" })).await;
        rename.assert_error(422, "application.secret_name_exists");
        let renamed = server.client.patch(&format!("{path}/a%2Fb%20c"), json!({ "name": "next" })).await.assert_status(200).json();
        expected["name"] = json!("next");
        assert_eq!(renamed, expected);
        assert_eq!(column(&server.get(&path).await, "name"), ["Default secret", "next"]);
        server.client.patch(&format!("{path}/gone"), json!({ "name": "x" })).await.assert_error(404, "entity.not_exists");

        let client = server.services.services.client(&domain::ApplicationId::new(application.as_str())).await.unwrap().unwrap();
        let names: Vec<_> = client.secrets.iter().map(|secret| secret.name.as_str()).collect();
        assert_eq!(names, ["Default secret", "next"]);
        assert!(client.secrets[1].value.matches(added["value"].as_str().unwrap()));
        assert!(!client.secrets[1].is_expired(server.services.services.now()));

        server.client.delete(&format!("{path}/next")).await.assert_status(204);
        server.client.delete(&format!("{path}/next")).await.assert_error(404, "entity.not_found");
        let client = server.services.services.client(&domain::ApplicationId::new(application.as_str())).await.unwrap().unwrap();
        assert_eq!(client.secrets.len(), 1);
        server.client.get("/api/applications/nobody/secrets").await.assert_error(404, "entity.not_exists_with_id");
        server.client.post("/api/applications/nobody/secrets", json!({ "name": "x" })).await.assert_error(404, "entity.not_exists_with_id");
    }

    async fn an_application_has_a_hundred_secrets_at_the_most(db: Db) {
        let server = TestApi::over(db).await;
        let application = server.application("desk", "Traditional").await;
        let path = format!("/api/applications/{application}/secrets");
        for number in 1..100 {
            server.post(&path, json!({ "name": format!("s{number}") }), 201).await;
        }
        let refused = server.client.post(&path, json!({ "name": "one more" })).await;
        refused.assert_error(422, "application.too_many_secrets");
        assert_eq!(server.get(&path).await.as_array().unwrap().len(), 100);
        server.client.delete(&format!("{path}/s1")).await.assert_status(204);
        server.post(&path, json!({ "name": "one more" }), 201).await;
    }

    async fn secrets_are_sealed_in_the_database(db: Db) {
        let server = TestApi::over(db.clone()).await;
        let application = server.application("desk", "Traditional").await;
        let secrets = server.get(&format!("/api/applications/{application}/secrets")).await;
        let value = secrets[0]["value"].as_str().unwrap();
        let id = domain::ApplicationId::new(application.as_str());
        let stored = store::application::secret::list(db.exec(), &domain::TenantId::default_tenant(), &id).await.unwrap();
        assert!(!stored[0].sealed_value.windows(8).any(|window| value.as_bytes().windows(8).any(|plain| plain == window)));
    }
}

#[tokio::test]
async fn bodies_are_checked_and_there_are_no_legacy_secrets() {
    let database = store::testing::TestDb::sqlite().await;
    let server = TestApi::over(database.db.clone()).await;
    let application = server.application("desk", "Traditional").await;
    let path = format!("/api/applications/{application}/secrets");
    let bodies = [
        json!({}),
        json!({ "name": "" }),
        json!({ "name": "x".repeat(257) }),
        json!({ "name": "x", "expiresAt": "soon" }),
    ];
    for body in bodies {
        server.client.post(&path, body).await.assert_error(400, "guard.invalid_input");
    }
    for moment in [START.0, START.0 - 1, i64::MIN] {
        server
            .client
            .post(&path, json!({ "name": "x", "expiresAt": moment }))
            .await
            .assert_error(400, "request.invalid_input");
    }
    let rename = server.client.patch(&format!("{path}/Default%20secret"), json!({ "name": "" })).await;
    rename.assert_error(400, "guard.invalid_input");
    assert_eq!(server.get(&path).await.as_array().map(Vec::len), Some(1));
    assert_eq!(
        server.post(&path, json!({ "name": "never", "expiresAt": null }), 201).await["expiresAt"],
        Value::Null
    );
    let legacy = server.client.delete(&format!("/api/applications/{application}/legacy-secret")).await;
    legacy.assert_error(400, "application.no_legacy_secret_found");
    server
        .client
        .delete("/api/applications/nobody/legacy-secret")
        .await
        .assert_error(404, "entity.not_exists_with_id");
}
