use domain::account::second_factor::SecondFactor;
use operations::second_factor::{self, passkey};
use store::both_databases;
use testkit::SoftPasskey;

use super::*;
use crate::test_api::shows;

both_databases! {
    async fn factors_are_set_up_listed_and_taken_away(db: Db) {
        let server = TestApi::over(db.clone()).await;
        let user = server.user_with(json!({ "username": "ingrid" })).await;
        let path = format!("/api/users/{user}/mfa-verifications");
        assert_eq!(server.get(&path).await, json!([]));
        server.client.post(&path, json!({ "type": "BackupCode" })).await.assert_error(422, "session.mfa.backup_code_can_not_be_alone");
        let totp = server.post(&path, json!({ "type": "Totp" }), 200).await;
        let (secret, picture) = (totp["secret"].as_str().unwrap(), totp["secretQrCode"].as_str().unwrap());
        assert_eq!(totp, json!({ "type": "Totp", "secret": secret, "secretQrCode": picture }));
        assert!(secret.len() == 32 && picture.starts_with("data:image/png;base64,iVBORw0KGgo"));
        let codes = server.post(&path, json!({ "type": "BackupCode" }), 200).await;
        let first = codes["codes"][0].as_str().unwrap();
        assert_eq!(codes["codes"].as_array().unwrap().len(), 10);
        for (kind, code) in [("Totp", "user.totp_already_in_use"), ("BackupCode", "user.backup_code_already_in_use")] {
            server.client.post(&path, json!({ "type": kind })).await.assert_error(422, code);
        }
        let listed = server.get(&path).await;
        let created_at = "2026-11-18T12:26:40.000Z";
        let expected = json!([
            { "id": listed[0]["id"], "createdAt": created_at, "type": "Totp" },
            { "id": listed[1]["id"], "createdAt": created_at, "type": "BackupCode", "remainCodes": 10 },
        ]);
        assert_eq!(listed, expected);
        let rows = store::testing::contents(&db).await["users"].concat();
        assert!(rows.contains("sealedSecret") && !shows(&rows, secret) && !shows(&rows, first));
        let factor = format!("{path}/{}", listed[0]["id"].as_str().unwrap());
        server.client.delete(&factor).await.assert_status(204);
        server.client.delete(&factor).await.assert_error(404, "entity.not_found");
        assert_eq!(server.get(&path).await, json!([expected[1]]));
    }

    async fn passkeys_are_listed_by_name_and_browser_and_taken_away(db: Db) {
        let server = TestApi::over(db).await;
        let user = domain::UserId::new(server.user_with(json!({ "username": "ingrid" })).await);
        let services = &server.services.services;
        let ingrid = store::user::find(services.db.exec(), &services.tenant, &user).await.unwrap().unwrap();
        let (options, ceremony) = passkey::begin_registration(services, &ingrid, &[]).unwrap();
        let answer = SoftPasskey::new("hers", "id.fjord.example", testkit::services::ENDPOINT).register(&json!(options));
        let answer = serde_json::from_value(answer).unwrap();
        let made = passkey::finish_registration(services, &user, &ceremony, &answer, Some("Browser")).unwrap();
        let named = &SecondFactor { name: Some("Key ring".to_owned()), ..made.unwrap() };
        second_factor::change(services, &user, |_, factors| Ok(second_factor::add(factors, named))).await.unwrap().unwrap().unwrap();
        let path = format!("/api/users/{user}/mfa-verifications");
        assert_eq!(
            server.get(&path).await,
            json!([{ "id": named.id, "createdAt": "2026-11-18T12:26:40.000Z", "type": "WebAuthn", "agent": "Browser", "name": "Key ring" }])
        );
        server.client.delete(&format!("{path}/{}", named.id)).await.assert_status(204);
        assert_eq!(server.get(&path).await, json!([]));
    }

    async fn a_secret_and_codes_may_be_given(db: Db) {
        let server = TestApi::over(db).await;
        let user = server.user_with(json!({})).await;
        let path = format!("/api/users/{user}/mfa-verifications");
        let secret = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        assert_eq!(server.post(&path, json!({ "type": "Totp", "secret": secret }), 200).await["secret"], secret);
        let codes = json!({ "type": "BackupCode", "codes": ["one-of-two", "two-of-two"] });
        assert_eq!(server.post(&path, codes.clone(), 200).await, codes);
        assert_eq!(server.get(&path).await[1]["remainCodes"], 2);
    }

    async fn what_is_unknown_or_malformed_is_refused(db: Db) {
        let server = TestApi::over(db).await;
        let user = server.user_with(json!({})).await;
        let path = format!("/api/users/{user}/mfa-verifications");
        for body in [
            json!({}), json!({ "type": "WebAuthn" }), json!({ "type": "Totp", "secret": "short" }), json!({ "type": "Totp", "secret": null }),
            json!({ "type": "BackupCode", "codes": [] }), json!({ "type": "BackupCode", "codes": [""] }),
            json!({ "type": "BackupCode", "codes": vec!["x"; 101] }), json!({ "type": "BackupCode", "codes": ["x".repeat(65)] }),
        ] {
            server.client.post(&path, body).await.assert_error(400, "guard.invalid_input");
        }
        let nobody = "/api/users/nobody/mfa-verifications";
        server.client.get(nobody).await.assert_error(404, "entity.not_found");
        server.client.post(nobody, json!({ "type": "Totp" })).await.assert_error(404, "entity.not_found");
        server.client.delete(&format!("{nobody}/x")).await.assert_error(404, "entity.not_found");
        server.client.delete(&format!("{path}/x")).await.assert_error(404, "entity.not_found");
        assert_eq!(server.stored_user(&user).await, bare(&user));
    }
}
