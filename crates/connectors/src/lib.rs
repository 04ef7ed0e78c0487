//! Connectors: whom Guildhall sends e-mail and text messages through, and with whom users sign in by their accounts elsewhere, their own or those of
//! an enterprise ([`sso`]).
//!
//! A [`Factory`] is one kind of connector with its form. An operator makes a connector of it by filling in the form: a [`Config`], which
//! [`Factory::check`] holds against the form. This crate stores nothing and knows no endpoint; what it calls, it calls through `outbound`.

mod catalogue;
mod context;
mod error;
mod factory;
mod form;
pub mod message;
pub mod social;

pub use catalogue::{factories, factory};
pub use context::ConnectorContext;
pub use error::{ConnectorError, InvalidConfig};
pub use factory::{Behaviour, ConnectorType, Factory, Platform};
pub use form::{FormItem, FormItemKind, SelectItem, ShowCondition};
pub use social::sso;

/// What an operator filled in: members by the keys of the factory's form.
pub type Config = serde_json::Map<String, serde_json::Value>;
