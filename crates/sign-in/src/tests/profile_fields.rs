//! Fields of the profile that a tenant asks for, pictures, and what an interaction shows of itself (OIDC contract §6.3).

use axum::body::Body;
use domain::profile_field::{ProfileField, ProfileFieldType};
use http::Method;
use operations::configuration::ACCOUNT_CENTER;
use serde_json::{Value, json};
use store::both_databases;
use testkit::{TestResponse, TestServices};

use super::{
    World,
    mail::{by_code, email},
    world::{Browser, PASSWORD, verification_id},
};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

impl World {
    pub(super) async fn field(&self, name: &str, kind: ProfileFieldType, is_required: bool, config: Value) {
        let services = self.services();
        let field = ProfileField {
            id: name.to_owned(),
            name: name.to_owned(),
            kind,
            label: String::new(),
            description: None,
            is_required,
            config,
            sign_in_order: 0,
            created_at: services.now(),
        };
        store::custom_profile_field::insert(services.db.exec(), &services.tenant, &field).await.unwrap();
    }
}

async fn extra(browser: &Browser, values: Value) -> TestResponse {
    browser.add_profile(json!({ "type": "extraProfile", "values": values })).await
}

fn name_parts() -> Value {
    let part =
        |name, required| json!({ "name": name, "enabled": true, "required": required, "type": "Text" });
    json!({ "parts": [part("givenName", true), part("familyName", false)] })
}

both_databases! {
    async fn what_a_tenant_asks_for_is_filled_in_before_an_account_is_made(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.field("boat", ProfileFieldType::Select, true, json!({ "options": [{ "value": "red" }] })).await;
        world.field("fullname", ProfileFieldType::Fullname, true, name_parts()).await;
        world.field("birthdate", ProfileFieldType::Date, true, json!({ "format": "yyyy-MM-dd" })).await;
        world.field("length", ProfileFieldType::Number, false, json!({ "minValue": 1 })).await;
        let browser = world.browser().await;
        browser.start("Register").await;
        let id = verification_id(&browser.new_identity("sigrid", PASSWORD).await.assert_status(200));
        let missing = browser.identify(&id).await.assert_error(422, "user.missing_profile");
        assert_eq!(missing.json()["data"], json!({ "missingProfile": ["extraProfile"] }));
        let wrong = extra(&browser, json!({
            "boat": "blue", "fullname": { "familyName": "Vik" }, "birthdate": "2000-02-30", "length": 0, "team": "a", "plan": true,
        })).await.assert_error(400, "guard.invalid_input");
        let mut paths: Vec<_> =
            wrong.json()["data"]["issues"].as_array().unwrap().iter().map(|issue| issue["path"].clone()).collect();
        paths.sort_by_key(ToString::to_string);
        let expected = ["birthdate", "boat", "fullname", "length", "plan", "team"].map(|name| json!(["values", name]));
        assert_eq!(paths, expected);
        extra(&browser, json!({ "boat": "red", "length": 7.5 })).await.assert_status(204);
        let missing = browser.register().await.assert_error(422, "user.missing_profile");
        assert_eq!(missing.json()["data"], json!({ "missingProfile": ["extraProfile"] }));
        let rest = json!({ "fullname": { "givenName": "Sigrid", "familyName": "Vik" }, "birthdate": "2000-02-29" });
        extra(&browser, rest).await.assert_status(204);
        let profile = json!({ "givenName": "Sigrid", "familyName": "Vik", "birthdate": "2000-02-29" });
        let shown = browser.client.unrecorded().get("/api/experience/interaction").await.json();
        assert_eq!(
            shown["profile"],
            json!({ "username": "sigrid", "profile": profile, "customData": { "boat": "red", "length": 7.5 } })
        );
        browser.register().await.assert_status(201);
        browser.submit().await.assert_status(200);
        let user = world.find_user_by_name("sigrid").await.unwrap();
        assert_eq!((json!(user.profile), json!(user.custom_data)), (profile, json!({ "boat": "red", "length": 7.5 })));
    }

    async fn who_signs_in_keeps_what_the_product_knows_beside_the_fields(db: Db) {
        let world = World::over(TestServices::over(db).await).await;
        world.field("boat", ProfileFieldType::Text, true, json!({})).await;
        let id = world.user_with("ingrid", |user| { user.custom_data.insert("plan".to_owned(), json!("gold")); }).await;
        let browser = world.browser().await;
        browser.identified("ingrid").await;
        extra(&browser, json!({ "plan": "free" })).await.assert_error(400, "guard.invalid_input");
        extra(&browser, json!({ "boat": "\u{202e}der" })).await.assert_error(400, "guard.invalid_input");
        extra(&browser, json!({ "boat": "red" })).await.assert_status(204);
        browser.submit().await.assert_status(200);
        assert_eq!(json!(world.find_user(&id).await.custom_data), json!({ "plan": "gold", "boat": "red" }));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_account_center_has_closed_nobody_writes_by_signing_in() {
    let world = World::new().await;
    world.field("boat", ProfileFieldType::Text, true, json!({})).await;
    world.field("fullname", ProfileFieldType::Fullname, true, name_parts()).await;
    let id = world
        .user_with("ingrid", |user| {
            user.name = Some("Ingrid".to_owned());
            user.avatar = Some("https://fjord.example/i.png".to_owned());
            user.profile.insert("nickname".to_owned(), json!("Inga"));
            user.profile.insert("familyName".to_owned(), json!("Vik"));
            user.custom_data.insert("boat".to_owned(), json!("red"));
        })
        .await;
    let account_center = |access: &str, is_enabled: bool| {
        let fields = json!({ "name": access, "avatar": access, "profile": access, "customData": access });
        json!({ "enabled": is_enabled, "fields": fields })
    };
    for closed in [json!({}), account_center("ReadOnly", true), account_center("Edit", false)] {
        world.put_setting(ACCOUNT_CENTER, closed.clone()).await;
        let browser = world.browser().await;
        browser.identified("ingrid").await;
        for values in [
            json!({ "name": "Chief Executive" }),
            json!({ "avatar": "https://evil.example/a.png" }),
            json!({ "nickname": "Chief" }),
            json!({ "boat": "blue" }),
            json!({ "fullname": { "givenName": "Ingrid", "familyName": "Boss" } }),
        ] {
            let refused = extra(&browser, values.clone()).await.assert_error(400, "guard.invalid_input");
            let (name, _) = values.as_object().unwrap().iter().next().unwrap();
            assert_eq!(
                refused.json()["data"]["issues"][0]["path"],
                json!(["values", name]),
                "{closed} {values}"
            );
        }
        // What is there already may be said again.
        extra(&browser, json!({ "name": "Ingrid", "nickname": "Inga", "boat": "red" }))
            .await
            .assert_status(204);
        browser.submit().await.assert_status(200);
    }
    // What the account lacks is asked of whoever signs in.
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    extra(&browser, json!({ "fullname": { "givenName": "Ingrid", "familyName": "Vik" } }))
        .await
        .assert_status(204);
    browser.submit().await.assert_status(200);
    world.put_setting(ACCOUNT_CENTER, account_center("Edit", true)).await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    let changed = json!({ "name": "Ingrid V", "nickname": "I", "boat": "blue" });
    extra(&browser, changed).await.assert_status(204);
    browser.submit().await.assert_status(200);
    let user = world.find_user(&id).await;
    assert_eq!(user.name.as_deref(), Some("Ingrid V"));
    assert_eq!(json!(user.profile), json!({ "nickname": "I", "familyName": "Vik", "givenName": "Ingrid" }));
    assert_eq!(json!(user.custom_data), json!({ "boat": "blue" }));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_settings_choose_among_the_fields() {
    let world = World::new().await;
    world.field("boat", ProfileFieldType::Text, true, json!({})).await;
    for (fields, status) in [(json!([]), 201), (json!([{ "name": "boat" }]), 422), (json!(null), 422)] {
        world.settings(json!({ "signUpProfileFields": fields })).await;
        let browser = world.browser().await;
        browser.start("Register").await;
        let id = verification_id(&browser.new_identity("sigrid", PASSWORD).await);
        browser.identify(&id).await;
        let status_now = if status == 201 { 204 } else { 422 };
        assert_eq!(browser.identify(&id).await.status.as_u16(), status_now, "{fields}");
        if status == 201 {
            let user = world.find_user_by_name("sigrid").await.unwrap();
            let (exec, tenant) = (world.services().db.exec(), &world.services().tenant);
            store::user::delete(exec, tenant, &user.id).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_registers_sends_a_picture_of_themselves() {
    let world = World::new().await;
    let browser = world.browser().await;
    let send = async |file: &[u8]| {
        let head = "--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: text/html\r\n\r\n";
        let body = Body::from([head.as_bytes(), file, b"\r\n--line--\r\n"].concat());
        let kind = [("content-type", "multipart/form-data; boundary=line")];
        browser.client.send(Method::POST, "/api/experience/user-assets/avatar", &kind, body).await
    };
    send(PNG).await.assert_error(404, "session.interaction_not_found");
    browser.start("SignIn").await;
    send(PNG).await.assert_error(400, "session.invalid_interaction_type");
    browser.start("Register").await;
    send(b"<html>").await.assert_error(400, "guard.mime_type_not_allowed");
    let mut large = PNG.to_vec();
    large.resize(domain::user_asset::MAX_FILE_BYTES, 0);
    let answer = send(&large).await.assert_status(200).json();
    let url = answer["url"].as_str().unwrap();
    assert!(url.starts_with("http://id.fjord.example:3001/user-assets/"), "{url}");
    assert_eq!(answer, json!({ "url": url }));
    extra(&browser, json!({ "avatar": url })).await.assert_status(204);
    // However much strangers send, half of the room is left to the operator.
    for _ in 1..testkit::services::ASSETS_QUOTA / 2 / large.len() as u64 {
        send(&large).await.assert_status(200);
    }
    send(PNG).await.assert_error(422, "storage.quota_exceeded");
    let kind = domain::user_asset::AssetType::Png;
    operations::user_assets::keep(world.services(), large.into(), kind).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_shows_everything_of_itself_but_secrets() {
    let world = World::mailing(by_code()).await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    let code = world.proven(&browser, &email("sigrid@fjord.example"), "Register").await;
    let password = verification_id(&browser.verify_password("ingrid", PASSWORD).await);
    let identity = verification_id(&browser.new_identity("sigrid", PASSWORD).await);
    browser.add_profile(json!({ "type": "email", "verificationId": code })).await.assert_status(204);
    browser.add_profile(json!({ "type": "password", "value": PASSWORD })).await.assert_status(204);
    let shown = browser.client.unrecorded().get("/api/experience/interaction").await.assert_status(200);
    assert_eq!(
        shown.json(),
        json!({
            "interactionEvent": "Register",
            "profile": { "primaryEmail": "sigrid@fjord.example" },
            "verificationRecords": [
                {
                    "id": code, "type": "EmailVerificationCode", "templateType": "Register", "verified": true,
                    "identifier": { "type": "email", "value": "sigrid@fjord.example" },
                },
                { "id": password, "type": "Password", "verified": true, "identifier": { "type": "username", "value": "ingrid" } },
                { "id": identity, "type": "NewPasswordIdentity", "identifier": { "type": "username", "value": "sigrid" } },
            ],
            "mfa": {}, "signInContext": {}, "captcha": { "verified": false, "skipped": false },
        })
    );
    assert!(!shown.body.contains("argon2"), "{}", shown.body);
}
