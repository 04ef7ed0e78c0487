//! Resources and scopes through the whole router.

use serde_json::{Value, json};
use store::both_databases;
use testkit::services::START;

use crate::test_api::{TestApi, column, id};

const MANAGEMENT: &str = "/api/resources/management-api";

fn resource(id: &str, name: &str) -> Value {
    let indicator = format!("https://{name}.fjord.example");
    json!({ "tenantId": "default", "id": id, "name": name, "indicator": indicator, "isDefault": false, "accessTokenTtl": 3_600 })
}

fn scope(id: &str, resource: &str, name: &str) -> Value {
    json!({ "tenantId": "default", "id": id, "resourceId": resource, "name": name, "description": null, "createdAt": START.0 })
}

both_databases! {
    async fn a_resource_lives_from_post_to_delete(db: Db) {
        let server = TestApi::over(db).await;
        let body = json!({ "name": "lamps", "indicator": "https://lamps.fjord.example", "isDefault": true, "id": "mine", "color": 1 });
        let created = server.post("/api/resources", body, 201).await;
        let lamps = id(&created);
        assert_eq!(lamps.len(), 21);
        let mut expected = resource(&lamps, "lamps");
        expected["scopes"] = json!([]);
        assert_eq!(created, expected);

        let path = format!("/api/resources/{lamps}");
        assert_eq!(server.get(&path).await, resource(&lamps, "lamps"));
        let changed = server.client.patch(&path, json!({ "name": "Light", "accessTokenTtl": 60 })).await.assert_status(200).json();
        let light = json!({
            "tenantId": "default", "id": lamps, "name": "Light", "indicator": "https://lamps.fjord.example", "isDefault": false,
            "accessTokenTtl": 60,
        });
        assert_eq!(changed, light);
        assert_eq!(server.get(&path).await, light);
        assert_eq!(server.client.delete(&path).await.assert_status(204).body, "");
        server.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
        server.client.patch(&path, json!({ "name": "x" })).await.assert_error(404, "entity.not_exists_with_id");
        server.client.delete(&path).await.assert_error(404, "entity.not_exists_with_id");
    }

    async fn indicators_are_unique_and_fixed(db: Db) {
        let server = TestApi::over(db).await;
        let lamps = server.resource("lamps").await;
        let again = json!({ "name": "other", "indicator": "https://lamps.fjord.example" });
        server.client.post("/api/resources", again).await.assert_error(422, "resource.resource_identifier_in_use");
        let path = format!("/api/resources/{lamps}");
        for body in [json!({ "indicator": "https://x.example" }), json!({ "isDefault": true }), json!({})] {
            server.client.patch(&path, body).await.assert_error(422, "entity.invalid_input");
        }
        assert_eq!(server.get(&path).await, resource(&lamps, "lamps"));
    }

    async fn reserved_names_are_not_for_api_resources(db: Db) {
        let server = TestApi::over(db).await;
        for indicator in [
            "urn:logto:organization:northwind",
            "URN:Logto:organization:northwind",
            "urn:logto:resource:organizations",
            "urn:logto:anything",
            "https://DEFAULT.logto.app/api",
            "https://default.logto.app/api/",
            "https://other.logto.app/api",
            "https://admin.logto.app/me",
            "https://default.logto.app/me",
            "HTTPS://default.logto.app/ME",
            "https://default.logto.app:443/api",
        ] {
            let body = json!({ "name": "x", "indicator": indicator });
            let refused = server.client.post("/api/resources", body).await.assert_error(400, "guard.invalid_input");
            assert_eq!(
                refused.json()["data"]["issues"],
                json!([{ "code": "custom", "path": ["indicator"], "message": "This identifier is reserved" }]),
                "{indicator}"
            );
        }
        for indicator in ["https://lamps.logto.app/api/v2", "https://logto.app.fjord.example/api", "urn:fjord:organization:x"] {
            server.post("/api/resources", json!({ "name": "x", "indicator": indicator }), 201).await;
        }
    }

    async fn only_one_resource_is_the_default(db: Db) {
        let server = TestApi::over(db).await;
        let (lamps, boats) = (server.resource("lamps").await, server.resource("boats").await);
        let set = async |id: &str, is_default: bool| {
            server.client.patch(&format!("/api/resources/{id}/is-default"), json!({ "isDefault": is_default })).await
        };
        let defaults = async || {
            let all = server.get("/api/resources").await;
            all.as_array().unwrap().iter().filter(|one| one["isDefault"] == true).map(id).collect::<Vec<_>>()
        };
        let mut expected = resource(&lamps, "lamps");
        expected["isDefault"] = json!(true);
        assert_eq!(set(&lamps, true).await.assert_status(200).json(), expected);
        set(&boats, true).await.assert_status(200);
        assert_eq!(defaults().await, [boats]);
        set("management-api", true).await.assert_status(200);
        assert_eq!(defaults().await, ["management-api"]);
        set("management-api", false).await.assert_status(200);
        assert_eq!(defaults().await, [""; 0]);
        set("nothing", true).await.assert_error(404, "entity.not_exists_with_id");
        set(&lamps, true).await.assert_status(200);
        server.client.patch(&format!("/api/resources/{lamps}/is-default"), json!({})).await.assert_error(400, "guard.invalid_input");
    }

    async fn the_management_api_is_protected(db: Db) {
        let server = TestApi::over(db).await;
        let other = server.resource("lamps").await;
        let expected = json!({
            "tenantId": "default", "id": "management-api", "name": "Logto Management API", "indicator": "https://default.logto.app/api",
            "isDefault": false, "accessTokenTtl": 3_600,
        });
        server.client.patch(MANAGEMENT, json!({ "name": "x" })).await.assert_error(400, "resource.cannot_modify_management_api");
        server.client.delete(MANAGEMENT).await.assert_error(400, "resource.cannot_delete_management_api");
        let scopes = format!("{MANAGEMENT}/scopes");
        server.client.post(&scopes, json!({ "name": "x" })).await.assert_error(400, "resource.cannot_modify_management_api");
        for via in ["management-api", other.as_str()] {
            let path = format!("/api/resources/{via}/scopes/management-api-all");
            server.client.patch(&path, json!({ "name": "x" })).await.assert_error(400, "resource.cannot_modify_management_api");
            server.client.delete(&path).await.assert_error(400, "resource.cannot_modify_management_api");
        }
        assert_eq!(server.get(MANAGEMENT).await, expected);
        assert_eq!(column(&server.get(&scopes).await, "name"), ["all"]);
    }

    async fn a_scope_lives_from_post_to_delete(db: Db) {
        let server = TestApi::over(db).await;
        let lamps = server.resource("lamps").await;
        let path = format!("/api/resources/{lamps}/scopes");
        let created = server.post(&path, json!({ "name": "read", "description": "" }), 201).await;
        let read = id(&created);
        assert_eq!(created, scope(&read, &lamps, "read"));
        assert_eq!(server.get(&path).await, json!([scope(&read, &lamps, "read")]));

        let one = format!("{path}/{read}");
        let changed = server.client.patch(&one, json!({ "description": "Sees lamps" })).await.assert_status(200).json();
        let mut expected = scope(&read, &lamps, "read");
        expected["description"] = json!("Sees lamps");
        assert_eq!(changed, expected);
        let changed = server.client.patch(&one, json!({ "name": "see", "description": null })).await.assert_status(200).json();
        assert_eq!(changed, scope(&read, &lamps, "see"));
        server.client.patch(&one, json!({})).await.assert_error(422, "entity.invalid_input");
        server.client.delete(&one).await.assert_status(204);
        server.client.delete(&one).await.assert_error(404, "entity.not_found");
        server.client.patch(&one, json!({ "name": "x" })).await.assert_error(404, "entity.not_exists");
        assert_eq!(server.get(&path).await, json!([]));
    }

    async fn scope_names_have_no_space_and_are_unique_in_their_resource(db: Db) {
        let server = TestApi::over(db).await;
        let (lamps, boats) = (server.resource("lamps").await, server.resource("boats").await);
        let read = server.scope(&lamps, "read").await;
        server.scope(&boats, "read").await;
        let write = server.scope(&lamps, "write").await;
        let path = format!("/api/resources/{lamps}/scopes");
        for name in ["a b", " a", "a\t"] {
            server.client.post(&path, json!({ "name": name })).await.assert_error(400, "scope.name_with_space");
            server.client.patch(&format!("{path}/{read}"), json!({ "name": name })).await.assert_error(400, "scope.name_with_space");
        }
        server.client.post(&path, json!({ "name": "read" })).await.assert_error(422, "scope.name_exists");
        server.client.patch(&format!("{path}/{write}"), json!({ "name": "read" })).await.assert_error(422, "scope.name_exists");
        assert_eq!(server.get(&path).await.as_array().unwrap().len(), 2);
    }

    async fn scopes_of_an_unknown_resource_are_none_but_cannot_be_added(db: Db) {
        let server = TestApi::over(db).await;
        let response = server.client.get("/api/resources/nothing/scopes").await.assert_status(200);
        assert_eq!((response.header("total-number"), response.json()), (Some("0"), json!([])));
        let post = server.client.post("/api/resources/nothing/scopes", json!({ "name": "x" })).await;
        post.assert_error(404, "entity.not_exists_with_id");
    }

    async fn lists_show_scopes_where_asked_and_pages_where_asked(db: Db) {
        let server = TestApi::over(db).await;
        let lamps = server.resource("lamps").await;
        let read = server.scope(&lamps, "read").await;
        let all = server.client.get("/api/resources").await.assert_status(200);
        assert_eq!(all.header("total-number"), None);
        assert_eq!(all.json().as_array().unwrap().len(), 2);
        assert!(all.json().as_array().unwrap().iter().all(|one| one.get("scopes").is_none()));

        let page = server.client.get("/api/resources?page=1&page_size=1&includeScopes=yes").await.assert_status(200);
        assert_eq!(page.header("total-number"), Some("2"));
        let rest = server.get("/api/resources?page=2&page_size=1&includeScopes=true").await;
        let mut both = page.json().as_array().unwrap().clone();
        both.extend(rest.as_array().unwrap().clone());
        let ours = both.iter().find(|one| one["id"] == lamps.as_str()).unwrap();
        let mut expected = resource(&lamps, "lamps");
        expected["scopes"] = json!([scope(&read, &lamps, "read")]);
        assert_eq!(*ours, expected);
        let theirs = both.iter().find(|one| one["id"] == "management-api").unwrap();
        assert_eq!(column(&theirs["scopes"], "id"), ["management-api-all"]);
    }

    async fn scopes_are_searched(db: Db) {
        let server = TestApi::over(db).await;
        let lamps = server.resource("lamps").await;
        for name in ["read:lamp", "write:lamp", "read:shade"] {
            server.scope(&lamps, name).await;
        }
        let found = async |query: &str| {
            let response = server.client.get(&format!("/api/resources/{lamps}/scopes?{query}")).await.assert_status(200);
            let mut names = column(&response.json(), "name");
            assert_eq!(response.header("total-number"), Some(names.len().to_string().as_str()));
            names.sort();
            names
        };
        assert_eq!(found("search.name=READ%25").await, ["read:lamp", "read:shade"]);
        assert_eq!(found("search.name=read:lamp&search.name=write:lamp&mode=exact").await, ["read:lamp", "write:lamp"]);
        assert_eq!(found("search=%5Eread%3Al&mode=posix").await, ["read:lamp"]);
        let bad = server.client.get(&format!("/api/resources/{lamps}/scopes?search.color=x")).await;
        bad.assert_error(400, "request.invalid_input");
    }
}

#[tokio::test]
async fn bodies_are_checked() {
    let database = store::testing::TestDb::sqlite().await;
    let server = TestApi::over(database.db.clone()).await;
    let lamps = server.resource("lamps").await;
    let bodies = [
        json!({}),
        json!({ "name": "a" }),
        json!({ "name": "", "indicator": "x" }),
        json!({ "name": "a", "indicator": "" }),
        json!({ "name": 1, "indicator": "x" }),
        json!({ "name": "a", "indicator": "x", "accessTokenTtl": "60" }),
        json!({ "name": "a\u{0}", "indicator": "x" }),
    ];
    for body in bodies {
        server.client.post("/api/resources", body).await.assert_error(400, "guard.invalid_input");
    }
    for ttl in [json!(1.5), json!(0), json!(-1), json!(1e300), json!(1_000_000_000)] {
        let body = json!({ "name": "a", "indicator": "x", "accessTokenTtl": ttl });
        server.client.post("/api/resources", body).await.assert_error(422, "entity.invalid_input");
        let patch =
            server.client.patch(&format!("/api/resources/{lamps}"), json!({ "accessTokenTtl": ttl })).await;
        patch.assert_error(422, "entity.invalid_input");
    }
    let long = json!({ "name": "a", "indicator": "x".repeat(2_001) });
    server.client.post("/api/resources", long).await.assert_error(422, "entity.value_too_long");
    for name in [String::new(), "x".repeat(257)] {
        let post =
            server.client.post(&format!("/api/resources/{lamps}/scopes"), json!({ "name": name })).await;
        post.assert_error(400, "guard.invalid_input");
    }
    server.client.get("/api/resources?page=0").await.assert_error(400, "guard.invalid_pagination");
}

#[tokio::test]
async fn an_unchanged_answer_is_not_sent_again() {
    let database = store::testing::TestDb::sqlite().await;
    let server = TestApi::over(database.db.clone()).await;
    let tag = server.client.get(MANAGEMENT).await.assert_status(200).header("etag").unwrap().to_owned();
    let headers = [("if-none-match", tag.as_str())];
    let again =
        server.client.send(axum::http::Method::GET, MANAGEMENT, &headers, axum::body::Body::empty()).await;
    assert_eq!(again.assert_status(304).body, "");
    let other = server
        .client
        .send(axum::http::Method::GET, "/api/resources", &headers, axum::body::Body::empty())
        .await;
    other.assert_status(200);
}
