//! E-mail addresses and phone numbers: another one, and none.

use serde_json::json;
use store::both_databases;

use super::world::World;

both_databases! {
    async fn an_address_is_changed_by_a_code_to_the_new_one(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        ingrid.browser.get("/account/email").await.assert_status(303);
        ingrid.prove().await;
        assert!(ingrid.page("/account/email").await.contains("ingrid@fjord.example"));
        let sent = ingrid.post("/account/email", &[("address", " new@fjord.example ")]).await.assert_status(303);
        assert_eq!(sent.location(), "/account/email/code");
        assert!(ingrid.page("/account/email/code").await.contains("new@fjord.example"));
        assert_eq!(world.find_user(&ingrid.id).await.primary_email.as_deref(), Some("ingrid@fjord.example"));
        let wrong = ingrid.post("/account/email/code", &[("code", "000000")]).await.assert_status(400);
        assert!(wrong.body.contains("aria-invalid=\"true\""), "{}", wrong.body);
        let code = world.last_code("new@fjord.example").await;
        let done = ingrid.post("/account/email/code", &[("code", &code)]).await.assert_status(303);
        assert_eq!(done.location(), "/account/profile?done=email");
        assert_eq!(world.find_user(&ingrid.id).await.primary_email.as_deref(), Some("new@fjord.example"));
        // Once.
        let again = ingrid.post("/account/email/code", &[("code", &code)]).await.assert_status(303);
        assert_eq!(again.location(), "/account/profile");
    }

    async fn numbers_are_read_as_people_write_them(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        ingrid.prove().await;
        ingrid.post("/account/phone", &[("address", "+47/(41) 23-45.67")]).await.assert_status(303);
        let page = ingrid.page("/account/phone/code").await;
        assert!(page.contains("+4741234567"), "{page}");
        let code = world.last_code("4741234567").await;
        ingrid.post("/account/phone/code", &[("code", &code)]).await.assert_status(303);
        assert_eq!(world.find_user(&ingrid.id).await.primary_phone.as_deref(), Some("4741234567"));
        assert!(ingrid.page("/account/profile").await.contains("+4741234567"));
    }

    async fn what_cannot_be_an_address_or_is_somebody_elses_is_told(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        world.someone("ben").await;
        ingrid.prove().await;
        for (path, typed, said) in [
            ("/account/email", "", "Enter your e-mail address."),
            ("/account/email", "nobody", "This is not an e-mail address."),
            ("/account/phone", "", "Enter your phone number."),
            ("/account/phone", "12", "This is not a phone number."),
        ] {
            let answer = ingrid.post(path, &[("address", typed)]).await.assert_status(422);
            assert!(answer.body.contains(said), "{typed}: {}", answer.body);
        }
        assert_eq!(world.messages().await, 0);
        // Whose it is, the code decides: who does not read it learns nothing.
        ingrid.post("/account/email", &[("address", "ben@fjord.example")]).await.assert_status(303);
        let code = world.last_code("ben@fjord.example").await;
        let answer = ingrid.post("/account/email/code", &[("code", &code)]).await.assert_status(422);
        assert!(answer.body.contains("belongs to another account"), "{}", answer.body);
        assert_eq!(world.find_user(&ingrid.id).await.primary_email.as_deref(), Some("ingrid@fjord.example"));
    }

    async fn an_address_is_removed_unless_it_is_needed(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        ingrid.browser.get("/account/email/remove").await.assert_status(303);
        let unproved = ingrid.post("/account/email/remove", &[]).await.assert_status(303);
        assert_eq!(unproved.location(), "/account/verify?return_to=%2Faccount%2Femail%2Fremove");
        ingrid.prove().await;
        assert!(ingrid.page("/account/email/remove").await.contains("You can no longer sign in with"));
        let done = ingrid.post("/account/email/remove", &[]).await.assert_status(303);
        assert_eq!(done.location(), "/account/profile?done=email-removed");
        assert_eq!(world.find_user(&ingrid.id).await.primary_email, None);

        world.experience(json!({ "signUp": { "identifiers": ["email"], "password": true, "verify": true } })).await;
        let ben = world.someone("ben").await;
        ben.prove().await;
        let answer = ben.post("/account/email/remove", &[]).await.assert_status(422);
        assert!(answer.body.contains("Every account here needs one"), "{}", answer.body);
        assert_eq!(world.find_user(&ben.id).await.primary_email.as_deref(), Some("ben@fjord.example"));
    }
}
