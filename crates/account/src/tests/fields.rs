//! What the account center closes is closed, operation by operation and field by field.

use serde_json::json;
use store::both_databases;

use super::world::{World, send};
use crate::{operations, rules};

fn name_of(field: rules::Field) -> &'static str {
    use rules::Field;
    match field {
        Field::Name => "name",
        Field::Avatar => "avatar",
        Field::Profile => "profile",
        Field::Email => "email",
        Field::Phone => "phone",
        Field::Password => "password",
        Field::Username => "username",
        Field::Social => "social",
        Field::CustomData => "customData",
        Field::Mfa => "mfa",
        Field::Passkey => "passkey",
        Field::Session => "session",
        Field::Organization => "organization",
        Field::PersonalAccessToken => "personalAccessToken",
        Field::Account => "account",
    }
}

both_databases! {
    async fn an_operation_needs_its_field_open(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        for operation in operations() {
            let rule = rules::of(&operation).unwrap();
            let (fields, is_read) = ([rule.sees, rule.edits].concat(), !rule.sees.is_empty());
            if fields.is_empty() {
                continue;
            }
            let names: Vec<_> = fields.into_iter().map(name_of).collect();
            world.open_all_but(&names, "Off").await;
            send(&ingrid.client, &operation, &[]).await.assert_error(400, "account_center.field_not_enabled");
            world.open_all_but(&names, "ReadOnly").await;
            let answer = send(&ingrid.client, &operation, &[]).await;
            if is_read {
                assert_ne!(answer.json()["code"], "account_center.field_not_enabled");
            } else {
                answer.assert_error(400, "account_center.field_not_editable");
            }
        }
    }

    async fn each_field_of_the_account_is_shown_and_changed_by_itself(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        for (field, member, change) in [
            ("name", "name", json!({ "name": "Ina" })),
            ("avatar", "avatar", json!({ "avatar": "https://cdn.fjord.example/i.png" })),
            ("username", "username", json!({ "username": "ina" })),
            ("customData", "customData", json!({ "customData": { "a": 1 } })),
        ] {
            let shown = async || ingrid.client.get("/api/my-account").await.assert_status(200).json().get(member).cloned();
            let before = world.find_user(&ingrid.id).await;
            world.open_field(field, "Off").await;
            assert_eq!(shown().await, None, "{field}");
            ingrid.client.patch("/api/my-account", change.clone()).await.assert_error(400, "account_center.field_not_enabled");
            world.open_field(field, "ReadOnly").await;
            assert!(shown().await.is_some(), "{field}");
            ingrid.client.patch("/api/my-account", change.clone()).await.assert_error(400, "account_center.field_not_editable");
            // Nothing of a change is made when a part of it may not be.
            let mut both = change.clone();
            let other = if field == "name" { ("username", "ina") } else { ("name", "Ina") };
            both[other.0] = other.1.into();
            ingrid.client.patch("/api/my-account", both).await.assert_error(400, "account_center.field_not_editable");
            assert_eq!(world.find_user(&ingrid.id).await, before, "{field}");
            world.open_field(field, "Edit").await;
            ingrid.client.patch("/api/my-account", change.clone()).await.assert_status(200);
            assert_eq!(shown().await.as_ref(), change.get(member), "{field}");
        }
        for (field, member) in [("email", "primaryEmail"), ("phone", "primaryPhone"), ("profile", "profile"), ("social", "identities"), ("social", "ssoIdentities"), ("password", "hasPassword")] {
            world.open_field(field, "Off").await;
            assert_eq!(ingrid.client.get("/api/my-account").await.json().get(member), None, "{field}");
            world.open_field(field, "ReadOnly").await;
            assert!(ingrid.client.get("/api/my-account").await.json().get(member).is_some(), "{field}");
        }
    }

    /// Passkeys may be open where other second factors are not.
    async fn passkeys_are_a_part_of_their_own(db: Db) {
        let world = World::over(db).await;
        world.experience(json!({ "mfa": { "factors": ["Totp", "WebAuthn"], "policy": "UserControlled" } })).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let post = async |body: serde_json::Value| ingrid.proved(axum::http::Method::POST, "/api/my-account/mfa-verifications", body, &proof).await;
        let totp = || json!({ "type": "Totp", "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" });
        let passkey = || json!({ "type": "WebAuthn", "newIdentifierVerificationRecordId": "unknown" });
        post(totp()).await.assert_status(204);
        let id = world.find_user(&ingrid.id).await.mfa_factors[0]["id"].as_str().unwrap().to_owned();
        world.open_field("mfa", "Off").await;
        assert_eq!(ingrid.client.get("/api/my-account/mfa-verifications").await.assert_status(200).json(), json!([]));
        post(totp()).await.assert_error(400, "account_center.field_not_enabled");
        post(passkey()).await.assert_error(400, "verification_record.not_found");
        let path = format!("/api/my-account/mfa-verifications/{id}");
        ingrid.proved(axum::http::Method::DELETE, &path, json!(null), &proof).await.assert_error(400, "account_center.field_not_enabled");
        world.open_all_but(&["mfa", "passkey"], "ReadOnly").await;
        post(passkey()).await.assert_error(400, "account_center.field_not_editable");
        assert_eq!(world.find_user(&ingrid.id).await.mfa_factors.len(), 1);
    }

    /// What is said of passkeys counts for them, whatever is said of second factors; where nothing is said, what is said of those.
    async fn passkeys_that_are_closed_are_closed_though_other_factors_are_open(db: Db) {
        let world = World::over(db).await;
        world.experience(json!({ "mfa": { "factors": ["Totp", "WebAuthn"], "policy": "UserControlled" } })).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let passkey = async || {
            let body = json!({ "type": "WebAuthn", "newIdentifierVerificationRecordId": "unknown" });
            ingrid.proved(axum::http::Method::POST, "/api/my-account/mfa-verifications", body, &proof).await
        };
        let registration = async || ingrid.client.post("/api/verifications/web-authn/registration", json!({})).await;
        for (access, code) in [("Off", "account_center.field_not_enabled"), ("ReadOnly", "account_center.field_not_editable")] {
            world.open_field("passkey", access).await;
            passkey().await.assert_error(400, code);
            registration().await.assert_error(400, code);
        }
        world.account_center(json!({ "enabled": true, "fields": { "mfa": "Edit" } })).await;
        passkey().await.assert_error(400, "verification_record.not_found");
        registration().await.assert_status(200);
    }

    async fn a_code_to_a_new_address_needs_the_address_open(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        for (field, kind, value) in [("email", "email", "new@fjord.example"), ("phone", "phone", "4741234567")] {
            let body = json!({ "identifier": { "type": kind, "value": value } });
            world.open_field(field, "ReadOnly").await;
            let refused = ingrid.client.post("/api/verifications/verification-code", body).await;
            refused.assert_error(400, "account_center.field_not_editable");
            // To their own address it is a proof, which other changes need.
            ingrid.asked_for_code("email", "ingrid@fjord.example").await;
        }
    }
}
