//! Bodies of `/api/users/:userId/personal-access-tokens` and `/api/subject-tokens` (Management API contract §5.5, §11).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::partial::given;

/// A personal access token, in clear.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonalAccessToken {
    /// The tenant.
    pub tenant_id: String,
    /// Whom it stands for.
    pub user_id: String,
    /// The name, unique among the user's.
    pub name: String,
    /// The token.
    pub value: String,
    /// Epoch milliseconds.
    pub created_at: i64,
    /// When it ends, epoch milliseconds.
    pub expires_at: Option<i64>,
}

impl std::fmt::Debug for PersonalAccessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PersonalAccessToken").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Body of `POST …/personal-access-tokens`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreatePersonalAccessToken {
    /// The name.
    pub name: String,
    /// When it ends, epoch milliseconds; absent or `null` for never.
    #[serde(default)]
    pub expires_at: Option<i64>,
}

/// Body of `PATCH …/personal-access-tokens`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RenamePersonalAccessToken {
    /// The name so far.
    pub current_name: String,
    /// The new name.
    pub name: String,
}

/// Body of `POST …/personal-access-tokens/delete` and of `PATCH …/personal-access-tokens/:name`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct PersonalAccessTokenName {
    /// The name.
    pub name: String,
}

/// Body of `POST /subject-tokens`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateSubjectToken {
    /// Whom it stands for.
    pub user_id: String,
    /// Whatever its maker notes about it.
    #[serde(default, deserialize_with = "given")]
    pub context: Option<Map<String, Value>>,
}

/// Answer of `POST /subject-tokens`.
#[derive(Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubjectToken {
    /// The token, shown this once.
    pub subject_token: String,
    /// How long it can be exchanged, in seconds.
    pub expires_in: u64,
}

impl std::fmt::Debug for SubjectToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SubjectToken(…)")
    }
}
