//! Accounts elsewhere: shown, linked, replaced, unlinked, used as a proof, and the tokens that come with them.

use axum::http::Method;
use serde_json::{Value, json};
use store::both_databases;
use testkit::{
    TestResponse,
    sso::{enterprise_connector, enterprise_identity},
};

use super::{
    provider::{Provider, parameter},
    world::{APP, SCOPE, Someone, World, verification_id},
};

const PATH: &str = "/api/my-account/identities";
const CALLBACK: &str = "https://desk.fjord.example/callback";

/// A tenant with a connector whose target is `fjord`.
async fn connected(db: store::Db) -> (World, Provider, String) {
    let (world, provider) = (World::over(db).await, Provider::start().await);
    let connector = connector(&world, &provider, "fjord").await;
    (world, provider, connector)
}

async fn connector(world: &World, provider: &Provider, target: &str) -> String {
    let metadata = json!({ "target": target, "name": { "en": "Fjord" } });
    world.connector("oidc", provider.config(), metadata.as_object().unwrap().clone()).await
}

impl Someone {
    /// Begins at a connector; returns the id of the verification and where the browser is sent to.
    async fn begun(&self, connector: &str) -> (String, String) {
        let body = json!({ "state": "st4te", "redirectUri": CALLBACK, "connectorId": connector });
        let begun = self.client.post("/api/verifications/social", body).await.assert_status(201);
        (verification_id(&begun), begun.json()["authorizationUri"].as_str().unwrap().to_owned())
    }

    async fn came_back(&self, id: &str) -> TestResponse {
        let body = json!({ "connectorData": { "code": "c", "state": "st4te" }, "verificationRecordId": id });
        self.client.post("/api/verifications/social/verify", body).await
    }

    /// Shows the account `sub` elsewhere, and returns the id of the verification.
    async fn shown(&self, provider: &Provider, connector: &str, sub: &str) -> String {
        let (id, uri) = self.begun(connector).await;
        provider.issue(&uri, sub);
        self.came_back(&id).await.assert_status(200);
        id
    }
}

fn new(id: &str) -> Value {
    json!({ "newIdentifierVerificationRecordId": id })
}

both_databases! {
    async fn an_account_elsewhere_is_shown_and_linked_once(db: Db) {
        let (world, provider, connector) = connected(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let body = json!({ "state": "st4te", "redirectUri": CALLBACK, "connectorId": connector, "scope": "openid calendar" });
        for (member, most) in [("state", 4_096), ("redirectUri", 2_048)] {
            let mut long = body.clone();
            long[member] = "x".repeat(most + 1).into();
            ingrid.client.post("/api/verifications/social", long).await.assert_error(400, "guard.invalid_input");
        }
        let begun = ingrid.client.post("/api/verifications/social", body).await.assert_status(201);
        let (id, uri) = (verification_id(&begun), begun.json()["authorizationUri"].as_str().unwrap().to_owned());
        assert_eq!(begun.json(), json!({ "verificationRecordId": id, "authorizationUri": uri, "expiresAt": "2026-11-18T12:36:40.000Z" }));
        assert_eq!((parameter(&uri, "state"), parameter(&uri, "scope")), ("st4te".to_owned(), "openid+calendar".to_owned()));
        provider.issue(&uri, "007");
        ingrid.proved(Method::POST, PATH, new(&id), &proof).await.assert_error(400, "verification_record.not_found");
        assert_eq!(ingrid.came_back(&id).await.assert_status(200).json(), json!({ "verificationRecordId": id }));
        assert!(!world.contents().await["verification_records"].contains("token-of-007"));
        assert_eq!(ingrid.proved(Method::POST, PATH, new(&id), &proof).await.assert_status(204).body, "");
        let identities = ingrid.client.get("/api/my-account").await.json()["identities"].clone();
        assert_eq!((&identities["fjord"]["userId"], &identities["fjord"]["details"]["name"]), (&json!("007"), &json!("Ingrid")));
        assert!(!identities.to_string().contains("token-of-007"));
        ingrid.proved(Method::PUT, PATH, new(&id), &proof).await.assert_error(400, "verification_record.not_found");
    }

    async fn one_of_a_kind_is_added_replaced_and_taken_away(db: Db) {
        let (world, provider, connector) = connected(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let first = ingrid.shown(&provider, &connector, "007").await;
        ingrid.proved(Method::POST, PATH, new(&first), &proof).await.assert_status(204);
        let second = ingrid.shown(&provider, &connector, "008").await;
        ingrid.proved(Method::POST, PATH, new(&second), &proof).await.assert_error(422, "user.social_account_exists");
        ingrid.proved(Method::PUT, PATH, new(&second), &proof).await.assert_status(204);
        let held = async || world.find_user(&ingrid.id).await.identities.get("fjord").map(|identity| identity["userId"].clone());
        assert_eq!(held().await, Some(json!("008")));
        ingrid.client.delete(&format!("{PATH}/fjord")).await.assert_error(401, "verification_record.permission_denied");
        ingrid.proved(Method::DELETE, &format!("{PATH}/other"), json!(null), &proof).await.assert_error(404, "user.identity_not_exist");
        assert_eq!(ingrid.proved(Method::DELETE, &format!("{PATH}/fjord"), json!(null), &proof).await.assert_status(204).body, "");
        assert_eq!(held().await, None);
        ingrid.proved(Method::DELETE, &format!("{PATH}/fjord"), json!(null), &proof).await.assert_error(404, "user.identity_not_exist");
    }

    async fn the_last_way_in_is_not_taken_away(db: Db) {
        let (world, provider, connector) = connected(db).await;
        world.experience(json!({ "signUp": { "identifiers": [], "password": false, "verify": false } })).await;
        let ingrid = world.someone_with("ingrid", |user| (user.username, user.primary_email, user.password) = (None, None, None)).await;
        let shown = ingrid.shown(&provider, &connector, "007").await;
        // Nothing but a sign-in of just now can prove it yet.
        ingrid.client.post(PATH, new(&shown)).await.assert_status(204);
        let own = ingrid.shown(&provider, &connector, "007").await;
        ingrid.proved(Method::DELETE, &format!("{PATH}/fjord"), json!(null), &own).await.assert_error(422, "user.last_sign_in_method");
    }

    async fn an_account_elsewhere_that_is_linked_proves_the_user_and_no_other_does(db: Db) {
        let (world, provider, connector) = connected(db).await;
        let ingrid = world.someone("ingrid").await;
        let first = ingrid.shown(&provider, &connector, "007").await;
        let delete = async |proof: &str| ingrid.proved(Method::DELETE, "/api/my-account/primary-phone", json!(null), proof).await;
        delete(&first).await.assert_error(401, "verification_record.permission_denied");
        ingrid.proved(Method::POST, PATH, new(&first), &ingrid.proof().await).await.assert_status(204);
        let (own, other) = (ingrid.shown(&provider, &connector, "007").await, ingrid.shown(&provider, &connector, "008").await);
        delete(&own).await.assert_status(204);
        delete(&other).await.assert_error(401, "verification_record.permission_denied");
        let (pending, _) = ingrid.begun(&connector).await;
        delete(&pending).await.assert_error(401, "verification_record.permission_denied");
    }

    async fn an_account_elsewhere_belongs_to_one_user(db: Db) {
        let (world, provider, connector) = connected(db).await;
        let (ingrid, astrid) = (world.someone("ingrid").await, world.someone("astrid").await);
        for (one, status) in [(&ingrid, 204), (&astrid, 422)] {
            let proof = one.proof().await;
            let shown = one.shown(&provider, &connector, "007").await;
            let answer = one.proved(Method::POST, PATH, new(&shown), &proof).await;
            assert_eq!(answer.status, status, "{}", answer.body);
            if status == 422 {
                answer.assert_error(422, "user.identity_already_in_use");
            }
        }
        assert!(world.find_user(&astrid.id).await.identities.is_empty());
    }

    async fn what_comes_back_belongs_to_who_began_and_counts_once(db: Db) {
        let (world, provider, connector) = connected(db).await;
        let (ingrid, mallory) = (world.someone("ingrid").await, world.someone("mallory").await);
        let (id, uri) = ingrid.begun(&connector).await;
        provider.issue(&uri, "007");
        mallory.came_back(&id).await.assert_error(404, "verification_record.not_found");
        ingrid.came_back(&id).await.assert_status(200);
        ingrid.came_back(&id).await.assert_error(404, "verification_record.not_found");
        // Another browser's answer: its state is another, or none.
        for data in [json!({ "code": "c", "state": "other" }), json!({ "code": "c" }), json!({})] {
            let (id, uri) = ingrid.begun(&connector).await;
            provider.issue(&uri, "007");
            let body = json!({ "connectorData": data, "verificationRecordId": id });
            let refused = ingrid.client.post("/api/verifications/social/verify", body).await;
            refused.assert_error(400, "session.connector_validation_session_not_found");
            ingrid.came_back(&id).await.assert_error(404, "verification_record.not_found");
        }
        // An answer to another attempt.
        let (id, _) = ingrid.begun(&connector).await;
        ingrid.came_back(&id).await.assert_status(400);
        let password = ingrid.proof().await;
        ingrid.came_back(&password).await.assert_error(400, "verification_record.not_found");
    }

    async fn connectors_that_sign_nobody_in_are_refused(db: Db) {
        let (world, _, connector) = connected(db).await;
        let ingrid = world.someone("ingrid").await;
        let begin = async |connector: &str, state: &str, uri: &str| {
            let body = json!({ "state": state, "redirectUri": uri, "connectorId": connector });
            ingrid.client.post("/api/verifications/social", body).await
        };
        begin("unknown", "s", CALLBACK).await.assert_error(404, "entity.not_found");
        begin(&connector, "", CALLBACK).await.assert_error(400, "session.insufficient_info");
        begin(&connector, "s", "").await.assert_error(400, "session.insufficient_info");
        let mailbox = operations::connectors::for_messages(world.services(), connectors::ConnectorType::Email).await.unwrap().unwrap();
        begin(mailbox.id.as_str(), "s", CALLBACK).await.assert_error(400, "connector.unexpected_type");
    }

    async fn tokens_of_a_provider_are_given_to_their_user(db: Db) {
        let (world, provider, connector) = connected(db).await;
        let (ingrid, mallory) = (world.someone("ingrid").await, world.someone("mallory").await);
        let path = format!("{PATH}/fjord/access-token");
        ingrid.client.get(&path).await.assert_error(404, "user.identity_not_exist");
        let proof = ingrid.proof().await;
        let shown = ingrid.shown(&provider, &connector, "007").await;
        ingrid.proved(Method::POST, PATH, new(&shown), &proof).await.assert_status(204);
        let expected = json!({ "access_token": "token-of-007", "scope": "openid calendar", "token_type": "Bearer", "expires_in": 3_600 });
        assert_eq!(ingrid.client.get(&path).await.assert_status(200).json(), expected);
        mallory.client.get(&path).await.assert_error(404, "user.identity_not_exist");
        world.test.advance(std::time::Duration::from_secs(3_600));
        let anew = world.signed_in(&ingrid.id, APP, SCOPE).await;
        anew.client.get(&path).await.assert_error(422, "connector.social_invalid_access_token");
    }

    async fn tokens_are_renewed_by_showing_the_account_once_more(db: Db) {
        let (world, provider, connector) = connected(db).await;
        let ingrid = world.someone("ingrid").await;
        let path = format!("{PATH}/fjord/access-token");
        let renew = async |path: &str, id: &str| ingrid.client.put(path, json!({ "verificationRecordId": id })).await;
        let shown = ingrid.shown(&provider, &connector, "007").await;
        renew(&path, &shown).await.assert_error(422, "user.identity_not_exist");
        ingrid.proved(Method::POST, PATH, new(&shown), &ingrid.proof().await).await.assert_status(204);
        let (again, other) = (ingrid.shown(&provider, &connector, "007").await, ingrid.shown(&provider, &connector, "008").await);
        renew(&path, &other).await.assert_error(422, "user.identity_not_exist");
        renew(&format!("{PATH}/other/access-token"), &again).await.assert_error(400, "verification_record.not_found");
        renew(&path, "unknown").await.assert_error(400, "verification_record.not_found");
        renew(&path, &ingrid.proof().await).await.assert_error(400, "verification_record.not_found");
        let renewed = renew(&path, &again).await.assert_status(200).json();
        assert_eq!(renewed["access_token"], "token-of-007");
        renew(&path, &again).await.assert_error(400, "verification_record.not_found");
    }

    async fn tokens_of_enterprises_providers_are_not_kept(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let connector = enterprise_connector(world.services(), "fjord").await;
        enterprise_identity(world.services(), &ingrid.id, &connector).await;
        for id in ["fjord", "any"] {
            let path = format!("/api/my-account/sso-identities/{id}/access-token");
            ingrid.client.get(&path).await.assert_error(404, "entity.not_found");
        }
    }
}
