use store::both_databases;

use super::*;

both_databases! {
    /// Part C 102.
    async fn a_password_is_set_and_verified(db: Db) {
        let server = TestApi::over(db).await;
        let id = server.user_with(json!({})).await;
        let path = |rest: &str| format!("/api/users/{id}{rest}");
        let has = async || server.client.get(&path("/has-password")).await.assert_status(200).json();
        let verify = async |password: &str| server.client.post(&path("/password/verify"), json!({ "password": password })).await;
        assert_eq!(has().await, json!({ "hasPassword": false }));
        verify("fjord-Lamp-77").await.assert_error(422, "session.invalid_credentials");
        let user = server.client.patch(&path("/password"), json!({ "password": "a" })).await.assert_status(200).json();
        assert_eq!(user, with(bare(&id), json!({ "hasPassword": true, "updatedAt": START.0 + 1 })));
        assert_eq!(has().await, json!({ "hasPassword": true }));
        let right = verify("a").await.assert_status(204);
        assert_eq!(right.body, "");
        verify("b").await.assert_error(422, "session.invalid_credentials");
    }

    async fn passwords_that_cannot_be_hashed_are_refused(db: Db) {
        let server = TestApi::over(db).await;
        let id = server.user_with(json!({ "password": "fjord-Lamp-77" })).await;
        let before = server.stored_user(&id).await;
        for body in [
            json!({ "password": "" }),
            json!({ "password": "a".repeat(257) }),
            json!({ "password": "a\0b" }),
            json!({ "password": 7 }),
            json!({ "password": null }),
            json!({}),
        ] {
            server.client.patch(&format!("/api/users/{id}/password"), body.clone()).await.assert_error(400, "guard.invalid_input");
            server.client.post(&format!("/api/users/{id}/password/verify"), body.clone()).await.assert_error(400, "guard.invalid_input");
            if body["password"] != json!(null) {
                server.client.post("/api/users", body).await.assert_error(400, "guard.invalid_input");
            }
        }
        assert_eq!(server.stored_user(&id).await, before);
    }

    async fn the_policy_does_not_bind_the_management_api(db: Db) {
        let server = TestApi::over(db).await;
        let id = server.user_with(json!({ "password": "1" })).await;
        server.client.post(&format!("/api/users/{id}/password/verify"), json!({ "password": "1" })).await.assert_status(204);
    }
}
