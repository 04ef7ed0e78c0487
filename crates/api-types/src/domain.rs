//! Bodies of `/api/domains` (Management API contract §11).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A domain of the tenant's own.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Domain {
    /// The id.
    pub id: String,
    /// The domain.
    pub domain: String,
    /// `PendingVerification`, `PendingSsl`, `Active` or `Error`.
    pub status: String,
    /// What went wrong.
    pub error_message: Option<String>,
    /// The records that its owner has to set.
    pub dns_records: Vec<DnsRecord>,
    /// When it was added, in epoch milliseconds.
    pub created_at: i64,
}

/// A record of the domain name system.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct DnsRecord {
    /// The type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// Body of `POST /domains`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct AddDomain {
    /// 1 to 256 characters.
    pub domain: String,
}

/// Body of `POST /domains/cleanup`.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CleanUpDomains {
    /// How many days a domain may have been waiting.
    pub stale_days: f64,
}

/// Body of `PUT /domains/:id/verification-files`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PutVerificationFiles {
    /// The files by their names.
    pub verification_files: Map<String, Value>,
}

/// What a clean-up of domains did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DomainsCleanedUp {
    /// How many were looked at.
    pub scanned_count: i64,
    /// How many were removed.
    pub deleted_count: i64,
    /// How many were left because they are in use.
    pub skipped_active_count: i64,
    /// How many could not be removed.
    pub failed_count: i64,
}
