//! The profile: name, username, further fields, picture, language.

use domain::{
    UnixMillis,
    profile_field::{ProfileField, ProfileFieldType},
};
use serde_json::{Value, json};
use store::both_databases;

use super::world::World;

impl World {
    async fn field(&self, name: &str, kind: ProfileFieldType, is_required: bool, config: Value) {
        let services = self.services();
        let field = ProfileField {
            id: name.to_owned(),
            name: name.to_owned(),
            kind,
            label: format!("Your {name}"),
            description: None,
            is_required,
            config,
            sign_in_order: 0,
            created_at: UnixMillis(1),
        };
        store::custom_profile_field::insert(services.db.exec(), &services.tenant, &field).await.unwrap();
    }
}

both_databases! {
    async fn one_comes_in_at_the_profile(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        assert_eq!(ingrid.browser.get("/account").await.assert_status(303).location(), "/account/profile");
        let back = ingrid.browser.get("/account?code=c&state=/account/security").await.assert_status(303);
        assert_eq!(back.location(), "/account/security");
        let page = ingrid.page("/account/profile").await;
        for part in ["Personal details", "Contact", "Language", "ingrid@fjord.example", "aria-current=\"page\""] {
            assert!(page.contains(part), "{part}");
        }
        let refused = ingrid.browser.get("/account?error=access_denied").await.assert_status(403);
        assert!(refused.body.contains("You are not signed in"));
    }

    async fn names_and_usual_details_are_saved(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let form = [
            ("name", " Ingrid Vik "),
            ("username", "ingrid_v"),
            ("givenName", "Ingrid"),
            ("birthdate", "1990-04-01"),
            ("website", "https://fjord.example/ina"),
        ];
        let answer = ingrid.post("/account/profile", &form).await.assert_status(303);
        assert_eq!(answer.location(), "/account/profile?done=saved");
        let page = ingrid.page(&answer.location()).await;
        assert!(page.contains("Your changes are saved.") && page.contains("value=\"Ingrid Vik\""), "{page}");
        let user = world.find_user(&ingrid.id).await;
        assert_eq!((user.name.as_deref(), user.username.as_deref()), (Some("Ingrid Vik"), Some("ingrid_v")));
        let kept = json!({ "givenName": "Ingrid", "birthdate": "1990-04-01", "website": "https://fjord.example/ina" });
        assert_eq!(json!(user.profile), kept);
        // What is emptied is taken away.
        let form = [("name", ""), ("username", "ingrid_v"), ("birthdate", "1990-04-01")];
        ingrid.post("/account/profile", &form).await.assert_status(303);
        let user = world.find_user(&ingrid.id).await;
        assert_eq!((user.name, json!(user.profile)), (None, json!({ "birthdate": "1990-04-01" })));
    }

    async fn what_is_wrong_is_said_at_its_field_with_what_was_typed(db: Db) {
        let world = World::over(db).await;
        world.someone("ben").await;
        let ingrid = world.someone("ingrid").await;
        for (form, said) in [
            (vec![("username", "ben")], "This username is taken."),
            (vec![("username", "1 fjord")], "This cannot be a username."),
            (vec![("username", "ingrid"), ("name", "Ing\u{202e}rid")], "This does not have the form that is asked for."),
            (vec![("username", "ingrid"), ("website", "javascript:alert(1)")], "This does not have the form that is asked for."),
            (vec![("username", "ingrid"), ("birthdate", "yesterday")], "This does not have the form that is asked for."),
        ] {
            let answer = ingrid.post("/account/profile", &form).await;
            assert!(answer.status.is_client_error(), "{form:?}: {}", answer.status);
            assert!(answer.body.contains(said) && answer.body.contains("aria-invalid=\"true\""), "{form:?}: {}", answer.body);
        }
        let user = world.find_user(&ingrid.id).await;
        assert_eq!((user.username.as_deref(), user.name), (Some("ingrid"), None));
        assert!(user.profile.is_empty());
    }

    async fn the_tenants_own_fields_are_asked_in_the_order_of_the_settings_and_held_to_their_rules(db: Db) {
        let world = World::over(db).await;
        let parts = json!({ "parts": [{ "name": "givenName", "enabled": true, "required": true }, { "name": "familyName", "enabled": true, "required": false }] });
        world.field("fullname", ProfileFieldType::Fullname, true, parts).await;
        world.field("team", ProfileFieldType::Regex, false, json!({ "format": "^[a-z]+$" })).await;
        world.field("boat", ProfileFieldType::Checkbox, false, json!({})).await;
        let ingrid = world.someone("ingrid").await;
        let page = ingrid.page("/account/profile").await;
        for name in ["fullname-givenName", "fullname-familyName", "team", "boat"] {
            assert!(page.contains(&format!("name=\"{name}\"")), "{name}");
        }
        assert!(!page.contains("name=\"nickname\""));
        let form = [("username", "ingrid"), ("fullname-givenName", ""), ("team", "Blue 7")];
        let answer = ingrid.post("/account/profile", &form).await.assert_status(422);
        assert!(answer.body.contains("Fill in this field.") && answer.body.contains("value=\"Blue 7\""), "{}", answer.body);
        let form = [("username", "ingrid"), ("fullname-givenName", "Ingrid"), ("fullname-familyName", "Vik"), ("team", "blue"), ("boat", "true")];
        ingrid.post("/account/profile", &form).await.assert_status(303);
        let user = world.find_user(&ingrid.id).await;
        assert_eq!(json!(user.profile), json!({ "givenName": "Ingrid", "familyName": "Vik" }));
        assert_eq!(json!(user.custom_data), json!({ "team": "blue", "boat": true }));
        let page = ingrid.page("/account/profile").await;
        assert!(page.contains("value=\"Vik\"") && page.contains("value=\"true\" type=\"checkbox\" class=\"checkbox\" checked"), "{page}");

        let fields = json!({ "profile": "Edit", "customData": "Edit" });
        world.account_center(json!({ "enabled": true, "fields": fields, "profileFields": [{ "name": "team" }] })).await;
        let page = ingrid.page("/account/profile").await;
        assert!(page.contains("name=\"team\"") && !page.contains("name=\"boat\"") && !page.contains("fullname"));
    }

    async fn a_picture_is_uploaded_shown_and_removed(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let xsrf = ingrid.xsrf().await;
        let answer = ingrid.upload(&xsrf, b"\x89PNG\r\n\x1a\nrest of it", &[]).await.assert_status(303);
        assert_eq!(answer.location(), "/account/profile?done=picture");
        let avatar = world.find_user(&ingrid.id).await.avatar.expect("a picture");
        let page = ingrid.page("/account/profile").await;
        assert!(page.contains(&format!("src=\"{avatar}\"")), "{page}");
        let text = ingrid.upload(&xsrf, b"<p>no picture</p>", &[]).await.assert_status(400);
        assert!(text.body.contains("This is no picture that can be shown."), "{}", text.body);
        let nothing = ingrid.upload(&xsrf, b"", &[]).await.assert_status(400);
        assert!(nothing.body.contains("Choose a picture."), "{}", nothing.body);
        assert_eq!(world.find_user(&ingrid.id).await.avatar, Some(avatar));
        ingrid.post("/account/profile/picture/remove", &[]).await.assert_status(303);
        assert_eq!(world.find_user(&ingrid.id).await.avatar, None);
    }

    async fn pages_speak_the_language_that_somebody_chose(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        ingrid.post("/account/profile/language", &[("locale", "de")]).await.assert_status(303);
        let page = ingrid.page("/account/profile?done=saved").await;
        assert!(page.contains("<html lang=\"de\"") && page.contains("Ihre Änderungen sind gespeichert."), "{page}");
        assert_eq!(world.find_user(&ingrid.id).await.profile["locale"], "de");
        ingrid.post("/account/profile/language", &[("locale", "tlh")]).await.assert_status(303);
        assert_eq!(world.find_user(&ingrid.id).await.profile["locale"], "de");
        ingrid.post("/account/profile/language", &[("locale", "")]).await.assert_status(303);
        assert!(!world.find_user(&ingrid.id).await.profile.contains_key("locale"));
        let asked = [("accept-language", "ar")];
        let page = ingrid.browser.send(axum::http::Method::GET, "/account/security", &asked, axum::body::Body::empty()).await;
        assert!(page.body.contains("<html lang=\"ar\" dir=\"rtl\""), "{}", page.body);
    }
}
