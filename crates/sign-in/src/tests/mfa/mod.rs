//! Second factors (OIDC contract §6.3, §6.5): asked for, shown, set up and declined.

mod attacks;
mod autofill;
mod challenge;
mod codes;
mod enrolment;
mod pages;
mod passkey;
mod risk;
mod trusted_devices;

use domain::{
    OrganizationId, UnixMillis, UserId, account::second_factor::SecondFactor, organization::Organization,
};
use operations::second_factor::{backup_code, totp};
use serde_json::{Map, Value, json};
use store::StoreError;
use testkit::{SoftPasskey, TestResponse};

use super::{
    World,
    world::{Browser, verification_id},
};

/// The host of the tests' endpoint.
const HOST: &str = "id.fjord.example";
/// The origin of its pages.
const ORIGIN: &str = "http://id.fjord.example:3001";
/// A secret of an authenticator.
const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

impl World {
    /// A user with an authenticator of [`SECRET`].
    pub(super) async fn user_with_totp(&self, username: &str) -> UserId {
        let id = self.user(username).await;
        let factor = totp::factor(self.services(), &id, SECRET).unwrap();
        self.store_factors(&id, vec![factor]).await;
        id
    }

    /// A user with an authenticator and these backup codes.
    async fn user_with_totp_and_codes(&self, username: &str, codes: &[&str]) -> UserId {
        let id = self.user(username).await;
        let codes: Vec<_> = codes.iter().map(|code| (*code).to_owned()).collect();
        let factors = vec![
            totp::factor(self.services(), &id, SECRET).unwrap(),
            backup_code::factor(self.services(), &id, &codes).unwrap(),
        ];
        self.store_factors(&id, factors).await;
        id
    }

    async fn store_factors(&self, id: &UserId, factors: Vec<SecondFactor>) {
        let factors = factors.iter().map(|factor| serde_json::to_value(factor).unwrap()).collect();
        let services = self.services();
        store::user::set_mfa_factors(services.db.exec(), &services.tenant, id, factors).await.unwrap();
    }

    /// Makes the user a member of an organization of their own.
    pub(super) async fn join_organization(&self, user: &UserId, is_mfa_required: bool) {
        let organization = &Organization {
            id: OrganizationId::new("fjord"),
            name: "Fjord".to_owned(),
            description: None,
            custom_data: Map::new(),
            is_mfa_required,
            color: Map::new(),
            branding: Map::new(),
            custom_css: None,
            created_at: UnixMillis(1),
        };
        let (services, user) = (self.services(), std::slice::from_ref(user));
        let joined: Result<_, StoreError> = services
            .db
            .transaction(|tx| async move {
                store::organization::insert(tx.exec(), &services.tenant, organization).await?;
                store::organization::member::add(tx.exec(), &services.tenant, &organization.id, user).await
            })
            .await;
        joined.unwrap();
    }

    /// What the authenticator of [`SECRET`] shows.
    pub(super) fn totp_code(&self) -> String {
        totp::code_at(SECRET, self.services().now())
    }

    /// Lets these factors be used, under this policy.
    async fn mfa(&self, factors: &[&str], policy: &str) {
        self.settings(json!({ "mfa": { "factors": factors, "policy": policy } })).await;
    }

    /// The kinds of the factors that a user has.
    async fn kinds_of(&self, id: &UserId) -> Vec<String> {
        let factors = self.find_user(id).await.mfa_factors;
        factors.iter().map(|factor| factor["type"].as_str().unwrap().to_owned()).collect()
    }

    async fn preferences_of(&self, id: &UserId) -> Value {
        let services = self.services();
        store::user::preferences(services.db.exec(), &services.tenant, id).await.unwrap().into()
    }

    /// Has messages of this kind kept in the mailbox.
    async fn mailbox(&self, factory: &str) {
        self.add_connector(factory, json!({})).await;
    }

    /// The recipient, the kind and the code of the last message.
    async fn last_code(&self) -> (String, String, String) {
        let services = self.services();
        let message = store::mailbox::list(services.db.exec(), &services.tenant).await.unwrap().remove(0);
        let mut digits = message.content.split(|character: char| !character.is_ascii_digit());
        let code = digits.find(|digits| digits.len() == 6).unwrap().to_owned();
        (message.recipient, message.template_type, code)
    }
}

impl Browser {
    async fn step(&self, path: &str, body: Value) -> TestResponse {
        self.client.post(&format!("/api/experience/{path}"), body).await
    }

    pub(super) async fn show_totp(&self, code: &str) -> TestResponse {
        self.step("verification/totp/verify", json!({ "code": code })).await
    }

    /// Sets up a new authenticator as far as its verification, and gives its secret.
    async fn new_totp(&self, world: &World) -> (String, String) {
        let made = self.step("verification/totp/secret", json!({})).await.assert_status(200).json();
        let (id, secret) = (made["verificationId"].as_str().unwrap(), made["secret"].as_str().unwrap());
        let code = totp::code_at(secret, world.services().now());
        let body = json!({ "code": code, "verificationId": id });
        let verified = self.step("verification/totp/verify", body).await.assert_status(200).json();
        assert_eq!(verified, json!({ "verificationId": id }));
        (id.to_owned(), secret.to_owned())
    }

    async fn bind(&self, kind: &str, verification_id: &str) -> TestResponse {
        self.step("profile/mfa", json!({ "type": kind, "verificationId": verification_id })).await
    }

    /// Has a passkey made, and gives the id of its verification.
    async fn new_passkey(&self, passkey: &mut SoftPasskey) -> String {
        let asked =
            self.step("verification/web-authn/registration", json!({})).await.assert_status(200).json();
        let payload = passkey.register(&asked["registrationOptions"]);
        let body = json!({ "verificationId": asked["verificationId"], "payload": payload });
        verification_id(
            &self.step("verification/web-authn/registration/verify", body).await.assert_status(200),
        )
    }

    /// What the interaction shows of itself. Unrecorded: the reference's schema tells kinds of records apart by a `format` only, so that many a
    /// record is of several kinds to a checker.
    async fn interaction_data(&self) -> TestResponse {
        self.client.unrecorded().get("/api/experience/interaction").await
    }

    async fn submitted(&self) {
        let answer = self.submit().await.assert_status(200).json();
        assert_eq!(answer, json!({ "redirectTo": self.resume_url() }));
    }
}

/// A passkey for the tests' endpoint.
fn soft_passkey(id: &str) -> SoftPasskey {
    SoftPasskey::new(id, HOST, ORIGIN)
}
