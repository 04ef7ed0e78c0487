//! Discovery, keys, routing, CORS, client authentication, introspection, revocation, userinfo.

mod back_channel_logout;
mod client_authentication;
mod cors;
mod introspection_and_revocation;
mod keys_and_sessions;
mod routing;
mod sso_identities;
mod userinfo;

use axum::{body::Body, http::Method};
use serde_json::json;

use crate::test_support::{ISSUER, ORDERS, World, basic, members};
