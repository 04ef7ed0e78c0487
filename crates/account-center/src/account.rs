//! The account as the Account API shows it: what the account center does not open is not there.

use serde::Deserialize;
use serde_json::{Map, Value};

/// The answer of `GET /api/my-account`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Account(Map<String, Value>);

impl Account {
    /// Whether a member is shown, set or not.
    pub(crate) fn shows(&self, member: &str) -> bool {
        self.0.contains_key(member)
    }

    /// A member that is text; nothing where it is not shown or not set.
    pub(crate) fn text(&self, member: &str) -> Option<&str> {
        self.0.get(member).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A member that is yes or no, where it is shown.
    pub(crate) fn flag(&self, member: &str) -> Option<bool> {
        self.0.get(member).and_then(Value::as_bool)
    }

    /// A member that is an object; empty where it is not shown.
    pub(crate) fn object(&self, member: &str) -> &Map<String, Value> {
        static EMPTY: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        self.0.get(member).and_then(Value::as_object).unwrap_or(&EMPTY)
    }

    /// A member that is a list; empty where it is not shown.
    pub(crate) fn list(&self, member: &str) -> &[Value] {
        self.0.get(member).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// A member of the profile that is text.
    pub(crate) fn profile(&self, member: &str) -> Option<&str> {
        self.object("profile").get(member).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// What the user signs in with, for password managers.
    pub(crate) fn identifier(&self) -> Option<&str> {
        ["username", "primaryEmail", "primaryPhone"].into_iter().find_map(|member| self.text(member))
    }
}
