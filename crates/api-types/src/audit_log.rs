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
