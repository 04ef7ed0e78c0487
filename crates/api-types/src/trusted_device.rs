//! Bodies of `/api/my-account/trusted-devices` and `/api/users/{userId}/trusted-devices`, and of the step that trusts a browser. The wire has the scope
//! and the setting and documents no operations: these are ours.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A browser in which its user is not asked for the second factor.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrustedDevice {
    /// Its id.
    pub id: String,
    /// What the browser called itself when it was used last (`User-Agent`).
    pub user_agent: Option<String>,
    /// The address it was used from last.
    pub ip: Option<String>,
    /// When it was trusted, epoch milliseconds.
    pub created_at: i64,
    /// When it was used last, epoch milliseconds.
    pub last_used_at: i64,
    /// When the trust ends, epoch milliseconds.
    pub expires_at: i64,
}

/// Answer of `GET …/trusted-devices`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrustedDevices {
    /// The browsers, the one trusted last first.
    pub trusted_devices: Vec<TrustedDevice>,
}

/// Body of `PUT /api/experience/trusted-device`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrustThisDevice {
    /// Whether this browser is to be trusted once its user is let in.
    pub is_trusted: bool,
}

/// What an interaction shows of trusting its browser.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PendingTrust {
    /// Whether it is to be trusted once its user is let in.
    pub is_requested: bool,
    /// For how many days that would be.
    pub duration_days: u32,
}
