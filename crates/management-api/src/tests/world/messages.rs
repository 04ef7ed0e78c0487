//! What is sent, and by what.

use axum::http::Method;
use http_kit::Operation;
use serde_json::{Value, json};

use super::{EMAIL, World};
use crate::{events::tests::Receiver, test_api::id};

impl World {
    /// A connector for e-mail, a template, and a code that was sent.
    pub(super) async fn add_messages(&mut self) {
        let receiver = Receiver::answering(&[200]).await;
        let connector = json!({ "connectorId": "http-email", "config": { "endpoint": receiver.url } });
        self.connector = id(&self.api.created("/api/connectors", connector).await);
        let templates = json!({ "templates": [template("en")] });
        let stored = self.api.client.put("/api/email-templates", templates).await.assert_status(200).json();
        self.email_template = id(&stored[0]);
        self.api.client.post("/api/verification-codes", json!({ "email": EMAIL })).await.assert_status(204);
        self.verification_code = receiver.bodies()[0]["payload"]["code"].as_str().unwrap().to_owned();
    }

    pub(super) fn message_body(&self, operation: &Operation) -> Option<Value> {
        let config = json!({ "endpoint": self.receiver, "authorization": "Bearer x" });
        Some(match (operation.path.strip_prefix("/api/")?, &operation.method) {
            // Another one for e-mail would take the place of the one that is there.
            ("connectors", _) => json!({
                "connectorId": "http-sms", "config": config, "metadata": {}, "syncProfile": false,
                "enableTokenStorage": false, "id": "sms",
            }),
            ("connectors/{id}", _) => {
                json!({ "config": config, "metadata": {}, "syncProfile": false, "enableTokenStorage": false })
            }
            ("connectors/{factoryId}/test", _) => {
                json!({ "config": config, "email": EMAIL, "phone": "4741234567", "locale": "nb" })
            }
            ("connectors/{connectorId}/authorization-uri", _) => {
                json!({ "state": "s", "redirectUri": "https://desk.fjord.example/cb" })
            }
            ("email-templates", &Method::PUT) => json!({ "templates": [template("en"), template("nb")] }),
            ("email-templates/{id}/details", _) => template("en")["details"].clone(),
            ("verification-codes", _) => json!({ "email": EMAIL }),
            ("verification-codes/verify", _) => {
                json!({ "email": EMAIL, "verificationCode": self.verification_code })
            }
            _ => return None,
        })
    }
}

fn template(tag: &str) -> Value {
    json!({ "languageTag": tag, "templateType": "SignIn", "details": {
        "subject": "Code", "content": "{{code}}", "contentType": "text/html", "replyTo": "help@fjord.example",
        "sendFrom": "no-reply@fjord.example",
    } })
}
