//! Proving once more who one is.

use std::time::Duration;

use serde_json::json;
use store::both_databases;

use super::world::{PASSWORD, World};

both_databases! {
    async fn a_page_that_needs_a_proof_asks_for_it_and_one_comes_back(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let asked = ingrid.browser.get("/account/password").await.assert_status(303).location();
        assert_eq!(asked, "/account/verify?return_to=%2Faccount%2Fpassword");
        let page = ingrid.page(&asked).await;
        assert!(page.contains("Confirm that it is you") && page.contains("Use a code by e-mail"), "{page}");
        let form = [("password", "wrong-Lamp-1"), ("return_to", "/account/password")];
        let wrong = ingrid.post("/account/verify", &form).await.assert_status(422);
        assert!(wrong.body.contains("This password is not right.") && !wrong.body.contains("wrong-Lamp-1"), "{}", wrong.body);
        ingrid.browser.get("/account/password").await.assert_status(303);
        let form = [("password", PASSWORD), ("return_to", "/account/password")];
        assert_eq!(ingrid.post("/account/verify", &form).await.assert_status(303).location(), "/account/password");
        assert!(ingrid.page("/account/password").await.contains("name=\"password\""));
    }

    async fn a_code_by_message_is_a_proof_too(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone_with("ingrid", |user| {
            user.password = None;
            user.primary_phone = Some("4741234567".to_owned());
        }).await;
        let id = ingrid.id;
        for (by, address) in [("email", "ingrid@fjord.example"), ("phone", "4741234567")] {
            let ingrid = world.signed_in(&id).await;
            let form = [("by", by), ("return_to", "/account/password")];
            let sent = ingrid.post("/account/verify", &form).await.assert_status(303);
            assert_eq!(sent.location(), "/account/verify/code");
            let page = ingrid.page("/account/verify/code").await;
            assert!(page.contains(address.trim_start_matches('+')), "{page}");
            let wrong = ingrid.post("/account/verify/code", &[("code", "000000")]).await.assert_status(400);
            assert!(wrong.body.contains("aria-invalid=\"true\""), "{}", wrong.body);
            ingrid.browser.get("/account/password").await.assert_status(303);
            let code = world.last_code(address).await;
            let right = ingrid.post("/account/verify/code", &[("code", &code)]).await.assert_status(303);
            assert_eq!(right.location(), "/account/password");
            let page = ingrid.page("/account/password").await;
            assert!(page.contains("Set password"), "{page}");
            // It is used up.
            ingrid.post("/account/verify/code", &[("code", &code)]).await.assert_status(303);
        }
    }

    async fn wrong_passwords_lock_and_that_is_said(db: Db) {
        let world = World::over(db).await;
        world.experience(json!({ "sentinelPolicy": { "maxAttempts": 3 } })).await;
        let ingrid = world.someone("ingrid").await;
        for _ in 0..3 {
            ingrid.post("/account/verify", &[("password", "wrong-Lamp-1")]).await;
        }
        let answer = ingrid.post("/account/verify", &[("password", PASSWORD)]).await.assert_status(400);
        assert!(answer.body.contains("too many failed attempts"), "{}", answer.body);
    }

    async fn who_has_nothing_to_prove_it_by_signs_in_once_more(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone_with("ingrid", |user| {
            user.password = None;
            user.primary_email = None;
        }).await;
        // Signed in just now.
        ingrid.page("/account/password").await;
        world.test.advance(Duration::from_secs(601));
        let answer = ingrid.browser.get("/account/verify?return_to=/account/password").await.assert_status(200);
        assert!(answer.body.contains("/account/sign-in?again=yes&#38;return_to=%2Faccount%2Fpassword")
            || answer.body.contains("/account/sign-in?again=yes&amp;return_to=%2Faccount%2Fpassword"), "{}", answer.body);
        assert!(!answer.body.contains("<form"));
        assert_eq!(world.messages().await, 0);
    }
}
