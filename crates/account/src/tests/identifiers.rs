//! E-mail addresses and phone numbers: changed with a code, and removed.

use axum::http::Method;
use domain::UserId;
use serde_json::{Value, json};
use store::both_databases;

use super::world::World;

const EMAIL: &str = "/api/my-account/primary-email";
const PHONE: &str = "/api/my-account/primary-phone";

fn email(value: &str, id: &str) -> Value {
    json!({ "email": value, "newIdentifierVerificationRecordId": id })
}

fn phone(value: &str, id: &str) -> Value {
    json!({ "phone": value, "newIdentifierVerificationRecordId": id })
}

async fn addresses(world: &World, id: &UserId) -> (Option<String>, Option<String>) {
    let user = world.find_user(id).await;
    (user.primary_email, user.primary_phone)
}

both_databases! {
    async fn a_verified_address_becomes_the_users_once(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let new = ingrid.verified_code(&world, "email", "new@fjord.example").await;
        let change = async |body| ingrid.proved(Method::POST, EMAIL, body, &proof).await;
        change(email("other@fjord.example", &new)).await.assert_error(400, "verification_record.not_found");
        assert_eq!(change(email("New@fjord.example", &new)).await.assert_status(204).body, "");
        assert_eq!(addresses(&world, &ingrid.id).await, (Some("New@fjord.example".to_owned()), None));
        change(email("New@fjord.example", &new)).await.assert_error(400, "verification_record.not_found");
        let number = ingrid.verified_code(&world, "phone", "4741234567").await;
        ingrid.proved(Method::POST, PHONE, phone("4741234567", &number), &proof).await.assert_status(204);
        assert_eq!(addresses(&world, &ingrid.id).await.1.as_deref(), Some("4741234567"));
    }

    async fn only_what_a_code_has_shown_becomes_an_address(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let pending = ingrid.asked_for_code("email", "new@fjord.example").await;
        let number = ingrid.verified_code(&world, "phone", "4741234567").await;
        for id in [pending.as_str(), &proof, &number, "unknown", ""] {
            let refused = ingrid.proved(Method::POST, EMAIL, email("new@fjord.example", id), &proof).await;
            refused.assert_error(400, "verification_record.not_found");
        }
        for bad in [json!({}), json!({ "email": "new@fjord.example" }), email("a b@c.d", &number), email("a\u{0}@b.c", &number)] {
            ingrid.proved(Method::POST, EMAIL, bad, &proof).await.assert_error(400, "guard.invalid_input");
        }
        ingrid.proved(Method::POST, PHONE, phone("1", &number), &proof).await.assert_error(422, "user.invalid_phone");
        ingrid.proved(Method::POST, PHONE, phone("+4741234567", &number), &proof).await.assert_error(400, "guard.invalid_input");
        assert_eq!(addresses(&world, &ingrid.id).await, (Some("ingrid@fjord.example".to_owned()), None));
    }

    async fn an_address_of_another_account_is_not_taken_and_its_verification_not_spent(db: Db) {
        let world = World::over(db).await;
        let astrid = world.user_with("astrid", |user| {
            (user.primary_email, user.primary_phone) = (Some("Astrid@fjord.example".to_owned()), Some("4741234567".to_owned()));
        }).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let address = ingrid.verified_code(&world, "email", "astrid@fjord.example").await;
        let number = ingrid.verified_code(&world, "phone", "4741234567").await;
        let change_email = async || ingrid.proved(Method::POST, EMAIL, email("astrid@fjord.example", &address), &proof).await;
        change_email().await.assert_error(422, "user.email_already_in_use");
        ingrid.proved(Method::POST, PHONE, phone("4741234567", &number), &proof).await.assert_error(422, "user.phone_already_in_use");
        let (services, id) = (world.services(), &astrid);
        let gone: Result<_, store::StoreError> = services.db.transaction(|tx| async move { store::user::delete(tx.exec(), &services.tenant, id).await }).await;
        assert!(gone.unwrap());
        change_email().await.assert_status(204);
    }

    async fn an_address_that_the_tenant_does_not_want_is_refused(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let verified = ingrid.verified_code(&world, "email", "ina@throwaway.example").await;
        world.experience(json!({ "emailBlocklistPolicy": { "customBlocklist": ["@throwaway.example"], "blockSubaddressing": true } })).await;
        let change = ingrid.proved(Method::POST, EMAIL, email("ina@throwaway.example", &verified), &proof).await;
        change.assert_error(422, "session.email_blocklist.email_not_allowed");
        world.experience(json!({ "emailBlocklistPolicy": {
            "customBlocklist": ["@throwaway.example"], "blockSubaddressing": true, "blockDisposableAddresses": true,
        } })).await;
        for (value, code) in [
            ("ina@Throwaway.example", "email_not_allowed"), ("ina@mailinator.com", "email_not_allowed"),
            ("ina+1@fjord.example", "email_subaddressing_not_allowed"),
        ] {
            let body = json!({ "identifier": { "type": "email", "value": value } });
            let refused = ingrid.client.post("/api/verifications/verification-code", body).await;
            refused.assert_error(422, &format!("session.email_blocklist.{code}"));
        }
    }

    async fn an_address_is_removed_where_the_account_keeps_a_way_in(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone_with("ingrid", |user| user.primary_phone = Some("4741234567".to_owned())).await;
        let proof = ingrid.proof().await;
        ingrid.client.delete(EMAIL).await.assert_error(401, "verification_record.permission_denied");
        for path in [EMAIL, PHONE] {
            assert_eq!(ingrid.proved(Method::DELETE, path, json!(null), &proof).await.assert_status(204).body, "");
        }
        assert_eq!(addresses(&world, &ingrid.id).await, (None, None));

        world.experience(json!({ "signUp": { "identifiers": ["email"], "password": false, "verify": true } })).await;
        let bound = world.someone("bound").await;
        let proof = bound.proof().await;
        let refused = bound.proved(Method::DELETE, EMAIL, json!(null), &proof).await.assert_error(422, "user.missing_profile").json();
        assert_eq!(refused["data"], json!({ "missingProfile": ["email"] }));
        world.experience(json!({ "signUp": { "identifiers": [], "password": false, "verify": false } })).await;
        let only = world.someone_with("only", |user| user.username = None).await;
        let proof = only.proof().await;
        only.proved(Method::DELETE, EMAIL, json!(null), &proof).await.assert_error(422, "user.last_sign_in_method");
    }
}
