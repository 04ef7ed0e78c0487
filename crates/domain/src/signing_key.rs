//! The life of a signing key (OIDC contract §1.4): staged, signing, still verifying.

use crate::{SigningKeyId, UnixMillis};

/// Where a signing key is in its life. At most one key of a tenant is in each state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SigningKeyStatus {
    /// Signs.
    Current,
    /// Published, will sign when due.
    Next,
    /// Still verifies what it signed.
    Previous,
}

impl SigningKeyStatus {
    /// The word on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "Current",
            Self::Next => "Next",
            Self::Previous => "Previous",
        }
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Current, Self::Next, Self::Previous].into_iter().find(|status| status.as_str() == word)
    }
}

/// A signing key as stored: the private part is sealed, and opened by `operations` only.
#[derive(Clone, Debug)]
pub struct StoredSigningKey {
    /// The RFC 7638 thumbprint, which is the `kid`.
    pub id: SigningKeyId,
    /// Where it is in its life.
    pub status: SigningKeyStatus,
    /// The JWS algorithm (`ES384`, …).
    pub algorithm: String,
    /// The PKCS #8 document, sealed.
    pub sealed_private_key: Vec<u8>,
    /// When it was made.
    pub created_at: UnixMillis,
    /// When a staged key begins to sign.
    pub effective_at: Option<UnixMillis>,
}
