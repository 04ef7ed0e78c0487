//! Passwords.

use store::both_databases;

use super::world::{PASSWORD, World};

both_databases! {
    async fn a_changed_password_ends_the_session_and_says_so(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let other = world.signed_in(&ingrid.id).await;
        ingrid.prove().await;
        let done = ingrid.post("/account/password", &[("password", "another-Lamp-78")]).await.assert_status(200);
        assert!(done.body.contains("Password changed") && done.body.contains("href=\"/account\""), "{}", done.body);
        for someone in [&ingrid, &other] {
            someone.browser.get("/account/profile").await.assert_status(303);
        }
        let services = world.services();
        let password = world.find_user(&ingrid.id).await.password;
        assert!(services.passwords.verify(password, "another-Lamp-78").await.unwrap());
    }

    async fn a_first_password_keeps_the_session(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone_with("ingrid", |user| user.password = None).await;
        let form = [("by", "email"), ("return_to", "/account/password")];
        ingrid.post("/account/verify", &form).await.assert_status(303);
        let code = world.last_code("ingrid@fjord.example").await;
        ingrid.post("/account/verify/code", &[("code", &code)]).await.assert_status(303);
        let done = ingrid.post("/account/password", &[("password", PASSWORD)]).await.assert_status(303);
        assert_eq!(done.location(), "/account/security?done=password");
        assert!(ingrid.page(&done.location()).await.contains("Your password is set."));
    }

    async fn a_password_that_the_policy_refuses_is_told_with_every_reason(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        ingrid.prove().await;
        for (password, said) in [
            ("", vec!["Choose a password."]),
            ("abc", vec!["Use at least 8 characters."]),
            (PASSWORD, vec!["This is your password already."]),
        ] {
            let answer = ingrid.post("/account/password", &[("password", password)]).await.assert_status(422);
            for said in said {
                assert!(answer.body.contains(said), "{password}: {}", answer.body);
            }
            assert!(password.is_empty() || !answer.body.contains(&format!("value=\"{password}\"")));
        }
        let answer = ingrid.post("/account/password", &[("password", &"x".repeat(300))]).await.assert_status(422);
        assert!(answer.body.contains("Use at most"), "{}", answer.body);
        ingrid.page("/account/security").await;
    }
}
