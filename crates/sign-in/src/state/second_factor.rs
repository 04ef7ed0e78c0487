//! Second factors in an interaction: what is being verified, what was proven, and what waits to be stored with the user.

use domain::{UserId, account::second_factor::SecondFactor, sign_in_experience::MfaFactor};
use operations::second_factor::passkey::Ceremony;
use serde::{Deserialize, Serialize};

/// An authenticator: the user's own, or a new one that is to be theirs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TotpVerification {
    pub(crate) id: String,
    pub(crate) user_id: UserId,
    pub(crate) verified: bool,
    /// The new one, its secret sealed; none where the user's own was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) factor: Option<SecondFactor>,
}

/// A passkey as a second factor: the user's own, or a new one that is to be theirs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WebAuthnVerification {
    pub(crate) id: String,
    pub(crate) user_id: UserId,
    pub(crate) verified: bool,
    /// Whether a new one is made.
    pub(crate) is_registration: bool,
    /// What was asked; gone once it was answered, rightly or not, so that no challenge is answered twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ceremony: Option<Ceremony>,
    /// The new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) factor: Option<SecondFactor>,
}

/// A passkey as the way to sign in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignInPasskeyVerification {
    pub(crate) id: String,
    pub(crate) verified: bool,
    /// Who was asked, then who has answered. None where it was asked for an identifier that nobody has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user_id: Option<UserId>,
    /// What was asked; gone once it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ceremony: Option<Ceremony>,
    /// The passkey that has answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) factor_id: Option<String>,
}

/// Backup codes: one of the user's own that was shown, or new ones that are to be theirs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BackupCodeVerification {
    pub(crate) id: String,
    pub(crate) user_id: UserId,
    /// The new ones, sealed; none where one of the user's own was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) factor: Option<SecondFactor>,
}

/// A code sent to an address that the user has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MfaCodeVerification {
    pub(crate) id: String,
    pub(crate) user_id: UserId,
    pub(crate) verified: bool,
    /// The address.
    pub(crate) address: String,
}

/// A second factor by which the identified user has proven themselves.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecondProof {
    /// The word of its kind.
    pub(crate) kind: String,
    /// Which one, or which address: it must still be the user's in the end.
    pub(crate) of: String,
}

impl SecondProof {
    pub(crate) fn new(kind: MfaFactor, of: String) -> Self {
        Self { kind: kind.as_str().to_owned(), of }
    }
}

/// What was decided about second factors and is not stored with the user yet, and what was proven by those that are.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct PendingMfa {
    /// Factors to be stored.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) factors: Vec<SecondFactor>,
    /// The user wants a second factor.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) enabled: bool,
    /// The user declines to set one up.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) skipped: bool,
    /// The user declines to set up another one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) suggestion_skipped: bool,
    /// The user declines to set up a passkey.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) passkey_skipped: bool,
    /// What was proven.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) proofs: Vec<SecondProof>,
    /// The user wants this browser to be trusted.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) trusts_device: bool,
    /// Why the user was let in without the second factor that they have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) spared: Option<Spared>,
}

/// What stood in for a second factor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Spared {
    /// A browser that the user trusts.
    TrustedDevice,
    /// Nothing was unusual.
    LowRisk,
    /// The enterprise at whose provider the user signed in.
    Enterprise,
}

impl Spared {
    /// The word in the session's last submission.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::TrustedDevice => "trusted_device",
            Self::LowRisk => "low_risk",
            Self::Enterprise => domain::grant::SPARED_BY_ENTERPRISE,
        }
    }
}

impl PendingMfa {
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a factor of this kind waits to be stored.
    pub(crate) fn holds(&self, kind: MfaFactor) -> bool {
        self.factors.iter().any(|factor| factor.kind == kind.as_str())
    }

    /// Remembers what was proven.
    pub(crate) fn prove(&mut self, proof: SecondProof) {
        if !self.proofs.contains(&proof) {
            self.proofs.push(proof);
        }
    }

    /// The account holds what was collected. Who has just set a factor up has proven themselves by it, should they submit once more.
    pub(crate) fn forget_collected(&mut self) {
        self.trusts_device = false;
        for factor in std::mem::take(&mut self.factors) {
            self.prove(SecondProof { kind: factor.kind, of: factor.id });
        }
    }
}
