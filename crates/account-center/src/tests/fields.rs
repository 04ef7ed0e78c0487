//! What the account center closes.

use serde_json::json;
use store::both_databases;

use super::world::{FORMS, World, forge};

both_databases! {
    async fn without_an_account_center_there_is_a_page_that_says_so(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let xsrf = ingrid.xsrf().await;
        for settings in [json!({}), json!({ "enabled": false, "fields": { "name": "Edit" } })] {
            world.account_center(settings).await;
            for path in FORMS.into_iter().chain(["/account", "/account/security", "/account/nowhere"]) {
                let answer = ingrid.browser.get(path).await.assert_status(404);
                assert!(answer.body.contains("There is no account center here"), "{path}");
            }
            for path in FORMS {
                forge(&ingrid.browser, path, &format!("xsrf={xsrf}&name=Taken"), &[]).await.assert_status(404);
            }
            let nobody = world.browser();
            nobody.get("/account/profile").await.assert_status(404);
        }
        assert_eq!(world.find_user(&ingrid.id).await.name, None);
    }

    async fn a_part_that_is_only_seen_has_no_control_and_takes_no_form(db: Db) {
        let world = World::over(db).await;
        let fields = ["name", "username", "profile", "email", "phone", "password", "avatar", "social"];
        world.open_all_but(&fields, "ReadOnly").await;
        let ingrid = world.someone_with("ingrid", |user| {
            user.name = Some("Ingrid Vik".to_owned());
            user.profile.insert("nickname".to_owned(), "Ina".into());
        }).await;
        let page = ingrid.page("/account/profile").await;
        for seen in ["Ingrid Vik", "ingrid@fjord.example", "Ina", "Nickname"] {
            assert!(page.contains(seen), "{seen}");
        }
        assert!(!page.contains("<form"), "{page}");
        let security = ingrid.page("/account/security").await;
        assert!(security.contains("Password is set") && !security.contains("/account/password"));
        refused(&world, &ingrid).await;
    }

    async fn a_part_that_is_off_is_not_there(db: Db) {
        let world = World::over(db).await;
        let fields = ["name", "username", "profile", "email", "phone", "password", "avatar", "social", "customData", "mfa", "passkey"];
        world.open_all_but(&fields, "Off").await;
        let ingrid = world.someone_with("ingrid", |user| {
            user.profile.insert("nickname".to_owned(), "Ina".into());
            user.avatar = Some("https://cdn.fjord.example/i.png".to_owned());
        }).await;
        let page = ingrid.page("/account/profile").await;
        for hidden in ["Nickname", "cdn.fjord.example", "Username", "<form", "Contact"] {
            assert!(!page.contains(hidden), "{hidden}");
        }
        assert!(!page.contains("/account/security"), "nothing of it is open");
        refused(&world, &ingrid).await;
    }
}

/// Forged forms for parts that are closed change nothing, and are answered in words.
async fn refused(world: &World, ingrid: &super::world::Someone) {
    let before = world.find_user(&ingrid.id).await;
    ingrid.prove().await;
    for (path, fields) in [
        ("/account/email", vec![("address", "new@fjord.example")]),
        ("/account/email/remove", vec![]),
        ("/account/phone", vec![("address", "+47 41 23 45 67")]),
        ("/account/phone/remove", vec![]),
        ("/account/password", vec![("password", "another-Lamp-78")]),
        ("/account/profile/picture/remove", vec![]),
        ("/account/linked/abc", vec![]),
    ] {
        let answer = ingrid.post(path, &fields).await.assert_status(403);
        assert!(answer.body.contains("This cannot be changed here"), "{path}: {}", answer.body);
    }
    ingrid.post("/account/profile", &[("name", "Taken"), ("nickname", "Taken")]).await;
    ingrid.post("/account/profile/language", &[("locale", "de")]).await;
    assert_eq!(world.find_user(&ingrid.id).await, before);
    assert_eq!(world.messages().await, 0);
}
