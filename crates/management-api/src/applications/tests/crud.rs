//! Applications themselves, their lists and organizations.

use std::time::Duration;

use serde_json::{Value, json};
use store::both_databases;
use testkit::services::{ENDPOINT, START};

use crate::test_api::{TestApi, column, id};

fn application(id: &str, name: &str, kind: &str) -> Value {
    json!({
        "tenantId": "default", "id": id, "name": name, "description": null, "type": kind,
        "oidcClientMetadata": { "redirectUris": [], "postLogoutRedirectUris": [] }, "customClientMetadata": {},
        "protectedAppMetadata": null, "customData": {}, "isThirdParty": false, "appLevelAccessControlEnabled": false,
        "createdAt": START.0,
    })
}

both_databases! {
    async fn an_application_lives_from_post_to_delete(db: Db) {
        let server = TestApi::over(db).await;
        let created = server.post("/api/applications", json!({ "name": "desk", "type": "SPA", "description": "" }), 200).await;
        let desk = id(&created);
        assert_eq!(desk.len(), 21);
        assert_eq!(created, application(&desk, "desk", "SPA"));
        let path = format!("/api/applications/{desk}");
        let mut single = application(&desk, "desk", "SPA");
        single["isAdmin"] = json!(false);
        assert_eq!(server.get(&path).await, single);
        assert_eq!(server.applications().await, json!([application(&desk, "desk", "SPA")]));

        let body = json!({
            "name": "Desk", "description": "For desks", "type": "Native", "isThirdParty": true, "customData": { "a": { "b": 1 } },
            "oidcClientMetadata": {
                "redirectUris": ["https://*.fjord.example/cb", "io.fjord://cb"], "postLogoutRedirectUris": ["https://fjord.example/"],
                "backchannelLogoutUri": "https://fjord.example/out", "backchannelLogoutSessionRequired": true,
            },
            "customClientMetadata": { "idTokenTtl": 60, "refreshTokenTtlInDays": 180, "corsAllowedOrigins": ["https://a.example"], "x": 1 },
        });
        let changed = server.client.patch(&path, body.clone()).await.assert_status(200).json();
        let mut expected = application(&desk, "Desk", "SPA");
        for key in ["description", "customData", "oidcClientMetadata", "customClientMetadata"] {
            expected[key] = body[key].clone();
        }
        expected["customClientMetadata"].as_object_mut().unwrap().remove("x");
        assert_eq!(changed, expected);
        assert_eq!(server.client.patch(&path, json!({})).await.assert_status(200).json(), expected);
        let replaced = server.client.patch(&path, json!({ "customData": {}, "customClientMetadata": {} })).await.assert_status(200).json();
        assert_eq!((&replaced["customData"], &replaced["customClientMetadata"]), (&json!({}), &json!({})));

        server.client.delete(&path).await.assert_status(204);
        server.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
        server.client.patch(&path, json!({})).await.assert_error(404, "entity.not_exists_with_id");
        server.client.delete(&path).await.assert_error(404, "entity.not_exists_with_id");
    }

    /// Every other change of an application has all nodes read everything anew.
    async fn a_change_that_changes_nothing_is_told_to_nobody(db: Db) {
        let server = TestApi::over(db.clone()).await;
        let desk = server.application("desk", "MachineToMachine").await;
        let path = format!("/api/applications/{desk}");
        let version = async || store::configuration::version(db.exec(), &domain::TenantId::default_tenant()).await.unwrap();
        let before = version().await;
        for same in [json!({}), json!({ "name": "desk" }), json!({ "name": "desk", "description": null, "customData": {} })] {
            assert_eq!(server.client.patch(&path, same).await.assert_status(200).json()["name"], "desk");
        }
        assert_eq!(version().await, before);
        for another in [json!({ "name": "Desk" }), json!({ "description": "x" }), json!({ "isAdmin": true })] {
            let before = version().await;
            server.client.patch(&path, another).await.assert_status(200);
            assert_ne!(version().await, before);
        }
    }

    async fn the_legacy_mark_gives_and_takes_the_hidden_role(db: Db) {
        let server = TestApi::over(db).await;
        let machine = server.application("machine", "MachineToMachine").await;
        let path = format!("/api/applications/{machine}");
        for is_admin in [true, true, false, false] {
            let changed = server.client.patch(&path, json!({ "isAdmin": is_admin })).await.assert_status(200).json();
            assert_eq!(changed, application(&machine, "machine", "MachineToMachine"));
            assert_eq!(server.get(&path).await["isAdmin"], is_admin);
            assert_eq!(server.get(&format!("{path}/roles")).await, json!([]));
            let client = server.services.services.client(&domain::ApplicationId::new(machine.as_str())).await.unwrap().unwrap();
            assert_eq!(client.role_ids.iter().any(|role| role.as_str() == "admin-role"), is_admin);
        }
        let web = server.application("web", "Traditional").await;
        let mark = server.client.patch(&format!("/api/applications/{web}"), json!({ "name": "x", "isAdmin": true })).await;
        mark.assert_error(422, "entity.db_constraint_violated");
        assert_eq!(server.get(&format!("/api/applications/{web}")).await["name"], "web");
    }

    async fn custom_data_is_merged_at_the_top(db: Db) {
        let server = TestApi::over(db).await;
        let desk = server.application("desk", "SPA").await;
        let path = format!("/api/applications/{desk}/custom-data");
        assert_eq!(server.client.patch(&path, json!({ "a": { "b": 1 }, "c": 2 })).await.assert_status(200).json(), json!({ "a": { "b": 1 }, "c": 2 }));
        let merged = json!({ "a": { "d": null }, "c": 2 });
        assert_eq!(server.client.patch(&path, json!({ "a": { "d": null } })).await.assert_status(200).json(), merged);
        assert_eq!(server.get(&format!("/api/applications/{desk}")).await["customData"], merged);
        server.client.patch(&path, json!([])).await.assert_error(400, "guard.invalid_input");
        server.client.patch("/api/applications/nobody/custom-data", json!({})).await.assert_error(404, "entity.not_exists_with_id");
    }

    async fn lists_are_newest_first_filtered_and_searched(db: Db) {
        let server = TestApi::over(db).await;
        server.application("web", "Traditional").await;
        server.services.advance(Duration::from_secs(1));
        let machine = server.application("machine", "MachineToMachine").await;
        server.services.advance(Duration::from_secs(1));
        server.post("/api/applications", json!({ "name": "theirs", "type": "SPA", "isThirdParty": true }), 200).await;
        let role = server.role("r", "MachineToMachine").await;
        server.client.post(&format!("/api/roles/{role}/applications"), json!({ "applicationIds": [machine] })).await.assert_status(201);
        let names = async |query: &str| {
            let mut names = column(&server.get(&format!("/api/applications?{query}")).await, "name");
            names.retain(|name| name != "Test machine");
            names
        };
        assert_eq!(names("").await, ["theirs", "machine", "web"]);
        assert_eq!(names("types=SPA&types=Traditional").await, ["theirs", "web"]);
        assert_eq!(names("isThirdParty=true").await, ["theirs"]);
        assert_eq!(names("isThirdParty=false").await, ["machine", "web"]);
        assert_eq!(names(&format!("excludeRoleId={role}")).await, ["theirs", "web"]);
        assert_eq!(names("search.name=%25E%25").await, ["theirs", "machine", "web"]);
        assert_eq!(names("search.name=%25ach%25").await, ["machine"]);
        let page = server.client.get("/api/applications?page=2&page_size=2&search=%25").await.assert_status(200);
        assert_eq!((page.header("total-number"), column(&page.json(), "name")), (Some("4"), vec!["web".to_owned(), "Test machine".to_owned()]));

        for (query, code) in [
            ("types=Robot", "guard.invalid_input"),
            ("isThirdParty=perhaps", "guard.invalid_input"),
            ("excludeRoleId=a&excludeOrganizationId=b", "request.invalid_input"),
            ("search.color=x", "request.invalid_input"),
        ] {
            server.client.get(&format!("/api/applications?{query}")).await.assert_error(400, code);
        }
    }

    async fn organizations_of_a_machine_are_listed_with_its_roles(db: Db) {
        let server = TestApi::over(db).await;
        let machine = server.application("machine", "MachineToMachine").await;
        let mut organizations = Vec::new();
        for name in ["a", "b", "c"] {
            let organization = id(&server.post("/api/organizations", json!({ "name": name }), 201).await);
            let members = json!({ "applicationIds": [machine] });
            server.client.post(&format!("/api/organizations/{organization}/applications"), members).await.assert_status(201);
            organizations.push(organization);
        }
        organizations.sort();
        let path = format!("/api/applications/{machine}/organizations");
        let all = server.client.get(&path).await.assert_status(200);
        assert_eq!((all.header("total-number"), column(&all.json(), "id")), (None, organizations.clone()));
        assert!(all.json().as_array().unwrap().iter().all(|one| one["organizationRoles"] == json!([])));
        let page = server.client.get(&format!("{path}?page=2&page_size=2")).await.assert_status(200);
        assert_eq!((page.header("total-number"), column(&page.json(), "id")), (Some("3"), organizations[2..].to_vec()));
        let outside = server.get(&format!("/api/applications?excludeOrganizationId={}", organizations[0])).await;
        assert_eq!(column(&outside, "name"), ["Test machine"]);
        server.client.get("/api/applications/nobody/organizations").await.assert_error(404, "entity.not_exists_with_id");
    }
}

async fn with_sqlite() -> (TestApi, store::testing::TestDb) {
    let database = store::testing::TestDb::sqlite().await;
    (TestApi::over(database.db.clone()).await, database)
}

#[tokio::test]
async fn kinds_that_cannot_be_made_are_refused() {
    let (server, _database) = with_sqlite().await;
    let cases = [
        (json!({ "type": "SAML" }), 400, "application.saml.use_saml_app_api"),
        (
            json!({ "type": "MachineToMachine", "isThirdParty": true }),
            400,
            "application.invalid_third_party_application_type",
        ),
        (
            json!({ "type": "Protected", "isThirdParty": true }),
            400,
            "application.invalid_third_party_application_type",
        ),
        (json!({ "type": "Protected" }), 400, "application.protected_app_metadata_is_required"),
        (
            json!({ "type": "Protected", "protectedAppMetadata": {} }),
            501,
            "application.protected_app_not_configured",
        ),
        (
            json!({ "type": "SPA", "customClientMetadata": { "isDeviceFlow": true } }),
            422,
            "application.device_flow_native_only",
        ),
        (
            json!({ "type": "SPA", "isThirdParty": true, "customClientMetadata": { "allowTokenExchange": true } }),
            422,
            "application.third_party_application_cannot_enable_token_exchange",
        ),
        (json!({ "type": "Robot" }), 400, "guard.invalid_input"),
        (json!({}), 400, "guard.invalid_input"),
    ];
    for (mut body, status, code) in cases {
        body["name"] = json!("x");
        server.client.post("/api/applications", body).await.assert_error(status, code);
    }
    assert_eq!(server.applications().await, json!([]));
}

#[tokio::test]
async fn settings_are_checked_when_made_and_when_changed() {
    let (server, _database) = with_sqlite().await;
    let desk = server.application("desk", "Native").await;
    let redirect =
        |uri: &str| json!({ "oidcClientMetadata": { "redirectUris": [uri], "postLogoutRedirectUris": [] } });
    let custom = |key: &str, value: Value| json!({ "customClientMetadata": { key: value } });
    let mut bodies = vec![
        json!({ "name": "" }),
        json!({ "name": "x".repeat(257) }),
        json!({ "customData": [] }),
        json!({ "oidcClientMetadata": { "redirectUris": [] } }),
        json!({ "oidcClientMetadata": { "redirectUris": [], "postLogoutRedirectUris": ["nothing"] } }),
        json!({ "oidcClientMetadata": { "redirectUris": [], "postLogoutRedirectUris": [], "backchannelLogoutUri": "x" } }),
        json!({ "oidcClientMetadata": [[], []] }),
        json!({ "customClientMetadata": "x" }),
        custom("refreshTokenTtlInDays", json!(0)),
        custom("refreshTokenTtlInDays", json!(181)),
        custom("idTokenTtl", json!(-1)),
        custom("idTokenTtl", json!(null)),
        custom("maxAllowedGrants", json!(0)),
        custom("corsAllowedOrigins", json!([""])),
    ];
    bodies.extend(
        [
            "https://*/cb",
            "https://a.example/cb?x=*",
            "https://a.example/cb#*",
            "https://a.example:*/cb",
            "https://a.example/../cb",
        ]
        .map(redirect),
    );
    for body in bodies {
        let mut whole = json!({ "name": "x", "type": "Native" });
        whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
        server.client.post("/api/applications", whole).await.assert_error(400, "guard.invalid_input");
        server
            .client
            .patch(&format!("/api/applications/{desk}"), body)
            .await
            .assert_error(400, "guard.invalid_input");
    }
    assert_eq!(server.applications().await, json!([application(&desk, "desk", "Native")]));
}

#[tokio::test]
async fn what_is_fixed_stays() {
    let (server, _database) = with_sqlite().await;
    let body = json!({ "name": "tv", "type": "Native", "customClientMetadata": { "isDeviceFlow": true } });
    let tv = id(&server.post("/api/applications", body, 200).await);
    let path = format!("/api/applications/{tv}");
    let custom = |metadata: Value| json!({ "customClientMetadata": metadata });
    let change = server.client.patch(&path, custom(json!({ "isDeviceFlow": false }))).await;
    change.assert_error(422, "application.device_flow_not_changeable");
    let changed =
        server.client.patch(&path, custom(json!({ "idTokenTtl": 5 }))).await.assert_status(200).json();
    assert_eq!(changed["customClientMetadata"], json!({ "idTokenTtl": 5, "isDeviceFlow": true }));
    let enabled = server.client.patch(&path, json!({ "appLevelAccessControlEnabled": true })).await;
    enabled.assert_error(422, "request.invalid_input");
    let theirs = id(&server
        .post("/api/applications", json!({ "name": "t", "type": "SPA", "isThirdParty": true }), 200)
        .await);
    let exchange = server
        .client
        .patch(&format!("/api/applications/{theirs}"), custom(json!({ "allowTokenExchange": true })))
        .await;
    exchange.assert_error(422, "application.third_party_application_cannot_enable_token_exchange");
    let flipped =
        server.client.patch(&format!("/api/applications/{theirs}"), json!({ "isThirdParty": false })).await;
    assert_eq!(flipped.assert_status(200).json()["isThirdParty"], true);
}

#[tokio::test]
async fn built_in_applications_are_readable_and_nothing_else() {
    let (server, _database) = with_sqlite().await;
    let uris = json!([format!("{ENDPOINT}/demo-app")]);
    let mut expected = application("demo-app", "Demo application", "SPA");
    let further = json!({ "secret": "N/A", "createdAt": 0, "isAdmin": false });
    expected.as_object_mut().unwrap().extend(further.as_object().unwrap().clone());
    expected["oidcClientMetadata"] = json!({ "redirectUris": uris, "postLogoutRedirectUris": uris });
    assert_eq!(server.get("/api/applications/demo-app").await, expected);
    assert_eq!(server.get("/api/applications/account-center").await["type"], "SPA");
    let device = server.get("/api/applications/device-demo-app").await;
    assert_eq!(
        (&device["type"], &device["customClientMetadata"]),
        (&json!("Native"), &json!({ "isDeviceFlow": true }))
    );
    for id in ["demo-app", "account-center", "device-demo-app"] {
        let path = format!("/api/applications/{id}");
        server
            .client
            .patch(&path, json!({ "name": "x" }))
            .await
            .assert_error(404, "entity.not_exists_with_id");
        server.client.delete(&path).await.assert_error(404, "entity.not_exists_with_id");
    }
    assert_eq!(server.applications().await, json!([]));
}
