//! What a user has proved about themselves within a sign-in, for some minutes: who they are, or that something else is theirs.
//!
//! A record counts for the user and the grant it was made for, and for nobody else. That somebody is who they are may be used until the
//! record ends; what it gives to an account, such as a new address, it gives once.

use std::time::Duration;

use crate::{
    ConnectorId, GrantId, HashedToken, UnixMillis, UserId,
    account::{User, identifier::is_same_email},
};

/// How long a record counts.
pub const VERIFICATION_RECORD_TTL: Duration = Duration::from_secs(600);

/// What a record is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Subject {
    /// The user's password.
    Password,
    /// That the user reads what is sent to this e-mail address.
    Email(String),
    /// That the user reads what is sent to this phone number, in its stored form.
    Phone(String),
    /// An account elsewhere, by way of this connector.
    Social(ConnectorId),
    /// A passkey that is being registered.
    WebAuthn,
}

impl Subject {
    /// The word by which the store keeps its kind, and what it names.
    pub fn parts(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::Password => ("password", None),
            Self::Email(address) => ("email", Some(address)),
            Self::Phone(number) => ("phone", Some(number)),
            Self::Social(connector) => ("social", Some(connector.as_str())),
            Self::WebAuthn => ("webauthn", None),
        }
    }

    /// Reads [`Self::parts`]; `None` for anything else.
    pub fn read(kind: &str, name: Option<String>) -> Option<Self> {
        match (kind, name) {
            ("password", None) => Some(Self::Password),
            ("email", Some(address)) => Some(Self::Email(address)),
            ("phone", Some(number)) => Some(Self::Phone(number)),
            ("social", Some(connector)) => Some(Self::Social(ConnectorId::new(connector))),
            ("webauthn", None) => Some(Self::WebAuthn),
            _ => None,
        }
    }

    /// Whether who has proved this has proved to be `user`, as the account is now. An account elsewhere proves it only if it is the one that
    /// the user holds there, which [`Subject`] does not know; a new passkey never does.
    pub fn identifies(&self, user: &User) -> bool {
        match self {
            Self::Password => user.password.is_some(),
            Self::Email(address) => {
                user.primary_email.as_deref().is_some_and(|own| is_same_email(own, address))
            }
            Self::Phone(number) => user.primary_phone.as_deref() == Some(number),
            Self::Social(_) | Self::WebAuthn => false,
        }
    }
}

/// A record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerificationRecord {
    /// The hash of its id; the caller holds the id.
    pub id: HashedToken,
    /// Who proves something.
    pub user_id: UserId,
    /// The grant of the token with which they asked.
    pub grant_id: GrantId,
    /// What about.
    pub subject: Subject,
    /// What must be remembered until the proof comes, and then what came of it; sealed.
    pub sealed_state: Option<Vec<u8>>,
    /// When it was proved.
    pub verified_at: Option<UnixMillis>,
    /// When it was begun.
    pub created_at: UnixMillis,
    /// Until when it counts.
    pub expires_at: UnixMillis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_read_as_they_are_kept() {
        for subject in [
            Subject::Password,
            Subject::Email("a@b.c".to_owned()),
            Subject::Phone("4712345678".to_owned()),
            Subject::Social(ConnectorId::new("c")),
            Subject::WebAuthn,
        ] {
            let (kind, name) = subject.parts();
            assert_eq!(Subject::read(kind, name.map(str::to_owned)), Some(subject));
        }
        assert_eq!(Subject::read("password", Some("a".to_owned())), None);
        assert_eq!(Subject::read("email", None), None);
        assert_eq!(Subject::read("totp", None), None);
    }

    #[test]
    fn only_what_is_the_users_own_now_identifies_them() {
        let mut user = User::new(UserId::new("u"), UnixMillis(1));
        let email = Subject::Email("ingrid@fjord.example".to_owned());
        let phone = Subject::Phone("4712345678".to_owned());
        for subject in [&Subject::Password, &email, &phone] {
            assert!(!subject.identifies(&user), "{subject:?}");
        }
        user.primary_email = Some("Ingrid@Fjord.example".to_owned());
        user.primary_phone = Some("4712345678".to_owned());
        assert!(email.identifies(&user) && phone.identifies(&user));
        user.primary_email = Some("new@fjord.example".to_owned());
        user.primary_phone = None;
        assert!(!email.identifies(&user) && !phone.identifies(&user));
        assert!(
            !Subject::Social(ConnectorId::new("c")).identifies(&user) && !Subject::WebAuthn.identifies(&user)
        );
    }
}
