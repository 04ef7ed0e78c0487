//! What a message says: which template is taken, and what it becomes.
//!
//! A stored template goes before the connector's own, one for exactly this kind of message before a generic one, and what is built in
//! stands in when there is none.

use domain::message_template::{ContentType, Escaping, TemplateDetails, TemplateType, render};
use serde_json::Value;

use super::Message;
use crate::{Config, InvalidConfig};

/// An e-mail with all variables filled in.
#[derive(Clone, PartialEq, Eq)]
pub struct RenderedEmail {
    /// The subject: one line.
    pub subject: String,
    /// The content.
    pub content: String,
    /// How the content is to be read.
    pub content_type: ContentType,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// Whom it is from, where that is not the connector's sender.
    pub send_from: Option<String>,
}

impl std::fmt::Debug for RenderedEmail {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RenderedEmail").finish_non_exhaustive()
    }
}

impl RenderedEmail {
    /// Fills a template in.
    pub(super) fn of(details: &TemplateDetails, message: &Message<'_>) -> Self {
        let content_type = details.content_type.unwrap_or_default();
        let escaping = if content_type == ContentType::Html { Escaping::Html } else { Escaping::None };
        let line = |template: &str| one_line(&render(template, message.variables, Escaping::None));
        let address = |template: Option<&str>| template.map(line).filter(|address| !address.is_empty());
        Self {
            subject: line(&details.subject),
            content: render(&details.content, message.variables, escaping),
            content_type,
            reply_to: address(details.reply_to.as_deref()),
            send_from: address(details.send_from.as_deref()),
        }
    }

    /// The word for how the content is to be read.
    pub(super) const fn media_type(&self) -> &'static str {
        match self.content_type {
            ContentType::Html => "text/html",
            ContentType::Plain => "text/plain",
        }
    }
}

/// The content of a text message.
pub type RenderedText = String;

/// What a header may hold: a line break in it would begin another header.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The e-mail that a message becomes.
pub(super) fn email(config: &Config, message: &Message<'_>) -> RenderedEmail {
    let own = |wanted| own_template(config, wanted).and_then(details);
    let generic = || message.generic.cloned().or_else(|| own(TemplateType::Generic));
    let exact = message.template.cloned().or_else(|| own(message.template_type));
    let details = exact
        .or_else(|| if message.template_type.may_be_generic() { generic() } else { None })
        .unwrap_or_else(|| TemplateDetails::built_in(message.template_type));
    RenderedEmail::of(&details, message)
}

/// The text that a message becomes.
pub(super) fn text(config: &Config, message: &Message<'_>) -> RenderedText {
    let own = |wanted| own_template(config, wanted)?.get("content")?.as_str();
    let generic = || if message.template_type.may_be_generic() { own(TemplateType::Generic) } else { None };
    let template = match own(message.template_type).or_else(generic) {
        Some(template) => template.to_owned(),
        None => TemplateDetails::built_in(message.template_type).content,
    };
    render(&template, message.variables, Escaping::None).trim_end().to_owned()
}

/// The connector's own template for a kind of message: an element of `templates` with this `usageType`.
pub(super) fn own_template(config: &Config, wanted: TemplateType) -> Option<&Value> {
    let templates = config.get("templates")?.as_array()?;
    templates
        .iter()
        .find(|template| template.get("usageType").and_then(Value::as_str) == Some(wanted.as_str()))
}

/// Reads a template of a configuration: `{subject, content, contentType? | type?, replyTo?, sendFrom?}`.
pub(super) fn details(template: &Value) -> Option<TemplateDetails> {
    let text = |key: &str| template.get(key).and_then(Value::as_str).map(ToOwned::to_owned);
    let content_type = text("contentType").or_else(|| text("type"));
    Some(TemplateDetails {
        subject: text("subject")?,
        content: text("content")?,
        content_type: match content_type.as_deref() {
            Some("text/plain") => Some(ContentType::Plain),
            _ => Some(ContentType::Html),
        },
        reply_to: text("replyTo"),
        send_from: text("sendFrom"),
    })
}

/// Checks `templates`: an array of objects, each with a `usageType`, and whatever else it has as text.
pub(super) fn check_templates(config: &Config) -> Result<(), InvalidConfig> {
    let Some(templates) = config.get("templates") else { return Ok(()) };
    let wrong = |at: usize, problem: &str| Err(InvalidConfig::new(format!("templates.{at}"), problem));
    let Some(templates) = templates.as_array() else {
        return Err(InvalidConfig::new("templates", "must be an array"));
    };
    for (at, template) in templates.iter().enumerate() {
        let Some(members) = template.as_object() else { return wrong(at, "must be an object") };
        if !members.get("usageType").is_some_and(Value::is_string) {
            return wrong(at, "must have a usageType");
        }
        let known = ["subject", "content", "contentType", "type", "replyTo", "sendFrom", "templateAlias"];
        if known.iter().any(|key| members.get(*key).is_some_and(|value| !value.is_string())) {
            return wrong(at, "must have text only");
        }
        if !members.contains_key("content") && !members.contains_key("templateAlias") {
            return wrong(at, "must have content");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::message::testing::{config, message};

    fn stored(content: &str) -> TemplateDetails {
        TemplateDetails { content: content.to_owned(), ..TemplateDetails::built_in(TemplateType::Generic) }
    }

    fn own(types: &[&str]) -> Config {
        let templates: Vec<_> = types
            .iter()
            .map(|usage| json!({ "usageType": usage, "subject": "S", "content": format!("own {usage}") }))
            .collect();
        config(json!({ "templates": templates }))
    }

    #[test]
    fn stored_templates_go_before_those_of_the_connector_and_exact_ones_before_generic_ones() {
        let (exact, generic) = (stored("stored exact"), stored("stored generic"));
        let variables = config(json!({ "code": "1", "link": "https://a.example" }));
        let content = |config: &Config, wanted, template, generic| {
            let message = Message { template, generic, ..message(wanted, &variables) };
            email(config, &message).content
        };
        let (full, only_generic, none) = (own(&["SignIn", "Generic"]), own(&["Generic"]), own(&[]));
        let wanted = TemplateType::SignIn;
        assert_eq!(content(&full, wanted, Some(&exact), Some(&generic)), "stored exact");
        assert_eq!(content(&full, wanted, None, Some(&generic)), "own SignIn");
        assert_eq!(content(&only_generic, wanted, None, Some(&generic)), "stored generic");
        assert_eq!(content(&only_generic, wanted, None, None), "own Generic");
        assert!(content(&none, wanted, None, None).starts_with("Your code to sign in is 1."));
        let invitation = content(&full, TemplateType::OrganizationInvitation, None, Some(&generic));
        assert!(invitation.contains("https://a.example"), "{invitation}");
    }

    #[test]
    fn html_is_escaped_and_headers_are_one_line() {
        let variables = config(json!({ "name": "<i>\r\nBcc: all@a.example" }));
        let details = TemplateDetails {
            subject: "To {{name}}".to_owned(),
            content: "<b>{{name}}</b>".to_owned(),
            content_type: None,
            reply_to: Some("{{name}}".to_owned()),
            send_from: Some("{{nobody}}".to_owned()),
        };
        let rendered = RenderedEmail::of(&details, &message(TemplateType::Generic, &variables));
        assert_eq!(rendered.subject, "To <i>  Bcc: all@a.example");
        assert_eq!(rendered.content, "<b>&lt;i&gt;\r\nBcc: all@a.example</b>");
        assert_eq!(rendered.reply_to.as_deref(), Some("<i>  Bcc: all@a.example"));
        assert_eq!(rendered.send_from, None);
    }

    #[test]
    fn text_messages_are_short_and_plain() {
        let variables = config(json!({ "code": "1 & 2" }));
        let own = config(json!({ "templates": [{ "usageType": "Generic", "content": "Code: {{code}}" }] }));
        let said = |config: &Config| text(config, &message(TemplateType::SignIn, &variables));
        assert_eq!(said(&own), "Code: 1 & 2");
        assert!(said(&config(json!({}))).starts_with("Your code to sign in is 1 & 2."));
    }

    #[test]
    fn templates_are_objects_with_a_use_and_content() {
        let problem = |templates: Value| check_templates(&config(json!({ "templates": templates }))).err();
        assert_eq!(problem(json!([{ "usageType": "Generic", "content": "c", "subject": "s" }])), None);
        for bad in [
            json!({}),
            json!(["a"]),
            json!([{ "content": "c" }]),
            json!([{ "usageType": "Generic" }]),
            json!([{ "usageType": "Generic", "content": 7 }]),
        ] {
            assert!(problem(bad.clone()).is_some(), "{bad}");
        }
    }
}
