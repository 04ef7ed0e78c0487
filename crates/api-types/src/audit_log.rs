//! Bodies of `/api/logs` and of a webhook's recent deliveries (Management API contract §11, §14).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// An audit record.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditLog {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// What happened.
    pub key: String,
    /// `{key, result, error?, …}`.
    pub payload: Map<String, Value>,
    /// Epoch milliseconds.
    pub created_at: i64,
}

/// How many records there are on a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LogDay {
    /// The day in UTC, `YYYY-MM-DD`.
    pub date: String,
    /// The number.
    pub count: i64,
    /// Whether there may be more: it is not counted further.
    pub is_capped: bool,
}
