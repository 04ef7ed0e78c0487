//! A service of the operator's own: it is told what to send, and sends it as it likes.

use http::{Request, header};
use serde_json::json;

use super::{Message, MessageProvider, call, optional_text, text};
use crate::{Behaviour, Config, ConnectorContext, ConnectorError, ConnectorType, Factory, FormItem};

/// The factory for e-mail.
pub(super) fn email_factory() -> Factory {
    Factory {
        name: "HTTP email",
        description: "Hands e-mail to a service of your own.",
        ..factory("http-email", ConnectorType::Email, MessageProvider::HttpEmail)
    }
}

/// The factory for text messages.
pub(super) fn sms_factory() -> Factory {
    Factory {
        name: "HTTP SMS",
        description: "Hands text messages to a service of your own.",
        ..factory("http-sms", ConnectorType::Sms, MessageProvider::HttpSms)
    }
}

fn factory(id: &'static str, connector_type: ConnectorType, provider: MessageProvider) -> Factory {
    Factory {
        id,
        connector_type,
        target: id,
        platform: None,
        name: id,
        description: id,
        logo: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%232F6F6B' d='M8 6 2 12l6 6 1.4-1.4L4.8 12l4.6-4.6zm8 0-1.4 1.4 4.6 4.6-4.6 4.6L16 18l6-6z'/%3E%3C/svg%3E",
        logo_dark: None,
        readme: "Your service gets `POST` with `{\"to\", \"type\", \"payload\"}` as JSON and answers with any 2xx.",
        form_items: vec![
            FormItem::text("endpoint", "Endpoint")
                .required()
                .placeholder("https://messages.example.com/send"),
            FormItem::secret("authorization", "Authorization header")
                .placeholder("Bearer …")
                .description("Sent as it stands, so that your service knows who calls."),
        ],
        is_standard: false,
        is_token_storage_supported: false,
        behaviour: Behaviour::Message(provider),
    }
}

/// Hands a message over: `{to, type, payload}`.
pub(super) async fn send(
    context: ConnectorContext<'_>,
    config: &Config,
    message: &Message<'_>,
) -> Result<(), ConnectorError> {
    let mut builder = Request::post(text(config, "endpoint"));
    if let Some(authorization) = optional_text(config, "authorization") {
        builder =
            call::secret_header(builder, header::AUTHORIZATION.as_str(), authorization, "authorization")?;
    }
    let body = json!({
        "to": message.recipient,
        "type": message.template_type.as_str(),
        "payload": message.variables,
    });
    call::json(context, builder, &body).await
}

#[cfg(test)]
mod tests {
    use domain::message_template::TemplateType;

    use super::*;
    use crate::message::testing::{self, Receiver};

    #[tokio::test]
    async fn the_service_is_told_what_to_send() {
        let receiver = Receiver::answering("202 Accepted", "").await;
        let config = testing::config(
            json!({ "endpoint": format!("{}/send", receiver.url), "authorization": "Bearer Abc" }),
        );
        let variables = testing::config(json!({ "code": "123456", "locale": "nb" }));
        let message = testing::message(TemplateType::SignIn, &variables);
        email_factory().check(&config).unwrap();
        testing::send(MessageProvider::HttpEmail, &config, &message).await.unwrap();
        let (first, headers, body) = receiver.request();
        assert_eq!(first, "POST /send HTTP/1.1");
        assert!(
            headers.contains("authorization: bearer abc")
                && headers.contains("content-type: application/json")
        );
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(
            body,
            json!({ "to": "astrid@fjord.example", "type": "SignIn", "payload": { "code": "123456", "locale": "nb" } })
        );
    }
}
