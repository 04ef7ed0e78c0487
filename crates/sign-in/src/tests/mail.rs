//! Messages of a tenant whose connectors keep them, and the steps that go with codes.

use std::time::Duration;

use domain::ConnectorId;
use operations::connectors::{Connector, seal};
use serde_json::{Map, Value, json};
use store::{connector, mailbox::MailboxMessage};
use testkit::TestResponse;

use super::world::{Browser, World, verification_id};

const SEND: &str = "/api/experience/verification/verification-code";
const VERIFY: &str = "/api/experience/verification/verification-code/verify";

/// Settings under which an e-mail address or a phone number and a code are enough.
pub(super) fn by_code() -> Value {
    let method = |identifier: &str, password, code| json!({ "identifier": identifier, "password": password, "verificationCode": code, "isPasswordPrimary": password });
    json!({
        "signIn": { "methods": [method("username", true, false), method("email", true, true), method("phone", true, true)] },
        "signUp": { "identifiers": ["email", "phone"], "password": false, "verify": true },
    })
}

/// [`by_code`] with other members.
pub(super) fn by_code_with(members: &Value) -> Value {
    let mut settings = by_code();
    settings.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    settings
}

pub(super) fn email(value: &str) -> Value {
    json!({ "type": "email", "value": value })
}

pub(super) fn phone(value: &str) -> Value {
    json!({ "type": "phone", "value": value })
}

/// A code that is not this one.
pub(super) fn another(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

impl World {
    /// A tenant with mailboxes and these settings.
    pub(super) async fn mailing(settings: Value) -> Self {
        let world = Self::new().await;
        world.add_mailboxes(settings).await;
        world
    }

    pub(super) async fn add_mailboxes(&self, settings: Value) {
        for factory in ["guildhall-mailbox-email", "guildhall-mailbox-sms"] {
            self.add_connector(factory, json!({})).await;
        }
        self.settings(settings).await;
    }

    pub(super) async fn add_connector(&self, factory: &str, config: Value) {
        let services = self.services();
        let connector = Connector {
            id: ConnectorId::new(factory),
            factory: connectors::factory(factory).unwrap(),
            config: config.as_object().cloned().unwrap(),
            metadata: Map::new(),
            sync_profile: false,
            enable_token_storage: false,
            created_at: services.now(),
        };
        let sealed = seal(services, &connector).unwrap();
        connector::insert(services.db.exec(), &services.tenant, &sealed).await.unwrap();
    }

    /// What was sent to an address, oldest first, once everything is on its way.
    pub(super) async fn mail_to(&self, address: &str) -> Vec<MailboxMessage> {
        let services = self.services();
        services.background.idle().await;
        let mut messages = store::mailbox::list(services.db.exec(), &services.tenant).await.unwrap();
        messages.retain(|message| message.recipient == address);
        messages.sort_by_key(|message| message.created_at);
        messages
    }

    /// The last code that was sent to an address.
    pub(super) async fn code_to(&self, address: &str) -> String {
        let last = self.mail_to(address).await.pop().expect("a message");
        let runs = last.content.split(|character: char| !character.is_ascii_digit());
        runs.into_iter().find(|run| run.len() == 6).expect("a code").to_owned()
    }

    /// Asks for a code, a moment after whatever was before.
    pub(super) async fn ask_for_code(
        &self,
        browser: &Browser,
        identifier: &Value,
        event: &str,
    ) -> TestResponse {
        self.test.advance(Duration::from_millis(1));
        browser.client.post(SEND, json!({ "identifier": identifier, "interactionEvent": event })).await
    }

    /// Begins an interaction and proves an address in it; the id of the verification.
    pub(super) async fn proven(&self, browser: &Browser, identifier: &Value, event: &str) -> String {
        browser.start(event).await;
        self.prove(browser, identifier, event).await
    }

    /// Proves an address in an interaction; the id of the verification.
    pub(super) async fn prove(&self, browser: &Browser, identifier: &Value, event: &str) -> String {
        let asked = self.ask_for_code(browser, identifier, event).await.assert_status(200);
        let id = verification_id(&asked);
        let code = self.code_to(identifier["value"].as_str().unwrap()).await;
        let verified = browser.tell_code(identifier, &id, &code).await.assert_status(200);
        assert_eq!(verified.json(), json!({ "verificationId": id }));
        id
    }
}

impl Browser {
    pub(super) async fn tell_code(&self, identifier: &Value, id: &str, code: &str) -> TestResponse {
        let body = json!({ "identifier": identifier, "verificationId": id, "code": code });
        self.client.post(VERIFY, body).await
    }

    pub(super) async fn records(&self) -> Value {
        self.client.unrecorded().get("/api/experience/interaction").await.json()["verificationRecords"]
            .clone()
    }

    pub(super) async fn add_profile(&self, body: Value) -> TestResponse {
        self.client.post("/api/experience/profile", body).await
    }

    pub(super) async fn change_event(&self, event: &str) -> TestResponse {
        let body = json!({ "interactionEvent": event });
        self.client.put("/api/experience/interaction-event", body).await
    }

    /// Identification by what was collected.
    pub(super) async fn register(&self) -> TestResponse {
        self.client.post("/api/experience/identification", json!({})).await
    }
}
