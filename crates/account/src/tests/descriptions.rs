//! Every answer is as the documentation says that is made of the operation's types.

use std::collections::{BTreeMap, BTreeSet};

use axum::{body::Body, http::Method};
use http_kit::{Describer, OperationDescription, describe::AnswerBody};
use operations::second_factor::totp;
use serde_json::{Map, Value, json};
use store::both_databases;
use testkit::SoftPasskey;

use super::{
    provider::Provider,
    world::{PASSWORD, Someone, THIRD_PARTY, World},
};
use crate::operations;

/// What the documentation says, and what was held against it.
struct Documented {
    descriptions: BTreeMap<(String, &'static str), OperationDescription>,
    components: Map<String, Value>,
    shown: BTreeSet<(String, String)>,
}

impl Documented {
    fn new() -> Self {
        let mut describer = Describer::default();
        let describe = |operation: http_kit::Operation| {
            let mut description = OperationDescription::default();
            (operation.handler.describe)(&mut description, &mut describer);
            ((operation.method.to_string(), operation.path), description)
        };
        let descriptions = operations().into_iter().map(describe).collect();
        Self { descriptions, components: describer.into_components(), shown: BTreeSet::new() }
    }

    /// Does something, which must succeed as the documentation of `template` says.
    async fn call(
        &mut self,
        one: &Someone,
        (method, template, path): (Method, &'static str, &str),
        (body, proof): (Value, &str),
    ) -> Value {
        let headers = [("content-type", "application/json"), ("logto-verification-id", proof)];
        let sent = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
        let answer = one.client.unrecorded().send(method.clone(), path, &headers, sent).await;
        let described = &self.descriptions[&(method.to_string(), template)];
        let complaints = match described.answers.get(&answer.status.as_u16()) {
            None => vec![format!("{} is not among its answers: {}", answer.status, answer.body)],
            Some(AnswerBody::Json(schema)) => {
                testkit::schema::violations(schema.as_value(), &self.components, &answer.json())
            }
            Some(_) if !answer.body.is_empty() => vec![format!("it has a body: {}", answer.body)],
            Some(_) => Vec::new(),
        };
        assert_eq!(complaints, Vec::<String>::new(), "{method} {path}");
        self.shown.insert((method.to_string(), template.to_owned()));
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }
}

const ACCOUNT: &str = "/api/my-account";
const FACTORS: &str = "/api/my-account/mfa-verifications";

both_databases! {
    async fn every_answer_is_as_its_documentation_says(db: Db) {
        let world = World::over(db).await;
        world.experience(json!({ "mfa": { "factors": ["Totp", "WebAuthn", "BackupCode"] } })).await;
        let provider = Provider::start().await;
        let metadata = json!({ "target": "fjord", "name": { "en": "Fjord" } });
        let connector = world.connector("oidc", provider.config(), metadata.as_object().unwrap().clone()).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        let mut documented = Documented::new();
        macro_rules! call {
            ($method:ident, $template:expr, $path:expr, $body:expr) => {
                documented.call(&ingrid, (Method::$method, $template, $path), ($body, &proof)).await
            };
            ($method:ident, $template:expr, $body:expr) => { call!($method, $template, $template, $body) };
            ($method:ident, $template:expr) => { call!($method, $template, Value::Null) };
        }
        let id = |answer: &Value| answer["verificationRecordId"].as_str().unwrap().to_owned();
        call!(POST, "/api/verifications/password", json!({ "password": PASSWORD }));
        for (kind, value, path) in [("email", "new@fjord.example", "/api/my-account/primary-email"), ("phone", "4741234567", "/api/my-account/primary-phone")] {
            let identifier = json!({ "type": kind, "value": value });
            let sent = id(&call!(POST, "/api/verifications/verification-code", json!({ "identifier": identifier })));
            let (_, code) = world.last_message(value).await;
            call!(POST, "/api/verifications/verification-code/verify", json!({ "identifier": identifier, "verificationId": sent, "code": code }));
            call!(POST, path, json!({ kind: value, "newIdentifierVerificationRecordId": sent }));
        }
        let identities = "/api/my-account/identities";
        for sub in ["007", "008", "008"] {
            let begun = call!(POST, "/api/verifications/social", json!({ "state": "s", "redirectUri": "https://desk.fjord.example/cb", "connectorId": connector }));
            provider.issue(begun["authorizationUri"].as_str().unwrap(), sub);
            let shown = id(&begun);
            call!(POST, "/api/verifications/social/verify", json!({ "connectorData": { "code": "c", "state": "s" }, "verificationRecordId": shown }));
            let tokens = "/api/my-account/identities/{target}/access-token";
            let linked = world.find_user(&ingrid.id).await.identities;
            match linked.get("fjord").map(|identity| identity["userId"] == "008") {
                None => call!(POST, identities, json!({ "newIdentifierVerificationRecordId": shown })),
                Some(false) => call!(PUT, identities, json!({ "newIdentifierVerificationRecordId": shown })),
                Some(true) => call!(PUT, tokens, "/api/my-account/identities/fjord/access-token", json!({ "verificationRecordId": shown })),
            };
            call!(GET, tokens, "/api/my-account/identities/fjord/access-token", Value::Null);
        }
        call!(PATCH, ACCOUNT, json!({ "name": "Ingrid", "customData": { "a": 1 } }));
        call!(PATCH, "/api/my-account/profile", json!({ "nickname": "Ina", "address": { "country": "NO" } }));
        let secret = call!(POST, "/api/my-account/mfa-verifications/totp-secret/generate")["secret"].as_str().unwrap().to_owned();
        let code = totp::code_at(&secret, world.services().now());
        call!(POST, FACTORS, json!({ "type": "Totp", "secret": secret }));
        call!(PUT, "/api/my-account/mfa-verifications/totp", json!({ "secret": secret, "code": code }));
        let codes = call!(POST, "/api/my-account/mfa-verifications/backup-codes/generate");
        call!(POST, FACTORS, json!({ "type": "BackupCode", "codes": codes["codes"] }));
        call!(GET, "/api/my-account/mfa-verifications/backup-codes");
        call!(PUT, "/api/my-account/mfa-verifications/backup-codes", json!({ "codes": codes["codes"] }));
        let begun = call!(POST, "/api/verifications/web-authn/registration");
        let payload = SoftPasskey::new("one", "id.fjord.example", "http://id.fjord.example:3001").register(&begun["registrationOptions"]);
        call!(POST, "/api/verifications/web-authn/registration/verify", json!({ "verificationRecordId": id(&begun), "payload": payload }));
        call!(POST, FACTORS, json!({ "type": "WebAuthn", "newIdentifierVerificationRecordId": id(&begun), "name": "Laptop" }));
        let factors = call!(GET, FACTORS);
        let passkey = factors.as_array().unwrap().iter().find(|factor| factor["type"] == "WebAuthn").unwrap()["id"].as_str().unwrap().to_owned();
        let factor = "/api/my-account/mfa-verifications/{verificationId}";
        call!(PATCH, "/api/my-account/mfa-verifications/{verificationId}/name", &format!("{FACTORS}/{passkey}/name"), json!({ "name": "Phone" }));
        call!(DELETE, factor, &format!("{FACTORS}/{passkey}"), Value::Null);
        call!(GET, "/api/my-account/mfa-settings");
        call!(PATCH, "/api/my-account/mfa-settings", json!({ "skipMfaOnSignIn": true }));
        call!(GET, "/api/my-account/logto-configs");
        call!(PATCH, "/api/my-account/logto-configs", json!({ "mfa": { "enabled": true } }));
        call!(GET, ACCOUNT);
        world.template().await;
        let (fjord, helper) = (world.organization("fjord", &[]).await, world.someone("helper").await);
        world.organization("northwind", &[(&ingrid, "admin"), (&helper, "admin")]).await;
        let accepted = world.invite(&fjord, "new@fjord.example", "member").await;
        call!(GET, "/api/my-account/organization-invitations");
        call!(POST, "/api/my-account/organization-invitations/{id}/accept", &format!("/api/my-account/organization-invitations/{accepted}/accept"), json!({}));
        call!(DELETE, "/api/my-account/organizations/{organizationId}", "/api/my-account/organizations/fjord", Value::Null);
        let declined = world.invite(&fjord, "new@fjord.example", "member").await;
        call!(POST, "/api/my-account/organization-invitations/{id}/decline", &format!("/api/my-account/organization-invitations/{declined}/decline"), json!({}));
        call!(GET, "/api/my-account/organizations");
        let (tokens, deletion) = ("/api/my-account/personal-access-tokens", "/api/my-account/personal-access-tokens/delete");
        call!(POST, tokens, json!({ "name": "Backup" }));
        call!(GET, tokens);
        call!(PATCH, tokens, json!({ "currentName": "Backup", "name": "Script" }));
        call!(POST, "/api/my-account/export", json!({}));
        call!(POST, deletion, json!({ "name": "Script" }));
        call!(DELETE, "/api/my-account/identities/{target}", "/api/my-account/identities/fjord", Value::Null);
        call!(DELETE, "/api/my-account/primary-email");
        call!(DELETE, "/api/my-account/primary-phone");
        let other = world.signed_in(&ingrid.id, THIRD_PARTY, "openid").await;
        call!(GET, "/api/my-account/sessions");
        world.trusts_device(&ingrid.id, "laptop").await;
        call!(GET, "/api/my-account/trusted-devices");
        call!(DELETE, "/api/my-account/trusted-devices/{deviceId}", "/api/my-account/trusted-devices/laptop", Value::Null);
        call!(GET, "/api/my-account/grants");
        call!(DELETE, "/api/my-account/sessions/{sessionId}", &format!("/api/my-account/sessions/{}", other.session), Value::Null);
        call!(DELETE, "/api/my-account/grants/{grantId}", &format!("/api/my-account/grants/{}", other.grant), Value::Null);
        world.signed_in(&ingrid.id, THIRD_PARTY, "openid").await;
        call!(DELETE, "/api/my-account/applications/{applicationId}/grants", &format!("/api/my-account/applications/{THIRD_PARTY}/grants"), Value::Null);
        call!(POST, "/api/my-account/password", json!({ "password": "another-Lamp-78" }));
        let (leaver, wanderer) = (world.someone("leaver").await, world.someone("wanderer").await);
        for (one, path) in [(&wanderer, "/api/my-account/sessions"), (&leaver, ACCOUNT)] {
            let proof = one.proof().await;
            documented.call(one, (Method::DELETE, path, path), (Value::Null, &proof)).await;
        }

        let missing: Vec<_> = documented.descriptions.keys().filter(|(method, path)| !documented.shown.contains(&(method.clone(), (*path).to_owned()))).collect();
        // The first takes a form; of the second there is never one.
        let expected = [("GET".to_owned(), "/api/my-account/sso-identities/{connectorId}/access-token"), ("POST".to_owned(), "/api/my-account/user-assets/avatar")];
        assert_eq!(missing, expected.iter().collect::<Vec<_>>());
    }
}
