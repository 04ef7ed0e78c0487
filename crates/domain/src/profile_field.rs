//! Fields of the profile that a tenant asks its users for (Management API, `/api/custom-profile-fields`).
//!
//! A name is either a member of the standard profile, and then has the kind that fits it, or one of the tenant's own.

mod value;

use serde_json::Value;

pub use value::{MAX_VALUE_CHARACTERS, is_pattern};

use crate::UnixMillis;

/// What a field takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProfileFieldType {
    /// A line of text.
    Text,
    /// A number.
    Number,
    /// A day.
    Date,
    /// Yes or no.
    Checkbox,
    /// One of several values.
    Select,
    /// An address of the web.
    Url,
    /// Text that matches a pattern.
    Regex,
    /// A postal address in parts.
    Address,
    /// A name in parts.
    Fullname,
}

impl ProfileFieldType {
    const ALL: [Self; 9] = [
        Self::Text,
        Self::Number,
        Self::Date,
        Self::Checkbox,
        Self::Select,
        Self::Url,
        Self::Regex,
        Self::Address,
        Self::Fullname,
    ];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Number => "Number",
            Self::Date => "Date",
            Self::Checkbox => "Checkbox",
            Self::Select => "Select",
            Self::Url => "Url",
            Self::Regex => "Regex",
            Self::Address => "Address",
            Self::Fullname => "Fullname",
        }
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// The parts that a postal address may have.
pub const ADDRESS_PARTS: [&str; 6] =
    ["formatted", "streetAddress", "locality", "region", "postalCode", "country"];
/// The parts that a name may have.
pub const FULLNAME_PARTS: [&str; 3] = ["givenName", "middleName", "familyName"];

/// Names that other parts of an account have, so that no field may take them.
const RESERVED: [&str; 24] = [
    "id",
    "tenantId",
    "username",
    "primaryEmail",
    "primaryPhone",
    "email",
    "phone",
    "password",
    "passwordDigest",
    "passwordAlgorithm",
    "customData",
    "identities",
    "profile",
    "logtoConfig",
    "mfaVerifications",
    "applicationId",
    "isSuspended",
    "hasPassword",
    "lastSignInAt",
    "createdAt",
    "updatedAt",
    "roles",
    "organizations",
    "ssoIdentities",
];

/// Whether a field may have this name: a letter, then letters, digits and `_`, and not the name of another part of an account.
pub fn is_allowed_name(name: &str) -> bool {
    let mut characters = name.chars();
    let begins_well = characters.next().is_some_and(|first| first.is_ascii_alphabetic());
    begins_well
        && characters.all(|character| character.is_ascii_alphanumeric() || character == '_')
        && (!RESERVED.contains(&name) || name == "profile")
}

/// The kinds that a member of the standard profile may have; `None` for a name of the tenant's own, which may have any but the two that
/// consist of parts.
pub(crate) fn standard_types(name: &str) -> Option<&'static [ProfileFieldType]> {
    use ProfileFieldType as Kind;
    Some(match name {
        "avatar" | "profile" | "website" => &[Kind::Url],
        "birthdate" => &[Kind::Date],
        "address" => &[Kind::Address],
        "fullname" => &[Kind::Fullname],
        "gender" => &[Kind::Select, Kind::Text],
        "name" | "nickname" | "preferredUsername" | "givenName" | "middleName" | "familyName" => {
            &[Kind::Text, Kind::Regex]
        }
        "zoneinfo" | "locale" => &[Kind::Text, Kind::Select, Kind::Regex],
        _ => return None,
    })
}

/// Whether a field of this name may take values of this kind.
pub fn fits(name: &str, kind: ProfileFieldType) -> bool {
    match standard_types(name) {
        Some(kinds) => kinds.contains(&kind),
        None => !matches!(kind, ProfileFieldType::Address | ProfileFieldType::Fullname),
    }
}

/// A field.
#[derive(Clone, PartialEq, Debug)]
pub struct ProfileField {
    /// Its id.
    pub id: String,
    /// Its name, which is its key.
    pub name: String,
    /// What it takes.
    pub kind: ProfileFieldType,
    /// What people read beside it.
    pub label: String,
    /// What explains it.
    pub description: Option<String>,
    /// Whether it must be filled in.
    pub is_required: bool,
    /// What else there is to its kind, an object.
    pub config: Value,
    /// Its place among the others.
    pub sign_in_order: i64,
    /// When it was made.
    pub created_at: UnixMillis,
}

impl ProfileField {
    /// Whether an account keeps it among the standard claims of its profile, and not in the tenant's own data.
    pub fn is_of_profile(&self) -> bool {
        standard_types(&self.name).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_identifiers_and_not_those_of_other_parts_of_an_account() {
        for name in ["a", "favouriteLamp", "x_1", "birthdate", "fullname", "profile"] {
            assert!(is_allowed_name(name), "{name}");
        }
        for name in ["", "1a", "_a", "a-b", "a b", "é", "username", "primaryEmail", "customData", "a\0"] {
            assert!(!is_allowed_name(name), "{name}");
        }
    }

    #[test]
    fn members_of_the_standard_profile_have_the_kinds_that_fit_them() {
        assert!(fits("birthdate", ProfileFieldType::Date) && !fits("birthdate", ProfileFieldType::Text));
        assert!(fits("address", ProfileFieldType::Address) && !fits("lamp", ProfileFieldType::Address));
        assert!(fits("lamp", ProfileFieldType::Checkbox));
        for kind in ProfileFieldType::ALL {
            assert_eq!(ProfileFieldType::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(ProfileFieldType::parse("text"), None);
    }
}
