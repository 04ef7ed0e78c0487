//! The messages of invitations (Management API contract §4; Part C rows 55, 56, 64, 65).

use serde_json::{Value, json};
use store::both_databases;

use super::{Fixture, PATH};
use crate::{
    events::tests::{Receiver, deliver, listening},
    test_api::id,
};

/// Sets up a connector that hands e-mail to a receiver.
async fn connect(fixture: &Fixture, receiver: &Receiver) {
    let body = json!({ "connectorId": "http-email", "config": { "endpoint": receiver.url } });
    fixture.api.created("/api/connectors", body).await;
}

/// Sets up a mailbox, and puts a template.
async fn mailbox(fixture: &Fixture, templates: Value) {
    fixture.api.created("/api/connectors", json!({ "connectorId": "guildhall-mailbox-email" })).await;
    fixture
        .api
        .client
        .put("/api/email-templates", json!({ "templates": templates }))
        .await
        .assert_status(200);
}

async fn kept(fixture: &Fixture) -> Vec<store::mailbox::MailboxMessage> {
    let services = &fixture.api.services.services;
    store::mailbox::list(services.db.exec(), &services.tenant).await.unwrap()
}

fn template(tag: &str, content: &str, more: Value) -> Value {
    let mut details = json!({ "subject": "{{inviter.name}} → {{organization.name}}", "content": content });
    details.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "languageTag": tag, "templateType": "OrganizationInvitation", "details": details })
}

both_databases! {
    async fn a_message_says_what_the_caller_and_the_server_know(db: Db) {
        let fixture = Fixture::over(db).await;
        let receiver = Receiver::answering(&[200]).await;
        connect(&fixture, &receiver).await;
        let payload = json!({ "link": "https://a.example/join", "team": { "a": [1] }, "organization": "forged" });
        let changes = json!({ "invitee": "kari@fjord.example", "inviterId": fixture.astrid, "messagePayload": payload });
        let invitation = id(&fixture.create(changes).await.assert_status(201).json());
        let mut sent = receiver.bodies();
        assert_eq!(sent.len(), 1);
        let inviter = sent[0]["payload"]["inviter"].take();
        // What strangers may know of whoever invites them.
        let members: Vec<_> = inviter.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["id", "name", "username", "primaryEmail", "avatar"]);
        assert_eq!((&inviter["id"], &inviter["primaryEmail"]), (&json!(fixture.astrid), &json!("Astrid@fjord.example")));
        assert_eq!(sent[0], json!({
            "to": "kari@fjord.example", "type": "OrganizationInvitation", "payload": {
                "link": "https://a.example/join", "team": { "a": [1] }, "inviter": null,
                "organization": { "id": fixture.organization, "name": "Fjord", "branding": {}, "customData": {} },
            },
        }));
        fixture.decide(&invitation, json!({ "status": "Revoked" })).await.assert_status(200);
        let message = format!("{PATH}/{invitation}/message");
        assert_eq!(fixture.api.client.post(&message, json!({ "code": "1" })).await.assert_status(204).body, "");
        assert_eq!(receiver.bodies()[1]["payload"]["code"], "1");
        fixture.create(json!({ "invitee": "olav@fjord.example", "messagePayload": false })).await.assert_status(201);
        assert_eq!(receiver.bodies().len(), 2);
    }

    async fn templates_are_chosen_by_language_and_harmless(db: Db) {
        let fixture = Fixture::over(db).await;
        mailbox(&fixture, json!([
            template("en", "<a href=\"{{link}}\">{{team}}</a>", json!({})),
            template("nb", "{{link}} {{team}}", json!({ "contentType": "text/plain" })),
        ])).await;
        let payload = |locales: Value| {
            let mut payload = json!({ "link": "https://a.example/?a=1&b=\"", "team": "<script>" });
            payload.as_object_mut().unwrap().extend(locales.as_object().unwrap().clone());
            payload
        };
        for (number, locales, content, content_type) in [
            (1, json!({}), "<a href=\"https://a.example/?a=1&amp;b=&quot;\">&lt;script&gt;</a>", "text/html"),
            (2, json!({ "locale": "nb-NO" }), "https://a.example/?a=1&b=\" <script>", "text/plain"),
            (3, json!({ "locale": "en", "uiLocales": "fr nb" }), "https://a.example/?a=1&b=\" <script>", "text/plain"),
        ] {
            let invitee = format!("kari{number}@fjord.example");
            let changes = json!({ "invitee": invitee, "inviterId": fixture.astrid, "messagePayload": payload(locales) });
            fixture.create(changes).await.assert_status(201);
            let all = kept(&fixture).await;
            let message = all.iter().find(|message| message.recipient == invitee).unwrap();
            assert_eq!((message.content.as_str(), message.content_type.as_str()), (content, content_type));
            assert_eq!(message.subject.as_deref(), Some("→ Fjord"));
        }
    }

    async fn nothing_is_sent_to_what_is_not_one_address(db: Db) {
        // As it may be stored since before addresses were looked at so closely.
        const STORED: &str = "UPDATE organization_invitations SET invitee = 'a@fjord.example,b@fjord.example' WHERE tenant_id = 'default'";
        let fixture = Fixture::over(db.clone()).await;
        let receiver = Receiver::answering(&[200]).await;
        connect(&fixture, &receiver).await;
        for invitee in ["a@fjord.example,b@fjord.example", "a@fjord.example;", "Kari<kari@fjord.example>"] {
            let refused = fixture.create(json!({ "invitee": invitee, "messagePayload": {} })).await;
            refused.assert_error(400, "guard.invalid_input");
        }
        let changes = json!({ "invitee": "kari@fjord.example" });
        let invitation = id(&fixture.create(changes).await.assert_status(201).json());
        store::testing::execute(&db, STORED, &[]).await;
        let path = format!("/api/organization-invitations/{invitation}/message");
        let refused = fixture.api.client.post(&path, json!({})).await;
        assert_eq!((refused.status.as_u16(), refused.json()["code"].clone()), (400, json!("connector.general")));
        assert_eq!(receiver.bodies(), [] as [Value; 0]);
    }

    async fn what_cannot_be_sent_leaves_no_invitation(db: Db) {
        let fixture = Fixture::over(db).await;
        let refusing = Receiver::answering(&[500]).await;
        connect(&fixture, &refusing).await;
        for _ in 0..11 {
            fixture.create(json!({ "messagePayload": {} })).await.assert_error(400, "connector.general");
        }
        assert_eq!(fixture.api.get(PATH).await, json!([]));
        let invitation = fixture.invite("astrid@fjord.example").await;
        let message = format!("{PATH}/{invitation}/message");
        fixture.api.client.post(&message, json!({})).await.assert_error(400, "connector.general");
        assert_eq!(fixture.status(&invitation).await, "Pending");
    }

    async fn the_eleventh_message_to_an_address_is_refused_and_told(db: Db) {
        let fixture = Fixture::over(db).await;
        let (receiver, events) = (Receiver::answering(&[200]).await, Receiver::answering(&[200]).await);
        connect(&fixture, &receiver).await;
        listening(&fixture.api, &events, &["Message.RateLimited"]).await;
        let invitation = id(&fixture.create(json!({ "messagePayload": {} })).await.assert_status(201).json());
        let message = format!("{PATH}/{invitation}/message");
        for _ in 0..9 {
            fixture.api.client.post(&message, json!({})).await.assert_status(204);
        }
        fixture.api.client.post(&message, json!({})).await.assert_error(429, "request.message_rate_limited");
        // Other organizations and other spellings share the count.
        let other = fixture.api.organization("Other").await;
        let changes = json!({ "invitee": "ASTRID@fjord.example", "organizationId": other, "messagePayload": {} });
        fixture.create(changes).await.assert_error(429, "request.message_rate_limited");
        assert_eq!(fixture.api.list(PATH).await.len(), 1);
        assert_eq!(receiver.bodies().len(), 10);
        // Others cause invitations: they keep nobody's codes from coming.
        let code = json!({ "email": "astrid@fjord.example" });
        fixture.api.client.post("/api/verification-codes", code).await.assert_status(204);
        assert_eq!(receiver.bodies().len(), 11);
        deliver(&fixture.api).await;
        let told = events.bodies();
        assert_eq!((told.len(), &told[0]["action"], &told[0]["recipient"]), (2, &json!("OrganizationInvitation"), &json!("astrid@fjord.example")));
        fixture.api.services.clock.advance(std::time::Duration::from_secs(600));
        fixture.api.client.post(&message, json!({})).await.assert_status(204);
    }
}

testkit::meets_rows! { 65 => the_eleventh_message_to_an_address_is_refused_and_told }
