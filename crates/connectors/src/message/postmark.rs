//! E-mail by Postmark (<https://postmarkapp.com/developer/api/templates-api>), by templates that are kept there or by our own.

use http::Request;
use serde_json::{Value, json};

use super::{Message, MessageProvider, call, content, put, text};
use crate::{Behaviour, Config, ConnectorContext, ConnectorError, ConnectorType, Factory, FormItem};

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        id: "postmark-mail",
        connector_type: ConnectorType::Email,
        target: "postmark-mail",
        platform: None,
        name: "Postmark",
        description: "Sends e-mail by Postmark.",
        logo: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%23E0B400' d='M2 2h20v20H2zm7 4v12h2v-4h2a4 4 0 0 0 0-8zm2 2h2a2 2 0 0 1 0 4h-2z'/%3E%3C/svg%3E",
        logo_dark: None,
        readme: "Each element of `templates` is `{\"usageType\", \"templateAlias\"}` for a template that is kept at Postmark.",
        form_items: vec![
            FormItem::secret("serverToken", "Server token").required(),
            FormItem::text("fromEmail", "Sender").required().placeholder("no-reply@example.com"),
            FormItem::text("endpoint", "API address").placeholder("https://api.postmarkapp.com"),
            FormItem::json("templates", "Templates"),
        ],
        is_standard: false,
        is_token_storage_supported: false,
        behaviour: Behaviour::Message(MessageProvider::Postmark),
    }
}

/// Sends an e-mail: a stored template as it is, else by the alias of one at Postmark, else by what is built in.
pub(super) async fn send(
    context: ConnectorContext<'_>,
    config: &Config,
    message: &Message<'_>,
) -> Result<(), ConnectorError> {
    let from = text(config, "fromEmail");
    let (path, body) = match alias(config, message) {
        Some(alias) if message.template.is_none() => (
            "email/withTemplate",
            json!({ "From": from, "To": message.recipient, "TemplateAlias": alias, "TemplateModel": message.variables }),
        ),
        _ => ("email", own(config, message, from)),
    };
    let url = format!("{}/{path}", call::endpoint(config, "https://api.postmarkapp.com"));
    let token = text(config, "serverToken");
    let builder = call::secret_header(Request::post(url), "x-postmark-server-token", token, "serverToken")?;
    call::json(context, builder.header("accept", "application/json"), &body).await
}

fn alias<'a>(config: &'a Config, message: &Message<'_>) -> Option<&'a str> {
    let of = |wanted| content::own_template(config, wanted)?.get("templateAlias")?.as_str();
    let generic = domain::message_template::TemplateType::Generic;
    of(message.template_type).or_else(|| {
        if message.template_type.may_be_generic() && message.generic.is_none() { of(generic) } else { None }
    })
}

fn own(config: &Config, message: &Message<'_>, from: &str) -> Value {
    let email = content::email(config, message);
    let body = if email.media_type() == "text/html" { "HtmlBody" } else { "TextBody" };
    let mut request = json!({
        "From": email.send_from.as_deref().unwrap_or(from), "To": message.recipient, "Subject": email.subject,
    });
    put(&mut request, body, email.content);
    if let Some(reply_to) = email.reply_to {
        put(&mut request, "ReplyTo", reply_to);
    }
    request
}

#[cfg(test)]
mod tests {
    use domain::message_template::{TemplateDetails, TemplateType};

    use super::*;
    use crate::message::testing::{self, Receiver};

    #[tokio::test]
    async fn templates_there_are_named_and_stored_ones_sent() {
        let variables = testing::config(json!({ "code": "1" }));
        let stored = TemplateDetails::built_in(TemplateType::SignIn);
        for template in [None, Some(&stored)] {
            let receiver = Receiver::answering("200 OK", "{}").await;
            let config = testing::config(json!({
                "serverToken": "token", "fromEmail": "a@fjord.example", "endpoint": receiver.url,
                "templates": [{ "usageType": "SignIn", "templateAlias": "sign-in" }],
            }));
            factory().check(&config).unwrap();
            let message = Message { template, ..testing::message(TemplateType::SignIn, &variables) };
            testing::send(MessageProvider::Postmark, &config, &message).await.unwrap();
            let (first, headers, body) = receiver.request();
            assert!(headers.contains("x-postmark-server-token: token"), "{headers}");
            let body: Value = serde_json::from_str(&body).unwrap();
            if template.is_none() {
                assert_eq!(first, "POST /email/withTemplate HTTP/1.1");
                assert_eq!(
                    body,
                    json!({
                        "From": "a@fjord.example", "To": "astrid@fjord.example", "TemplateAlias": "sign-in", "TemplateModel": { "code": "1" },
                    })
                );
            } else {
                assert_eq!(first, "POST /email HTTP/1.1");
                assert_eq!(body["Subject"], "Your sign-in code");
                assert!(body["TextBody"].as_str().unwrap().starts_with("Your code to sign in is 1."));
            }
        }
    }
}
