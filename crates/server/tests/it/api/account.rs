//! The Account API with the tokens that an SDK gets, from the first request to the new password.

use axum::{body::Body, http::Method};
use serde_json::json;
use store::both_databases;

use crate::{browser::Browser, text, world::World};

both_databases! {
    async fn a_user_manages_their_account_with_the_token_of_an_sdk(db: Db) {
        let world = World::over(db).await;
        let fields = json!({ "name": "Edit", "username": "ReadOnly", "password": "Edit" });
        let machine = world.machine().await;
        machine.patch("/api/account-center", json!({ "enabled": true, "fields": fields })).await.assert_status(200);
        let tokens = Browser::new(&world).sign_in(&world, "ben").await;
        let ben = world.client_with(&text(&tokens, "access_token"));
        let account = ben.get("/api/my-account").await.assert_status(200).json();
        assert_eq!((&account["username"], &account["hasPassword"], &account["id"]), (&json!("ben"), &json!(true), &json!(world.user_id("ben").await)));
        assert_eq!(account.get("identities"), None);
        let origin = [("content-type", "application/json"), ("origin", "https://desk.fjord.example")];
        let renamed = ben.send(Method::PATCH, "/api/my-account/", &origin, Body::from(r#"{"name":"Ben N."}"#)).await.assert_status(200);
        assert_eq!(renamed.header("access-control-allow-origin"), Some("https://desk.fjord.example"));
        assert_eq!(ben.get("/oidc/me").await.assert_status(200).json()["name"], "Ben N.");

        let password = world.credentials.password_of("ben").unwrap().to_owned();
        let proved = ben.post("/api/verifications/password", json!({ "password": password })).await.assert_status(201).json();
        let proof = text(&proved, "verificationRecordId");
        let headers = [("content-type", "application/json"), ("logto-verification-id", proof.as_str())];
        let body = || Body::from(r#"{"password":"another-Lamp-78"}"#);
        ben.send(Method::POST, "/api/my-account/password", &headers, body()).await.assert_status(204);
        ben.get("/api/my-account").await.assert_error(401, "auth.unauthorized");
        Browser::new(&world).refresh(&tokens, &[]).await.assert_status(400);
        let again = Browser::new(&world);
        again.authorize(&[("prompt", "consent")]).await.assert_status(303);
        let resume = again.prove("ben", "another-Lamp-78").await;
        let callback = again.follow(&resume).await.expect("a callback");
        let tokens = again.exchange(&callback).await;
        world.client_with(&text(&tokens, "access_token")).get("/api/my-account").await.assert_status(200);
        // The old proof was of the old sign-in.
        let anew = world.client_with(&text(&tokens, "access_token"));
        anew.send(Method::POST, "/api/my-account/password", &headers, body()).await.assert_error(401, "verification_record.permission_denied");
    }

    async fn other_tokens_of_the_user_are_for_others(db: Db) {
        let world = World::over(db).await;
        world.machine().await.patch("/api/account-center", json!({ "enabled": true })).await.assert_status(200);
        let organization = Browser::organization_token(&world, "ben", &world.credentials.demo.organization_id).await;
        for token in [organization, world.machine_token().await] {
            world.client_with(&token).get("/api/my-account").await.assert_error(401, "auth.unauthorized");
        }
    }
}
