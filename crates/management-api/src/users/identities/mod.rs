//! `/api/users/{userId}/identities`: who a user is elsewhere (Management API contract §5.7): put here by whoever knows it, or proved by a
//! connector's provider, which may have given tokens that are kept; and who a user is at enterprises' providers, of which no tokens are kept.

mod all;
mod delete;
mod get;
mod link;
mod put;
mod sso;

use api_types::user_identity::{TokenSecret, TokenSecretMetadata};
use domain::token_set::TokenSetMetadata;
use http_kit::{ApiError, query_parameters};
use store::{StoreError, secret::StoredSecret};

use crate::ManagementContext;

pub(super) use self::{
    all::all_identities,
    delete::delete_identity,
    get::get_identity,
    link::link_identity,
    put::put_identity,
    sso::{delete_sso_identity, get_sso_identity},
};

query_parameters! {
    /// What the query may say.
    pub(crate) IdentityQuery: "includeTokenSecret" = "Tells of the tokens that are kept for identities."
}

/// What is told of stored tokens.
fn token_secret(context: &ManagementContext, stored: StoredSecret) -> TokenSecret {
    let TokenSetMetadata { scope, expires_at, token_type, has_refresh_token } = stored.metadata;
    TokenSecret {
        tenant_id: context.tenant().to_string(),
        id: stored.id.into_string(),
        user_id: stored.user_id.into_string(),
        kind: "federated_token_set".to_owned(),
        metadata: TokenSecretMetadata {
            scope,
            expires_at: expires_at.map(|end| end.0),
            token_type,
            has_refresh_token,
        },
        created_at: stored.created_at.0,
        updated_at: stored.updated_at.0,
        connector_id: stored.connector_id.into_string(),
        identity_id: stored.identity_id,
        target: stored.target,
    }
}

/// What it means that an identity was not stored.
fn not_stored(error: StoreError) -> ApiError {
    if error.is_unique_violation("user_identities", "identity_id") {
        ApiError::unprocessable("user.identity_already_in_use")
    } else {
        error.into()
    }
}

/// The 404 of an identity that a user does not have.
fn not_found() -> ApiError {
    ApiError::not_found("user.identity_not_exist")
}
