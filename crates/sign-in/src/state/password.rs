//! Verifications by a password.

use domain::{UserId, password::PasswordMark};
use serde::{Deserialize, Serialize};

use super::{Identifier, StoredDigest};

/// Somebody knew the password of `user_id`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct PasswordVerification {
    pub(crate) id: String,
    pub(crate) identifier: Identifier,
    pub(crate) user_id: UserId,
    pub(crate) password_mark: PasswordMark,
}

/// Somebody wants to register with this username and password, both of which may be taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct NewPasswordIdentity {
    pub(crate) id: String,
    pub(crate) username: String,
    /// Gone once it is in the account.
    pub(crate) password: Option<StoredDigest>,
}
