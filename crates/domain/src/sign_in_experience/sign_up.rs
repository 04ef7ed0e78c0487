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
    /// Fields of the profile that the tenant asks for.
    ExtraProfile,
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
            Self::ExtraProfile => "extraProfile",
        }
    }
}

/// What registration asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignUp {
    /// What an account can be made with, to begin with; further identifiers are asked for afterwards.
    pub first: Vec<IdentifierKind>,
    /// What an account can be made with.
    pub identifiers: Vec<IdentifierKind>,
    /// Which of it must be there, in the order of the wire.
    required: Vec<MissingProfile>,
    /// Whether a password is asked for.
    pub password: bool,
}

/// The kinds that a word of `signUp` stands for.
fn kinds_of(word: &str) -> Vec<IdentifierKind> {
    match word {
        "emailOrPhone" => vec![IdentifierKind::Email, IdentifierKind::Phone],
        word => IdentifierKind::parse(word).into_iter().collect(),
    }
}

/// What is asked for by kinds of which, for address and number, one is enough.
fn required_of(kinds: &[IdentifierKind]) -> Vec<MissingProfile> {
    let asks = |kind| kinds.contains(&kind);
    let reach = match (asks(IdentifierKind::Email), asks(IdentifierKind::Phone)) {
        (true, true) => Some(MissingProfile::EmailOrPhone),
        (true, false) => Some(MissingProfile::Email),
        (false, true) => Some(MissingProfile::Phone),
        (false, false) => None,
    };
    asks(IdentifierKind::Username).then_some(MissingProfile::Username).into_iter().chain(reach).collect()
}

impl SignUp {
    /// Reads the member `signUp`. An address and a number stand for one another where `identifiers` names both, or one of the
    /// `secondaryIdentifiers` is `emailOrPhone`; each secondary identifier is asked for beside the others.
    pub(super) fn of(settings: &Value) -> Self {
        let Some(sign_up) = settings.get("signUp").filter(|sign_up| sign_up.is_object()) else {
            return Self::with(vec![vec![IdentifierKind::Username]], true);
        };
        let first = list(sign_up, "identifiers").filter_map(Value::as_str).flat_map(kinds_of).collect();
        let further =
            list(sign_up, "secondaryIdentifiers").filter_map(|further| further.get("identifier")?.as_str());
        let demands = std::iter::once(first).chain(further.map(kinds_of)).collect();
        Self::with(demands, flag(sign_up, "password").unwrap_or(true))
    }

    fn with(demands: Vec<Vec<IdentifierKind>>, password: bool) -> Self {
        const ORDER: [MissingProfile; 4] = [
            MissingProfile::Username,
            MissingProfile::Email,
            MissingProfile::Phone,
            MissingProfile::EmailOrPhone,
        ];
        let all: Vec<_> = demands.iter().flat_map(|kinds| required_of(kinds)).collect();
        let required = ORDER.into_iter().filter(|part| all.contains(part)).collect();
        let first = demands.first().cloned().unwrap_or_default();
        Self { first, identifiers: demands.concat(), required, password }
    }

    /// What `user` lacks of it, in the order of the wire.
    pub fn missing(&self, user: &User) -> Vec<MissingProfile> {
        use IdentifierKind::{Email, Phone, Username};
        let lacks = |part: &MissingProfile| match part {
            MissingProfile::Username => !Username.is_held_by(user),
            MissingProfile::Email => !Email.is_held_by(user),
            MissingProfile::Phone => !Phone.is_held_by(user),
            MissingProfile::EmailOrPhone => !Email.is_held_by(user) && !Phone.is_held_by(user),
            MissingProfile::Password | MissingProfile::ExtraProfile => false,
        };
        let mut missing: Vec<_> = self.required.iter().copied().filter(lacks).collect();
        // Who signs in elsewhere needs no password here.
        if self.password && user.password.is_none() && user.identities.is_empty() {
            missing.push(MissingProfile::Password);
        }
        missing
    }
}
