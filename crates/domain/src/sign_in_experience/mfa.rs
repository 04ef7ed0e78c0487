//! Second factors: which the tenant has, and which it asks of whom.

use serde_json::Value;

use super::list;
use crate::account::User;

/// Second factors, in the order in which they are shown (OIDC contract §6.5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum MfaFactor {
    /// A passkey or security key.
    WebAuthn,
    /// Codes of an authenticator.
    Totp,
    /// Codes by SMS.
    PhoneVerificationCode,
    /// Codes by e-mail.
    EmailVerificationCode,
    /// Codes kept for emergencies.
    BackupCode,
}

impl MfaFactor {
    const ALL: [Self; 5] = [
        Self::WebAuthn,
        Self::Totp,
        Self::PhoneVerificationCode,
        Self::EmailVerificationCode,
        Self::BackupCode,
    ];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WebAuthn => "WebAuthn",
            Self::Totp => "Totp",
            Self::PhoneVerificationCode => "PhoneVerificationCode",
            Self::EmailVerificationCode => "EmailVerificationCode",
            Self::BackupCode => "BackupCode",
        }
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.as_str() == word)
    }
}

/// Which second factors there are, and whether every user must have one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MfaSettings {
    /// The factors that the tenant allows, in the order in which they are shown.
    pub factors: Vec<MfaFactor>,
    /// Whether a sign-in without a factor is refused until one is set up.
    pub is_mandatory: bool,
    /// Whether registration does not ask for one yet.
    pub only_at_sign_in: bool,
}

impl MfaSettings {
    pub(super) fn of(settings: &Value) -> Self {
        let mfa = settings.get("mfa").unwrap_or(&Value::Null);
        let mut factors: Vec<_> =
            list(mfa, "factors").filter_map(|word| MfaFactor::parse(word.as_str()?)).collect();
        factors.sort_unstable();
        factors.dedup();
        let policy = mfa.get("policy").and_then(Value::as_str).unwrap_or_default();
        Self {
            factors,
            is_mandatory: policy.ends_with("Mandatory"),
            only_at_sign_in: policy.starts_with("PromptOnlyAtSignIn"),
        }
    }

    /// The factors by which `user` must prove themselves after the first step, in the order in which they are shown; empty when one
    /// step is enough. A stored factor that the tenant no longer allows is not asked for. One of a kind that this version does not know
    /// gives nothing to choose from but is asked for all the same, so that nobody gets in by it.
    pub fn required_of(&self, user: &User) -> Option<Vec<MfaFactor>> {
        let word = |factor: &Value| factor.get("type").and_then(Value::as_str).map(MfaFactor::parse);
        let is_used_up = |factor: &&Value| factor.get("isUsedUp").and_then(Value::as_bool) == Some(true);
        let left = user.mfa_factors.iter().filter(|factor| !is_used_up(factor));
        let stored: Vec<_> = left.map(|factor| word(factor).flatten()).collect();
        let holds = |factor: &MfaFactor| match factor {
            MfaFactor::EmailVerificationCode => user.primary_email.is_some(),
            MfaFactor::PhoneVerificationCode => user.primary_phone.is_some(),
            stored_kind => stored.contains(&Some(*stored_kind)),
        };
        let available: Vec<_> = self.factors.iter().copied().filter(holds).collect();
        let is_required = !available.is_empty() || stored.contains(&None);
        is_required.then_some(available)
    }

    /// The factors of which `user`, who has none, must set one up before the sign-in is complete; empty when there is no such duty.
    /// Backup codes cannot stand alone.
    pub fn enrolment_of(&self, is_registration: bool) -> Vec<MfaFactor> {
        if !self.is_mandatory || (is_registration && self.only_at_sign_in) {
            return Vec::new();
        }
        self.factors.iter().copied().filter(|factor| *factor != MfaFactor::BackupCode).collect()
    }
}
