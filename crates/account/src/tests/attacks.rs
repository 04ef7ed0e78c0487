//! What an attacker tries who has an account, or somebody's access token, but not their password.

use std::time::Duration;

use axum::http::Method;
use domain::sentinel::{SentinelIdentifier, SentinelPolicy};
use futures_util::future::join_all;
use serde_json::{Value, json};
use store::both_databases;

use super::world::{APP, PASSWORD, SCOPE, World, send};
use crate::{operations, rules};

const EMAIL: &str = "/api/my-account/primary-email";

fn email(value: &str, id: &str) -> Value {
    json!({ "email": value, "newIdentifierVerificationRecordId": id })
}

both_databases! {
    /// A stolen token is not enough to take the account over.
    async fn nothing_sensitive_is_done_without_a_proof_of_the_caller_and_of_this_sign_in(db: Db) {
        let world = World::over(db).await;
        let (ingrid, mallory) = (world.someone("ingrid").await, world.someone("mallory").await);
        let theirs = mallory.proof().await;
        let mailed = mallory.verified_code(&world, "email", "mallory@fjord.example").await;
        let elsewhere = world.signed_in(&ingrid.id, APP, SCOPE).await.proof().await;
        let new_address = ingrid.verified_code(&world, "email", "of-mallory@fjord.example").await;
        let unfinished = ingrid.asked_for_code("email", "ingrid@fjord.example").await;
        let expired = ingrid.proof().await;
        world.test.advance(Duration::from_secs(600));
        let fresh_new_address = ingrid.verified_code(&world, "email", "of-mallory@fjord.example").await;
        let before = world.find_user(&ingrid.id).await;
        for operation in operations().iter().filter(|operation| rules::of(operation).unwrap().needs_proof) {
            for id in [theirs.as_str(), &mailed, &elsewhere, &new_address, &fresh_new_address, &unfinished, &expired, "unknown", "", "ø"] {
                let headers = [("logto-verification-id", id)];
                let answer = send(&ingrid.client, operation, &headers).await;
                answer.assert_error(401, "verification_record.permission_denied");
            }
            send(&ingrid.client, operation, &[]).await.assert_error(401, "verification_record.permission_denied");
        }
        assert_eq!(world.find_user(&ingrid.id).await, before);
    }

    /// What somebody has verified for their account gives nothing to another's.
    async fn a_verified_address_of_another_user_is_not_there(db: Db) {
        let world = World::over(db).await;
        let (ingrid, mallory) = (world.someone("ingrid").await, world.someone("mallory").await);
        let new = ingrid.verified_code(&world, "email", "new@fjord.example").await;
        let proof = mallory.proof().await;
        mallory.proved(Method::POST, EMAIL, email("new@fjord.example", &new), &proof).await.assert_error(400, "verification_record.not_found");
        let pending = ingrid.asked_for_code("email", "newer@fjord.example").await;
        let (_, code) = world.last_message("newer@fjord.example").await;
        mallory.show_code("email", "newer@fjord.example", (&pending, &code)).await.assert_error(400, "verification_record.not_found");
        ingrid.show_code("email", "newer@fjord.example", (&pending, &code)).await.assert_status(200);
    }

    /// Whoever reads one message to an address of an enterprise is not led to by its owner's sign-in at work.
    async fn an_address_of_an_enterprise_gets_into_no_account_but_by_its_provider(db: Db) {
        let world = World::over(db).await;
        let services = &world.test.services;
        let connector = testkit::sso::enterprise_connector(services, "dal").await;
        let mut opened = operations::sso::find(services, &connector).await.unwrap().unwrap();
        opened.domains = vec!["dal.example".to_owned()];
        let sealed = operations::sso::seal(services, &opened).unwrap();
        store::sso_connector::update(services.db.exec(), &services.tenant, &sealed).await.unwrap();
        let ingrid = world.someone("ingrid").await;
        for (is_on, address) in [(true, "new.hire@Dal.example"), (true, "new.hire@dal.example."), (false, "new.hire@dal.example")] {
            world.experience(json!({ "singleSignOnEnabled": is_on })).await;
            let proof = ingrid.proof().await;
            let new = ingrid.verified_code(&world, "email", address).await;
            let changed = ingrid.proved(Method::POST, EMAIL, email(address, &new), &proof).await;
            if is_on {
                changed.assert_error(422, "session.sso_enabled");
            } else {
                changed.assert_status(204);
            }
        }
    }

    /// A proof by the old address is none when the address has changed.
    async fn a_proof_by_an_address_ends_with_the_address(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.verified_code(&world, "email", "ingrid@fjord.example").await;
        let new = ingrid.verified_code(&world, "email", "new@fjord.example").await;
        let newer = ingrid.verified_code(&world, "email", "newer@fjord.example").await;
        ingrid.proved(Method::POST, EMAIL, email("new@fjord.example", &new), &proof).await.assert_status(204);
        let again = ingrid.proved(Method::POST, EMAIL, email("newer@fjord.example", &newer), &proof).await;
        again.assert_error(401, "verification_record.permission_denied");
        assert_eq!(world.find_user(&ingrid.id).await.primary_email.as_deref(), Some("new@fjord.example"));
    }

    /// Of changes that race with one proof by the address that they change, one is made.
    async fn racing_changes_of_an_address_are_made_once(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.verified_code(&world, "email", "ingrid@fjord.example").await;
        let mut bodies = Vec::new();
        for number in 0..4 {
            let address = format!("new{number}@fjord.example");
            let id = ingrid.verified_code(&world, "email", &address).await;
            bodies.push(email(&address, &id));
        }
        let changes = bodies.into_iter().map(|body| ingrid.proved(Method::POST, EMAIL, body, &proof));
        let answers = join_all(changes).await;
        let made = answers.iter().filter(|answer| answer.status == 204).count();
        assert_eq!(made, 1, "{:?}", answers.iter().map(|answer| &answer.body).collect::<Vec<_>>());
    }

    /// One verification of a new address makes one change, whoever else holds its id.
    async fn racing_uses_of_a_verified_address_succeed_once(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let new = ingrid.verified_code(&world, "email", "new@fjord.example").await;
        let uses = (0..6).map(|_| ingrid.proved(Method::POST, EMAIL, email("new@fjord.example", &new), &proof));
        let answers = join_all(uses).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
    }

    /// Of the users who race for one address, one gets it.
    async fn racing_users_share_no_address(db: Db) {
        let world = World::over(db).await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        let mut ready = Vec::new();
        for one in [&ingrid, &astrid] {
            ready.push((one, one.proof().await, one.verified_code(&world, "email", "shared@fjord.example").await));
        }
        let changes = ready.iter().map(|(one, proof, id)| one.proved(Method::POST, EMAIL, email("shared@fjord.example", id), proof));
        let mut statuses: Vec<_> = join_all(changes).await.iter().map(|answer| answer.status.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 422]);
    }

    /// Whoever is signed out while they ask changes nothing any more.
    async fn a_change_of_somebody_who_is_just_being_signed_out_is_not_made(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let thief = world.signed_in(&ingrid.id, APP, SCOPE).await;
        let (proof, theirs) = (ingrid.proof().await, thief.proof().await);
        let new = thief.verified_code(&world, "email", "of-thief@fjord.example").await;
        let set = ingrid.proved(Method::POST, "/api/my-account/password", json!({ "password": "another-Lamp-78" }), &proof);
        let taken = thief.proved(Method::POST, EMAIL, email("of-thief@fjord.example", &new), &theirs);
        let (set, taken) = futures_util::future::join(set, taken).await;
        set.assert_status(204);
        // Either it came before, or it came too late; what it may not is to come after.
        assert!([204, 401].contains(&taken.status.as_u16()), "{}", taken.body);
        thief.client.get("/api/my-account").await.assert_error(401, "auth.unauthorized");
    }

    /// Failed guesses are counted by a name, which its user may change.
    async fn a_new_name_gives_nobody_new_guesses(db: Db) {
        let world = World::over(db).await;
        world.experience(json!({ "sentinelPolicy": { "maxAttempts": 3 } })).await;
        let ingrid = world.someone("ingrid").await;
        let guess = async |password: &str| ingrid.client.post("/api/verifications/password", json!({ "password": password })).await;
        for name in ["ina_1", "ina_2"] {
            guess("wrong-Lamp-1").await.assert_error(422, "session.invalid_credentials");
            ingrid.client.patch("/api/my-account", json!({ "username": name })).await.assert_status(200);
        }
        guess("wrong-Lamp-1").await.assert_error(400, "session.verification_blocked_too_many_attempts");
        guess(PASSWORD).await.assert_error(400, "session.verification_blocked_too_many_attempts");
        // Who knows an id locks nobody by it: it is no name.
        let astrid = world.someone("astrid").await;
        for _ in 0..3 {
            let typed = SentinelIdentifier::new("username", astrid.id.as_str());
            let policy = SentinelPolicy { max_attempts: 3, ..SentinelPolicy::default() };
            let _ = operations::sentinel::begin_attempt(world.services(), typed, &policy).await.unwrap();
        }
        let body = json!({ "password": PASSWORD });
        astrid.client.post("/api/verifications/password", body).await.assert_status(201);
    }

    /// At the sign-in they are counted by the name alone.
    async fn nobody_takes_new_names_without_end(db: Db) {
        let world = World::over(db).await;
        world.user_with("taken", |_| {}).await;
        let ingrid = world.someone("ingrid").await;
        let rename = async |name: &str| ingrid.client.patch("/api/my-account", json!({ "username": name })).await;
        for number in 0..5 {
            rename(&format!("ina_{number}")).await.assert_status(200);
            // The same once more is no new name, and one that is taken is none that they get.
            rename(&format!("ina_{number}")).await.assert_status(200);
            if number < 4 {
                rename("taken").await.assert_error(422, "user.username_already_in_use");
            }
        }
        rename("ina_5").await.assert_error(429, "account_center.username_rate_limited");
        ingrid.client.patch("/api/my-account", json!({ "username": "ina_4", "name": "Ingrid" })).await.assert_status(200);
        world.test.advance(Duration::from_secs(86_400));
        operations::sentinel::forget_ended(world.services(), 100).await.unwrap();
        let again = world.signed_in(&ingrid.id, APP, SCOPE).await;
        again.client.patch("/api/my-account", json!({ "username": "ina_5" })).await.assert_status(200);
    }

    /// Nobody writes to strangers through an account.
    async fn codes_go_to_few_addresses_that_are_not_the_users(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let ask = async |address: String| {
            let body = json!({ "identifier": { "type": "email", "value": address } });
            ingrid.client.post("/api/verifications/verification-code", body).await
        };
        // The connector is asked for the first time: makes the mailbox.
        ingrid.asked_for_code("email", "ingrid@fjord.example").await;
        for number in 0..30 {
            ask(format!("stranger{number}@elsewhere.example")).await.assert_status(201);
        }
        ask("one-more@elsewhere.example".to_owned()).await.assert_error(429, "request.message_rate_limited");
        ask("ingrid@fjord.example".to_owned()).await.assert_status(201);
    }
}
