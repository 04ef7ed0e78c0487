//! Handing a message to a connector, with the stored templates that go before the connector's own.

use connectors::{
    Config, Factory,
    message::{Message, rendered_email, rendered_text},
};
use domain::message_template::{ContentType, Languages, TemplateDetails, TemplateType};
use serde_json::Value;
use store::{
    email_template::{self, EmailTemplate, TemplateFilter},
    mailbox::{self, MailboxMessage},
};

use super::{Outgoing, Recipient, SendError};
use crate::{
    connectors as connector,
    services::{OperationError, Services},
};

/// Sends a message by a connector with this configuration, without counting it. A development mailbox keeps it instead.
pub async fn deliver(
    services: &Services,
    (factory, config): (&Factory, &Config),
    outgoing: &Outgoing<'_>,
) -> Result<(), SendError> {
    let wanted = outgoing.recipient.connector_type();
    let provider = factory.message().filter(|_| factory.connector_type == wanted);
    let provider = provider.ok_or(SendError::NoConnector(wanted))?;
    factory.check(config).map_err(connectors::ConnectorError::from)?;
    let (template, generic) = match outgoing.recipient {
        Recipient::Email(_) => stored(services, outgoing).await?,
        Recipient::Phone(_) => (None, None),
    };
    let message = Message {
        template_type: outgoing.template_type,
        recipient: outgoing.recipient.address(),
        variables: outgoing.variables,
        template: template.as_ref(),
        generic: generic.as_ref(),
    };
    if provider.is_mailbox() {
        return keep(services, config, (&message, outgoing.recipient)).await;
    }
    Ok(provider.send(connector::context(services), config, &message).await?)
}

/// The stored template for exactly this kind of message, and the generic one, each in the best language.
async fn stored(
    services: &Services,
    outgoing: &Outgoing<'_>,
) -> Result<(Option<TemplateDetails>, Option<TemplateDetails>), OperationError> {
    let configuration = services.configuration().await?;
    let fallback = configuration.sign_in_experience.pointer("/languageInfo/fallbackLanguage");
    let variable = |name: &str| outgoing.variables.get(name).and_then(Value::as_str).unwrap_or_default();
    let languages = Languages::of([
        variable("uiLocales"),
        variable("locale"),
        outgoing.languages,
        fallback.and_then(Value::as_str).unwrap_or_default(),
    ]);
    let best = async |template_type: TemplateType| {
        let filter = TemplateFilter { template_type: Some(template_type.as_str()), language_tag: None };
        let offered = email_template::list(services.db.exec(), &services.tenant, &filter).await?;
        let chosen = languages.choose(&offered, |template: &EmailTemplate| &template.language_tag);
        Ok::<_, OperationError>(chosen.map(|template| template.details.clone()))
    };
    let exact = best(outgoing.template_type).await?;
    let generic = if exact.is_none() && outgoing.template_type.may_be_generic() {
        best(TemplateType::Generic).await?
    } else {
        None
    };
    Ok((exact, generic))
}

async fn keep(
    services: &Services,
    config: &Config,
    (message, recipient): (&Message<'_>, Recipient<'_>),
) -> Result<(), SendError> {
    let (subject, content, content_type) = match recipient {
        Recipient::Email(_) => {
            let email = rendered_email(config, message);
            let content_type = match email.content_type {
                ContentType::Html => "text/html",
                ContentType::Plain => "text/plain",
            };
            (Some(email.subject), email.content, content_type)
        }
        Recipient::Phone(_) => (None, rendered_text(config, message), "text/plain"),
    };
    let kept = MailboxMessage {
        id: services.entropy.id_21(),
        connector_type: recipient.connector_type().as_str().to_owned(),
        template_type: message.template_type.as_str().to_owned(),
        recipient: message.recipient.to_owned(),
        subject,
        content,
        content_type: content_type.to_owned(),
        created_at: services.now(),
    };
    Ok(mailbox::push(services.db.exec(), &services.tenant, &kept).await?)
}
