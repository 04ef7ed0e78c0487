//! Bodies of `/api/authn`.

use schemars::JsonSchema;
use serde::Serialize;

/// What Hasura takes for the session of a request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct HasuraSession {
    /// The user.
    #[serde(rename = "X-Hasura-User-Id", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The role that the request is for.
    #[serde(rename = "X-Hasura-Role", skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}
