//! What Guildhall keeps, and the only crate that knows SQL.
//!
//! [`db`] hides the two databases. Beside it stands one module a noun, each function one statement or a few, with its SQL as a constant
//! next to it. Functions take an [`Exec`], so that the caller decides what belongs to one transaction. "Not found" is `Ok(None)`; what
//! that means on the wire is the caller's business. Every statement names its tenant.

pub mod access_token;
pub mod application;
pub mod audit_log;
pub mod authorization_code;
pub mod captcha_provider;
pub mod configuration;
pub mod connector;
pub mod console;
pub mod counter;
pub mod custom_phrase;
pub mod custom_profile_field;
pub mod daily_active_user;
pub mod daily_count;
pub mod daily_event;
pub mod db;
pub mod device_code;
pub mod email_template;
pub mod expiry;
pub mod grant;
pub mod hook;
pub mod interaction;
mod listing;
pub mod logout_delivery;
pub mod mailbox;
pub mod message_recipient;
pub mod naming;
pub mod one_time_token;
pub mod organization;
mod page;
pub mod personal_access_token;
pub mod refresh_token;
mod relation;
pub mod resource;
pub mod role;
pub mod search;
pub mod secret;
pub mod sentinel;
pub mod session;
pub mod sign_in_place;
pub mod signing_key;
pub mod sso_connector;
pub mod subject_token;
pub mod tally;
pub mod tenant;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod totp_step;
pub mod trusted_device;
pub mod user;
pub mod user_upload;
pub mod verification_code;
pub mod verification_record;

pub use db::{
    AsStoreError, Db, Exec, Intent, Kept, PostgresOptions, STATEMENTS, SqliteOptions, StoreError,
    Synchronous, Transaction, release_reads, within_the_answer,
};
pub use listing::{Place, Total};
pub use page::Page;
