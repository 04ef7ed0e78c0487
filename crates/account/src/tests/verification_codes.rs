//! Codes to addresses, the user's own and new ones.

use std::time::Duration;

use axum::http::Method;
use serde_json::json;
use store::both_databases;

use super::world::{World, verification_id};

const OWN: &str = "ingrid@fjord.example";
const NEW: &str = "new@fjord.example";

/// Another code of six digits.
fn wrong(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

both_databases! {
    async fn a_code_to_the_users_own_address_proves_the_user(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone_with("ingrid", |user| user.primary_phone = Some("4741234567".to_owned())).await;
        for (kind, value) in [("email", OWN), ("phone", "4741234567")] {
            let body = json!({ "identifier": { "type": kind, "value": value } });
            let answer = ingrid.client.post("/api/verifications/verification-code", body).await.assert_status(201);
            let id = verification_id(&answer);
            assert_eq!(answer.json(), json!({ "verificationRecordId": id, "expiresAt": "2026-11-18T12:36:40.000Z" }));
            let (template, code) = world.last_message(value).await;
            assert_eq!(template, "UserPermissionValidation");
            let delete = async || ingrid.proved(Method::DELETE, "/api/my-account/grants/unknown", json!(null), &id).await;
            delete().await.assert_error(401, "verification_record.permission_denied");
            ingrid.show_code(kind, value, (&id, &wrong(&code))).await.assert_error(400, "verification_code.code_mismatch");
            let verified = ingrid.show_code(kind, value, (&id, &code)).await.assert_status(200);
            assert_eq!(verified.json(), json!({ "verificationRecordId": id }));
            delete().await.assert_error(404, "oidc.invalid_grant");
            ingrid.show_code(kind, value, (&id, &code)).await.assert_error(400, "verification_record.not_found");
        }
    }

    async fn the_message_says_what_the_code_is_for(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        for (value, asked, told) in [
            (OWN, json!(null), "UserPermissionValidation"), (NEW, json!(null), "BindNewIdentifier"), (OWN, json!("BindMfa"), "BindMfa"),
            (NEW, json!("UserPermissionValidation"), "UserPermissionValidation"),
        ] {
            let mut body = json!({ "identifier": { "type": "email", "value": value } });
            if asked.is_string() {
                body["templateType"] = asked;
            }
            ingrid.client.post("/api/verifications/verification-code", body).await.assert_status(201);
            assert_eq!(world.last_message(value).await.0, told);
            world.test.advance(Duration::from_secs(1));
        }
        let other = json!({ "identifier": { "type": "email", "value": OWN }, "templateType": "SignIn" });
        ingrid.client.post("/api/verifications/verification-code", other).await.assert_error(400, "guard.invalid_input");
    }

    async fn a_code_ends_by_time_and_by_tries(db: Db) {
        let world = World::over(db).await;
        world.experience(json!({ "verificationCodePolicy": { "expirationDuration": 60, "maxRetryAttempts": 2 } })).await;
        let ingrid = world.someone("ingrid").await;
        let id = ingrid.asked_for_code("email", OWN).await;
        let (_, code) = world.last_message(OWN).await;
        world.test.advance(Duration::from_secs(60));
        ingrid.show_code("email", OWN, (&id, &code)).await.assert_error(400, "verification_code.expired");
        let id = ingrid.asked_for_code("email", OWN).await;
        let (_, code) = world.last_message(OWN).await;
        for _ in 0..2 {
            ingrid.show_code("email", OWN, (&id, &wrong(&code))).await.assert_error(400, "verification_code.code_mismatch");
        }
        ingrid.show_code("email", OWN, (&id, &code)).await.assert_error(400, "verification_code.exceed_max_try");
    }

    async fn a_code_counts_for_its_own_verification_and_address(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let first = ingrid.asked_for_code("email", OWN).await;
        let (_, first_code) = world.last_message(OWN).await;
        world.test.advance(Duration::from_secs(1));
        let second = ingrid.asked_for_code("email", OWN).await;
        let (_, second_code) = world.last_message(OWN).await;
        assert_ne!(first_code, second_code);
        ingrid.show_code("email", OWN, (&first, &second_code)).await.assert_error(400, "verification_code.code_mismatch");
        ingrid.show_code("email", NEW, (&second, &second_code)).await.assert_error(400, "verification_code.email_mismatch");
        ingrid.show_code("phone", "4741234567", (&second, &second_code)).await.assert_error(400, "verification_record.not_found");
        ingrid.show_code("email", "INGRID@fjord.example", (&second, &second_code)).await.assert_status(200);
        ingrid.show_code("email", OWN, (&first, &first_code)).await.assert_status(200);
        let password = ingrid.proof().await;
        ingrid.show_code("email", OWN, (&password, &first_code)).await.assert_error(400, "verification_record.not_found");
    }

    async fn wrong_codes_lock_the_address_across_verifications(db: Db) {
        let world = World::over(db).await;
        world.experience(json!({ "sentinelPolicy": { "maxAttempts": 3 } })).await;
        let ingrid = world.someone("ingrid").await;
        for code in ["verification_code.code_mismatch", "verification_code.code_mismatch", "session.verification_blocked_too_many_attempts"] {
            let id = ingrid.asked_for_code("email", OWN).await;
            let (_, sent) = world.last_message(OWN).await;
            ingrid.show_code("email", OWN, (&id, &wrong(&sent))).await.assert_error(400, code);
            world.test.advance(Duration::from_secs(1));
        }
        let id = ingrid.asked_for_code("email", OWN).await;
        let (_, sent) = world.last_message(OWN).await;
        ingrid.show_code("email", OWN, (&id, &sent)).await.assert_error(400, "session.verification_blocked_too_many_attempts");
    }

    async fn an_address_gets_so_many_messages_and_no_more(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        for _ in 0..10 {
            ingrid.asked_for_code("email", OWN).await;
        }
        let body = json!({ "identifier": { "type": "email", "value": OWN } });
        ingrid.client.post("/api/verifications/verification-code", body).await.assert_error(429, "request.message_rate_limited");
        for bad in [
            json!({ "type": "email", "value": "a@b.c, d@e.f" }), json!({ "type": "email", "value": "" }), json!({ "type": "phone", "value": "+47" }),
            json!({ "type": "username", "value": "ingrid" }), json!({ "type": "email" }),
        ] {
            let body = json!({ "identifier": bad });
            ingrid.client.post("/api/verifications/verification-code", body).await.assert_error(400, "guard.invalid_input");
        }
        let impossible = json!({ "identifier": { "type": "phone", "value": "1" } });
        ingrid.client.post("/api/verifications/verification-code", impossible).await.assert_error(422, "user.invalid_phone");
    }
}
