//! The account itself: what is seen of it, names, pictures, further claims, custom data, choices.

use axum::{body::Body, http::Method};
use domain::user_asset::AssetName;
use serde_json::json;
use store::both_databases;
use testkit::sso::{ENTERPRISE, enterprise_connector, enterprise_identity};

use super::world::{APP, Someone, World};

/// A picture of one pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

both_databases! {
    async fn the_account_is_shown_whole_to_who_may_see_all_of_it(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone_with("ingrid", |user| {
            user.name = Some("Ingrid".to_owned());
            user.profile = json!({ "givenName": "Ingrid", "address": { "country": "NO" } }).as_object().unwrap().clone();
        }).await;
        let user = world.find_user(&ingrid.id).await;
        let expected = json!({
            "id": user.id, "username": "ingrid", "primaryEmail": "ingrid@fjord.example", "primaryPhone": null, "name": "Ingrid",
            "avatar": null, "customData": {}, "identities": {}, "lastSignInAt": null, "createdAt": user.created_at.0,
            "updatedAt": user.updated_at.0, "profile": { "givenName": "Ingrid", "address": { "country": "NO" } }, "applicationId": null,
            "isSuspended": false, "hasPassword": true, "hasSecurityVerificationMethod": true, "ssoIdentities": [],
        });
        let answer = ingrid.client.get("/api/my-account").await.assert_status(200);
        assert_eq!(answer.json(), expected);
        let tag = answer.header("etag").unwrap().to_owned();
        let again = ingrid.client.send(Method::GET, "/api/my-account", &[("if-none-match", &tag)], Body::empty()).await;
        assert_eq!(again.status, 304);
    }

    async fn identities_at_enterprises_providers_are_shown_where_identities_are(db: Db) {
        let world = World::over(db).await;
        let (ingrid, ben) = (world.someone("ingrid").await, world.someone("ben").await);
        let fjord = enterprise_connector(world.services(), "fjord").await;
        let identity = enterprise_identity(world.services(), &ingrid.id, &fjord).await;
        let told = json!([{
            "tenantId": "default", "id": identity.id, "userId": ingrid.id, "issuer": ENTERPRISE, "identityId": format!("id-of-{}", ingrid.id),
            "detail": { "id": format!("id-of-{}", ingrid.id), "email": format!("{}@idp.fjord.example", ingrid.id), "rawData": {} },
            "createdAt": identity.created_at.0, "updatedAt": identity.updated_at.0, "ssoConnectorId": "fjord",
        }]);
        let shown = async |someone: &Someone| someone.client.get("/api/my-account").await.assert_status(200).json().get("ssoIdentities").cloned();
        assert_eq!(shown(&ingrid).await, Some(told.clone()));
        assert_eq!(shown(&ben).await, Some(json!([])));
        let changed = ingrid.client.patch("/api/my-account", json!({ "name": "Ina" })).await.assert_status(200).json();
        assert_eq!(changed["ssoIdentities"], told);
        assert_eq!(shown(&world.signed_in(&ingrid.id, APP, "openid profile").await).await, None);
        world.open_field("social", "Off").await;
        assert_eq!(shown(&ingrid).await, None);
        world.open_field("social", "ReadOnly").await;
        assert_eq!(shown(&ingrid).await, Some(told));
        assert!(store::sso_connector::delete(world.services().db.exec(), &world.services().tenant, &fjord).await.unwrap());
        assert_eq!(shown(&ingrid).await, Some(json!([])));
    }

    async fn a_token_shows_what_its_scopes_are_for(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let always = ["applicationId", "createdAt", "hasPassword", "hasSecurityVerificationMethod", "id", "isSuspended", "lastSignInAt", "updatedAt"];
        for (scope, shown) in [
            ("openid", vec![]),
            ("openid profile", vec!["avatar", "name", "profile", "username"]),
            ("openid email", vec!["primaryEmail"]),
            ("openid phone", vec!["primaryPhone"]),
            ("openid custom_data", vec!["customData"]),
            ("openid identities", vec!["identities", "ssoIdentities"]),
        ] {
            let client = world.signed_in(&ingrid.id, APP, scope).await.client;
            let account = client.get("/api/my-account").await.assert_status(200).json();
            let mut members: Vec<_> = account.as_object().unwrap().keys().map(String::as_str).collect();
            members.sort_unstable();
            let mut expected = [always.to_vec(), shown].concat();
            expected.sort_unstable();
            assert_eq!(members, expected, "{scope}");
        }
    }

    async fn names_pictures_and_custom_data_are_changed_one_by_one(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone_with("ingrid", |user| user.custom_data = json!({ "plan": "free" }).as_object().unwrap().clone()).await;
        let change = json!({
            "name": "Ingrid Vík", "avatar": "https://cdn.fjord.example/i.png", "username": "ina_1", "customData": { "theme": "dark" },
            "primaryEmail": "stolen@fjord.example", "isSuspended": true,
        });
        let changed = ingrid.client.patch("/api/my-account", change).await.assert_status(200).json();
        assert_eq!(changed, ingrid.client.get("/api/my-account").await.json());
        let user = world.find_user(&ingrid.id).await;
        assert_eq!((user.name.as_deref(), user.username.as_deref()), (Some("Ingrid Vík"), Some("ina_1")));
        assert_eq!(json!(user.custom_data), json!({ "plan": "free", "theme": "dark" }));
        assert_eq!((user.primary_email.as_deref(), user.is_suspended), (Some("ingrid@fjord.example"), false));
        let unset = ingrid.client.patch("/api/my-account", json!({ "name": null, "avatar": "" })).await.assert_status(200).json();
        assert_eq!((&unset["name"], &unset["avatar"]), (&json!(null), &json!(null)));
    }

    async fn what_a_user_may_not_say_of_themselves_is_refused(db: Db) {
        let world = World::over(db).await;
        world.user_with("taken", |_| {}).await;
        let ingrid = world.someone("ingrid").await;
        for bad in [
            json!({ "avatar": "javascript:alert(1)" }), json!({ "avatar": "a.png" }), json!({ "name": "x".repeat(129) }),
            json!({ "name": "Ing\u{202e}rid" }), json!({ "username": "1a" }), json!({ "username": "in grid" }),
            json!({ "customData": null }), json!({ "customData": [] }), json!({ "name": 7 }), json!({ "name": "a\u{0}" }), json!([]),
        ] {
            ingrid.client.patch("/api/my-account", bad.clone()).await.assert_error(400, "guard.invalid_input");
        }
        ingrid.client.patch("/api/my-account", json!({})).await.assert_error(422, "entity.invalid_input");
        ingrid.client.patch("/api/my-account", json!({ "username": "taken" })).await.assert_error(422, "user.username_already_in_use");
        let large = json!({ "customData": { "a": "x".repeat(70_000) } });
        ingrid.client.patch("/api/my-account", large).await.assert_error(422, "request.invalid_input");
        // The username is what this user signs in with.
        ingrid.client.patch("/api/my-account", json!({ "username": null })).await.assert_error(422, "user.missing_profile");
        world.experience(json!({ "usernamePolicy": { "caseSensitive": false, "allowedCharacters": { "number": false } } })).await;
        ingrid.client.patch("/api/my-account", json!({ "username": "TAKEN" })).await.assert_error(422, "user.username_already_in_use");
        ingrid.client.patch("/api/my-account", json!({ "username": "ina1" })).await.assert_error(422, "user.username_number_not_allowed");
        assert_eq!(world.find_user(&ingrid.id).await.username.as_deref(), Some("ingrid"));
    }

    async fn members_of_the_profile_are_laid_over_and_taken_away(db: Db) {
        let world = World::over(db).await;
        world.user_with("Astrid", |_| {}).await;
        let ingrid = world.someone("ingrid").await;
        let patch = async |body| ingrid.client.patch("/api/my-account/profile", body).await;
        let first = json!({ "nickname": "Ina", "website": "https://fjord.example/ina", "address": { "country": "NO" }, "planet": "Mars" });
        let expected = json!({ "nickname": "Ina", "website": "https://fjord.example/ina", "address": { "country": "NO" } });
        assert_eq!(patch(first).await.assert_status(200).json(), expected);
        let second = json!({ "website": "", "nickname": null, "locale": "nb" });
        let expected = json!({ "address": { "country": "NO" }, "locale": "nb" });
        assert_eq!(patch(second).await.assert_status(200).json(), expected);
        assert_eq!(json!(world.find_user(&ingrid.id).await.profile), expected);
        for bad in [
            json!({ "nickname": 7 }), json!({ "website": "javascript:alert(1)" }), json!({ "address": "Oslo" }), json!({ "address": { "planet": "Mars" } }),
            json!({ "nickname": "I\u{200f}na" }), json!({ "preferredUsername": "astrid" }), json!({ "nickname": "a\u{0}" }),
        ] {
            patch(bad).await.assert_error(400, "guard.invalid_input");
        }
        let without_address = world.signed_in(&ingrid.id, APP, "openid profile").await.client;
        without_address.patch("/api/my-account/profile", json!({ "address": { "country": "SE" } })).await.assert_error(403, "auth.forbidden");
        let seen = without_address.patch("/api/my-account/profile", json!({ "zoneinfo": "Europe/Oslo" })).await.assert_status(200).json();
        assert_eq!(seen, json!({ "locale": "nb", "zoneinfo": "Europe/Oslo" }));
    }

    async fn choices_about_second_factors_are_kept(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let settings = "/api/my-account/mfa-settings";
        assert_eq!(ingrid.client.get(settings).await.assert_status(200).json(), json!({ "skipMfaOnSignIn": false }));
        let skip = json!({ "skipMfaOnSignIn": true });
        ingrid.client.patch(settings, skip.clone()).await.assert_error(401, "verification_record.permission_denied");
        let proof = ingrid.proof().await;
        let changed = ingrid.proved(Method::PATCH, settings, skip.clone(), &proof).await.assert_status(200);
        assert_eq!((changed.json(), ingrid.client.get(settings).await.json()), (skip.clone(), skip));
        let configs = "/api/my-account/logto-configs";
        let expected = json!({ "mfa": { "skipped": false, "skipMfaOnSignIn": true }, "passkeySignIn": { "skipped": false } });
        assert_eq!(ingrid.client.get(configs).await.assert_status(200).json(), expected);
        let skipped = json!({ "mfa": { "skipped": true, "skipMfaOnSignIn": false }, "passkeySignIn": { "skipped": true } });
        assert_eq!(ingrid.client.patch(configs, skipped.clone()).await.assert_status(200).json(), skipped);
        for weaker in [json!({ "mfa": { "skipMfaOnSignIn": true } }), json!({ "mfa": { "enabled": false } })] {
            ingrid.client.patch(configs, weaker.clone()).await.assert_error(401, "verification_record.permission_denied");
            ingrid.proved(Method::PATCH, configs, weaker, &proof).await.assert_status(200);
        }
        assert_eq!(ingrid.client.get(configs).await.json()["mfa"]["skipMfaOnSignIn"], true);
    }

    async fn a_picture_is_kept_and_becomes_the_users_when_the_account_is_told_so(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let upload = async |file: &[u8]| {
            let head = "--tests\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n".as_bytes();
            let body = [head, file, b"\r\n--tests--\r\n"].concat();
            let headers = [("content-type", "multipart/form-data; boundary=tests")];
            ingrid.client.send(Method::POST, "/api/my-account/user-assets/avatar", &headers, Body::from(body)).await
        };
        let url = upload(PNG).await.assert_status(200).json()["url"].as_str().unwrap().to_owned();
        assert!(url.starts_with("http://id.fjord.example:3001/user-assets/"), "{url}");
        assert_eq!(world.find_user(&ingrid.id).await.avatar, None);
        ingrid.client.patch("/api/my-account", json!({ "avatar": url })).await.assert_status(200);
        assert_eq!(world.find_user(&ingrid.id).await.avatar, Some(url));
        upload(b"<html>").await.assert_error(400, "guard.mime_type_not_allowed");
        // What is shown stays; of what was uploaded beside it the newest does.
        let files = async || {
            let mut found = Vec::new();
            for name in store::user_upload::list(world.services().db.exec(), &world.services().tenant, &ingrid.id).await.unwrap() {
                let kept = operations::user_assets::find(world.services(), &AssetName::parse(&name).unwrap()).await.unwrap();
                assert!(kept.is_some(), "{name}");
                found.push(name);
            }
            found
        };
        let shown = files().await;
        world.test.advance(std::time::Duration::from_secs(1));
        let second = upload(PNG).await.assert_status(200).json()["url"].as_str().unwrap().to_owned();
        let third = upload(PNG).await.assert_status(200).json()["url"].as_str().unwrap().to_owned();
        let name = |url: &str| url.rsplit('/').next().unwrap().to_owned();
        assert_eq!(files().await, [shown[0].clone(), name(&third)]);
        assert_eq!(operations::user_assets::find(world.services(), &AssetName::parse(&name(&second)).unwrap()).await.unwrap(), None);
        ingrid.client.patch("/api/my-account", json!({ "avatar": third })).await.assert_status(200);
        assert_eq!(files().await, [name(&third)]);
        ingrid.client.patch("/api/my-account", json!({ "name": "Ina" })).await.assert_status(200);
        assert_eq!(files().await, [name(&third)]);
        ingrid.client.patch("/api/my-account", json!({ "avatar": null })).await.assert_status(200);
        assert_eq!(files().await, Vec::<String>::new());
        for _ in 3..20 {
            upload(PNG).await.assert_status(200);
        }
        upload(PNG).await.assert_error(422, "storage.quota_exceeded");
        ingrid.client.post("/api/my-account/user-assets/avatar", json!({ "file": "a" })).await.assert_error(400, "guard.invalid_input");
    }
}
