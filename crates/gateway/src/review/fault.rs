//! What is wrong with the text of a policy, where, and what may have been meant.

use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::policy::{Policy, PolicyError};

/// What is wrong with a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFault {
    /// In which line, from 1.
    pub line: Option<usize>,
    /// What.
    pub message: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl fmt::Display for PolicyFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(formatter, "line {line}: ")?;
        }
        formatter.write_str(&self.message)?;
        match &self.suggestion {
            Some(meant) => write!(formatter, "; did you mean {meant}?"),
            None => Ok(()),
        }
    }
}

impl Policy {
    /// As [`Policy::from_toml`], with the place of what is wrong.
    pub fn read(text: &str) -> Result<Self, PolicyFault> {
        Self::from_toml(text).map_err(|error| PolicyFault::of(text, &error))
    }
}

impl PolicyFault {
    fn of(text: &str, error: &PolicyError) -> Self {
        let of = |place: Option<usize>, suggestion: Option<&str>| Self {
            line: place.map(|place| line_of(text, place)),
            message: error.to_string(),
            suggestion: suggestion.map(str::to_owned),
        };
        match error {
            PolicyError::Syntax(error) => {
                let (unknown, known) = words_of(error.message());
                Self {
                    line: error.span().map(|span| line_of(text, span.start)),
                    message: error.message().replace('\n', " "),
                    suggestion: nearest(unknown, known.into_iter()).map(str::to_owned),
                }
            }
            PolicyError::UnknownOperation(name, known)
            | PolicyError::UnknownPermission(name, known)
            | PolicyError::UnknownField(name, known) => {
                of(place_of(text, name), nearest(name, known.split(", ")))
            }
            PolicyError::UnusablePermission(name)
            | PolicyError::UnusableOrigin(name)
            | PolicyError::UnusableLink(name) => of(place_of(text, name), None),
            PolicyError::NoCreatorRole => of(place_of(text, "creator_roles"), None),
            PolicyError::NoAcceptedToken => of(place_of(text, "accepted_resources"), None),
        }
    }
}

fn line_of(text: &str, place: usize) -> usize {
    text.bytes().take(place).filter(|byte| *byte == b'\n').count() + 1
}

/// Where a key or a text of this wording stands.
fn place_of(text: &str, wording: &str) -> Option<usize> {
    let table = DeTable::parse(text).ok()?;
    place_in_table(table.get_ref(), wording)
}

fn place_in_table(table: &DeTable<'_>, wording: &str) -> Option<usize> {
    table.iter().find_map(|(key, value)| {
        if key.get_ref() == wording { Some(key.span().start) } else { place_in_value(value, wording) }
    })
}

fn place_in_value(value: &Spanned<DeValue<'_>>, wording: &str) -> Option<usize> {
    match value.get_ref() {
        DeValue::String(text) if text == wording => Some(value.span().start),
        DeValue::Array(items) => items.iter().find_map(|item| place_in_value(item, wording)),
        DeValue::Table(table) => place_in_table(table, wording),
        _ => None,
    }
}

/// What a message of the parser names between backticks: first what it does not know, then what there is.
fn words_of(message: &str) -> (&str, Vec<&str>) {
    let mut words = message.split('`').skip(1).step_by(2);
    (words.next().unwrap_or_default(), words.collect())
}

/// The known word that is so like the unknown one that it was probably meant.
fn nearest<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = (unknown.chars().count() / 3).clamp(1, 4);
    let near = known.map(|word| (distance(unknown, word), word)).filter(|(distance, _)| *distance <= most);
    near.min_by_key(|(distance, _)| *distance).map(|(_, word)| word)
}

/// How many characters must be put in, taken out, replaced or swapped with their neighbour to make one of the other.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, &left) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, &right) in to.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX / 2);
            let replaced = at(&last, column) + usize::from(left != right);
            let mut least = replaced.min(at(&last, column + 1) + 1).min(at(&current, column) + 1);
            let is_swapped = row > 0
                && column > 0
                && from.get(row - 1) == Some(&right)
                && to.get(column - 1) == Some(&left);
            if is_swapped {
                least = least.min(at(&before_last, column - 1) + 1);
            }
            current.push(least);
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fault(text: &str) -> String {
        Policy::read(text).unwrap_err().to_string()
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_what_was_meant() {
        for (text, beginning, end) in [
            (
                "\ncreator_rolls = []",
                "line 2: unknown field `creator_rolls`",
                "; did you mean creator_roles?",
            ),
            (
                "[cors]\n\nallowed_origin = []",
                "line 3: unknown field `allowed_origin`",
                "; did you mean allowed_origins?",
            ),
            (
                "[operations]\n# a comment\ndelete_organisation = false",
                "line 3: the policy switches delete_organisation,",
                "; did you mean delete_organization?",
            ),
            (
                "[permissions]\n\"org:raed\" = \"x\"",
                "line 2: the policy renames org:raed,",
                "; did you mean org:read?",
            ),
            (
                "update_fields = [\n  \"name\",\n  \"customdata\",\n]",
                "line 3: the policy opens customdata,",
                "; did you mean customData?",
            ),
            (
                "[permissions]\n\"org:read\" = \"two words\"",
                "line 2: the policy names a permission \"two words\"",
                "token",
            ),
            (
                "[cors]\nallowed_origins = [\n\"https://a.example/\"]",
                "line 3: the policy allows \"https://a.example/\"",
                "origin",
            ),
            ("\n\ncreator_roles = []", "line 3: the policy gives creators no role", "name"),
            (
                "\naccept_organization_tokens = false\naccepted_resources = []",
                "line 3: the policy accepts no token",
                "resource",
            ),
            (
                "invitation_link = \"https://app.example\"",
                "line 1: the policy has the invitation link \"https://app.example\"",
                "once",
            ),
            ("accept_organization_tokens = \"yes\"", "line 1: invalid type: string \"yes\"", "boolean"),
            ("[operations]\nadd_members = true\nadd_members = true", "line 3: duplicate key", ""),
            ("[operations\n", "line 1: ", ""),
            ("[operations]\nfly = true", "line 2: the policy switches fly,", "verify_domain"),
        ] {
            let told = fault(text);
            assert!(told.starts_with(beginning) && told.trim_end_matches('`').ends_with(end), "{told}");
            assert_eq!(told.lines().count(), 1, "{told}");
        }
    }

    #[test]
    fn only_what_is_very_like_is_suggested() {
        let known = ["add_members", "list_members", "org:read"];
        let meant = |word: &str| nearest(word, known.into_iter());
        assert_eq!(meant("add_member"), Some("add_members"));
        assert_eq!(meant("lits_members"), Some("list_members"));
        assert_eq!(meant("org:raed"), Some("org:read"));
        assert_eq!(meant("member"), None);
        assert_eq!(meant(""), None);
    }

    proptest! {
        #[test]
        fn a_distance_is_one(left in "[a-c]{0,6}", right in "[a-c]{0,6}") {
            let there = distance(&left, &right);
            prop_assert_eq!(there, distance(&right, &left));
            prop_assert_eq!(there == 0, left == right);
            prop_assert!(there <= left.len().max(right.len()));
            prop_assert!(there >= left.len().abs_diff(right.len()));
        }

        #[test]
        fn no_text_makes_reading_fail_in_another_way(text in ".{0,200}") {
            if let Err(fault) = Policy::read(&text) {
                prop_assert_eq!(fault.to_string().lines().count(), 1);
            }
        }
    }
}
