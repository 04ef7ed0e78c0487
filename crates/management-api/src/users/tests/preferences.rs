use store::both_databases;

use super::*;

both_databases! {
    async fn choices_are_changed_one_by_one(db: Db) {
        let server = TestApi::over(db).await;
        let user = server.user_with(json!({})).await;
        let path = format!("/api/users/{user}/logto-configs");
        let none = json!({ "mfa": { "skipped": false, "skipMfaOnSignIn": false }, "passkeySignIn": { "skipped": false } });
        assert_eq!(server.get(&path).await, none);
        let patch = async |body: Value| server.client.patch(&path, body).await.assert_status(200).json();
        assert_eq!(patch(json!({})).await, none);
        let first = patch(json!({ "mfa": { "enabled": true, "additionalBindingSuggestionSkipped": true } })).await;
        assert_eq!(first["mfa"], json!({ "enabled": true, "skipped": false, "skipMfaOnSignIn": false }));
        let second = patch(json!({ "mfa": { "skipMfaOnSignIn": true }, "passkeySignIn": { "skipped": true } })).await;
        let expected = json!({ "mfa": { "enabled": true, "skipped": false, "skipMfaOnSignIn": true }, "passkeySignIn": { "skipped": true } });
        assert_eq!(second, expected);
        assert_eq!(server.get(&path).await, expected);
        for body in [json!({ "mfa": null }), json!({ "mfa": { "skipped": "yes" } }), json!({ "passkeySignIn": [] })] {
            server.client.patch(&path, body).await.assert_error(400, "guard.invalid_input");
        }
        server.client.get("/api/users/nobody/logto-configs").await.assert_error(404, "entity.not_found");
        server.client.patch("/api/users/nobody/logto-configs", json!({})).await.assert_error(404, "entity.not_found");
    }

    async fn passwords_do_not_expire(db: Db) {
        let server = TestApi::over(db).await;
        let user = server.user_with(json!({ "password": "fjord-Lamp-77" })).await;
        let path = |user: &str| format!("/api/users/{user}/password/expiration");
        let code = "sign_in_experiences.password_expiration_not_enabled";
        server.client.patch(&path(&user), json!({ "isExpired": true })).await.assert_error(400, code);
        server.client.patch(&path("nobody"), json!({ "isExpired": true })).await.assert_error(404, "entity.not_found");
        server.client.patch(&path(&user), json!({ "isExpired": 1 })).await.assert_error(400, "guard.invalid_input");
    }
}
