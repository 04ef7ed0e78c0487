//! `/api/configs/oidc/{keyType}`: the keys that sign tokens and those that sign cookies (Management API contract §12.3).

pub(super) mod delete;
pub(super) mod list;
pub(super) mod rotate;

use api_types::config as wire;
use domain::signing_key::{SigningKeyStatus, StoredSigningKey};
use http_kit::ApiError;
use store::signing_key::StoredSecret;

use super::unknown_word;

/// The kinds of keys.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyType {
    Private,
    Cookie,
}

impl KeyType {
    fn parse(word: &str) -> Result<Self, ApiError> {
        match word {
            "private-keys" => Ok(Self::Private),
            "cookie-keys" => Ok(Self::Cookie),
            _ => Err(unknown_word("keyType")),
        }
    }
}

/// Signing keys as the wire shows them, newest first.
fn private_keys(mut keys: Vec<StoredSigningKey>) -> Vec<wire::OidcKey> {
    keys.sort_by_key(|key| std::cmp::Reverse(key.created_at));
    let shown = |key: StoredSigningKey| wire::OidcKey {
        id: key.id.into_string(),
        created_at: key.created_at.as_seconds(),
        signing_key_algorithm: Some(match key.algorithm.as_str() {
            "RS256" => wire::SigningKeyAlgorithm::Rsa,
            _ => wire::SigningKeyAlgorithm::Ec,
        }),
        status: Some(match key.status {
            SigningKeyStatus::Next => wire::SigningKeyStatus::Next,
            SigningKeyStatus::Current => wire::SigningKeyStatus::Current,
            SigningKeyStatus::Previous => wire::SigningKeyStatus::Previous,
        }),
        effective_at: key.effective_at.map(|at| at.0),
    };
    keys.into_iter().map(shown).collect()
}

/// Keys for cookies as the wire shows them, in their order.
fn cookie_keys(keys: Vec<StoredSecret>) -> Vec<wire::OidcKey> {
    let shown = |key: StoredSecret| wire::OidcKey {
        id: key.id,
        created_at: key.created_at.as_seconds(),
        signing_key_algorithm: None,
        status: None,
        effective_at: None,
    };
    keys.into_iter().map(shown).collect()
}
