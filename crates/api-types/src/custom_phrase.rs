//! Bodies of `/api/custom-phrases`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The words that a tenant has chosen in one language.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomPhrase {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// The language.
    pub language_tag: String,
    /// The words: texts, and objects of them.
    pub translation: Map<String, Value>,
}
