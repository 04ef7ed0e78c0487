//! What somebody proved who they are by, and whether it is still theirs when they are let in.
//!
//! Between a proof and the moment that a session is made of it, the account may change: its password is replaced, its address goes to
//! somebody else. Whoever proved themselves by what was taken away is not let in by it.

use serde::{Deserialize, Serialize};

use super::{User, identifier::is_same_email};
use crate::{SsoConnectorId, password::PasswordMark};

/// What a user proved who they are by.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Proof {
    /// They made the account themselves, just now.
    Registration,
    /// They knew the password with this mark.
    Password {
        /// The mark.
        mark: PasswordMark,
    },
    /// They read what is sent to this e-mail address.
    Email {
        /// The address, in any case.
        address: String,
    },
    /// They read what is sent to this phone number.
    Phone {
        /// The number, in the form that [`super::identifier::parse_phone`] gives.
        number: String,
    },
    /// They signed with this passkey.
    Passkey {
        /// The id of the second factor that it is stored as.
        factor_id: String,
    },
    /// They signed in with this account elsewhere.
    Identity {
        /// At which target.
        target: String,
        /// The id there.
        id: String,
    },
    /// They signed in at an enterprise's provider.
    SsoIdentity {
        /// Through which connector.
        connector_id: SsoConnectorId,
        /// Who vouched for them.
        issuer: String,
        /// The id there.
        id: String,
    },
    /// Nothing, or something that another version knows and this one cannot check.
    #[default]
    #[serde(other)]
    Unknown,
}

impl Proof {
    /// Whether it still proves that somebody is `user`, as far as the account itself tells: whose an identity at an enterprise's provider is, the
    /// store tells, and without it none proves anything.
    pub fn holds_for(&self, user: &User) -> bool {
        match self {
            Self::Registration => true,
            Self::Password { mark } => user.has_password(mark),
            Self::Email { address } => {
                user.primary_email.as_deref().is_some_and(|own| is_same_email(own, address))
            }
            Self::Phone { number } => user.primary_phone.as_ref() == Some(number),
            Self::Passkey { factor_id } => user.has_factor(factor_id),
            Self::Identity { target, id } => user.has_identity(target, id),
            Self::SsoIdentity { .. } | Self::Unknown => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        UnixMillis, UserId,
        password::{PasswordAlgorithm, PasswordDigest},
    };

    fn digest(digest: &str) -> PasswordDigest {
        PasswordDigest { algorithm: PasswordAlgorithm::Md5, digest: digest.to_owned() }
    }

    fn ingrid() -> User {
        User {
            password: Some(digest("a")),
            primary_email: Some("Ingrid.K@fjord.example".to_owned()),
            primary_phone: Some("4791234567".to_owned()),
            mfa_factors: vec![json!({ "type": "WebAuthn", "id": "mine" })],
            identities: serde_json::Map::from_iter([("github".to_owned(), json!({ "userId": "7" }))]),
            ..User::new(UserId::new("ingrid"), UnixMillis(1))
        }
    }

    #[test]
    fn a_proof_holds_while_what_was_proven_is_the_users_own() {
        let email = |address: &str| Proof::Email { address: address.to_owned() };
        let phone = |number: &str| Proof::Phone { number: number.to_owned() };
        let identity =
            |target: &str, id: &str| Proof::Identity { target: target.to_owned(), id: id.to_owned() };
        let password = |text: &str| Proof::Password { mark: digest(text).mark() };
        for (proof, holds) in [
            (Proof::Registration, true),
            (password("a"), true),
            (password("b"), false),
            (email("ingrid.k@FJORD.example"), true),
            (email("olav@fjord.example"), false),
            // The Kelvin sign has an ASCII letter as its lower case, and its mailbox is another one.
            (email("ingrid.\u{212a}@fjord.example"), false),
            (phone("4791234567"), true),
            (phone("4791234568"), false),
            (Proof::Passkey { factor_id: "mine".to_owned() }, true),
            (Proof::Passkey { factor_id: "another".to_owned() }, false),
            (identity("github", "7"), true),
            (identity("github", "8"), false),
            (identity("google", "7"), false),
            (
                Proof::SsoIdentity {
                    connector_id: SsoConnectorId::new("c"),
                    issuer: "https://fjord.example".to_owned(),
                    id: "7".to_owned(),
                },
                false,
            ),
            (Proof::Unknown, false),
        ] {
            assert_eq!(proof.holds_for(&ingrid()), holds, "{proof:?}");
            let without = User::new(UserId::new("ingrid"), UnixMillis(1));
            assert_eq!(proof.holds_for(&without), proof == Proof::Registration, "{proof:?}");
        }
    }

    #[test]
    fn proofs_are_read_back_and_those_of_other_versions_prove_nothing() {
        let proof = Proof::Email { address: "a@b.c".to_owned() };
        let stored = serde_json::to_value(&proof).unwrap();
        assert_eq!(stored, json!({ "by": "email", "address": "a@b.c" }));
        assert_eq!(serde_json::from_value::<Proof>(stored).unwrap(), proof);
        let foreign = json!({ "by": "palmistry", "line": 3 });
        assert_eq!(serde_json::from_value::<Proof>(foreign).unwrap(), Proof::Unknown);
    }
}
