//! Second factors: set up, listed, replaced, named, removed.

use std::time::Duration;

use axum::http::Method;
use operations::second_factor::totp;
use serde_json::{Value, json};
use store::{Db, both_databases};
use testkit::SoftPasskey;

use super::world::{Someone, World, verification_id};

const PATH: &str = "/api/my-account/mfa-verifications";
const HOST: &str = "id.fjord.example";
const ORIGIN: &str = "http://id.fjord.example:3001";

/// A tenant that has every kind of factor.
async fn with_factors(db: Db) -> World {
    let world = World::over(db).await;
    world
        .experience(
            json!({ "mfa": { "factors": ["Totp", "WebAuthn", "BackupCode"], "policy": "UserControlled" } }),
        )
        .await;
    world
}

async fn listed(one: &Someone) -> Value {
    one.client.get(PATH).await.assert_status(200).json()
}

async fn bound(one: &Someone, body: Value, proof: &str) {
    assert_eq!(one.proved(Method::POST, PATH, body, proof).await.assert_status(204).body, "");
}

/// Has a passkey made and verified; returns the id of the verification.
async fn verified_passkey(one: &Someone, passkey: &mut SoftPasskey) -> String {
    let begun =
        one.client.post("/api/verifications/web-authn/registration", json!({})).await.assert_status(200);
    let id = verification_id(&begun);
    let payload = passkey.register(&begun.json()["registrationOptions"]);
    let verified = answered(one, &id, payload).await.assert_status(200);
    assert_eq!(verified.json(), json!({ "verificationRecordId": id }));
    id
}

async fn answered(one: &Someone, id: &str, mut payload: Value) -> testkit::TestResponse {
    payload["type"] = "WebAuthn".into();
    let body = json!({ "verificationRecordId": id, "payload": payload });
    one.client.post("/api/verifications/web-authn/registration/verify", body).await
}

fn passkey_of(id: &str, name: Option<&str>) -> Value {
    let mut body = json!({ "type": "WebAuthn", "newIdentifierVerificationRecordId": id });
    if let Some(name) = name {
        body["name"] = name.into();
    }
    body
}

both_databases! {
    async fn an_authenticator_is_set_up_with_what_it_shows_and_replaced(db: Db) {
        let world = with_factors(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let generate = async || {
            let made = ingrid.client.post(&format!("{PATH}/totp-secret/generate"), json!({})).await.assert_status(200).json();
            assert!(made["secretQrCode"].as_str().unwrap().starts_with("data:image/"));
            made["secret"].as_str().unwrap().to_owned()
        };
        let secret = generate().await;
        assert_eq!(listed(&ingrid).await, json!([]));
        let code = totp::code_at(&secret, world.services().now());
        let body = |code: &str| json!({ "type": "Totp", "secret": secret, "code": code });
        ingrid.client.post(PATH, body(&code)).await.assert_error(401, "verification_record.permission_denied");
        ingrid.proved(Method::POST, PATH, body("000000"), &proof).await.assert_error(400, "session.mfa.invalid_totp_code");
        bound(&ingrid, body(&code), &proof).await;
        let first = listed(&ingrid).await;
        assert_eq!(first, json!([{ "id": first[0]["id"], "createdAt": "2026-11-18T12:26:40.000Z", "type": "Totp" }]));
        assert!(!world.contents().await["users"].contains(&secret));
        ingrid.proved(Method::POST, PATH, body(&totp::code_at(&secret, world.services().now())), &proof).await.assert_status(422);

        let next = generate().await;
        let put = async |secret: &str, code: &str| ingrid.proved(Method::PUT, &format!("{PATH}/totp"), json!({ "secret": secret, "code": code }), &proof).await;
        put(&next, "000000").await.assert_error(400, "session.mfa.invalid_totp_code");
        put(&next, &totp::code_at(&next, world.services().now())).await.assert_status(204);
        let second = listed(&ingrid).await;
        assert_eq!(second.as_array().unwrap().len(), 1);
        assert_ne!(second[0]["id"], first[0]["id"]);
        for bad in [json!({ "type": "Totp", "secret": "short" }), json!({ "type": "Totp" }), json!({ "type": "Oracle" }), json!({})] {
            ingrid.proved(Method::POST, PATH, bad, &proof).await.assert_error(400, "guard.invalid_input");
        }
    }

    async fn backup_codes_stand_beside_another_factor_and_go_with_it(db: Db) {
        let world = with_factors(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let made = ingrid.client.post(&format!("{PATH}/backup-codes/generate"), json!({})).await.assert_status(200).json();
        let codes = made["codes"].clone();
        assert_eq!((made.as_object().unwrap().len(), codes.as_array().unwrap().len()), (1, 10));
        let body = json!({ "type": "BackupCode", "codes": codes });
        ingrid.proved(Method::POST, PATH, body.clone(), &proof).await.assert_error(422, "session.mfa.backup_code_can_not_be_alone");
        bound(&ingrid, json!({ "type": "Totp", "secret": totp::new_secret(&*world.services().entropy) }), &proof).await;
        bound(&ingrid, body.clone(), &proof).await;
        ingrid.proved(Method::POST, PATH, body, &proof).await.assert_error(422, "user.backup_code_already_in_use");
        let all = listed(&ingrid).await;
        assert_eq!((&all[1]["type"], &all[1]["remainCodes"]), (&json!("BackupCode"), &json!(10)));
        ingrid.client.get(&format!("{PATH}/backup-codes")).await.assert_error(401, "verification_record.permission_denied");
        let shown = ingrid.proved(Method::GET, &format!("{PATH}/backup-codes"), json!(null), &proof).await.assert_status(200).json();
        let expected: Vec<_> = codes.as_array().unwrap().iter().map(|code| json!({ "code": code, "usedAt": null })).collect();
        assert_eq!(shown, json!({ "codes": expected }));
        for bad in [json!([]), json!(["short"]), json!(["0123456789", "0123456789"]), json!(vec!["x".repeat(65)]), json!("0123456789")] {
            ingrid.proved(Method::POST, PATH, json!({ "type": "BackupCode", "codes": bad }), &proof).await.assert_error(400, "guard.invalid_input");
        }
        let replace = async |codes: Value| ingrid.proved(Method::PUT, &format!("{PATH}/backup-codes"), json!({ "codes": codes }), &proof).await;
        replace(json!(["short"])).await.assert_error(400, "guard.invalid_input");
        assert_eq!(listed(&ingrid).await[1]["remainCodes"], 10, "what cannot be codes takes none away");
        ingrid.client.put(&format!("{PATH}/backup-codes"), json!({ "codes": ["0123456789"] })).await.assert_error(401, "verification_record.permission_denied");
        replace(json!(["0123456789"])).await.assert_status(204);
        let shown = ingrid.proved(Method::GET, &format!("{PATH}/backup-codes"), json!(null), &proof).await.assert_status(200).json();
        assert_eq!(shown, json!({ "codes": [{ "code": "0123456789", "usedAt": null }] }));
        let remove = async |id: &str| ingrid.proved(Method::DELETE, &format!("{PATH}/{id}"), json!(null), &proof).await;
        remove("unknown").await.assert_error(404, "entity.not_found");
        ingrid.client.delete(&format!("{PATH}/{}", all[0]["id"].as_str().unwrap())).await.assert_error(401, "verification_record.permission_denied");
        assert_eq!(remove(all[0]["id"].as_str().unwrap()).await.assert_status(204).body, "");
        assert_eq!(listed(&ingrid).await, json!([]));
        replace(json!(["0123456789"])).await.assert_error(422, "session.mfa.backup_code_can_not_be_alone");
        ingrid.proved(Method::GET, &format!("{PATH}/backup-codes"), json!(null), &proof).await.assert_error(404, "entity.not_found");
    }

    async fn a_passkey_is_made_added_named_and_removed(db: Db) {
        let world = with_factors(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let begun = ingrid.client.post("/api/verifications/web-authn/registration", json!({})).await.assert_status(200).json();
        let options = &begun["registrationOptions"];
        assert_eq!((&options["rp"]["id"], &options["user"]["name"], &begun["expiresAt"]), (&json!(HOST), &json!("ingrid"), &json!("2026-11-18T12:36:40.000Z")));
        let id = verified_passkey(&ingrid, &mut SoftPasskey::new("one", HOST, ORIGIN)).await;
        assert_eq!(listed(&ingrid).await, json!([]));
        bound(&ingrid, passkey_of(&id, Some("Laptop")), &proof).await;
        let all = listed(&ingrid).await;
        let factor = all[0]["id"].as_str().unwrap();
        assert_eq!(all, json!([{ "id": factor, "createdAt": "2026-11-18T12:26:40.000Z", "type": "WebAuthn", "name": "Laptop" }]));
        ingrid.proved(Method::POST, PATH, passkey_of(&id, None), &proof).await.assert_error(400, "verification_record.not_found");
        let path = format!("{PATH}/{factor}/name");
        let rename = async |name: &str| ingrid.proved(Method::PATCH, &path, json!({ "name": name }), &proof).await;
        let renamed = rename("Phone").await.assert_status(200).json();
        assert_eq!(renamed, json!({ "id": factor, "createdAt": "2026-11-18T12:26:40.000Z", "type": "WebAuthn", "name": "Phone" }));
        for bad in ["", " ", "a\u{202e}b", &"x".repeat(65)] {
            rename(bad).await.assert_error(400, "guard.invalid_input");
        }
        ingrid.proved(Method::PATCH, &format!("{PATH}/unknown/name"), json!({ "name": "a" }), &proof).await.assert_error(404, "entity.not_found");
        let again = verified_passkey(&ingrid, &mut SoftPasskey::new("one", HOST, ORIGIN)).await;
        ingrid.proved(Method::POST, PATH, passkey_of(&again, None), &proof).await.assert_error(422, "session.mfa.webauthn_verification_failed");
        ingrid.proved(Method::DELETE, &format!("{PATH}/{factor}"), json!(null), &proof).await.assert_status(204);
        assert_eq!(listed(&ingrid).await, json!([]));
    }

    async fn a_passkey_belongs_to_who_asked_for_it_and_to_our_pages(db: Db) {
        let world = with_factors(db).await;
        let (ingrid, mallory) = (world.someone("ingrid").await, world.someone("mallory").await);
        let begin = async || ingrid.client.post("/api/verifications/web-authn/registration", json!({})).await.assert_status(200);
        let begun = begin().await;
        let id = verification_id(&begun);
        let payload = SoftPasskey::new("one", HOST, ORIGIN).register(&begun.json()["registrationOptions"]);
        answered(&mallory, &id, payload.clone()).await.assert_error(404, "verification_record.not_found");
        answered(&ingrid, &id, payload.clone()).await.assert_status(200);
        answered(&ingrid, &id, payload).await.assert_error(404, "verification_record.not_found");
        // The passkey that she made is none of his.
        let proof = mallory.proof().await;
        mallory.proved(Method::POST, PATH, passkey_of(&id, None), &proof).await.assert_error(400, "verification_record.not_found");
        // Pages elsewhere, unless the account center names them. A wrong answer is the only one.
        let elsewhere = "https://account.fjord.example";
        let begun = begin().await;
        let id = verification_id(&begun);
        let payload = SoftPasskey::new("two", HOST, elsewhere).register(&begun.json()["registrationOptions"]);
        answered(&ingrid, &id, payload.clone()).await.assert_error(400, "session.mfa.webauthn_verification_failed");
        answered(&ingrid, &id, payload).await.assert_error(404, "verification_record.not_found");
        world.account_center(json!({ "enabled": true, "fields": { "mfa": "Edit" }, "webauthnRelatedOrigins": [elsewhere] })).await;
        verified_passkey(&ingrid, &mut SoftPasskey::new("three", HOST, elsewhere)).await;
        // A verification of something else is no passkey, and a passkey is no proof of who it is.
        let own = ingrid.proof().await;
        ingrid.proved(Method::POST, PATH, passkey_of(&own, None), &own).await.assert_error(400, "verification_record.not_found");
        let passkey = verified_passkey(&ingrid, &mut SoftPasskey::new("four", HOST, ORIGIN)).await;
        ingrid.proved(Method::POST, PATH, passkey_of(&passkey, None), &passkey).await.assert_error(401, "verification_record.permission_denied");
        let late = verified_passkey(&ingrid, &mut SoftPasskey::new("five", HOST, ORIGIN)).await;
        world.test.advance(Duration::from_secs(600));
        let fresh = ingrid.proof().await;
        ingrid.proved(Method::POST, PATH, passkey_of(&late, None), &fresh).await.assert_error(400, "verification_record.not_found");
    }

    /// As at a sign-in.
    async fn a_passkey_to_sign_in_with_is_set_up_where_it_is_no_second_factor(db: Db) {
        let world = World::over(db).await;
        world.experience(json!({ "passkeySignIn": { "enabled": true } })).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let id = verified_passkey(&ingrid, &mut SoftPasskey::new("one", HOST, ORIGIN)).await;
        bound(&ingrid, passkey_of(&id, Some("Laptop")), &proof).await;
        assert_eq!(listed(&ingrid).await[0]["type"], "WebAuthn");
        let totp = json!({ "type": "Totp", "secret": totp::new_secret(&*world.services().entropy) });
        ingrid.proved(Method::POST, PATH, totp, &proof).await.assert_error(400, "session.mfa.mfa_factor_not_enabled");
        world.experience(json!({ "passkeySignIn": { "enabled": false } })).await;
        let id = verified_passkey(&ingrid, &mut SoftPasskey::new("two", HOST, ORIGIN)).await;
        ingrid.proved(Method::POST, PATH, passkey_of(&id, None), &proof).await.assert_error(400, "session.mfa.mfa_factor_not_enabled");
    }

    async fn factors_that_the_tenant_does_not_have_are_not_set_up(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let secret = totp::new_secret(&*world.services().entropy);
        for body in [json!({ "type": "Totp", "secret": secret }), json!({ "type": "BackupCode", "codes": ["0123456789"] }), passkey_of("unknown", None)] {
            ingrid.proved(Method::POST, PATH, body, &proof).await.assert_error(400, "session.mfa.mfa_factor_not_enabled");
        }
        let replaced = ingrid.proved(Method::PUT, &format!("{PATH}/totp"), json!({ "secret": secret, "code": "000000" }), &proof).await;
        replaced.assert_error(400, "session.mfa.mfa_factor_not_enabled");
        assert!(world.find_user(&ingrid.id).await.mfa_factors.is_empty());
    }
}
