//! Proving oneself by a password, and setting another.

use std::{sync::Arc, time::Duration};

use axum::http::Method;
use domain::{password::KnownPasswords, sign_in_experience::IdentifierKind};
use operations::known_passwords::KnownPasswordSources;
use serde_json::json;
use store::{access_token, both_databases, grant, session};
use testkit::TestServices;

use super::world::{APP, PASSWORD, SCOPE, World, verification_id};

const PATH: &str = "/api/my-account/password";
const NEW: &str = "another-Lamp-78";

both_databases! {
    async fn a_password_proves_its_user_for_ten_minutes(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let answer = ingrid.client.post("/api/verifications/password", json!({ "password": PASSWORD })).await.assert_status(201);
        let id = verification_id(&answer);
        assert_eq!(answer.json(), json!({ "verificationRecordId": id, "expiresAt": "2026-11-18T12:36:40.000Z" }));
        assert_eq!(id.len(), 21);
        let contents = world.contents().await;
        assert!(!contents["verification_records"].contains(&id), "ids are stored as hashes");
        let phone = async || ingrid.proved(Method::DELETE, "/api/my-account/primary-phone", json!(null), &id).await;
        world.test.advance(Duration::from_secs(599));
        phone().await.assert_status(204);
        world.test.advance(Duration::from_secs(1));
        phone().await.assert_error(401, "verification_record.permission_denied");
    }

    async fn a_wrong_password_proves_nothing_and_too_many_lock_the_identifier(db: Db) {
        let world = World::over(db).await;
        world.experience(json!({ "sentinelPolicy": { "maxAttempts": 3 } })).await;
        let ingrid = world.someone("ingrid").await;
        let attempt = async |password: &str| ingrid.client.post("/api/verifications/password", json!({ "password": password })).await;
        for _ in 0..2 {
            attempt("wrong").await.assert_error(422, "session.invalid_credentials");
        }
        attempt(PASSWORD).await.assert_status(201);
        attempt("wrong").await.assert_error(400, "session.verification_blocked_too_many_attempts");
        attempt(PASSWORD).await.assert_error(400, "session.verification_blocked_too_many_attempts");
        attempt("").await.assert_error(400, "guard.invalid_input");
        let without = world.someone_with("astrid", |user| user.password = None).await;
        without.client.post("/api/verifications/password", json!({ "password": PASSWORD })).await.assert_error(422, "session.invalid_credentials");
    }

    async fn a_new_password_takes_the_place_of_the_old_and_ends_every_session_and_grant(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let elsewhere = world.signed_in(&ingrid.id, APP, SCOPE).await;
        let proof = ingrid.proof().await;
        let body = json!({ "password": NEW });
        ingrid.client.post(PATH, body.clone()).await.assert_error(401, "verification_record.permission_denied");
        assert_eq!(ingrid.proved(Method::POST, PATH, body.clone(), &proof).await.assert_status(204).body, "");
        let (services, now) = (world.services(), world.services().now());
        let (exec, tenant) = (services.db.exec(), &services.tenant);
        for one in [&ingrid, &elsewhere] {
            assert!(session::find(exec, tenant, &one.session, now).await.unwrap().is_none());
            assert!(grant::find(exec, tenant, &one.grant, now).await.unwrap().is_none());
            assert!(access_token::find(exec, tenant, &domain::HashedToken::of(&one.token), now).await.unwrap().is_none());
            one.client.get("/api/my-account").await.assert_error(401, "auth.unauthorized");
        }
        // What was proved before proves nothing in the next sign-in.
        let again = world.signed_in(&ingrid.id, APP, SCOPE).await;
        again.proved(Method::POST, PATH, json!({ "password": "third-Lamp-79" }), &proof).await.assert_error(401, "verification_record.permission_denied");
        again.client.post("/api/verifications/password", json!({ "password": PASSWORD })).await.assert_error(422, "session.invalid_credentials");
        again.client.post("/api/verifications/password", json!({ "password": NEW })).await.assert_status(201);
    }

    async fn choosing_a_new_password_is_no_way_to_guess_the_present_one(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let set = async |password: &str| ingrid.proved(Method::POST, PATH, json!({ "password": password }), &proof).await;
        for _ in 0..10 {
            set(PASSWORD).await.assert_error(422, "user.same_password");
        }
        set(PASSWORD).await.assert_error(400, "session.verification_blocked_too_many_attempts");
        set(NEW).await.assert_error(400, "session.verification_blocked_too_many_attempts");
    }

    async fn a_password_rests_on_what_it_was_set_by(db: Db) {
        let world = World::over(db).await;
        for (name, by_code, expected) in [("ingrid", true, Some(IdentifierKind::Email)), ("olav", false, None)] {
            let someone = world.someone(name).await;
            let address = format!("{name}@fjord.example");
            let proof = if by_code { someone.verified_code(&world, "email", &address).await } else { someone.proof().await };
            someone.proved(Method::POST, PATH, json!({ "password": NEW }), &proof).await.assert_status(204);
            assert_eq!(world.find_user(&someone.id).await.password_recovered_by, expected, "{name}");
            if !by_code {
                continue;
            }
            // One that rests on a mailbox makes no other that does not.
            let again = world.signed_in(&someone.id, APP, SCOPE).await;
            let proof = again.client.post("/api/verifications/password", json!({ "password": NEW })).await.assert_status(201);
            let proof = verification_id(&proof);
            again.proved(Method::POST, PATH, json!({ "password": "third-Lamp-79" }), &proof).await.assert_status(204);
            assert_eq!(world.find_user(&again.id).await.password_recovered_by, expected);
        }
    }

    async fn a_password_follows_the_policy_and_is_not_the_present_one(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let set = async |password: String| ingrid.proved(Method::POST, PATH, json!({ "password": password }), &proof).await;
        let short = set("Ab1".to_owned()).await.assert_error(422, "password.rejected").json();
        assert_eq!(short["data"][0], json!({ "code": "password_rejected.too_short", "interpolation": { "min": 8 } }));
        let own = set("ingrid@fjord.example".to_owned()).await.assert_error(422, "password.rejected").json();
        assert_eq!(own["data"], json!([{ "code": "password_rejected.restricted.user_info" }]));
        set(PASSWORD.to_owned()).await.assert_error(422, "user.same_password");
        set(String::new()).await.assert_error(400, "guard.invalid_input");
        set("x".repeat(257)).await.assert_error(400, "guard.invalid_input");
        ingrid.client.get("/api/my-account").await.assert_status(200);
    }

    async fn a_password_that_is_known_from_leaks_is_not_chosen(db: Db) {
        let list = KnownPasswords::read("fjord-Leaked-77\n".as_bytes()).unwrap();
        let sources = KnownPasswordSources { list: Some(Arc::new(list)), ..KnownPasswordSources::default() };
        let world = World::of(TestServices::over_with(db, |options| options.known_passwords = sources).await).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let set = async |password: &str| ingrid.proved(Method::POST, PATH, json!({ "password": password }), &proof).await;
        let leaked = set("Fjord-Leaked-77").await.assert_error(422, "password.rejected").json();
        assert_eq!(leaked["data"], json!([{ "code": "password_rejected.pwned" }]));
        set(NEW).await.assert_status(204);
    }

    async fn a_first_password_ends_nothing(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone_with("ingrid", |user| user.password = None).await;
        let proof = ingrid.verified_code(&world, "email", "ingrid@fjord.example").await;
        ingrid.proved(Method::POST, PATH, json!({ "password": NEW }), &proof).await.assert_status(204);
        assert_eq!(ingrid.client.get("/api/my-account").await.assert_status(200).json()["hasPassword"], true);
    }

    /// Who registered with an account elsewhere has neither password nor address: a sign-in that is as new as a verification would be is as
    /// good as one.
    async fn who_has_nothing_to_prove_themselves_with_signs_in_anew(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone_with("ingrid", |user| {
            (user.password, user.primary_email, user.username) = (None, None, None);
        }).await;
        assert_eq!(ingrid.client.get("/api/my-account").await.json()["hasSecurityVerificationMethod"], false);
        world.test.advance(Duration::from_secs(600));
        let body = json!({ "password": NEW });
        ingrid.client.post(PATH, body.clone()).await.assert_error(401, "verification_record.permission_denied");
        let fresh = world.signed_in(&ingrid.id, APP, SCOPE).await;
        fresh.proved(Method::POST, PATH, body.clone(), "unknown").await.assert_error(401, "verification_record.permission_denied");
        fresh.client.post(PATH, body.clone()).await.assert_status(204);
        // From now on there is a password.
        fresh.client.post(PATH, body).await.assert_error(401, "verification_record.permission_denied");
    }
}
