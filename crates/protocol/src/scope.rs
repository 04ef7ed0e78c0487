//! Scopes: the ordered list of an OAuth `scope` value, and the names of user scopes and of the claims that are announced.
//!
//! Owns the grammar of RFC 6749 §3.3 and the table of wire contract §2.2. Which scopes somebody may have, and what a
//! claim's value is, is decided elsewhere.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// Asks for an ID token (OpenID Connect Core §3.1.2.1).
pub const OPENID: &str = "openid";
/// Asks for a refresh token that survives the session (OpenID Connect Core §11).
pub const OFFLINE_ACCESS: &str = "offline_access";

/// `scopes_supported` of the discovery document, in its order.
pub const SUPPORTED_OIDC_SCOPES: &[&str] = &[
    OPENID,
    OFFLINE_ACCESS,
    "profile",
    "email",
    "phone",
    "address",
    "custom_data",
    "identities",
    "roles",
    "urn:logto:scope:organizations",
    "urn:logto:scope:organization_roles",
    "urn:logto:scope:sessions",
    "urn:logto:scope:trusted_devices",
];

/// `claims_supported` of the discovery document, in its order.
pub const CLAIMS_SUPPORTED: &[&str] = &[
    "sub",
    "name",
    "family_name",
    "given_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "updated_at",
    "username",
    "created_at",
    "email",
    "email_verified",
    "phone_number",
    "phone_number_verified",
    "address",
    "custom_data",
    "identities",
    "sso_identities",
    "roles",
    "organizations",
    "organization_data",
    "organization_roles",
    "sid",
    "auth_time",
    "iss",
];

/// Extended claims that a new tenant's ID tokens carry (wire contract §2.2).
pub const DEFAULT_ENABLED_EXTENDED_CLAIMS: &[&str] = &["roles", "organizations", "organization_roles"];

/// Whether `scope` belongs to OpenID Connect here, and thus to no API resource.
pub fn is_oidc_scope(scope: &str) -> bool {
    SUPPORTED_OIDC_SCOPES.contains(&scope)
}

/// A scope that gives access to a part of the user (wire contract §2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UserScope {
    /// Name, username, picture and the rest of the profile.
    Profile,
    /// Primary e-mail address.
    Email,
    /// Primary phone number.
    Phone,
    /// Postal address.
    Address,
    /// The application's own data about the user.
    CustomData,
    /// Linked social and enterprise identities.
    Identities,
    /// Names of the user's global roles.
    Roles,
    /// The organizations the user belongs to; also what makes organization tokens possible.
    Organizations,
    /// The user's roles in them.
    OrganizationRoles,
    /// The user's own sessions, through the account API.
    Sessions,
    /// The user's own trusted devices, through the account API.
    TrustedDevices,
}

impl UserScope {
    /// Every user scope, in the order in which their claims are written.
    pub const ALL: [Self; 11] = [
        Self::Profile,
        Self::Email,
        Self::Phone,
        Self::Address,
        Self::CustomData,
        Self::Identities,
        Self::Roles,
        Self::Organizations,
        Self::OrganizationRoles,
        Self::Sessions,
        Self::TrustedDevices,
    ];

    /// The scope's value on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::CustomData => "custom_data",
            Self::Identities => "identities",
            Self::Roles => "roles",
            Self::Organizations => "urn:logto:scope:organizations",
            Self::OrganizationRoles => "urn:logto:scope:organization_roles",
            Self::Sessions => "urn:logto:scope:sessions",
            Self::TrustedDevices => "urn:logto:scope:trusted_devices",
        }
    }

    /// The user scope of this value.
    pub fn parse(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == value)
    }
}

/// A list of distinct scopes in the order they were given (RFC 6749 §3.3). On the wire one string, space separated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScopeList(Vec<String>);

impl ScopeList {
    /// The empty list.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Reads a `scope` value. Every text is one: blanks separate, repetitions collapse.
    pub fn parse(value: &str) -> Self {
        value.split(' ').filter(|scope| !scope.is_empty()).collect()
    }

    /// Whether `scope` is in the list.
    pub fn contains(&self, scope: &str) -> bool {
        self.0.iter().any(|candidate| candidate == scope)
    }

    /// The scopes that are not in `other`, in this list's order.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        let other: HashSet<&str> = other.iter().collect();
        self.filtered(|scope| !other.contains(scope))
    }

    /// The scopes that `keep` accepts, in this list's order.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(&str) -> bool) -> Self {
        Self(self.0.iter().filter(|scope| keep(scope)).cloned().collect())
    }

    /// Adds `scope` at the end, unless it is there.
    pub fn insert(&mut self, scope: &str) {
        if !self.contains(scope) {
            self.0.push(scope.to_owned());
        }
    }

    /// The scopes in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// How many scopes there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a `scope` parameter or member.
    pub fn join(&self) -> String {
        self.0.join(" ")
    }
}

impl fmt::Display for ScopeList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.join())
    }
}

impl<S: AsRef<str>> FromIterator<S> for ScopeList {
    fn from_iter<I: IntoIterator<Item = S>>(scopes: I) -> Self {
        // Beyond a handful a set finds repetitions, so that a body full of scopes costs linear time.
        const LINEAR_SEARCH_LIMIT: usize = 16;
        let mut list = Self::new();
        let mut seen: HashSet<String> = HashSet::new();
        for scope in scopes {
            let scope = scope.as_ref();
            if list.len() < LINEAR_SEARCH_LIMIT {
                list.insert(scope);
                continue;
            }
            if seen.is_empty() {
                seen.extend(list.0.iter().cloned());
            }
            if seen.insert(scope.to_owned()) {
                list.0.push(scope.to_owned());
            }
        }
        list
    }
}

impl Serialize for ScopeList {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.join())
    }
}

impl<'de> Deserialize<'de> for ScopeList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::parse(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists_keep_order_and_drop_repetitions() {
        let list = ScopeList::parse("  read write read  delete ");
        assert_eq!(list.join(), "read write delete");
        assert_eq!(list.len(), 3);
        assert!(list.contains("write"));
        assert!(!list.contains("wri"));
        assert!(ScopeList::parse("").is_empty());
    }

    #[test]
    fn a_difference_keeps_the_order_of_the_left_side() {
        let requested = ScopeList::parse("read write delete update");
        let allowed = ScopeList::parse("update read other");
        assert_eq!(requested.difference(&allowed).join(), "write delete");
    }

    #[test]
    fn a_list_is_one_string_in_json() {
        let list = ScopeList::parse("openid profile read");
        assert_eq!(serde_json::to_string(&list).unwrap(), r#""openid profile read""#);
        assert_eq!(serde_json::from_str::<ScopeList>(r#""openid profile read""#).unwrap(), list);
    }

    #[test]
    fn the_announced_scopes_are_the_reserved_and_the_user_scopes() {
        let mut scopes = vec!["openid", "offline_access"];
        scopes.extend(UserScope::ALL.map(UserScope::as_str));
        assert_eq!(scopes, SUPPORTED_OIDC_SCOPES);
        for scope in UserScope::ALL {
            assert_eq!(UserScope::parse(scope.as_str()), Some(scope));
        }
        assert_eq!(UserScope::parse("openid"), None);
    }

    #[test]
    fn twenty_thousand_scopes_are_read_at_once() {
        let many: Vec<String> = (0..20_000).map(|index| format!("s{}", index % 15_000)).collect();
        assert_eq!(ScopeList::parse(&many.join(" ")).len(), 15_000);
    }

    proptest! {
        #[test]
        fn reading_what_was_written_gives_the_same_list(scopes in proptest::collection::vec("[a-e]{1,2}", 0..40)) {
            let list: ScopeList = scopes.iter().collect();
            prop_assert_eq!(&ScopeList::parse(&list.join()), &list);
            let distinct: HashSet<&String> = scopes.iter().collect();
            prop_assert_eq!(list.len(), distinct.len());
            prop_assert!(scopes.iter().all(|scope| list.contains(scope)));
        }
    }
}
