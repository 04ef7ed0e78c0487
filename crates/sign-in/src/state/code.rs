//! Verifications by a code that was sent to an address.

use domain::sign_in_experience::IdentifierKind;
use serde::{Deserialize, Serialize};

use super::{Event, Identifier, Verification};

/// A code was sent to an address, and somebody may have told it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct CodeVerification {
    pub(crate) id: String,
    /// The address as it was typed, or the number in its stored form.
    pub(crate) identifier: Identifier,
    /// What the message says that the code is for.
    pub(crate) event: Event,
    /// Whether the code was told.
    pub(crate) is_verified: bool,
}

impl CodeVerification {
    /// Whether what it proves may be used for `event`: a message that speaks of signing in replaces no password, nor the other way round.
    /// Signing in and registering are one to whoever asks for a code, who may not know which it will be.
    pub(crate) fn is_for(&self, event: Event) -> bool {
        (self.event == Event::ForgotPassword) == (event == Event::ForgotPassword)
    }
}

impl Verification {
    /// A verification by a code, of the kind of its address. Nothing is sent to a username.
    pub(crate) fn by_code(code: CodeVerification) -> Option<Self> {
        match code.identifier.kind {
            IdentifierKind::Email => Some(Self::EmailVerificationCode(code)),
            IdentifierKind::Phone => Some(Self::PhoneVerificationCode(code)),
            IdentifierKind::Username => None,
        }
    }

    /// What is known of a code, for verifications by one.
    pub(crate) const fn code(&self) -> Option<&CodeVerification> {
        match self {
            Self::EmailVerificationCode(code) | Self::PhoneVerificationCode(code) => Some(code),
            _ => None,
        }
    }
}
