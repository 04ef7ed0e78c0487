//! The JSON bodies of the APIs, in the exact shapes of the wire: camelCase, epoch milliseconds, `null` where a value is unset.
//!
//! Nothing but serde: no rules but how deep a body may be nested, no store, no HTTP.

pub mod account;
pub mod account_center;
pub mod application;
pub mod application_access;
pub mod audit_log;
pub mod authn;
pub mod captcha_provider;
pub mod config;
pub mod connector;
pub mod custom_phrase;
pub mod custom_profile_field;
pub mod dashboard;
pub mod described;
pub mod domain;
pub mod email_template;
pub mod experience;
mod experience_consent;
pub mod experience_mfa;
pub mod hook;
pub mod nesting;
pub mod one_time_token;
pub mod organization;
pub mod organization_invitation;
pub mod organization_template;
pub mod own_account;
mod partial;
pub mod resource;
pub mod role;
pub mod scope_explanation;
pub mod sign_in_experience;
pub mod sso_connector;
pub mod system;
pub mod trusted_device;
pub mod user;
pub mod user_asset;
pub mod user_identity;
pub mod user_mfa;
pub mod user_session;
pub mod user_token;
pub mod verification_code;
