//! Sending messages: one module a provider, [`content`] says what a message says.

mod call;
mod content;
mod http;
mod mailbox;
mod mailgun;
mod postmark;
mod sendgrid;
mod ses;
mod signature;
mod smtp;
#[cfg(test)]
mod testing;
mod twilio;

use std::time::Duration;

use domain::message_template::{TemplateDetails, TemplateType};
use serde_json::{Map, Value};

use crate::{Config, ConnectorContext, ConnectorError, Factory, InvalidConfig};

pub use content::{RenderedEmail, RenderedText};

/// How long sending one message may take.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A message to one address.
#[derive(Clone, Copy)]
pub struct Message<'a> {
    /// What it is for.
    pub template_type: TemplateType,
    /// The e-mail address, or the phone number in digits with country code.
    pub recipient: &'a str,
    /// What the template fills in.
    pub variables: &'a Map<String, Value>,
    /// The stored template for it, which goes before the connector's own. E-mail only.
    pub template: Option<&'a TemplateDetails>,
    /// The stored generic template, which goes before the connector's own generic one. E-mail only.
    pub generic: Option<&'a TemplateDetails>,
}

impl std::fmt::Debug for Message<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Message").field("template_type", &self.template_type).finish_non_exhaustive()
    }
}

/// How the connectors of a factory send.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageProvider {
    /// To any mail server.
    Smtp,
    /// By SendGrid.
    SendGrid,
    /// By Mailgun.
    Mailgun,
    /// By Postmark.
    Postmark,
    /// By the Simple Email Service of AWS.
    AwsSes,
    /// E-mail, by a service of the operator's own.
    HttpEmail,
    /// Text messages, by a service of the operator's own.
    HttpSms,
    /// Text messages, by Twilio or who speaks as they do.
    Twilio,
    /// Nowhere: e-mail is kept and shown on a development server.
    MailboxEmail,
    /// Nowhere: text messages are kept and shown on a development server.
    MailboxSms,
}

impl MessageProvider {
    /// Whether messages are kept, by whoever uses this crate, instead of being sent.
    pub const fn is_mailbox(self) -> bool {
        matches!(self, Self::MailboxEmail | Self::MailboxSms)
    }

    /// Checks what the form cannot say.
    pub(crate) fn check(self, config: &Config) -> Result<(), InvalidConfig> {
        match self {
            Self::Smtp => smtp::check(config),
            Self::Mailgun => mailgun::check(config),
            Self::SendGrid | Self::Postmark | Self::AwsSes | Self::Twilio => {
                call::check_endpoint(config)?;
                content::check_templates(config)
            }
            Self::HttpEmail | Self::HttpSms => call::check_endpoint(config),
            Self::MailboxEmail | Self::MailboxSms => Ok(()),
        }
    }

    /// Sends a message, within bounds of time and size. The configuration was checked.
    ///
    /// # Errors
    /// [`ConnectorError`]; whether the message arrives after all is known of no error.
    pub async fn send(
        self,
        context: ConnectorContext<'_>,
        config: &Config,
        message: &Message<'_>,
    ) -> Result<(), ConnectorError> {
        match self {
            Self::Smtp => smtp::send(context, config, message).await,
            Self::SendGrid => sendgrid::send(context, config, message).await,
            Self::Mailgun => mailgun::send(context, config, message).await,
            Self::Postmark => postmark::send(context, config, message).await,
            Self::AwsSes => ses::send(context, config, message).await,
            Self::HttpEmail | Self::HttpSms => http::send(context, config, message).await,
            Self::Twilio => twilio::send(context, config, message).await,
            Self::MailboxEmail | Self::MailboxSms => {
                Err(ConnectorError::Failed("messages of this connector are kept, not sent".to_owned()))
            }
        }
    }
}

/// The factories of what sends messages, in the order in which they are shown.
pub fn factories() -> Vec<Factory> {
    vec![
        smtp::factory(),
        sendgrid::factory(),
        mailgun::factory(),
        postmark::factory(),
        ses::factory(),
        http::email_factory(),
        mailbox::email_factory(),
        twilio::factory(),
        http::sms_factory(),
        mailbox::sms_factory(),
    ]
}

/// What an e-mail says, for whoever keeps it.
pub fn rendered_email(config: &Config, message: &Message<'_>) -> RenderedEmail {
    content::email(config, message)
}

/// What a text message says, for whoever keeps it.
pub fn rendered_text(config: &Config, message: &Message<'_>) -> RenderedText {
    content::text(config, message)
}

/// The text of a member of a configuration; empty when there is none.
fn text<'a>(config: &'a Config, key: &str) -> &'a str {
    config.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The text of a member of a configuration, unless it is empty.
fn optional_text<'a>(config: &'a Config, key: &str) -> Option<&'a str> {
    config.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// Adds a member to an object.
fn put(object: &mut Value, key: &str, value: impl Into<Value>) {
    if let Some(members) = object.as_object_mut() {
        members.insert(key.to_owned(), value.into());
    }
}
