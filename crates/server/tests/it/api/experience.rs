//! Registration, from the first request to the tokens.

use serde_json::json;
use store::both_databases;

use crate::{browser::Browser, claims, text, world::World};

both_databases! {
    async fn a_new_user_registers_and_belongs_nowhere_yet(db: Db) {
        let world = World::over(db).await;
        let browser = Browser::new(&world);
        let page = browser.authorize(&[("prompt", "consent"), ("first_screen", "register")]).await.assert_status(303);
        assert!(page.location().starts_with("/register?app_id="), "{}", page.location());
        let resume = browser.register("sigrid", "fjord-Lamp-78").await;
        let callback = browser.follow(&resume).await.expect("a callback");
        let tokens = browser.exchange(&callback).await;
        let id_token = claims(&text(&tokens, "id_token"));
        assert_eq!((id_token["username"].as_str(), &id_token["organizations"]), (Some("sigrid"), &json!([])));
        assert_eq!(id_token["sub"], world.user_id("sigrid").await);

        let resource = [("resource", "https://guildhall.dev/organization-api")];
        let answer = browser.refresh(&tokens, &resource).await.assert_status(200).json();
        let sigrid = world.client_with(&text(&answer, "access_token"));
        assert_eq!(sigrid.get("/org/me/organizations").await.assert_status(200).json(), json!([]));
        let refusal = sigrid.post("/org/organizations", json!({ "name": "Mine" })).await;
        refusal.assert_error(403, "gateway.permission_missing");
        let stranger = browser.refresh(&answer, &[("organization_id", "northwind")]).await.assert_status(403).json();
        assert_eq!(stranger["error_description"], "user is not a member of the organization");

        // The name is taken now, and the password is the one that was chosen.
        let other = Browser::new(&world);
        other.authorize(&[("prompt", "consent")]).await.assert_status(303);
        let resume = other.prove("sigrid", "fjord-Lamp-78").await;
        let callback = other.follow(&resume).await.expect("a callback");
        assert_eq!(claims(&text(&other.exchange(&callback).await, "id_token"))["sub"], id_token["sub"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_password_gets_no_further() {
    let world = World::sqlite().await;
    let browser = Browser::new(&world);
    browser.authorize(&[]).await.assert_status(303);
    browser.client.put("/api/experience", json!({ "interactionEvent": "SignIn" })).await.assert_status(204);
    let body = json!({ "identifier": { "type": "username", "value": "ben" }, "password": "wrong" });
    let refusal = browser.client.post("/api/experience/verification/password", body).await;
    refusal.assert_error(422, "session.invalid_credentials");
    let submitted = browser.client.post("/api/experience/submit", serde_json::Value::Null).await;
    assert!(submitted.status.is_client_error(), "{}", submitted.body);
}
