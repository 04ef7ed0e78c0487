//! E-mail by Mailgun (<https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages>), by templates that are kept
//! there or by our own.

use domain::message_template::{ContentType, TemplateDetails, TemplateType};
use http::{Request, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::{Message, MessageProvider, RenderedEmail, call, content, text};
use crate::{
    Behaviour, Config, ConnectorContext, ConnectorError, ConnectorType, Factory, FormItem, InvalidConfig,
};

/// The factory.
pub(super) fn factory() -> Factory {
    Factory {
        id: "mailgun-email",
        connector_type: ConnectorType::Email,
        target: "mailgun-email",
        platform: None,
        name: "Mailgun",
        description: "Sends e-mail by Mailgun.",
        logo: "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%23C02126' d='M12 2a10 10 0 1 0 6 18l-1.3-1.5A8 8 0 1 1 20 12v1a1.5 1.5 0 0 1-3 0V8h-2v.5a5 5 0 1 0 .6 6.4A3.5 3.5 0 0 0 22 13v-1A10 10 0 0 0 12 2m0 7a3 3 0 1 1 0 6 3 3 0 0 1 0-6'/%3E%3C/svg%3E",
        logo_dark: None,
        readme: "`deliveries` says by the kind of message what is sent: `{\"Generic\": {\"subject\", \"html\" or \"text\", \"replyTo\"}}`, or `{\"template\", \"variables\"}` for a template that is kept at Mailgun.",
        form_items: vec![
            FormItem::text("endpoint", "API address")
                .placeholder("https://api.mailgun.net")
                .description("For domains in Europe: https://api.eu.mailgun.net."),
            FormItem::text("domain", "Domain").required().placeholder("mg.example.com"),
            FormItem::secret("apiKey", "API key").required(),
            FormItem::text("from", "Sender").required().placeholder("Example <no-reply@mg.example.com>"),
            FormItem::json("deliveries", "Deliveries"),
        ],
        is_standard: false,
        is_token_storage_supported: false,
        behaviour: Behaviour::Message(MessageProvider::Mailgun),
    }
}

/// Checks what the form cannot say.
pub(super) fn check(config: &Config) -> Result<(), InvalidConfig> {
    call::check_endpoint(config)?;
    let Some(deliveries) = config.get("deliveries") else { return Ok(()) };
    let Some(deliveries) = deliveries.as_object() else {
        return Err(InvalidConfig::new("deliveries", "must be an object"));
    };
    for (name, delivery) in deliveries {
        let has = |key: &str| delivery.get(key).is_some_and(Value::is_string);
        if !(has("template") || has("subject") && (has("html") || has("text"))) {
            let problem = "must have a template, or a subject with html or text";
            return Err(InvalidConfig::new(format!("deliveries.{name}"), problem));
        }
    }
    Ok(())
}

/// Sends an e-mail.
pub(super) async fn send(
    context: ConnectorContext<'_>,
    config: &Config,
    message: &Message<'_>,
) -> Result<(), ConnectorError> {
    let mut form = vec![("to", message.recipient.to_owned())];
    match delivery(config, message) {
        Some(delivery) if delivery.contains_key("template") => by_template(delivery, message, &mut form),
        found => {
            let email = match found.and_then(details) {
                Some(details) => RenderedEmail::of(&details, message),
                None => content::email(&Config::new(), message),
            };
            let body = if email.media_type() == "text/html" { "html" } else { "text" };
            form.extend([("subject", email.subject), (body, email.content)]);
            form.extend(email.reply_to.map(|reply_to| ("h:Reply-To", reply_to)));
            form.extend(email.send_from.map(|from| ("from", from)));
        }
    }
    if !form.iter().any(|(name, _)| *name == "from") {
        form.push(("from", text(config, "from").to_owned()));
    }
    let domain = utf8_percent_encode(text(config, "domain"), NON_ALPHANUMERIC)
        .to_string()
        .replace("%2E", ".")
        .replace("%2D", "-");
    let url = format!("{}/v3/{domain}/messages", call::endpoint(config, "https://api.mailgun.net"));
    let authorization = call::basic("api", text(config, "apiKey"));
    let builder =
        call::secret_header(Request::post(url), header::AUTHORIZATION.as_str(), &authorization, "apiKey")?;
    let pairs: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    call::form(context, builder, &pairs).await
}

/// The connector's own delivery, unless a stored template goes before it.
fn delivery<'a>(config: &'a Config, message: &Message<'_>) -> Option<&'a Map<String, Value>> {
    if message.template.is_some() {
        return None;
    }
    let of = |wanted: TemplateType| config.get("deliveries")?.get(wanted.as_str())?.as_object();
    let takes_generic = message.template_type.may_be_generic() && message.generic.is_none();
    of(message.template_type).or_else(|| if takes_generic { of(TemplateType::Generic) } else { None })
}

fn by_template(delivery: &Map<String, Value>, message: &Message<'_>, form: &mut Vec<(&'static str, String)>) {
    let mut variables = delivery.get("variables").and_then(Value::as_object).cloned().unwrap_or_default();
    variables.extend(message.variables.clone());
    form.push(("template", text(delivery, "template").to_owned()));
    form.push(("h:X-Mailgun-Variables", Value::Object(variables).to_string()));
    if let Some(subject) = delivery.get("subject").and_then(Value::as_str) {
        form.push(("subject", subject.to_owned()));
    }
}

fn details(delivery: &Map<String, Value>) -> Option<TemplateDetails> {
    let text = |key: &str| delivery.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    let html = text("html");
    Some(TemplateDetails {
        subject: text("subject")?,
        content_type: Some(if html.is_some() { ContentType::Html } else { ContentType::Plain }),
        content: html.or_else(|| text("text"))?,
        reply_to: text("replyTo"),
        send_from: None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::message::testing::{self, Receiver};

    async fn sent(deliveries: Value, template: Option<&TemplateDetails>) -> Vec<(String, String)> {
        let receiver = Receiver::answering("200 OK", "{}").await;
        let config = testing::config(json!({
            "endpoint": receiver.url, "domain": "mg.fjord.example", "apiKey": "key", "from": "Fjord <a@mg.fjord.example>",
            "deliveries": deliveries,
        }));
        factory().check(&config).unwrap();
        let variables = testing::config(json!({ "code": "1" }));
        let message = Message { template, ..testing::message(TemplateType::SignIn, &variables) };
        testing::send(MessageProvider::Mailgun, &config, &message).await.unwrap();
        let (first, headers, body) = receiver.request();
        assert_eq!(first, "POST /v3/mg.fjord.example/messages HTTP/1.1");
        assert!(headers.contains("authorization: basic yxbpomtleq=="), "{headers}");
        form_urlencoded::parse(body.as_bytes()).into_owned().collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[tokio::test]
    async fn deliveries_are_our_own_or_kept_at_mailgun() {
        let own = sent(
            json!({ "Generic": { "subject": "Code", "html": "<b>{{code}}</b>", "replyTo": "h@a.example" } }),
            None,
        )
        .await;
        let (to, from) = (pair("to", "astrid@fjord.example"), pair("from", "Fjord <a@mg.fjord.example>"));
        assert_eq!(
            own,
            [
                to.clone(),
                pair("subject", "Code"),
                pair("html", "<b>1</b>"),
                pair("h:Reply-To", "h@a.example"),
                from.clone()
            ]
        );
        let kept = json!({ "SignIn": { "template": "sign-in", "variables": { "team": "blue" } } });
        let there = sent(kept.clone(), None).await;
        let variables = pair("h:X-Mailgun-Variables", r#"{"team":"blue","code":"1"}"#);
        assert_eq!(there, [to.clone(), pair("template", "sign-in"), variables, from]);
        let stored = TemplateDetails {
            send_from: Some("b@a.example".to_owned()),
            ..TemplateDetails::built_in(TemplateType::SignIn)
        };
        let stored = sent(kept, Some(&stored)).await;
        assert_eq!(
            (&stored[1], &stored[3]),
            (&pair("subject", "Your sign-in code"), &pair("from", "b@a.example"))
        );
    }

    #[test]
    fn a_delivery_says_what_is_sent() {
        for bad in [
            json!([]),
            json!({ "Generic": {} }),
            json!({ "Generic": { "subject": "S" } }),
            json!({ "Generic": 1 }),
        ] {
            assert!(check(&testing::config(json!({ "deliveries": bad }))).is_err(), "{bad}");
        }
    }
}
