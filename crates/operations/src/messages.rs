//! Messages to people, by e-mail or as text. Everything that is sent goes through [`send`], which counts how many an address gets.
//!
//! A message is sent after what it is about was committed: a transaction does not wait for somebody else's server. Whoever must not keep
//! the one without the other undoes it when sending fails.

mod deliver;
mod examples;
mod variables;

use std::time::Duration;

use connectors::{ConnectorError, ConnectorType};
use domain::{
    UnixMillis, account::identifier::is_deliverable_email, message_template::TemplateType, text::fold,
};
use serde_json::{Map, Value};
use store::{
    Exec, StoreError,
    connector::of_message_type,
    message_recipient::{self, SendLimit},
};

pub use deliver::deliver;
pub use examples::{EXAMPLE_CODE, example_variables};
pub use variables::{
    inviter as inviter_variable, organization as organization_variable, user as user_variable,
};

use crate::{
    connectors as connector,
    hooks::{self, Event},
    services::{OperationError, Services},
};

/// How many messages an address gets from all nodes together: so many invitations, and so many of all other kinds.
const LIMIT: SendLimit = SendLimit { messages: 10, window: Duration::from_secs(600) };
/// The event that tells of an address that had enough.
const RATE_LIMITED: &str = "Message.RateLimited";

/// Who gets a message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Recipient<'a> {
    /// Whoever reads this e-mail address.
    Email(&'a str),
    /// Whoever has this phone number: digits with country code.
    Phone(&'a str),
}

impl<'a> Recipient<'a> {
    /// The address or number.
    pub const fn address(self) -> &'a str {
        match self {
            Self::Email(address) | Self::Phone(address) => address,
        }
    }

    /// What kind of connector reaches them.
    pub const fn connector_type(self) -> ConnectorType {
        match self {
            Self::Email(_) => ConnectorType::Email,
            Self::Phone(_) => ConnectorType::Sms,
        }
    }

    /// The address as codes are bound to it: case does not count in ASCII, everything else does. Some letters beyond ASCII have an ASCII
    /// letter as their lower case, but the address is another person's.
    pub fn key(self) -> String {
        self.address().to_ascii_lowercase()
    }

    /// The address as messages of this kind are counted for it: no other spelling gets more of them. Invitations are counted by themselves, since
    /// somebody else causes them: they keep nobody's codes from coming. What stands before the address is in none.
    fn counted_as(self, template_type: TemplateType) -> String {
        let address = fold(self.address().trim());
        match template_type {
            TemplateType::OrganizationInvitation => format!("invitation {address}"),
            _ => address,
        }
    }
}

impl std::fmt::Debug for Recipient<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Recipient").field(&self.connector_type()).finish()
    }
}

/// A message to be sent.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    /// What it is about.
    pub template_type: TemplateType,
    /// Who gets it.
    pub recipient: Recipient<'a>,
    /// What its template fills in. `uiLocales` and `locale` choose its language.
    pub variables: &'a Map<String, Value>,
    /// Languages to be tried after those, as in `Accept-Language`; empty where nobody said.
    pub languages: &'a str,
}

impl std::fmt::Debug for Outgoing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outgoing").field("template_type", &self.template_type).finish_non_exhaustive()
    }
}

/// Why a message was not sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Nothing that sends such messages is configured.
    #[error("no connector for such messages is configured")]
    NoConnector(ConnectorType),
    /// The address got too many messages lately.
    #[error("the recipient got too many messages lately")]
    RateLimited,
    /// The connector failed.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    /// The server failed.
    #[error(transparent)]
    Operation(#[from] OperationError),
}

impl From<StoreError> for SendError {
    fn from(error: StoreError) -> Self {
        Self::Operation(error.into())
    }
}

/// Passes when something that reaches a recipient is configured, as the caller's transaction sees it.
pub(crate) async fn require_connector(
    exec: Exec<'_>,
    services: &Services,
    recipient: Recipient<'_>,
) -> Result<(), SendError> {
    let wanted = recipient.connector_type();
    match of_message_type(exec, &services.tenant, wanted.as_str()).await? {
        Some(_) => Ok(()),
        None => Err(SendError::NoConnector(wanted)),
    }
}

/// Sends a message by the connector that is configured for its kind, unless its recipient got too many lately.
pub async fn send(services: &Services, message: &Outgoing<'_>) -> Result<(), SendError> {
    count(services, message).await?.deliver(services, message).await
}

/// A message that may be sent, and is counted for its recipient already.
pub(crate) struct Counted {
    connector: connector::Connector,
    recipient: String,
    at: UnixMillis,
}

/// Counts a message: there is something that sends it, and its recipient has not had too many lately.
pub(crate) async fn count(services: &Services, message: &Outgoing<'_>) -> Result<Counted, SendError> {
    let wanted = message.recipient.connector_type();
    let connector = connector::for_messages(services, wanted).await?;
    let connector = connector.ok_or(SendError::NoConnector(wanted))?;
    // Addresses are looked at where they are taken, too; some have been stored since before they were.
    if let Recipient::Email(address) = message.recipient
        && !is_deliverable_email(address)
    {
        return Err(ConnectorError::Failed("the address is not one e-mail address".to_owned()).into());
    }
    let (recipient, at) = (message.recipient.counted_as(message.template_type), services.now());
    if !reserve(services, &recipient, at).await? {
        tell_of_limit(services, message).await?;
        return Err(SendError::RateLimited);
    }
    Ok(Counted { connector, recipient, at })
}

impl Counted {
    /// Sends it; when that fails, it does not count.
    pub(crate) async fn deliver(self, services: &Services, message: &Outgoing<'_>) -> Result<(), SendError> {
        let sent = self.try_deliver(services, message).await;
        if sent.is_err() {
            release(services, &self.recipient, self.at).await?;
        }
        sent
    }

    /// Sends it where nobody may learn whether that worked: it counts in any case.
    pub(crate) async fn deliver_in_silence(self, services: &Services, message: &Outgoing<'_>) {
        // That it was not sent is in the log.
        let _ = self.try_deliver(services, message).await;
    }

    async fn try_deliver(&self, services: &Services, message: &Outgoing<'_>) -> Result<(), SendError> {
        let connector = &self.connector;
        let sent = deliver(services, (connector.factory, &connector.config), message).await;
        if let Err(error) = &sent {
            tracing::warn!(
                connector.factory = connector.factory.id,
                message.template = message.template_type.as_str(),
                error.message = %domain::causes(error),
                "a message was not sent"
            );
        }
        sent
    }
}

async fn reserve(services: &Services, recipient: &str, now: UnixMillis) -> Result<bool, StoreError> {
    let tenant = &services.tenant;
    let reserve = |tx| async move { message_recipient::reserve(&tx, tenant, recipient, LIMIT, now).await };
    services.db.transaction(reserve).await
}

async fn release(services: &Services, recipient: &str, at: UnixMillis) -> Result<(), StoreError> {
    let tenant = &services.tenant;
    let release = |tx| async move { message_recipient::release(&tx, tenant, recipient, at).await };
    services.db.transaction(release).await
}

async fn tell_of_limit(services: &Services, message: &Outgoing<'_>) -> Result<(), OperationError> {
    let event = Event::new(RATE_LIMITED, services.now())
        .with("action", message.template_type.as_str())
        .with("recipient", message.recipient.address());
    hooks::raise(services, &[event]).await
}
