//! What more than one API needs done in several steps, and the services that all of them share.
//!
//! [`Services`] is what every endpoint gets: the database, time, randomness, the cached configuration of the tenant, the pool on which
//! passwords are hashed, the audit log. This crate does not know HTTP. Where
//! several endpoints must refuse in the same words, it holds the wire's codes and texts for them; bodies it does not know.

pub mod account_center;
pub mod account_linking;
pub mod application;
pub mod audit;
pub mod back_channel_logout;
pub mod background;
pub mod browser_session;
mod built_in;
pub mod captcha;
pub mod configuration;
pub mod connectors;
pub mod consent;
pub mod console;
pub mod device;
pub mod endpoint;
pub mod hooks;
pub mod interaction;
pub mod keys;
pub mod known_passwords;
pub mod messages;
pub mod naming;
pub mod one_time_token;
pub mod organization;
pub mod organization_invitation;
pub mod page_language;
pub mod passwords;
pub mod portal;
pub mod qr_code;
pub mod scopes;
pub mod scripts;
pub mod second_factor;
pub mod seed;
pub mod sentinel;
pub mod services;
pub mod sign_in_experience;
pub mod sign_in_organization;
pub mod social;
pub mod sso;
pub mod tenant;
pub mod token_reading;
pub mod token_set;
pub mod user;
pub mod user_assets;
pub mod user_token;
pub mod verification_code;

pub use audit::AuditLog;
pub use configuration::{Client, ConfigurationCache, TenantConfiguration};
pub use endpoint::Endpoint;
pub use services::{OperationError, Services};
