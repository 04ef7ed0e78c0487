//! Messages to people, by e-mail. Everything that is sent goes through [`send_email`].
//!
//! A message belongs to a step that is kept in the database, and is asked for inside its transaction, as the last thing: a step whose
//! message cannot be sent is undone. No kind of connector exists yet, so that nothing can be sent and whoever asks is told so.

use serde_json::{Map, Value};

/// What a message is about, which chooses its template.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EmailTemplate {
    /// Somebody is invited to an organization.
    OrganizationInvitation,
}

impl EmailTemplate {
    /// The word of the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OrganizationInvitation => "OrganizationInvitation",
        }
    }
}

/// A message to one address.
#[derive(Clone, Copy, Debug)]
pub struct Email<'a> {
    /// What it is about.
    pub template: EmailTemplate,
    /// The address.
    pub recipient: &'a str,
    /// What the template fills in.
    pub variables: &'a Map<String, Value>,
}

/// Why a message was not sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SendError {
    /// Nothing that sends such messages is configured.
    #[error("no connector for e-mail is configured")]
    NoConnector,
}

/// Sends an e-mail by the connector that is configured for it.
pub fn send_email(email: &Email<'_>) -> Result<(), SendError> {
    tracing::warn!(
        email.template = email.template.as_str(),
        "a message was asked for, but no connector for e-mail is configured"
    );
    Err(SendError::NoConnector)
}
