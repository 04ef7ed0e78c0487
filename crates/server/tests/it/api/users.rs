//! What becomes of whoever is signed in when the Management API changes the account.

use serde_json::{Value, json};
use store::{Db, both_databases};
use testkit::TestResponse;

use crate::{browser::Browser, text, world::World};

/// Ben, signed in, with tokens; and the Management API's path of his account.
struct SignedIn {
    world: World,
    browser: Browser,
    tokens: Value,
    path: String,
}

impl SignedIn {
    async fn over(db: Db) -> Self {
        let world = World::over(db).await;
        let browser = Browser::new(&world);
        let tokens = browser.sign_in(&world, "ben").await;
        let path = format!("/api/users/{}", world.user_id("ben").await);
        let signed_in = Self { world, browser, tokens, path };
        signed_in.assert_in().await;
        signed_in
    }

    /// An attempt to go on without a question, by the session.
    async fn silent(&self) -> String {
        self.browser.authorize(&[("prompt", "none")]).await.assert_status(303).location()
    }

    /// What introspection says of ben's opaque token.
    async fn introspected(&self) -> Value {
        let api = &self.world.credentials.management_api;
        let token = text(&self.tokens, "access_token");
        let form =
            [("token", token.as_str()), ("client_id", &api.client_id), ("client_secret", &api.client_secret)];
        self.world.client().form("/oidc/token/introspection", &form).await.assert_status(200).json()
    }

    async fn userinfo(&self) -> TestResponse {
        self.world.client_with(&text(&self.tokens, "access_token")).get("/oidc/me").await
    }

    async fn assert_in(&self) {
        let silent = self.silent().await;
        assert!(silent.contains("code="), "{silent}");
        assert_eq!(self.introspected().await["active"], true);
        self.userinfo().await.assert_status(200);
    }

    async fn assert_out(&self) {
        let silent = self.silent().await;
        assert!(silent.contains("error=login_required"), "{silent}");
        let refused = self.browser.refresh(&self.tokens, &[]).await.assert_status(400).json();
        assert_eq!(refused["error"], "invalid_grant", "{refused}");
        assert_eq!(self.introspected().await, json!({ "active": false }));
        self.userinfo().await.assert_error(401, "oidc.invalid_token");
    }
}

both_databases! {
    async fn a_replaced_password_signs_the_user_out_everywhere(db: Db) {
        let ben = SignedIn::over(db).await;
        let machine = ben.world.machine().await;
        machine.patch(&format!("{}/password", ben.path), json!({ "password": "" })).await.assert_status(400);
        ben.assert_in().await;
        machine.patch(&format!("{}/password", ben.path), json!({ "password": "fjord-Lamp-78" })).await.assert_status(200);
        ben.assert_out().await;
        let other = Browser::new(&ben.world);
        other.authorize(&[("prompt", "consent")]).await.assert_status(303);
        let resume = other.prove("ben", "fjord-Lamp-78").await;
        other.follow(&resume).await.expect("a callback");
    }

    async fn a_sign_in_begun_with_a_replaced_password_goes_no_further(db: Db) {
        let world = World::over(db).await;
        let machine = world.machine().await;
        let path = format!("/api/users/{}/password", world.user_id("ben").await);
        let submit = async |browser: &Browser| browser.client.post("/api/experience/submit", Value::Null).await;
        let identify = async |browser: &Browser, id: &str| {
            browser.client.post("/api/experience/identification", json!({ "verificationId": id })).await
        };
        let verified = async || {
            let browser = Browser::new(&world);
            browser.authorize(&[("prompt", "consent")]).await.assert_status(303);
            browser.client.put("/api/experience", json!({ "interactionEvent": "SignIn" })).await.assert_status(204);
            let body = json!({
                "identifier": { "type": "username", "value": "ben" }, "password": world.credentials.password_of("ben"),
            });
            let answer = browser.client.post("/api/experience/verification/password", body).await.assert_status(200);
            (browser, text(&answer.json(), "verificationId"))
        };
        let (proven, id) = verified().await;
        let (identified, identified_id) = verified().await;
        identify(&identified, &identified_id).await.assert_status(204);
        let (submitted, submitted_id) = verified().await;
        identify(&submitted, &submitted_id).await.assert_status(204);
        let resume = text(&submit(&submitted).await.assert_status(200).json(), "redirectTo");

        machine.patch(&path, json!({ "password": "fjord-Lamp-78" })).await.assert_status(200);
        identify(&proven, &id).await.assert_error(422, "session.invalid_credentials");
        let name = json!({ "type": "extraProfile", "values": { "name": "Mine" } });
        identified.client.post("/api/experience/profile", name).await.assert_error(422, "session.invalid_credentials");
        submit(&identified).await.assert_error(422, "session.invalid_credentials");
        submit(&submitted).await.assert_error(422, "session.invalid_credentials");
        let callback = submitted.follow(&resume).await.expect("a callback");
        assert!(callback.contains("error=access_denied") && !callback.contains("code="), "{callback}");
        let silent = submitted.authorize(&[("prompt", "none")]).await.assert_status(303).location();
        assert!(silent.contains("error=login_required"), "{silent}");
    }

    async fn a_suspended_user_is_signed_out_everywhere_for_good(db: Db) {
        let ben = SignedIn::over(db).await;
        let machine = ben.world.machine().await;
        for suspended in [true, false] {
            let body = json!({ "isSuspended": suspended });
            machine.patch(&format!("{}/is-suspended", ben.path), body).await.assert_status(200);
            ben.assert_out().await;
        }
    }

    async fn a_deleted_user_is_signed_out_everywhere(db: Db) {
        let ben = SignedIn::over(db).await;
        ben.world.machine().await.delete(&ben.path).await.assert_status(204);
        ben.assert_out().await;
    }

    async fn a_user_made_again_under_the_same_name_inherits_nothing(db: Db) {
        let ben = SignedIn::over(db).await;
        let machine = ben.world.machine().await;
        let old = ben.world.user_id("ben").await;
        machine.delete(&ben.path).await.assert_status(204);
        let body = json!({ "username": "ben", "password": ben.world.credentials.password_of("ben") });
        let new = text(&machine.post("/api/users", body).await.assert_status(200).json(), "id");
        assert_ne!(new, old);
        for list in ["organizations", "roles"] {
            let held = machine.get(&format!("/api/users/{new}/{list}")).await.assert_status(200).json();
            assert_eq!(held, json!([]), "{list}");
        }
        let members = machine.get("/api/organizations/northwind/users").await.assert_status(200);
        assert!(!members.body.contains("ben"), "{}", members.body);
        ben.assert_out().await;
        let refused = Browser::new(&ben.world);
        let tokens = refused.sign_in(&ben.world, "ben").await;
        refused.refresh(&tokens, &[("organization_id", "northwind")]).await.assert_status(403);
    }
}
