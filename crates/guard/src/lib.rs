//! From a request's `Authorization` header to proof of what its sender may do.
//!
//! Owns: the strict grammar of the header, verification of user access tokens of this wire, where the issuer's keys come
//! from, the [`Principal`] that a verified token names, the [`Permit`] that only a passed check can make, and a tower
//! layer with axum extractors for servers that want no more than that.
//!
//! Does not own: which permission an operation needs, whether the caller holds it still (crate `gateway`), sessions,
//! cookies, or any store. It reads no configuration and no clock but the one it is given.
//!
//! # A server of yours
//!
//! ```no_run
//! use std::{sync::Arc, time::Duration};
//!
//! use axum::{Router, routing::post};
//! use guard::{
//!     AcceptedAudiences, GuardLayer, PermissionName, RemoteKeys, RemoteKeysOptions, RequirePermission, SystemClock,
//!     TokenVerifier, VerifierOptions, http_client::http_client,
//! };
//!
//! /// A permission by name, as a type.
//! struct PlaceOrder;
//!
//! impl PermissionName for PlaceOrder {
//!     const NAME: &'static str = "order:place";
//! }
//!
//! /// Runs only for tokens that carry the permission, in the organization that the path names.
//! async fn place_order(required: RequirePermission<PlaceOrder>) -> String {
//!     format!("{} orders for {:?}", required.permit.user_id(), required.permit.organization())
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let issuer = "https://id.example/oidc";
//! let clock = Arc::new(SystemClock);
//! let client = http_client(Duration::from_secs(2))?;
//! let keys = RemoteKeys::discover(issuer, client, clock.clone(), RemoteKeysOptions::default())?;
//! let verifier = TokenVerifier::new(VerifierOptions {
//!     issuer: issuer.to_owned(),
//!     audiences: AcceptedAudiences { organizations: true, resources: vec!["https://orders.example".to_owned()] },
//!     keys: Arc::new(keys),
//!     clock,
//!     cached_tokens: 20_000,
//! })?;
//! let app: Router = Router::new()
//!     .route("/organizations/{organizationId}/orders", post(place_order))
//!     .layer(GuardLayer::new(Arc::new(verifier)));
//! # let _ = app; Ok(()) }
//! ```
//!
//! Without axum (`default-features = false`) there are [`GuardLayer`] around any tower service, [`authenticate`] for
//! those who have the headers, and [`TokenVerifier`] alone. `examples/orders.rs` is a whole server.
//!
//! # How it holds
//!
//! The chain of proofs: a string → [`TokenVerifier::verify`] → [`Principal`] → [`Principal::authorize`] → [`Permit`].
//! No step can be left out, because each value has one constructor and that is the check before it. Whatever is
//! unclear (no keys, an odd header, an unknown audience) ends in a refusal.
//!
//! References: RFC 6750 (bearer tokens), RFC 7519, RFC 8725, RFC 9068 (JWT access tokens).

#[cfg(all(doctest, feature = "axum"))]
#[doc = include_str!("../../../docs/guard.md")]
pub struct Documentation;

pub mod authorization;
#[cfg(feature = "axum")]
pub mod extract;
pub mod http_client;
pub mod keys;
pub mod layer;
pub mod permit;
pub mod principal;
pub mod rejection;
pub mod unchecked;
pub mod verifier;

pub use authorization::{AuthorizationError, bearer_token};
pub use domain::{ApplicationId, Clock, OrganizationId, SystemClock, UserId};
#[cfg(feature = "axum")]
pub use extract::{
    OrganizationToken, PathOrganization, PermissionName, RequirePermission, VerifiedPrincipal,
};
pub use keys::{KeySnapshot, KeySource, KeysUnavailable, LocalKeys, RemoteKeys, RemoteKeysOptions};
pub use layer::{GuardLayer, authenticate};
pub use permit::{Denied, OrganizationRequirement, Permit, Requirement};
pub use principal::{Audience, Principal, Subject, TokenSubject};
pub use rejection::Rejection;
pub use unchecked::UncheckedPrincipal;
pub use verifier::{AcceptedAudiences, TokenError, TokenVerifier, VerifierOptions};
