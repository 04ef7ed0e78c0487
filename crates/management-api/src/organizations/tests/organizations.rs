//! Organizations themselves (Management API contract §2.1, §2.2; Part C rows 3, 4, 6–13).

use serde_json::{Value, json};
use store::both_databases;

use crate::test_api::TestApi;

both_databases! {
    async fn a_name_alone_makes_an_organization_with_defaults(db: Db) {
        let api = TestApi::over(db).await;
        let answer = api.client.post("/api/organizations", json!({ "name": "Fjord", "id": "mine", "tenantId": "x", "more": 1 })).await;
        let body = answer.assert_status(201).json();
        let id = body["id"].as_str().unwrap().to_owned();
        assert_eq!(id.len(), 12);
        let expected = json!({
            "tenantId": "default",
            "id": id,
            "name": "Fjord",
            "description": null,
            "customData": {},
            "isMfaRequired": false,
            "color": {},
            "branding": {},
            "customCss": null,
            "createdAt": testkit::services::START.0,
        });
        assert_eq!(body, expected);
        assert_eq!(api.client.get(&format!("/api/organizations/{id}")).await.assert_status(200).json(), expected);
    }

    async fn every_field_survives_a_round_trip_and_unknown_ones_are_dropped(db: Db) {
        let api = TestApi::over(db).await;
        let whole = json!({
            "name": "Fjord & Søn \"A/S\" 🚢",
            "description": "Ships",
            "customData": { "a": [1, 2.5, null, { "b": "ü" }] },
            "isMfaRequired": true,
            "color": { "primaryColor": "#1aF", "isDarkModeEnabled": true, "darkPrimaryColor": "#00ff99", "other": 1 },
            "branding": {
                "logoUrl": "https://fjord.example/logo.svg",
                "darkLogoUrl": "https://fjord.example/dark.svg",
                "favicon": "https://fjord.example/favicon.ico",
                "darkFavicon": "https://fjord.example/dark.ico",
                "other": "no URL",
            },
            "customCss": "body { color: red }",
        });
        let created = api.created("/api/organizations", whole.clone()).await;
        let mut expected = whole;
        expected["color"].as_object_mut().unwrap().remove("other");
        expected["branding"].as_object_mut().unwrap().remove("other");
        let members = expected.as_object_mut().unwrap();
        members.insert("tenantId".to_owned(), "default".into());
        members.insert("id".to_owned(), created["id"].clone());
        members.insert("createdAt".to_owned(), created["createdAt"].clone());
        assert_eq!(created, expected);
        let path = format!("/api/organizations/{}", created["id"].as_str().unwrap());
        assert_eq!(api.client.get(&path).await.json(), expected);
    }

    async fn a_change_replaces_objects_as_a_whole_and_keeps_the_rest(db: Db) {
        let api = TestApi::over(db).await;
        let body = json!({ "name": "Fjord", "description": "Ships", "customData": { "a": 1, "b": 2 }, "customCss": "a {}" });
        let mut expected = api.created("/api/organizations", body).await;
        let path = format!("/api/organizations/{}", expected["id"].as_str().unwrap());
        let change = json!({ "customData": { "c": 3 }, "description": "", "customCss": null, "isMfaRequired": true, "id": "x", "createdAt": 1 });
        let changed = api.client.patch(&path, change).await.assert_status(200).json();
        expected["customData"] = json!({ "c": 3 });
        expected["description"] = Value::Null;
        expected["customCss"] = Value::Null;
        expected["isMfaRequired"] = true.into();
        assert_eq!(changed, expected);
        assert_eq!(api.client.get(&path).await.json(), expected);
        for empty in [json!({}), json!({ "unknown": 1 }), json!({ "id": "x" })] {
            api.client.patch(&path, empty.clone()).await.assert_error(422, "entity.invalid_input");
            api.client.patch("/api/organizations/nobody", empty).await.assert_error(422, "entity.invalid_input");
        }
        assert_eq!(api.client.get(&path).await.json(), expected);
    }

    async fn a_deleted_organization_is_gone_with_the_code_of_each_method(db: Db) {
        let api = TestApi::over(db).await;
        let path = format!("/api/organizations/{}", api.organization("Fjord").await);
        assert_eq!(api.client.delete(&path).await.assert_status(204).body, "");
        api.client.get(&path).await.assert_error(404, "entity.not_exists_with_id");
        api.client.patch(&path, json!({ "name": "x" })).await.assert_error(404, "entity.not_exists");
        api.client.delete(&path).await.assert_error(404, "entity.not_found");
        assert_eq!(api.client.get("/api/organizations").await.header("total-number"), Some("0"));
    }

    async fn pages_follow_one_order_and_tell_the_total(db: Db) {
        let api = TestApi::over(db).await;
        for number in 0..25 {
            api.organization(&format!("Organization {number}")).await;
        }
        let first = api.client.get("/api/organizations").await.assert_status(200);
        assert_eq!(first.json().as_array().unwrap().len(), 20);
        assert_eq!(first.header("total-number"), Some("25"));
        let links: Vec<_> = first.headers.get_all("link").iter().map(|link| link.to_str().unwrap()).collect();
        assert_eq!(links, [
            r#"</organizations?page=1>; rel="first""#,
            r#"</organizations?page=2>; rel="next""#,
            r#"</organizations?page=2>; rel="last""#,
        ]);
        let all = api.column("/api/organizations?page_size=100", "id").await;
        assert!(all.is_sorted());
        assert_eq!(api.column("/api/organizations?page=2&page_size=10", "id").await, all[10..20]);
        let past_the_end = api.client.get("/api/organizations?page=9").await.assert_status(200);
        assert_eq!((past_the_end.body.as_str(), past_the_end.header("total-number")), ("[]", Some("25")));
        for query in ["page=0", "page_size=101", "page=x"] {
            api.client.get(&format!("/api/organizations?{query}")).await.assert_error(400, "guard.invalid_pagination");
        }
    }

    async fn a_search_looks_at_id_and_name_and_the_total_counts_what_it_finds(db: Db) {
        let api = TestApi::over(db).await;
        let bergen = api.organization("Bergen ÅS").await;
        let oslo = api.organization("Oslo").await;
        let find = async |q: &str| {
            let answer = api.client.get(&format!("/api/organizations?q={q}")).await.assert_status(200);
            let ids: Vec<_> = answer.json().as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
            assert_eq!(answer.header("total-number"), Some(ids.len().to_string().as_str()));
            ids
        };
        assert_eq!(find("ERGEN").await, [bergen.as_str()]);
        assert_eq!(find("%C3%A5s").await, [bergen.as_str()]);
        assert_eq!(find("o%25l_").await, [oslo.as_str()]);
        assert_eq!(find(&oslo[2..10].to_uppercase()).await, [oslo.as_str()]);
        assert_eq!(find("%5C").await, [""; 0]);
        assert_eq!(find("'%20OR%201=1--").await, [""; 0]);
        api.client.get(&format!("/api/organizations?q={}", "a".repeat(513))).await.assert_error(400, "guard.invalid_input");
        api.client.get("/api/organizations?q=a%00b").await.assert_error(400, "guard.invalid_input");
    }

    async fn featured_users_are_shown_on_request_only(db: Db) {
        let api = TestApi::over(db).await;
        let organization = api.organization("Fjord").await;
        let empty = api.organization("Empty").await;
        let mut users = Vec::new();
        for number in 0..4 {
            users.push(api.user(&format!("user{number}")).await);
        }
        users.sort();
        let named = json!({ "name": "Ingrid", "avatar": "https://fjord.example/i.png" });
        api.client.patch(&format!("/api/users/{}", users[0]), named).await.assert_status(200);
        api.created(&format!("/api/organizations/{organization}/users"), json!({ "userIds": users })).await;
        for row in api.list("/api/organizations").await {
            assert!(row.get("usersCount").is_none() && row.get("featuredUsers").is_none());
        }
        for flag in ["true", "YES", "1"] {
            let rows = api.list(&format!("/api/organizations?showFeatured={flag}")).await;
            let row = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap().clone();
            assert_eq!(row(&organization)["usersCount"], 4);
            assert_eq!(row(&organization)["featuredUsers"], json!([
                { "id": users[0], "avatar": "https://fjord.example/i.png", "name": "Ingrid" },
                { "id": users[1], "avatar": null, "name": null },
                { "id": users[2], "avatar": null, "name": null },
            ]));
            assert_eq!((&row(&empty)["usersCount"], &row(&empty)["featuredUsers"]), (&json!(0), &json!([])));
        }
        // Deleting a user takes the membership along.
        api.client.delete(&format!("/api/users/{}", users[3])).await.assert_status(204);
        let rows = api.list("/api/organizations?showFeatured=true").await;
        assert_eq!(rows.iter().find(|row| row["id"] == organization.as_str()).unwrap()["usersCount"], 3);
        assert_eq!(api.column(&format!("/api/organizations/{organization}/users"), "id").await, users[..3]);
    }

    async fn bad_bodies_are_refused_and_change_nothing(db: Db) {
        let api = TestApi::over(db).await;
        let path = format!("/api/organizations/{}", api.organization("Fjord").await);
        let before = api.client.get(&path).await.json();
        let long = "x".repeat(129);
        let bad = [
            json!({ "name": "" }),
            json!({ "name": long }),
            json!({ "name": 7 }),
            json!({ "name": null }),
            json!({ "name": "a\0b" }),
            json!({ "name": "a", "description": "x".repeat(257) }),
            json!({ "name": "a", "customData": [] }),
            json!({ "name": "a", "customData": "text" }),
            json!({ "name": "a", "customData": null }),
            json!({ "name": "a", "customData": { "k\0": 1 } }),
            json!({ "name": "a", "isMfaRequired": "true" }),
            json!({ "name": "a", "isMfaRequired": null }),
            json!({ "name": "a", "color": { "primaryColor": "red" } }),
            json!({ "name": "a", "color": { "darkPrimaryColor": 3 } }),
            json!({ "name": "a", "color": { "isDarkModeEnabled": "yes" } }),
            json!({ "name": "a", "branding": { "logoUrl": "not a URL" } }),
            json!({ "name": "a", "branding": { "favicon": null } }),
            json!({ "name": "a", "branding": { "darkFavicon": "javascript:alert(1)" } }),
            json!({ "name": "a", "customCss": "x".repeat(128 * 1_024 + 1) }),
            json!({ "name": "a", "customCss": 1 }),
            json!(["name"]),
        ];
        for body in bad {
            api.client.post("/api/organizations", body.clone()).await.assert_error(400, "guard.invalid_input");
            api.client.patch(&path, body).await.assert_error(400, "guard.invalid_input");
        }
        let error = api.client.post("/api/organizations", json!({})).await.assert_error(400, "guard.invalid_input").json();
        assert_eq!(error["data"]["name"], "ZodError");
        let error = api.client.post("/api/organizations", json!({ "name": "" })).await.json();
        assert_eq!(error, json!({
            "code": "guard.invalid_input",
            "message": "The request is invalid.",
            "data": {
                "issues": [{ "code": "too_small", "path": ["name"], "message": "String must contain at least 1 character(s)" }],
                "name": "ZodError",
            },
            "details": "Error in key path \"name\": (too_small) String must contain at least 1 character(s)",
        }));
        assert_eq!(api.client.get(&path).await.json(), before);
        assert_eq!(api.list("/api/organizations").await.len(), 1);
    }

    async fn parallel_creations_are_all_counted(db: Db) {
        let api = std::sync::Arc::new(TestApi::over(db).await);
        let tasks: Vec<_> = (0..12)
            .map(|number| {
                let api = api.clone();
                tokio::spawn(async move { api.organization(&format!("Organization {number}")).await })
            })
            .collect();
        let mut ids = Vec::new();
        for task in tasks {
            ids.push(task.await.unwrap());
        }
        ids.sort();
        assert_eq!(api.column("/api/organizations", "id").await, ids);
        assert_eq!(api.client.get("/api/organizations?page_size=1").await.header("total-number"), Some("12"));
    }
}
