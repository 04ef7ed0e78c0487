//! Bodies of `/api/one-time-tokens` (Management API contract §11).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::partial::{given, given_object};

/// A one-time token, in clear.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OneTimeToken {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// The address it is sent to.
    pub email: String,
    /// The token.
    pub token: String,
    /// What it was made for.
    pub context: Context,
    /// What became of it: `active`, `consumed`, `revoked` or `expired`.
    pub status: &'static str,
    /// Epoch milliseconds.
    pub created_at: i64,
    /// When it ends, epoch milliseconds.
    pub expires_at: i64,
}

impl std::fmt::Debug for OneTimeToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OneTimeToken").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What a token is made for.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Context {
    /// Organizations that whoever uses it joins.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub jit_organization_ids: Option<Vec<String>>,
    /// The only event that it can be used in: `SignIn`, `Register` or `ForgotPassword`.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub interaction_event: Option<String>,
}

/// Body of `POST /one-time-tokens`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateOneTimeToken {
    /// The address it is sent to.
    pub email: String,
    /// What it is made for.
    #[serde(default, deserialize_with = "given_object")]
    pub context: Option<Context>,
    /// How long it lives, in seconds; ten minutes where this is absent.
    #[serde(default, deserialize_with = "given")]
    pub expires_in: Option<u64>,
}

/// Body of `POST /one-time-tokens/verify`.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct VerifyOneTimeToken {
    /// The address it was sent to.
    pub email: String,
    /// The token.
    pub token: String,
}

/// Body of `PUT /one-time-tokens/:id/status`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct SetOneTimeTokenStatus {
    /// What is to become of it.
    pub status: String,
}
