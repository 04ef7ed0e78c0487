//! What is handed out to clients, as it is kept: codes, refresh tokens, access tokens.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{ApplicationId, GrantId, HashedToken, OrganizationId, SessionId, UnixMillis, UserId};

/// What an authorization code stands for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AuthorizationCodePayload {
    /// Who signed in.
    pub user_id: UserId,
    /// The client it was issued to.
    pub application_id: ApplicationId,
    /// The redirect URI of the request, which must be presented again when it was given.
    pub redirect_uri: String,
    /// The PKCE challenge (RFC 7636), S256.
    pub code_challenge: Option<String>,
    /// Everything granted in this request: OIDC, organization and API scope names in request order.
    pub scope: String,
    /// The resources of the request.
    pub resources: Vec<String>,
    /// The `nonce` of the request.
    pub nonce: Option<String>,
    /// Seconds since the epoch of the sign-in, set when `max_age` was used.
    pub auth_time: Option<i64>,
    /// The session's name towards the client.
    pub sid: Option<String>,
    /// The organization that was signed in to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
}

/// What a refresh token stands for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RefreshTokenPayload {
    /// Whom it speaks for.
    pub user_id: UserId,
    /// The client it was issued to.
    pub application_id: ApplicationId,
    /// All scope names in request order.
    pub scope: String,
    /// The resources of the authorization request.
    pub resources: Vec<String>,
    /// The `nonce` of the authorization request.
    pub nonce: Option<String>,
    /// Seconds since the epoch of the sign-in, set when `max_age` was used.
    pub auth_time: Option<i64>,
    /// The session's name towards the client.
    pub sid: Option<String>,
    /// The organization that was signed in to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
}

/// A refresh token as stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefreshToken {
    /// Its hash.
    pub hash: HashedToken,
    /// The grant it hangs on.
    pub grant_id: GrantId,
    /// The session it ends with, when it was issued without `offline_access`.
    pub session_id: Option<SessionId>,
    /// What it stands for.
    pub payload: RefreshTokenPayload,
    /// When the first token of its chain was issued.
    pub chain_started_at: UnixMillis,
    /// When this one was issued.
    pub created_at: UnixMillis,
    /// When it was exchanged for its successor.
    pub consumed_at: Option<UnixMillis>,
    /// When it ends.
    pub expires_at: UnixMillis,
}

/// An opaque access token as stored.
#[derive(Clone, PartialEq, Debug)]
pub struct AccessToken {
    /// Its hash.
    pub hash: HashedToken,
    /// The client it was issued to.
    pub application_id: ApplicationId,
    /// The grant it hangs on; none for an application's own token.
    pub grant_id: Option<GrantId>,
    /// The session it ends with.
    pub session_id: Option<SessionId>,
    /// Whom it speaks for; none for an application's own token.
    pub user_id: Option<UserId>,
    /// Scope names, space-separated.
    pub scope: String,
    /// Extra claims, for introspection.
    pub claims: Map<String, Value>,
    /// When it was issued.
    pub created_at: UnixMillis,
    /// When it ends.
    pub expires_at: UnixMillis,
}
