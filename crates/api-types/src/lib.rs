//! The JSON bodies of the APIs, in the exact shapes of the wire: camelCase, epoch milliseconds, `null` where a value is unset.
//!
//! Nothing but serde: no rules but how deep a body may be nested, no store, no HTTP.

pub mod application;
pub mod audit_log;
pub mod connector;
pub mod email_template;
pub mod experience;
pub mod hook;
pub mod nesting;
pub mod one_time_token;
pub mod organization;
pub mod organization_invitation;
pub mod organization_template;
mod partial;
pub mod resource;
pub mod role;
pub mod user;
pub mod user_identity;
pub mod user_mfa;
pub mod user_session;
pub mod user_token;
pub mod verification_code;
