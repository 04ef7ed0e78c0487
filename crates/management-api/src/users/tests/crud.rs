use store::both_databases;

use super::*;

both_databases! {
    async fn an_empty_body_makes_a_user_with_everything_unset(db: Db) {
        let server = TestApi::over(db).await;
        let made = server.client.post("/api/users", json!({})).await.assert_status(200).json();
        let id = made["id"].as_str().unwrap();
        assert!(id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()), "{id}");
        assert_eq!(made, bare(id));
        assert_eq!(server.stored_user(id).await, made);
    }

    async fn a_user_with_everything_comes_back_and_unknown_members_are_dropped(db: Db) {
        let server = TestApi::over(db).await;
        let body = json!({
            "username": "ingrid_v", "primaryEmail": "Ingrid@Fjord.example", "primaryPhone": "4407911123456", "name": "Ingrid Vik",
            "avatar": "https://fjord.example/i.png", "password": "fjord-Lamp-77", "customData": { "shoe": { "size": 39 } },
            "profile": { "givenName": "Ingrid", "address": { "country": "NO", "planet": "Earth" }, "unknown": 1 },
            "id": "mine", "tenantId": "other", "createdAt": 1, "surprise": true,
        });
        let made = server.client.post("/api/users", body).await.assert_status(200).json();
        let expected = with(bare(made["id"].as_str().unwrap()), json!({
            "username": "ingrid_v", "primaryEmail": "Ingrid@Fjord.example", "primaryPhone": "447911123456", "name": "Ingrid Vik",
            "avatar": "https://fjord.example/i.png", "customData": { "shoe": { "size": 39 } },
            "profile": { "givenName": "Ingrid", "address": { "country": "NO" } }, "hasPassword": true,
        }));
        assert_ne!(made["id"], "mine");
        assert_eq!(made, expected);
        assert_eq!(server.stored_user(made["id"].as_str().unwrap()).await, expected);
    }

    /// Part C 96.
    async fn identifiers_of_others_are_refused_on_creation_and_change(db: Db) {
        let server = TestApi::over(db).await;
        server.user_with(json!({ "username": "a", "primaryEmail": "a@b.c", "primaryPhone": "4407911123456" })).await;
        let other = server.user_with(json!({})).await;
        for (body, code) in [
            (json!({ "username": "a" }), "user.username_already_in_use"),
            (json!({ "primaryEmail": "A@B.C" }), "user.email_already_in_use"),
            (json!({ "primaryPhone": "447911123456" }), "user.phone_already_in_use"),
        ] {
            server.client.post("/api/users", body.clone()).await.assert_error(422, code);
            server.client.patch(&format!("/api/users/{other}"), body).await.assert_error(422, code);
        }
        assert_eq!(server.stored_user(&other).await, bare(&other));
        let total = server.client.get("/api/users").await;
        assert_eq!(total.header("total-number"), Some("2"));
    }

    /// Part C 97.
    async fn malformed_texts_are_refused_and_empty_ones_unset(db: Db) {
        let server = TestApi::over(db).await;
        let id = server.user_with(json!({ "username": "a", "primaryEmail": "", "avatar": "" })).await;
        let path = format!("/api/users/{id}");
        for body in [
            json!({ "username": "1abc" }),
            json!({ "username": "with space" }),
            json!({ "primaryEmail": "nobody" }),
            json!({ "primaryPhone": "+4791234567" }),
            json!({ "avatar": "not a url" }),
            json!({ "name": 7 }),
            json!({ "customData": [] }),
            json!({ "customData": "text" }),
            json!({ "profile": { "locale": 7 } }),
            json!({ "profile": { "address": "here" } }),
            json!({ "name": "a\0b" }),
            json!({ "customData": { "deep": ["a\0b"] } }),
        ] {
            server.client.patch(&path, body.clone()).await.assert_error(400, "guard.invalid_input");
            server.client.post("/api/users", body).await.assert_error(400, "guard.invalid_input");
        }
        for body in [json!({}), json!({ "unknown": 1 })] {
            server.client.patch(&path, body).await.assert_error(422, "entity.invalid_input");
        }
        server.client.patch(&path, json!({ "primaryPhone": "0001" })).await.assert_error(422, "user.invalid_phone");
        assert_eq!(server.stored_user(&id).await["updatedAt"], START.0);
        let unset = server.client.patch(&path, json!({ "username": null, "name": "" })).await.assert_status(200).json();
        assert_eq!(unset, with(bare(&id), json!({ "updatedAt": START.0 + 1 })));
    }

    async fn an_issue_names_the_member_at_fault(db: Db) {
        let server = TestApi::over(db).await;
        let refused = server.client.post("/api/users", json!({ "username": "1abc", "profile": { "locale": 7 } })).await;
        assert_eq!(refused.assert_status(400).json(), json!({
            "code": "guard.invalid_input", "message": "The request is invalid.",
            "data": { "issues": [
                { "code": "invalid_string", "path": ["username"], "message": "Invalid" },
                { "code": "invalid_type", "path": ["profile", "locale"], "message": "Expected string" },
            ], "name": "ZodError" },
            "details": "Error in key path \"username\": (invalid_string) Invalid\nError in key path \"profile.locale\": (invalid_type) Expected string",
        }));
    }

    async fn texts_longer_than_their_column_are_refused(db: Db) {
        let server = TestApi::over(db).await;
        let id = server.user_with(json!({ "username": "a".repeat(128), "name": "ø".repeat(128) })).await;
        for body in [
            json!({ "username": "a".repeat(129) }),
            json!({ "name": "a".repeat(129) }),
            json!({ "primaryEmail": format!("{}@fjord.example", "a".repeat(128)) }),
            json!({ "primaryPhone": "4".repeat(129) }),
            json!({ "avatar": format!("https://fjord.example/{}", "a".repeat(2_048)) }),
        ] {
            server.client.post("/api/users", body.clone()).await.assert_error(422, "entity.value_too_long");
            server.client.patch(&format!("/api/users/{id}"), body).await.assert_error(422, "entity.value_too_long");
        }
    }

    /// Part C 98.
    async fn every_change_moves_the_update_time(db: Db) {
        let server = TestApi::over(db).await;
        let id = server.user_with(json!({})).await;
        let mut last = server.stored_user(&id).await["updatedAt"].as_i64().unwrap();
        for (path, body) in [
            ("", json!({ "name": "a" })),
            ("", json!({ "name": "a" })),
            ("/custom-data", json!({ "customData": { "a": 1 } })),
            ("/profile", json!({ "profile": { "locale": "nb" } })),
            ("/password", json!({ "password": "fjord-Lamp-77" })),
            ("/is-suspended", json!({ "isSuspended": true })),
        ] {
            server.client.patch(&format!("/api/users/{id}{path}"), body).await.assert_status(200);
            let now = server.stored_user(&id).await["updatedAt"].as_i64().unwrap();
            assert!(now > last, "{path}");
            last = now;
        }
        server.services.advance(std::time::Duration::from_secs(60));
        let user = server.client.patch(&format!("/api/users/{id}"), json!({ "name": "b" })).await.json();
        assert_eq!(user["updatedAt"], START.0 + 60_000);
    }

    /// Part C 99.
    async fn profile_and_custom_data_merge_on_their_own_and_are_replaced_with_the_user(db: Db) {
        let server = TestApi::over(db).await;
        let id = server.user_with(json!({
            "customData": { "a": { "x": 1 }, "b": 2 },
            "profile": { "givenName": "Ingrid", "address": { "country": "NO", "region": "Vestland" } },
        })).await;
        let path = |rest: &str| format!("/api/users/{id}{rest}");
        let merged = server.client.patch(&path("/custom-data"), json!({ "customData": { "a": { "y": 1 }, "c": null } })).await;
        let all = json!({ "a": { "y": 1 }, "b": 2, "c": null });
        assert_eq!(merged.assert_status(200).json(), all);
        assert_eq!(server.client.get(&path("/custom-data")).await.assert_status(200).json(), all);
        let profile = json!({ "profile": { "familyName": "Vik", "address": { "country": "SE" }, "unknown": 1 } });
        let merged = server.client.patch(&path("/profile"), profile).await.assert_status(200).json();
        assert_eq!(merged, json!({ "givenName": "Ingrid", "address": { "country": "SE" }, "familyName": "Vik" }));
        let body = json!({ "customData": { "d": 1 }, "profile": { "nickname": "Ini" } });
        let user = server.client.patch(&path(""), body).await.assert_status(200).json();
        assert_eq!((&user["customData"], &user["profile"]), (&json!({ "d": 1 }), &json!({ "nickname": "Ini" })));
        for (rest, body) in [("/custom-data", json!({})), ("/custom-data", json!({ "customData": [] })), ("/profile", json!({ "profile": { "gender": 1 } }))] {
            server.client.patch(&path(rest), body).await.assert_error(400, "guard.invalid_input");
        }
    }

    async fn a_deleted_user_is_not_found_by_any_operation(db: Db) {
        let server = TestApi::over(db).await;
        let id = server.user_with(json!({ "username": "ingrid" })).await;
        let path = |rest: &str| format!("/api/users/{id}{rest}");
        server.client.delete(&path("")).await.assert_status(204);
        server.client.get(&path("")).await.assert_error(404, "entity.not_found");
        server.client.delete(&path("")).await.assert_error(404, "entity.not_found");
        for rest in ["/custom-data", "/has-password", "/organizations", "/roles"] {
            server.client.get(&path(rest)).await.assert_error(404, "entity.not_found");
        }
        for (rest, body) in [
            ("", json!({ "name": "a" })),
            ("", json!({})),
            ("/custom-data", json!({ "customData": {} })),
            ("/profile", json!({ "profile": {} })),
            ("/password", json!({ "password": "fjord-Lamp-77" })),
            ("/is-suspended", json!({ "isSuspended": true })),
        ] {
            server.client.patch(&path(rest), body).await.assert_error(404, "entity.not_found");
        }
        server.client.post(&path("/password/verify"), json!({ "password": "x" })).await.assert_error(404, "entity.not_found");
        server.client.post(&path("/roles"), json!({ "roleIds": [] })).await.assert_error(404, "entity.not_found");
        server.client.put(&path("/roles"), json!({ "roleIds": [] })).await.assert_error(404, "entity.not_found");
        server.user_with(json!({ "username": "ingrid" })).await;
    }

    async fn a_users_token_opens_nothing_even_with_every_scope(db: Db) {
        let server = TestApi::over(db).await;
        let id = server.user_with(json!({})).await;
        let token = server.services.token(json!({ "sub": id, "scope": "all" })).await;
        let own = TestClient::with_bearer(router(Arc::clone(&server.services.services)), token);
        let refused = own.get("/api/users").await.assert_error(403, "auth.forbidden");
        assert_eq!((refused.header("www-authenticate"), refused.header("cache-control")), (None, Some("no-store")));
        assert_eq!(server.client.get("/api/users").await.header("cache-control"), Some("no-store"));
        own.post("/api/users", json!({ "username": "eve" })).await.assert_error(403, "auth.forbidden");
        own.delete(&format!("/api/users/{id}")).await.assert_error(403, "auth.forbidden");
        server.client.delete(&format!("/api/users/{id}")).await.assert_status(204);
    }

    /// Part C 103, as far as the Management API shows it.
    async fn suspending_is_told_and_ends_sessions(db: Db) {
        let server = TestApi::over(db).await;
        let id = server.user_with(json!({})).await;
        let path = format!("/api/users/{id}/is-suspended");
        let session = "INSERT INTO sessions (tenant_id, id, cookie_hash, user_id, created_at, expires_at) VALUES ('default', 's', $1, $2, 1, 2)";
        let db = &server.services.services.db;
        store::testing::execute(db, session, &[store::db::Param::Bytes(b"hash"), store::db::Param::Text(&id)]).await;
        let user = server.client.patch(&path, json!({ "isSuspended": true })).await.assert_status(200).json();
        assert_eq!(user, with(bare(&id), json!({ "isSuspended": true, "updatedAt": START.0 + 1 })));
        let left = store::testing::read_number(db, "SELECT COUNT(*) FROM sessions", &[]).await;
        assert_eq!(left, 0);
        let user = server.client.patch(&path, json!({ "isSuspended": false })).await.assert_status(200).json();
        assert_eq!(user["isSuspended"], false);
        for body in [json!({}), json!({ "isSuspended": "true" }), json!({ "isSuspended": null })] {
            server.client.patch(&path, body).await.assert_error(400, "guard.invalid_input");
        }
    }

    async fn paths_with_a_nul_are_refused(db: Db) {
        let server = TestApi::over(db).await;
        for path in ["/api/users/a%00b", "/api/users/a%00b/roles", "/api/users/a%00b/organizations"] {
            server.client.get(path).await.assert_error(400, "guard.invalid_input");
        }
    }
}
