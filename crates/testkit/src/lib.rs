//! What tests share: services over a throw-away database with a clock and randomness of their own, a client that talks to a router in
//! process, keeps cookies like a browser and records exchanges, tokens for the Management API, an authenticator in software,
//! a provider of OpenID Connect, enterprise connectors, listeners, a checker that holds answers against the schemas that describe them, and where rows of
//! the contract are tested.
//!
//! For dev-dependencies only. It does not know which endpoints exist: a test brings its crate's own router.

pub mod authenticator;
pub mod client;
pub mod contract;
pub mod entropy;
pub mod listener;
pub mod open_id_provider;
pub mod record;
pub mod schema;
pub mod services;
pub mod sso;

pub use authenticator::SoftPasskey;
pub use client::{TestClient, TestResponse, Watch};
pub use entropy::SeededEntropy;
pub use listener::{LISTENERS, listener};
pub use open_id_provider::{OpenIdProvider, uri_parameter};
pub use services::TestServices;
