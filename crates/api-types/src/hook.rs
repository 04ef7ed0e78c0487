//! Bodies of `/api/hooks` (Management API contract §10).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A webhook.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Hook {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The one event of old webhooks.
    pub event: Option<String>,
    /// What it listens to.
    pub events: Vec<String>,
    /// Where it goes.
    pub config: HookConfig,
    /// What deliveries are signed with.
    pub signing_key: String,
    /// Whether it is called.
    pub enabled: bool,
    /// Epoch milliseconds.
    pub created_at: i64,
    /// How its deliveries went in the last 24 hours, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_stats: Option<ExecutionStats>,
}

/// Where and how a webhook is called.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct HookConfig {
    /// The address.
    pub url: String,
    /// Further headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<BTreeMap<String, String>>,
    /// How often a failed delivery is tried again, 0 to 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<u32>,
}

/// How deliveries went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExecutionStats {
    /// Those that the receiver took.
    pub success_count: i64,
    /// All of them.
    pub request_count: i64,
}

/// Body of `POST /hooks`. Members that the server decides are passed over.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateHook {
    /// 1 to 256 characters; empty when absent.
    pub name: Option<String>,
    /// The one event of old webhooks.
    pub event: Option<String>,
    /// What it listens to, at least one.
    pub events: Option<Vec<String>>,
    /// Where it goes.
    pub config: HookConfig,
    /// Whether it is called: so when absent.
    pub enabled: Option<bool>,
}

/// Body of `PATCH /hooks/:id`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpdateHook {
    /// 1 to 256 characters.
    pub name: Option<String>,
    /// The one event of old webhooks.
    pub event: Option<String>,
    /// What it listens to, at least one.
    pub events: Option<Vec<String>>,
    /// Where it goes, as a whole.
    pub config: Option<HookConfig>,
    /// Whether it is called.
    pub enabled: Option<bool>,
}

/// Body of `POST /hooks/:id/test`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct TestHook {
    /// For which events, at least one.
    pub events: Vec<String>,
    /// Where to.
    pub config: HookConfig,
}
