//! A kind of connector.

use std::sync::Arc;

use crate::{Config, FormItem, InvalidConfig, form, message::MessageProvider, social::SocialProvider};

/// What a connector is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConnectorType {
    /// Sends e-mail.
    Email,
    /// Sends text messages.
    Sms,
    /// Signs users in by their accounts elsewhere.
    Social,
}

impl ConnectorType {
    /// Its name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "Email",
            Self::Sms => "Sms",
            Self::Social => "Social",
        }
    }
}

/// Where a social connector works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Platform {
    /// In native applications.
    Native,
    /// Everywhere.
    Universal,
    /// In browsers.
    Web,
}

impl Platform {
    /// Its name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Native => "Native",
            Self::Universal => "Universal",
            Self::Web => "Web",
        }
    }
}

/// What the connectors of a factory do.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// They send messages.
    Message(MessageProvider),
    /// They sign users in.
    Social(Arc<dyn SocialProvider>),
}

/// A kind of connector: what it is called, what it wants to know, and what it does.
#[derive(Clone, Debug)]
pub struct Factory {
    /// Its id, as tools in the field know it.
    pub id: &'static str,
    /// What it is for.
    pub connector_type: ConnectorType,
    /// Whose accounts it takes, or the id again where it sends messages. Connectors of a standard factory choose their own.
    pub target: &'static str,
    /// Where it works; social ones only.
    pub platform: Option<Platform>,
    /// Its name in English.
    pub name: &'static str,
    /// What it does, in English.
    pub description: &'static str,
    /// Its logo, as a `data:` URI.
    pub logo: &'static str,
    /// Its logo on dark ground, where that is another.
    pub logo_dark: Option<&'static str>,
    /// How to set it up, in Markdown.
    pub readme: &'static str,
    /// What it wants to know.
    pub form_items: Vec<FormItem>,
    /// Whether it speaks a standard: there may be several connectors of it, each with its own target, name and logo.
    pub is_standard: bool,
    /// Whether the tokens of the other side can be kept.
    pub is_token_storage_supported: bool,
    /// What its connectors do.
    pub behaviour: Behaviour,
}

impl Factory {
    /// Holds a configuration against the form, and against what the form cannot say.
    ///
    /// # Errors
    /// [`InvalidConfig`] names the first member that does not fit.
    pub fn check(&self, config: &Config) -> Result<(), InvalidConfig> {
        form::check(&self.form_items, config)?;
        match &self.behaviour {
            Behaviour::Message(provider) => provider.check(config),
            Behaviour::Social(provider) => provider.check(config),
        }
    }

    /// What sends messages; `None` for what signs users in.
    pub const fn message(&self) -> Option<MessageProvider> {
        match &self.behaviour {
            Behaviour::Message(provider) => Some(*provider),
            Behaviour::Social(_) => None,
        }
    }

    /// What signs users in; `None` for what sends messages.
    pub fn social(&self) -> Option<&dyn SocialProvider> {
        match &self.behaviour {
            Behaviour::Social(provider) => Some(&**provider),
            Behaviour::Message(_) => None,
        }
    }
}
