//! Factories (Management API contract §9).

use serde_json::json;
use store::both_databases;

use crate::test_api::TestApi;

const PATH: &str = "/api/connector-factories";

both_databases! {
    async fn the_catalogue_is_listed_and_shown(db: Db) {
        let api = TestApi::over(db).await;
        let ids = api.column(PATH, "id").await;
        for id in [
            "simple-mail-transfer-protocol", "sendgrid-email-service", "mailgun-email", "postmark-mail", "aws-ses-mail",
            "http-email", "http-sms", "twilio-short-message-service",
        ] {
            assert!(ids.iter().any(|known| known == id), "{id}");
        }
        let mut factory = api.get(&format!("{PATH}/http-sms")).await;
        assert!(factory["logo"].take().as_str().unwrap().starts_with("data:image/svg+xml,"));
        assert!(!factory["readme"].take().as_str().unwrap().is_empty());
        assert_eq!(factory, json!({
            "type": "Sms", "id": "http-sms", "target": "http-sms", "name": { "en": "HTTP SMS" },
            "description": { "en": "Hands text messages to a service of your own." }, "logo": null, "logoDark": null, "readme": null,
            "formItems": [
                { "key": "endpoint", "type": "Text", "label": "Endpoint", "placeholder": "https://messages.example.com/send", "required": true },
                {
                    "key": "authorization", "type": "Text", "label": "Authorization header", "placeholder": "Bearer …",
                    "description": "Sent as it stands, so that your service knows who calls.", "isConfidential": true,
                },
            ],
            "platform": null,
        }));
        api.client.get(&format!("{PATH}/carrier-pigeon")).await.assert_error(404, "entity.not_found");
    }
}
