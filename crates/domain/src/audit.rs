//! Audit records (Management API contract §14).

use serde_json::{Map, Value};

use crate::{AuditLogId, Entropy, OrganizationId, UnixMillis, UserId};

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

/// How many digits of an id tell its moment.
const MOMENT_DIGITS: usize = 9;
/// The last moment that they tell, in the year 5188.
const LAST_MOMENT: u64 = 36_u64.pow(9) - 1;

impl AuditLogId {
    /// A new id, which sorts by time: nine digits (base 36) of the moment, then randomness; 21 characters `[0-9a-z]`.
    pub fn at(moment: UnixMillis, entropy: &dyn Entropy) -> Self {
        Self::new(digits_of(moment) + &entropy.id_12())
    }

    /// What no id from before `moment` comes after, and every other one does.
    pub fn first_of(moment: UnixMillis) -> Self {
        Self::new(digits_of(moment))
    }
}

fn digits_of(moment: UnixMillis) -> String {
    // What no digits tell is later than everything.
    let mut rest = u64::try_from(moment.0).unwrap_or(0).min(LAST_MOMENT);
    let mut digits = ['0'; MOMENT_DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = char::from_digit(u32::try_from(rest % 36).unwrap_or(0), 36).unwrap_or('0');
        rest /= 36;
    }
    digits.iter().collect()
}

/// The user on whose behalf a machine writes, beside a call that never leaves the process. It says who acts and gives no right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActingUser(pub UserId);

/// The organization that this user administers with the call, where it is not the call's path that names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActingIn(pub OrganizationId);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemEntropy;

    #[test]
    fn ids_sort_by_time_and_have_21_characters() {
        let early = AuditLogId::at(UnixMillis(1_795_000_000_000), &SystemEntropy);
        let late = AuditLogId::at(UnixMillis(1_795_000_000_001), &SystemEntropy);
        assert!(early < late && early.as_str().len() == 21);
        let first = AuditLogId::first_of(UnixMillis(1_795_000_000_001));
        assert!(early < first && first < late);
        assert!(AuditLogId::first_of(UnixMillis(-5)) < early);
        assert!(late < AuditLogId::first_of(UnixMillis(i64::MAX)));
    }
}
