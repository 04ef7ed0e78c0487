//! Audit records (Management API contract §14).

use serde_json::{Map, Value};

use crate::{UnixMillis, UserId};

/// What happened, for the audit log. The payload holds no secrets: whoever makes one leaves them out.
#[derive(Clone, PartialEq, Debug)]
pub struct AuditRecord {
    /// What kind of event it was, such as `ExchangeTokenBy.RefreshToken`.
    pub key: String,
    /// `{key, result, error?, ip, userAgent, userId?, applicationId?, …}`.
    pub payload: Map<String, Value>,
    /// When it happened.
    pub created_at: UnixMillis,
}

/// The user on whose behalf a machine writes, beside a call that never leaves the process. It says who acts and gives no right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActingUser(pub UserId);
