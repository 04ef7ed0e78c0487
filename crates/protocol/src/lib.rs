//! The words of OAuth 2.0/2.1 and OpenID Connect, as this product speaks them.
//!
//! Owns: the grammar of request parameters, the error codes with their English texts, scopes and the claims behind
//! them, PKCE, redirect-URI rules, presented client credentials, the discovery document, and the reserved identifiers
//! of the Logto 1.42 wire. Everything here parses, serializes or validates values that are already in memory.
//!
//! Does not own: any lookup (clients, users, keys), HTTP, time, randomness, signatures (crate `jose`) or the values
//! of claims (crate `oidc`). There is no IO and nothing asynchronous here.
//!
//! References: RFC 6749, 6750, 7617, 7636, 8414, 8628, 8707, 9207; OpenID Connect Core 1.0 and Discovery 1.0. "Wire
//! contract §n" in these modules means the section of the Logto wire contract that fixes a text or a quirk.

pub mod client_authentication;
pub mod custom_claims;
pub mod discovery;
pub mod error;
pub mod first_screen;
pub mod grant_type;
pub mod identifiers;
pub mod parameters;
pub mod pkce;
pub mod prompt;
pub mod redirect_uri;
pub mod resource_indicator;
pub mod response_mode;
pub mod response_type;
pub mod scope;

pub use client_authentication::{ClientAuthenticationMechanism, PresentedCredentials, PresentedSecret};
pub use discovery::DiscoveryDocument;
pub use error::{AuthenticationScheme, OAuthError, OAuthErrorBody, OAuthErrorCode, PlainOAuthErrorBody};
pub use first_screen::{DirectSignIn, FirstScreen, SignInParameters};
pub use grant_type::GrantType;
pub use parameters::Parameters;
pub use pkce::{CodeChallenge, CodeVerifier};
pub use prompt::Prompt;
pub use redirect_uri::{ApplicationType, MatchedRedirectUri};
pub use resource_indicator::ResourceIndicator;
pub use response_mode::ResponseMode;
pub use response_type::ResponseType;
pub use scope::{ScopeList, UserScope};
