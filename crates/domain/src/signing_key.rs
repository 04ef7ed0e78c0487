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

/// Why a key cannot be staged or used at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a key is staged already")]
pub struct AlreadyStaged;

/// Why a key cannot be deleted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DeleteKeyError {
    /// There is no other.
    #[error("the only key cannot be deleted")]
    OnlyOne,
    /// There is no such key.
    #[error("there is no such key")]
    NotFound,
    /// It is in use, or will be.
    #[error("only a key that signs no more can be deleted")]
    InUse,
}

/// The keys as they are at `now`, whatever their rows still say: a staged key that is due signs, the one before it verifies, and the one
/// before that is gone. In the order they came.
pub fn settled(mut keys: Vec<StoredSigningKey>, now: UnixMillis) -> Vec<StoredSigningKey> {
    let is_due = |key: &StoredSigningKey| {
        key.status == SigningKeyStatus::Next && key.effective_at.is_none_or(|at| at <= now)
    };
    if !keys.iter().any(is_due) {
        return keys;
    }
    keys.retain(|key| key.status != SigningKeyStatus::Previous);
    for key in &mut keys {
        (key.status, key.effective_at) = match key.status {
            SigningKeyStatus::Next => (SigningKeyStatus::Current, None),
            _ => (SigningKeyStatus::Previous, None),
        };
    }
    keys
}

/// The keys with a new one: staged where it says from when on it signs, which replaces one that is staged; otherwise signing from now on.
///
/// # Errors
/// [`AlreadyStaged`] for a key that would sign at once while another is staged.
pub fn rotated(
    keys: Vec<StoredSigningKey>,
    mut new: StoredSigningKey,
    now: UnixMillis,
) -> Result<Vec<StoredSigningKey>, AlreadyStaged> {
    let mut keys = settled(keys, now);
    // Lists go by age, so that no two keys may be of the same.
    let newest = keys.iter().map(|key| key.created_at.0).max().unwrap_or_default();
    new.created_at = UnixMillis(new.created_at.0.max(newest.saturating_add(1)));
    if new.effective_at.is_some() {
        new.status = SigningKeyStatus::Next;
        keys.retain(|key| key.status != SigningKeyStatus::Next);
    } else {
        if keys.iter().any(|key| key.status == SigningKeyStatus::Next) {
            return Err(AlreadyStaged);
        }
        new.status = SigningKeyStatus::Current;
        keys.retain(|key| key.status == SigningKeyStatus::Current);
        for key in &mut keys {
            key.status = SigningKeyStatus::Previous;
        }
    }
    keys.insert(0, new);
    Ok(keys)
}

/// The keys without one that signs no more.
///
/// # Errors
/// That it is the only one, that there is none of this id, or that it is in use; the first of these that is so.
pub fn without(
    keys: Vec<StoredSigningKey>,
    id: &SigningKeyId,
    now: UnixMillis,
) -> Result<Vec<StoredSigningKey>, DeleteKeyError> {
    let mut keys = settled(keys, now);
    if keys.len() <= 1 {
        return Err(DeleteKeyError::OnlyOne);
    }
    let key = keys.iter().find(|key| key.id == *id).ok_or(DeleteKeyError::NotFound)?;
    if key.status != SigningKeyStatus::Previous {
        return Err(DeleteKeyError::InUse);
    }
    keys.retain(|key| key.id != *id);
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(1_000);

    fn key(id: &str, status: SigningKeyStatus, effective_at: Option<i64>) -> StoredSigningKey {
        StoredSigningKey {
            id: SigningKeyId::new(id),
            status,
            algorithm: "ES384".to_owned(),
            sealed_private_key: Vec::new(),
            created_at: UnixMillis(1),
            effective_at: effective_at.map(UnixMillis),
        }
    }

    fn told(keys: &[StoredSigningKey]) -> Vec<(&str, &str)> {
        keys.iter().map(|key| (key.id.as_str(), key.status.as_str())).collect()
    }

    fn three(effective_at: i64) -> Vec<StoredSigningKey> {
        vec![
            key("c", SigningKeyStatus::Next, Some(effective_at)),
            key("b", SigningKeyStatus::Current, None),
            key("a", SigningKeyStatus::Previous, None),
        ]
    }

    #[test]
    fn a_staged_key_signs_from_its_moment_on() {
        assert_eq!(told(&settled(three(1_001), NOW)), [("c", "Next"), ("b", "Current"), ("a", "Previous")]);
        let due = settled(three(1_000), NOW);
        assert_eq!(told(&due), [("c", "Current"), ("b", "Previous")]);
        assert!(due.iter().all(|key| key.effective_at.is_none()));
        assert_eq!(told(&settled(due, UnixMillis(9_999))), [("c", "Current"), ("b", "Previous")]);
    }

    #[test]
    fn a_new_key_signs_at_once_or_waits_for_its_moment() {
        let current =
            || vec![key("b", SigningKeyStatus::Current, None), key("a", SigningKeyStatus::Previous, None)];
        let at_once = rotated(current(), key("n", SigningKeyStatus::Next, None), NOW).unwrap();
        assert_eq!(told(&at_once), [("n", "Current"), ("b", "Previous")]);
        assert_eq!(at_once[0].created_at, UnixMillis(2), "it is newer than all others");
        let staged = rotated(current(), key("n", SigningKeyStatus::Next, Some(2_000)), NOW).unwrap();
        assert_eq!(told(&staged), [("n", "Next"), ("b", "Current"), ("a", "Previous")]);
        assert_eq!(
            rotated(staged.clone(), key("m", SigningKeyStatus::Next, None), NOW).unwrap_err(),
            AlreadyStaged
        );
        let replaced = rotated(staged.clone(), key("m", SigningKeyStatus::Next, Some(3_000)), NOW).unwrap();
        assert_eq!(told(&replaced), [("m", "Next"), ("b", "Current"), ("a", "Previous")]);
        let after = rotated(staged, key("m", SigningKeyStatus::Next, None), UnixMillis(2_000)).unwrap();
        assert_eq!(told(&after), [("m", "Current"), ("n", "Previous")]);
    }

    #[test]
    fn only_what_signs_no_more_can_be_deleted() {
        let delete = |keys, id: &str, now| {
            without(keys, &SigningKeyId::new(id), UnixMillis(now)).map_err(|error| error.to_string())
        };
        let only = vec![key("a", SigningKeyStatus::Current, None)];
        assert_eq!(delete(only.clone(), "a", 1).unwrap_err(), DeleteKeyError::OnlyOne.to_string());
        assert_eq!(delete(only, "unknown", 1).unwrap_err(), DeleteKeyError::OnlyOne.to_string());
        assert_eq!(delete(three(2_000), "unknown", 1).unwrap_err(), DeleteKeyError::NotFound.to_string());
        for in_use in ["b", "c"] {
            assert_eq!(delete(three(2_000), in_use, 1).unwrap_err(), DeleteKeyError::InUse.to_string());
        }
        assert_eq!(told(&delete(three(2_000), "a", 1).unwrap()), [("c", "Next"), ("b", "Current")]);
        assert_eq!(told(&delete(three(2_000), "b", 2_000).unwrap()), [("c", "Current")]);
    }
}
