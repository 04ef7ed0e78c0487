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

/// How users are asked to set up a second factor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Prompt {
    /// They are not.
    Never,
    /// They are, and may decline.
    Skippable,
    /// They are not let in before they have.
    Mandatory,
}

/// Which second factors there are, and how users are asked to set one up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MfaSettings {
    /// The factors that the tenant allows, in the order in which they are shown.
    pub factors: Vec<MfaFactor>,
    /// Whether a sign-in without a factor is refused until one is set up.
    pub is_mandatory: bool,
    /// Whether registration does not ask for one yet.
    pub only_at_sign_in: bool,
    /// Whether nobody is asked to set one up.
    pub never_prompts: bool,
    /// Whether members of organizations that require a factor must set one up.
    pub is_mandatory_by_organization: bool,
}

impl MfaSettings {
    pub(super) fn of(settings: &Value) -> Self {
        let mfa = settings.get("mfa").unwrap_or(&Value::Null);
        let mut factors: Vec<_> =
            list(mfa, "factors").filter_map(|word| MfaFactor::parse(word.as_str()?)).collect();
        factors.sort_unstable();
        factors.dedup();
        let word = |member: &str| mfa.get(member).and_then(Value::as_str).unwrap_or_default();
        let policy = word("policy");
        Self {
            factors,
            is_mandatory: policy.ends_with("Mandatory"),
            only_at_sign_in: policy.starts_with("PromptOnlyAtSignIn"),
            never_prompts: policy == "NoPrompt",
            is_mandatory_by_organization: word("organizationRequiredMfaPolicy") == "Mandatory",
        }
    }

    /// Whether the tenant allows a factor.
    pub fn allows(&self, factor: MfaFactor) -> bool {
        self.factors.contains(&factor)
    }

    /// The factors by which `user` must prove themselves after the first step, in the order in which they are shown; empty when one
    /// step is enough. A stored factor that the tenant no longer allows is not asked for, and neither are backup codes that are used up. One of
    /// a kind that this version does not know gives nothing to choose from but is asked for all the same, so that nobody gets in by it.
    pub fn required_of(&self, user: &User) -> Option<Vec<MfaFactor>> {
        let available = self.held_by(user);
        let is_required = !available.is_empty() || kinds_of(user).any(|kind| kind.is_none());
        is_required.then_some(available)
    }

    /// The allowed factors that `user` has, in the order in which they are shown. Who has an address has the factor of codes sent there.
    pub fn held_by(&self, user: &User) -> Vec<MfaFactor> {
        let stored: Vec<_> = kinds_of(user).collect();
        let holds = |factor: &MfaFactor| match factor {
            MfaFactor::EmailVerificationCode => user.primary_email.is_some(),
            MfaFactor::PhoneVerificationCode => user.primary_phone.is_some(),
            stored_kind => stored.contains(&Some(*stored_kind)),
        };
        self.factors.iter().copied().filter(holds).collect()
    }

    /// How a user without a factor is asked to set one up. `is_required_elsewhere` says whether an organization of theirs requires it.
    pub fn prompt(&self, is_registration: bool, is_required_elsewhere: bool) -> Prompt {
        if self.is_mandatory_by_organization && is_required_elsewhere {
            return Prompt::Mandatory;
        }
        if self.never_prompts || (is_registration && self.only_at_sign_in) {
            return Prompt::Never;
        }
        if self.is_mandatory { Prompt::Mandatory } else { Prompt::Skippable }
    }

    /// The factors that may be set up on their own. Backup codes cannot stand alone.
    pub fn choices(&self) -> Vec<MfaFactor> {
        self.factors.iter().copied().filter(|factor| *factor != MfaFactor::BackupCode).collect()
    }
}

/// The kinds of the stored factors of which something is left; `None` for those that this version does not know.
fn kinds_of(user: &User) -> impl Iterator<Item = Option<MfaFactor>> {
    let is_used_up = |factor: &&Value| factor.get("isUsedUp").and_then(Value::as_bool) == Some(true);
    let left = user.mfa_factors.iter().filter(move |factor| !is_used_up(factor));
    left.map(|factor| factor.get("type").and_then(Value::as_str).and_then(MfaFactor::parse))
}

/// Signing in by a passkey alone, which stands for two factors.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PasskeySignIn {
    /// Whether it is possible.
    pub is_enabled: bool,
    /// Whether pages show a button for it.
    pub shows_button: bool,
    /// Whether browsers offer it where the identifier is filled in.
    pub fills_in: bool,
}

impl PasskeySignIn {
    pub(super) fn of(settings: &Value) -> Self {
        let settings = settings.get("passkeySignIn").unwrap_or(&Value::Null);
        let is = |member: &str| super::flag(settings, member) == Some(true);
        let is_enabled = is("enabled");
        Self {
            is_enabled,
            shows_button: is_enabled && is("showPasskeyButton"),
            fills_in: is_enabled && is("allowAutofill"),
        }
    }
}
