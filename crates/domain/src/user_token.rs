//! Tokens that stand for a user without a sign-in: personal access tokens, which a user's owner keeps, and subject tokens, with which an
//! application may once speak for a user (Management API contract §5.5, §11; OIDC contract §4.6).

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{ApplicationId, Entropy, HashedToken, PlainToken, UnixMillis, UserId};

/// How every personal access token begins.
const PERSONAL_ACCESS_TOKEN_PREFIX: &str = "pat_";
/// How every subject token begins.
const SUBJECT_TOKEN_PREFIX: &str = "sub_";
/// How long a subject token can be exchanged.
pub const SUBJECT_TOKEN_TTL: Duration = Duration::from_secs(600);

/// A personal access token, opened.
#[derive(Clone, Debug)]
pub struct PersonalAccessToken {
    /// Unique among the user's, 1 to 256 characters.
    pub name: String,
    /// The token itself.
    pub value: PlainToken,
    /// When it was made.
    pub created_at: UnixMillis,
    /// From when on it is worth nothing.
    pub expires_at: Option<UnixMillis>,
}

/// How long a token lives at the most that an administrator of the server speaks for a user with.
pub const IMPERSONATION_TTL: Duration = Duration::from_secs(3_600);

/// The longest reason for it, in characters.
pub const MAX_IMPERSONATION_REASON: usize = 500;

/// That an administrator of the server speaks for a user: who, where, and why. What says so is written by the server alone, unlike the context of a
/// subject token.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Impersonation {
    /// The administrator, a user of the administrators' tenant.
    pub administrator_id: UserId,
    /// Their username.
    pub administrator: Option<String>,
    /// The one application that may exchange the token.
    pub application_id: ApplicationId,
    /// Why, in their words.
    pub reason: String,
}

/// A subject token as stored.
#[derive(Clone, PartialEq, Debug)]
pub struct SubjectToken {
    /// Its hash.
    pub hash: HashedToken,
    /// Whom it stands for.
    pub user_id: UserId,
    /// Whatever its maker notes about it.
    pub context: Map<String, Value>,
    /// Who speaks for the user, where an administrator of the server does.
    pub impersonation: Option<Impersonation>,
    /// When it was made.
    pub created_at: UnixMillis,
    /// From when on it cannot be exchanged.
    pub expires_at: UnixMillis,
}

/// The value of a new personal access token.
pub fn new_personal_access_token(entropy: &dyn Entropy) -> PlainToken {
    PlainToken::new(format!("{PERSONAL_ACCESS_TOKEN_PREFIX}{}", entropy.secret_32().reveal()))
}

/// The value of a new subject token.
pub fn new_subject_token(entropy: &dyn Entropy) -> PlainToken {
    PlainToken::new(format!("{SUBJECT_TOKEN_PREFIX}{}", entropy.id_21()))
}

/// Whether a token has the form of a subject token, whatever it is called.
pub fn is_subject_token(presented: &str) -> bool {
    presented.starts_with(SUBJECT_TOKEN_PREFIX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemEntropy;

    #[test]
    fn tokens_have_the_contracts_forms() {
        let personal = new_personal_access_token(&SystemEntropy);
        let subject = new_subject_token(&SystemEntropy);
        assert!(personal.reveal().starts_with("pat_") && personal.reveal().len() == 36);
        assert!(subject.reveal().starts_with("sub_") && subject.reveal().len() == 25);
        assert!(is_subject_token(subject.reveal()) && !is_subject_token(personal.reveal()));
    }
}
