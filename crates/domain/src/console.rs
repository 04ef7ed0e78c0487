//! Those who operate the server, and what they may do in its console.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{PlainToken, UnixMillis};

/// What an administrator may do. Each may do what those before it may.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ConsoleRole {
    /// Does nothing but what is granted for parts of the Management API ([`Rights`]).
    Limited,
    /// Sees everything but secrets.
    ReadOnly,
    /// Changes everything but who administers.
    Editor,
    /// Changes everything.
    Owner,
}

impl ConsoleRole {
    /// Every role, the one that may do most first.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Editor, Self::ReadOnly, Self::Limited];
    /// The roles that can be granted for a part of the Management API, the one that may do most first.
    pub const OF_PARTS: [Self; 2] = [Self::Editor, Self::ReadOnly];

    /// The word in storage and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Limited => "limited",
            Self::ReadOnly => "read-only",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

/// The part of the Management API whose editors may speak for users.
pub const IMPERSONATION_PART: &str = "Subject tokens";

/// What an administrator may do, and where: everywhere what their role says, or, where that is [`ConsoleRole::Limited`], what is granted for each of some
/// parts of the Management API, which are the tags of its operations.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rights {
    role: ConsoleRole,
    /// Empty unless the role is [`ConsoleRole::Limited`]; of [`ConsoleRole::OF_PARTS`] only.
    parts: BTreeMap<String, ConsoleRole>,
}

impl From<ConsoleRole> for Rights {
    fn from(role: ConsoleRole) -> Self {
        Self { role, parts: BTreeMap::new() }
    }
}

impl Rights {
    /// Those of somebody who is limited to these parts. What no part can have granted is left out.
    pub fn limited(parts: impl IntoIterator<Item = (String, ConsoleRole)>) -> Self {
        let parts = parts.into_iter().filter(|(_, role)| ConsoleRole::OF_PARTS.contains(role)).collect();
        Self { role: ConsoleRole::Limited, parts }
    }

    /// The role that holds everywhere.
    pub const fn role(&self) -> ConsoleRole {
        self.role
    }

    /// What is granted for parts of the Management API.
    pub const fn parts(&self) -> &BTreeMap<String, ConsoleRole> {
        &self.parts
    }

    /// The role in a part of the Management API; [`ConsoleRole::Limited`] where nothing is granted.
    pub fn within(&self, part: &str) -> ConsoleRole {
        match self.role {
            ConsoleRole::Limited => self.parts.get(part).copied().unwrap_or(ConsoleRole::Limited),
            role => role,
        }
    }

    /// The role in the first of these parts, as long as they may read the others. What belongs to no part is open to nobody who is limited.
    pub fn within_first(&self, parts: &[&str]) -> ConsoleRole {
        match parts {
            [first, others @ ..] if others.iter().all(|part| self.within(part) >= ConsoleRole::ReadOnly) => {
                self.within(first)
            }
            _ => self.role,
        }
    }

    /// Whether they may speak for users.
    pub fn may_impersonate(&self) -> bool {
        self.within(IMPERSONATION_PART) >= ConsoleRole::Editor
    }

    /// What is granted for parts, as it is stored and recorded.
    pub fn parts_to_json(&self) -> Value {
        self.parts
            .iter()
            .map(|(part, role)| (part.clone(), role.as_str().into()))
            .collect::<Map<_, _>>()
            .into()
    }

    /// Rights as they were stored; `None` for what was never stored so.
    pub fn of_stored(role: &str, parts: Option<&Value>) -> Option<Self> {
        let role = ConsoleRole::parse(role)?;
        if role != ConsoleRole::Limited {
            return Some(role.into());
        }
        let granted = |(part, role): (&String, &Value)| {
            let role = role.as_str().and_then(ConsoleRole::parse);
            Some((part.clone(), role.filter(|role| ConsoleRole::OF_PARTS.contains(role))?))
        };
        let parts: Option<Vec<_>> = parts?.as_object()?.iter().map(granted).collect();
        Some(Self::limited(parts?))
    }
}

/// What a link into the console is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinkPurpose {
    /// Makes the first owner, as long as there is no administrator.
    First,
    /// Makes an administrator.
    Join,
    /// Lets an administrator in who has lost password or second factor.
    Recover,
}

impl LinkPurpose {
    /// Every purpose.
    pub const ALL: [Self; 3] = [Self::First, Self::Join, Self::Recover];

    /// The word in storage.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Join => "join",
            Self::Recover => "recover",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == word)
    }
}

/// A fresh link, whose token is told once.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// What lets its bearer in.
    pub token: PlainToken,
    /// Until when.
    pub expires_at: UnixMillis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_and_nothing_else_is() {
        assert!(ConsoleRole::ALL.into_iter().all(|role| ConsoleRole::parse(role.as_str()) == Some(role)));
        assert!(
            LinkPurpose::ALL.into_iter().all(|purpose| LinkPurpose::parse(purpose.as_str()) == Some(purpose))
        );
        assert_eq!((ConsoleRole::parse("Owner"), LinkPurpose::parse("")), (None, None));
    }

    #[test]
    fn each_role_may_do_what_those_before_it_may() {
        let mut roles = ConsoleRole::ALL;
        roles.reverse();
        assert!(roles.is_sorted() && ConsoleRole::Limited < ConsoleRole::ReadOnly);
    }

    fn some() -> Rights {
        Rights::limited([
            ("Users".to_owned(), ConsoleRole::Editor),
            ("Roles".to_owned(), ConsoleRole::ReadOnly),
            ("Hooks".to_owned(), ConsoleRole::Owner),
        ])
    }

    #[test]
    fn who_is_limited_has_what_is_granted_and_nothing_else() {
        let (limited, reader) = (some(), Rights::from(ConsoleRole::ReadOnly));
        assert_eq!(limited.within("Users"), ConsoleRole::Editor);
        // Nobody owns a part.
        for none in ["Hooks", "users", "", "Applications"] {
            assert_eq!(limited.within(none), ConsoleRole::Limited, "{none}");
        }
        assert_eq!(limited.within_first(&["Users", "Roles"]), ConsoleRole::Editor);
        assert_eq!(limited.within_first(&["Roles", "Users"]), ConsoleRole::ReadOnly);
        assert_eq!(limited.within_first(&["Users", "Roles", "Hooks"]), ConsoleRole::Limited);
        assert_eq!(limited.within_first(&["Hooks", "Users"]), ConsoleRole::Limited);
        assert_eq!(limited.within_first(&[]), ConsoleRole::Limited);
        let told = (reader.within("Users"), reader.within_first(&["Users"]), reader.within_first(&[]));
        assert_eq!(told, (ConsoleRole::ReadOnly, ConsoleRole::ReadOnly, ConsoleRole::ReadOnly));
    }

    #[test]
    fn rights_are_read_back_and_what_is_no_right_is_not() {
        let (limited, stored) = (some(), some().parts_to_json());
        assert_eq!(stored, serde_json::json!({ "Users": "editor", "Roles": "read-only" }));
        assert_eq!(Rights::of_stored("limited", Some(&stored)), Some(limited));
        assert_eq!(Rights::of_stored("editor", Some(&stored)), Some(ConsoleRole::Editor.into()));
        for broken in [
            serde_json::json!({ "Users": "owner" }),
            serde_json::json!({ "Users": 1 }),
            serde_json::json!([]),
        ] {
            assert_eq!(Rights::of_stored("limited", Some(&broken)), None, "{broken}");
        }
        assert_eq!((Rights::of_stored("limited", None), Rights::of_stored("all", None)), (None, None));
    }
}
