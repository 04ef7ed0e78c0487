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

/// Header of Management API writes that names the user on whose behalf a machine acts. Only a machine that holds the
/// Management API may send it; it adds to the record who acted and gives no right.
pub const ACTING_USER_HEADER: &str = "guildhall-acting-user";

/// The same as [`ACTING_USER_HEADER`], as an extension of a request that never left the process.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActingUser(pub UserId);
