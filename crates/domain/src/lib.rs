//! The rules of Guildhall, told by types: identifiers, time, secrets, and the nouns of the product with their state machines.
//!
//! This crate does no input or output, knows no SQL, no HTTP and no async runtime. Of the wire's JSON it knows what the store keeps as
//! the wire has it: settings, profiles and metadata. Time and randomness enter through
//! [`Clock`] and [`Entropy`] only, so that every rule can be tested at any moment with any luck.

pub mod account;
pub mod appearance;
pub mod application;
pub mod audit;
pub mod calendar;
pub mod captcha;
mod causes;
pub mod clock;
pub mod console;
pub mod entropy;
pub mod grant;
pub mod hook;
pub mod id;
pub mod json_text;
pub mod message_template;
pub mod one_time_token;
pub mod organization;
pub mod organization_invitation;
pub mod password;
pub mod phrase;
pub mod position;
pub mod profile_field;
pub mod resource;
pub mod role;
pub mod script;
pub mod secret;
pub mod sentinel;
pub mod sign_in_experience;
pub mod sign_in_place;
pub mod signing_key;
pub mod sso;
pub mod tenant;
pub mod text;
pub mod time;
pub mod token_set;
pub mod trusted_device;
pub mod user_agent;
pub mod user_asset;
pub mod user_token;
pub mod verification_code;
pub mod verification_record;
pub mod web_url;

pub use causes::causes;
pub use clock::{Clock, FixedClock, SystemClock};
pub use entropy::{Entropy, SystemEntropy};
pub use id::*;
pub use json_text::JsonText;
pub use secret::{HashedToken, MASK, PlainToken};
pub use time::UnixMillis;
