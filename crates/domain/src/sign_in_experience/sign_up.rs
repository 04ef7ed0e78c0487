//! What people are known by, and what registration asks for.

use serde_json::Value;

use super::{flag, list};
use crate::account::User;

/// What a person may be known by.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IdentifierKind {
    /// A username.
    Username,
    /// An e-mail address.
    Email,
    /// A phone number: digits with the country code.
    Phone,
}

impl IdentifierKind {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::Email => "email",
            Self::Phone => "phone",
        }
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Username, Self::Email, Self::Phone].into_iter().find(|kind| kind.as_str() == word)
    }

    fn is_held_by(self, user: &User) -> bool {
        match self {
            Self::Username => user.username.is_some(),
            Self::Email => user.primary_email.is_some(),
            Self::Phone => user.primary_phone.is_some(),
        }
    }
}

/// What an account must have, as `user.missing_profile` names it (OIDC contract §6.4).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingProfile {
    /// A username.
    Username,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// One of the two.
    EmailOrPhone,
    /// A password.
    Password,
}

impl MissingProfile {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Username => "username",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::EmailOrPhone => "emailOrPhone",
            Self::Password => "password",
        }
    }
}

/// What registration asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignUp {
    /// Each of these must be there; the e-mail address and the phone number stand for one another when both are named.
    pub identifiers: Vec<IdentifierKind>,
    /// Whether a password is asked for.
    pub password: bool,
}

impl SignUp {
    pub(super) fn of(settings: &Value) -> Self {
        let Some(sign_up) = settings.get("signUp").filter(|sign_up| sign_up.is_object()) else {
            return Self { identifiers: vec![IdentifierKind::Username], password: true };
        };
        let first = list(sign_up, "identifiers").filter_map(Value::as_str);
        let further =
            list(sign_up, "secondaryIdentifiers").filter_map(|further| further.get("identifier")?.as_str());
        let kinds = first.chain(further).flat_map(|word| match word {
            "emailOrPhone" => vec![IdentifierKind::Email, IdentifierKind::Phone],
            word => IdentifierKind::parse(word).into_iter().collect(),
        });
        Self { identifiers: kinds.collect(), password: flag(sign_up, "password").unwrap_or(true) }
    }

    /// What `user` lacks of it, in the order of the wire.
    pub fn missing(&self, user: &User) -> Vec<MissingProfile> {
        let asks = |kind| self.identifiers.contains(&kind);
        let lacks = |kind: IdentifierKind| asks(kind) && !kind.is_held_by(user);
        let mut missing = Vec::new();
        if lacks(IdentifierKind::Username) {
            missing.push(MissingProfile::Username);
        }
        if asks(IdentifierKind::Email) && asks(IdentifierKind::Phone) {
            if lacks(IdentifierKind::Email) && lacks(IdentifierKind::Phone) {
                missing.push(MissingProfile::EmailOrPhone);
            }
        } else if lacks(IdentifierKind::Email) {
            missing.push(MissingProfile::Email);
        } else if lacks(IdentifierKind::Phone) {
            missing.push(MissingProfile::Phone);
        }
        // Who signs in elsewhere needs no password here.
        if self.password && user.password.is_none() && user.identities.is_empty() {
            missing.push(MissingProfile::Password);
        }
        missing
    }
}
