//! From a request's `Authorization` header to proof of what its sender may do.
//!
//! Owns: the strict grammar of the header, verification of user access tokens of this wire, where the issuer's keys come
//! from, the [`Principal`] that a verified token names, the [`Permit`] that only a passed check can make, and a tower
//! layer with axum extractors for servers that want no more than that.
//!
//! Does not own: which permission an operation needs, whether the caller holds it still (crate `gateway`), sessions,
//! cookies, or any store. It reads no configuration and no clock but the one it is given.
//!
//! The chain of proofs: a string → [`TokenVerifier::verify`] → [`Principal`] → [`Principal::authorize`] → [`Permit`].
//! No step can be left out, because each value has one constructor and that is the check before it. Whatever is
//! unclear (no keys, an odd header, an unknown audience) ends in a refusal.
//!
//! References: RFC 6750 (bearer tokens), RFC 7519, RFC 8725, RFC 9068 (JWT access tokens).

pub mod authorization;
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
pub use extract::{OrganizationToken, PermissionName, RequirePermission, VerifiedPrincipal};
pub use keys::{KeySnapshot, KeySource, KeysUnavailable, LocalKeys, RemoteKeys, RemoteKeysOptions};
pub use layer::GuardLayer;
pub use permit::{Denied, OrganizationRequirement, Permit, Requirement};
pub use principal::{Audience, Principal};
pub use rejection::Rejection;
pub use unchecked::UncheckedPrincipal;
pub use verifier::{AcceptedAudiences, TokenError, TokenVerifier, VerifierOptions};
