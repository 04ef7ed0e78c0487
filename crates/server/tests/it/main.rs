//! Tests of the whole program: every router in one process over a throw-away database, and the binary itself.
//!
//! Folders mirror URLs. What one endpoint does is tested beside it, in its own crate; here is what holds only when everything is put
//! together.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod account;
mod api;
mod browser;
mod client;
mod faults;
mod files;
mod guarded;
mod isolation;
mod jobs;
mod oidc;
mod org;
mod portal;
mod process;
mod proxies;
mod site;
mod slow_clients;
mod social;
mod sso;
mod tenants;
mod world;

use serde_json::Value;

/// The payload of a JWT, unverified.
fn claims(token: &str) -> Value {
    use base64::Engine as _;
    let payload = token.split('.').nth(1).expect("a JWT");
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(payload).expect("base64url");
    serde_json::from_slice(&payload).expect("JSON")
}

/// A text member of an answer.
#[track_caller]
fn text(answer: &Value, member: &str) -> String {
    answer[member].as_str().unwrap_or_else(|| panic!("no text `{member}` in {answer}")).to_owned()
}
