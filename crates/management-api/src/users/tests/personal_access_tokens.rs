use store::both_databases;

use super::*;
use crate::test_api::shows;

both_databases! {
    /// Part C 106.
    async fn tokens_are_made_listed_renamed_and_deleted(db: Db) {
        let server = TestApi::over(db).await;
        let user = server.user_with(json!({})).await;
        let path = format!("/api/users/{user}/personal-access-tokens");
        let first = server.post(&path, json!({ "name": "a/b c" }), 201).await;
        let value = first["value"].as_str().unwrap();
        assert!(value.len() == 36 && value.strip_prefix("pat_").unwrap().bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let expected = json!({
            "tenantId": "default", "userId": user, "name": "a/b c", "value": value, "createdAt": START.0, "expiresAt": null,
        });
        assert_eq!(first, expected);
        server.services.advance(std::time::Duration::from_millis(5));
        let second = server.post(&path, json!({ "name": "second", "expiresAt": START.0 + 9 }), 201).await;
        assert_eq!(second, with(expected.clone(), json!({ "name": "second", "value": second["value"], "createdAt": START.0 + 5, "expiresAt": START.0 + 9 })));
        assert_eq!(server.get(&path).await, json!([first, second]));
        server.client.post(&path, json!({ "name": "second" })).await.assert_error(422, "user.personal_access_token_name_exists");

        let renamed = server.client.patch(&path, json!({ "currentName": "a/b c", "name": "third" })).await.assert_status(200).json();
        assert_eq!(renamed, with(first.clone(), json!({ "name": "third" })));
        let renamed = server.client.patch(&format!("{path}/third"), json!({ "name": "a/b c" })).await.assert_status(200).json();
        assert_eq!(renamed, first);
        server.client.patch(&path, json!({ "currentName": "gone", "name": "x" })).await.assert_error(404, "entity.not_exists");
        server.client.patch(&format!("{path}/gone"), json!({ "name": "x" })).await.assert_error(404, "entity.not_exists");
        for answer in [
            server.client.patch(&path, json!({ "currentName": "second", "name": "a/b c" })).await,
            server.client.patch(&format!("{path}/second"), json!({ "name": "a/b c" })).await,
        ] {
            answer.assert_error(422, "user.personal_access_token_name_exists");
        }

        server.client.post(&format!("{path}/delete"), json!({ "name": "a/b c" })).await.assert_status(204);
        server.client.post(&format!("{path}/delete"), json!({ "name": "a/b c" })).await.assert_error(404, "entity.not_found");
        server.client.delete(&format!("{path}/second")).await.assert_status(204);
        server.client.delete(&format!("{path}/second")).await.assert_error(404, "entity.not_found");
        assert_eq!(server.get(&path).await, json!([]));
    }

    async fn tokens_of_others_are_not_found_and_those_of_nobody_not_made(db: Db) {
        let server = TestApi::over(db).await;
        let (user, other) = (server.user_with(json!({})).await, server.user_with(json!({})).await);
        let path = |user: &str| format!("/api/users/{user}/personal-access-tokens");
        server.post(&path(&user), json!({ "name": "mine" }), 201).await;
        assert_eq!(server.get(&path(&other)).await, json!([]));
        server.client.delete(&format!("{}/mine", path(&other))).await.assert_error(404, "entity.not_found");
        server.client.patch(&format!("{}/mine", path(&other)), json!({ "name": "x" })).await.assert_error(404, "entity.not_exists");
        server.client.get(&path("nobody")).await.assert_error(404, "entity.not_found");
        server.client.post(&path("nobody"), json!({ "name": "x" })).await.assert_error(404, "entity.relation_foreign_key_not_found");
    }

    async fn bad_bodies_make_nothing(db: Db) {
        let server = TestApi::over(db).await;
        let user = server.user_with(json!({})).await;
        let path = format!("/api/users/{user}/personal-access-tokens");
        for body in [
            json!({}), json!({ "name": "" }), json!({ "name": "x".repeat(257) }), json!({ "name": "a\0b" }), json!({ "name": "x", "expiresAt": "soon" }),
        ] {
            server.client.post(&path, body).await.assert_error(400, "guard.invalid_input");
        }
        server.client.post(&path, json!({ "name": "x", "expiresAt": START.0 })).await.assert_error(400, "request.invalid_input");
        for body in [json!({ "name": "x" }), json!({ "currentName": "x" }), json!({ "currentName": "x", "name": "" })] {
            server.client.patch(&path, body).await.assert_error(400, "guard.invalid_input");
        }
        assert_eq!(server.get(&path).await, json!([]));
    }

    async fn tokens_are_sealed_in_the_database(db: Db) {
        let server = TestApi::over(db.clone()).await;
        let user = server.user_with(json!({})).await;
        let made = server.post(&format!("/api/users/{user}/personal-access-tokens"), json!({ "name": "x" }), 201).await;
        let value = made["value"].as_str().unwrap().to_owned();
        let rows = store::testing::contents(&db).await["personal_access_tokens"].concat();
        assert!(!rows.is_empty() && !shows(&rows, &value));
    }
}
