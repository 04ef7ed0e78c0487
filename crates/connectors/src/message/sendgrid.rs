//! E-mail by SendGrid (<https://www.twilio.com/docs/sendgrid/api-reference/mail-send>).

use http::{Request, header};
use serde_json::json;

use super::{Message, MessageProvider, call, content, optional_text, put, text};
use crate::{Behaviour, Config, ConnectorContext, ConnectorError, ConnectorType, Factory, FormItem};

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        id: "sendgrid-email-service",
        connector_type: ConnectorType::Email,
        target: "sendgrid-mail",
        platform: None,
        name: "SendGrid",
        description: "Sends e-mail by SendGrid.",
        logo: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%231A82E2' d='M3 9h6v6H3zm6-6h12v6H9zm0 12h6v6H9zm6-6h6v6h-6z'/%3E%3C/svg%3E",
        logo_dark: None,
        readme: "Make an API key with the permission to send mail, and verify the sender.",
        form_items: vec![
            FormItem::secret("apiKey", "API key").required().placeholder("SG.…"),
            FormItem::text("fromEmail", "Sender").required().placeholder("no-reply@example.com"),
            FormItem::text("fromName", "Name of the sender"),
            FormItem::text("endpoint", "API address")
                .placeholder("https://api.sendgrid.com")
                .description("Another region or whoever speaks as SendGrid does."),
            FormItem::json("templates", "Templates"),
        ],
        is_standard: false,
        is_token_storage_supported: false,
        behaviour: Behaviour::Message(MessageProvider::SendGrid),
    }
}

/// Sends an e-mail.
pub(super) async fn send(
    context: ConnectorContext<'_>,
    config: &Config,
    message: &Message<'_>,
) -> Result<(), ConnectorError> {
    let email = content::email(config, message);
    let mut from = json!({ "email": email.send_from.as_deref().unwrap_or(text(config, "fromEmail")) });
    if let Some(name) = optional_text(config, "fromName") {
        put(&mut from, "name", name);
    }
    let mut body = json!({
        "personalizations": [{ "to": [{ "email": message.recipient }] }],
        "from": from,
        "subject": email.subject,
        "content": [{ "type": email.media_type(), "value": email.content }],
    });
    if let Some(reply_to) = email.reply_to {
        put(&mut body, "reply_to", json!({ "email": reply_to }));
    }
    let url = format!("{}/v3/mail/send", call::endpoint(config, "https://api.sendgrid.com"));
    let key = format!("Bearer {}", text(config, "apiKey"));
    let builder = call::secret_header(Request::post(url), header::AUTHORIZATION.as_str(), &key, "apiKey")?;
    call::json(context, builder, &body).await
}

#[cfg(test)]
mod tests {
    use domain::message_template::TemplateType;
    use serde_json::Value;

    use super::*;
    use crate::message::testing::{self, Receiver};

    #[tokio::test]
    async fn a_mail_goes_out_as_the_api_wants_it() {
        let receiver = Receiver::answering("202 Accepted", "").await;
        let config = testing::config(json!({
            "apiKey": "SG.key", "fromEmail": "no-reply@fjord.example", "fromName": "Fjord", "endpoint": receiver.url,
            "templates": [{ "usageType": "Generic", "type": "text/html", "subject": "Code", "content": "<b>{{code}}</b>", "replyTo": "help@fjord.example" }],
        }));
        factory().check(&config).unwrap();
        let variables = testing::config(json!({ "code": "<1>" }));
        let message = testing::message(TemplateType::SignIn, &variables);
        testing::send(MessageProvider::SendGrid, &config, &message).await.unwrap();
        let (first, headers, body) = receiver.request();
        assert_eq!(first, "POST /v3/mail/send HTTP/1.1");
        assert!(headers.contains("authorization: bearer sg.key"), "{headers}");
        assert_eq!(
            serde_json::from_str::<Value>(&body).unwrap(),
            json!({
                "personalizations": [{ "to": [{ "email": "astrid@fjord.example" }] }],
                "from": { "email": "no-reply@fjord.example", "name": "Fjord" },
                "subject": "Code",
                "content": [{ "type": "text/html", "value": "<b>&lt;1&gt;</b>" }],
                "reply_to": { "email": "help@fjord.example" },
            })
        );
    }
}
