//! Whether users may trust a browser, so that it is not asked for the second factor for a while.

use std::time::Duration;

use serde_json::Value;

use super::flag;

/// How long a browser is trusted unless the settings say otherwise, in days.
const DEFAULT_DAYS: u32 = 30;
/// The longest, in days.
pub(super) const MAX_DAYS: u32 = 365;

/// What a tenant says about browsers that are trusted (`trustedDevice`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TrustedDevices {
    /// Whether there are any. Switched off, those that are known count for nothing.
    pub is_enabled: bool,
    /// For how many days one is trusted.
    pub days: u32,
    /// Whether they count for members of organizations that require a second factor, too.
    pub satisfy_organizations: bool,
}

impl TrustedDevices {
    pub(super) fn of(settings: &Value) -> Self {
        let own = settings.get("trustedDevice").unwrap_or(&Value::Null);
        let days = own.get("durationDays").and_then(Value::as_u64).and_then(|days| u32::try_from(days).ok());
        Self {
            is_enabled: flag(own, "enabled") == Some(true),
            days: days.filter(|days| (1..=MAX_DAYS).contains(days)).unwrap_or(DEFAULT_DAYS),
            satisfy_organizations: flag(own, "satisfiesOrganizationMfa") == Some(true),
        }
    }

    /// For how long a browser is trusted.
    pub fn duration(&self) -> Duration {
        Duration::from_secs(u64::from(self.days) * 86_400)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn they_are_off_unless_switched_on_and_nonsense_keeps_the_usual_time() {
        let of = |own: Value| TrustedDevices::of(&json!({ "trustedDevice": own }));
        assert_eq!(
            TrustedDevices::of(&json!({})),
            TrustedDevices { is_enabled: false, days: 30, satisfy_organizations: false }
        );
        assert_eq!(
            of(json!({ "enabled": true, "durationDays": 7, "satisfiesOrganizationMfa": true })),
            TrustedDevices { is_enabled: true, days: 7, satisfy_organizations: true }
        );
        for nonsense in [json!(0), json!(366), json!(-1), json!(1.5), json!("7"), json!(null)] {
            let read = of(json!({ "enabled": true, "durationDays": nonsense }));
            assert_eq!((read.days, read.duration()), (30, Duration::from_secs(2_592_000)), "{nonsense}");
        }
        assert!(!of(json!({ "enabled": "true" })).is_enabled);
    }
}
