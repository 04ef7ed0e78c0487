//! Codes of six digits that prove that somebody reads what is sent to an address.

use std::time::Duration;

use serde_json::Value;

use crate::{Entropy, PlainToken};

/// When a code no longer counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VerificationCodePolicy {
    /// How long it lives.
    pub ttl: Duration,
    /// How often a wrong one may be tried.
    pub max_attempts: u32,
}

impl Default for VerificationCodePolicy {
    fn default() -> Self {
        Self { ttl: Duration::from_secs(600), max_attempts: 10 }
    }
}

impl VerificationCodePolicy {
    /// Reads the member `verificationCodePolicy` of the sign-in settings: `{expirationDuration? (seconds), maxRetryAttempts?}`. What is
    /// missing or makes no sense keeps its default, and nothing lives longer or takes more tries than by default.
    pub fn of(settings: &Value) -> Self {
        let default = Self::default();
        let positive = |member: &str| {
            let number = settings.get("verificationCodePolicy")?.get(member)?.as_u64()?;
            u32::try_from(number).ok().filter(|&number| number > 0)
        };
        Self {
            ttl: positive("expirationDuration")
                .map_or(default.ttl, |seconds| default.ttl.min(Duration::from_secs(seconds.into()))),
            max_attempts: positive("maxRetryAttempts")
                .map_or(default.max_attempts, |attempts| default.max_attempts.min(attempts)),
        }
    }
}

/// How many digits a code has.
pub const DIGITS: usize = 6;

/// A fresh code: each as likely as any other.
pub fn generate(entropy: &dyn Entropy) -> PlainToken {
    const RANGE: u32 = 1_000_000;
    // Numbers above the last whole multiple would favour the beginning of the range.
    const FAIR: u32 = u32::MAX - u32::MAX % RANGE;
    loop {
        let number = u32::from_le_bytes(entropy.bytes());
        if number < FAIR {
            return PlainToken::new(format!("{:06}", number % RANGE));
        }
    }
}

/// Why a code is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CodeRefusal {
    /// None was sent to this address for this purpose, or it was used.
    #[error("there is no code for this address")]
    NotFound,
    /// Its time is over.
    #[error("the code has expired")]
    Expired,
    /// It was tried too often.
    #[error("the code was tried too often")]
    TriedTooOften,
    /// It is another.
    #[error("the code is wrong")]
    Mismatch,
}

impl CodeRefusal {
    /// The code of the wire, always with status 400.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotFound => "verification_code.not_found",
            Self::Expired => "verification_code.expired",
            Self::TriedTooOften => "verification_code.exceed_max_try",
            Self::Mismatch => "verification_code.code_mismatch",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::SystemEntropy;

    #[test]
    fn codes_have_six_digits_and_differ() {
        let codes: std::collections::HashSet<_> = (0..50)
            .map(|_| generate(&SystemEntropy).reveal().to_owned())
            .inspect(|code| {
                assert!(code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
            })
            .collect();
        assert!(codes.len() > 45);
    }

    #[test]
    fn a_policy_may_be_stricter_than_the_default_and_not_laxer() {
        let policy = |value| VerificationCodePolicy::of(&json!({ "verificationCodePolicy": value }));
        assert_eq!(policy(json!({})), VerificationCodePolicy::default());
        let strict = policy(json!({ "expirationDuration": 60, "maxRetryAttempts": 3 }));
        assert_eq!((strict.ttl.as_secs(), strict.max_attempts), (60, 3));
        let lax = policy(json!({ "expirationDuration": 86_400, "maxRetryAttempts": 1_000 }));
        assert_eq!(lax, VerificationCodePolicy::default());
        assert_eq!(policy(json!({ "expirationDuration": 0, "maxRetryAttempts": "many" })), lax);
    }
}
