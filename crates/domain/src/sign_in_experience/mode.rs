//! Who may sign in and register at all.

use serde_json::Value;

/// Whether new users may register themselves, and whether known users may sign in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignInMode {
    /// Both.
    SignInAndRegister,
    /// Only known users.
    SignIn,
    /// Only new users.
    Register,
}

impl SignInMode {
    /// Reads the member `signInMode`; anything unknown is the most careful reading that still lets users in.
    pub fn of(settings: &Value) -> Self {
        match settings.get("signInMode").and_then(Value::as_str) {
            Some("SignInAndRegister") | None => Self::SignInAndRegister,
            Some("Register") => Self::Register,
            Some(_) => Self::SignIn,
        }
    }

    /// Whether known users may sign in.
    pub const fn allows_sign_in(self) -> bool {
        !matches!(self, Self::Register)
    }

    /// Whether new users may register themselves.
    pub const fn allows_register(self) -> bool {
        !matches!(self, Self::SignIn)
    }
}

/// How users agree to the terms of use and the privacy policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TermsPolicy {
    /// By going on.
    Automatic,
    /// By a tick when they register, by going on when they sign in.
    ManualRegistrationOnly,
    /// By a tick.
    Manual,
}

impl TermsPolicy {
    /// Reads the member `agreeToTermsPolicy`.
    pub(super) fn of(settings: &Value) -> Self {
        match settings.get("agreeToTermsPolicy").and_then(Value::as_str) {
            Some("Manual") => Self::Manual,
            Some("ManualRegistrationOnly") => Self::ManualRegistrationOnly,
            _ => Self::Automatic,
        }
    }
}
