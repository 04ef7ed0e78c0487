//! The advanced search of lists as a typed query, and its SQL (Management API contract §1.7).
//!
//! The names of query parameters are the Management API's business; which columns stand behind a field is each noun's. The SQL is the
//! same on both databases: the embedded one gets PostgreSQL's `regexp_match` from [`register_regexp_match`], and `SIMILAR TO` is written as a
//! regular expression before it reaches either.

mod cost;
mod index;
#[cfg(test)]
mod tests;
mod trigrams;

use domain::text::fold;
use regex::{Regex, RegexBuilder};

pub use self::index::{bring_up_to_date, expect_many, merge, settle};
use crate::db::{ListBuilder, Param};

/// A field that can be searched, and where it stands.
#[derive(Clone, Copy, Debug)]
pub struct SearchField {
    /// The field's name on the wire, in camel case.
    pub name: &'static str,
    /// The column, with its table.
    pub exact: &'static str,
    /// The same folded as [`domain::text::fold`] does.
    pub folded: &'static str,
}

/// How a value is compared with a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SearchMode {
    /// `LIKE`; the client writes `%` and `_`.
    #[default]
    Like,
    /// Equality with any of the values.
    Exact,
    /// `SIMILAR TO`, which always distinguishes case.
    SimilarTo,
    /// A regular expression. Both databases must understand it: back-references and look-around are refused.
    Posix,
}

impl SearchMode {
    /// Reads the word on the wire; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "like" => Some(Self::Like),
            "exact" => Some(Self::Exact),
            "similar_to" => Some(Self::SimilarTo),
            "posix" => Some(Self::Posix),
            _ => None,
        }
    }
}

/// How the conditions of several fields are joined.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SearchJoint {
    /// One suffices.
    #[default]
    Or,
    /// All must hold.
    And,
}

/// Why a comparison cannot be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum InvalidSearch {
    /// Only equality takes more than one value.
    #[error("only the mode `exact` takes several values")]
    SeveralValues,
    /// There is nothing to compare with.
    #[error("a search value must not be empty")]
    EmptyValue,
    /// A value or their number is beyond what a search may cost.
    #[error("a search value is too long, or there are too many")]
    TooMuch,
    /// `SIMILAR TO` has no form that ignores case.
    #[error("the mode `similar_to` needs `isCaseSensitive=true`")]
    SimilarToIgnoringCase,
    /// The pattern is not one that both databases understand.
    #[error("a search pattern cannot be understood")]
    Pattern,
    /// The pattern repeats too much.
    #[error("a search pattern repeats too much, or has classes within classes")]
    CostlyPattern,
}

/// The longest value, in bytes.
const MAX_VALUE_LENGTH: usize = 1_024;
/// The most values of one comparison.
const MAX_VALUES: usize = 200;
/// How large a compiled regular expression may get, in bytes.
const MAX_COMPILED_PATTERN: usize = 256 * 1024;

/// One field compared with one or more values.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SearchCondition {
    column: &'static str,
    /// Whether the column is the folded one, whose trigrams are kept.
    is_folded: bool,
    comparison: Comparison,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Comparison {
    Like(String),
    AnyOf(Vec<String>),
    Matches { pattern: String, flags: &'static str },
}

impl SearchCondition {
    /// Compares `field` with `values`.
    pub fn new(
        field: SearchField,
        mode: SearchMode,
        values: &[String],
        is_case_sensitive: bool,
    ) -> Result<Self, InvalidSearch> {
        if values.is_empty() || values.iter().any(String::is_empty) {
            return Err(InvalidSearch::EmptyValue);
        }
        if values.len() > MAX_VALUES || values.iter().any(|value| value.len() > MAX_VALUE_LENGTH) {
            return Err(InvalidSearch::TooMuch);
        }
        let folded = |value: &String| if is_case_sensitive { value.clone() } else { fold(value) };
        let (column, is_folded) = if is_case_sensitive { (field.exact, false) } else { (field.folded, true) };
        if mode == SearchMode::Exact {
            let comparison = Comparison::AnyOf(values.iter().map(folded).collect());
            return Ok(Self { column, is_folded, comparison });
        }
        let [value] = values else { return Err(InvalidSearch::SeveralValues) };
        match mode {
            SearchMode::Like | SearchMode::Exact => {
                let comparison = Comparison::Like(like_pattern(&folded(value)));
                Ok(Self { column, is_folded, comparison })
            }
            SearchMode::SimilarTo if !is_case_sensitive => Err(InvalidSearch::SimilarToIgnoringCase),
            SearchMode::SimilarTo => {
                Self::matching(field.exact, similar_to(value).ok_or(InvalidSearch::Pattern)?, "c")
            }
            SearchMode::Posix => {
                Self::matching(field.exact, value.clone(), if is_case_sensitive { "c" } else { "i" })
            }
        }
    }

    fn matching(column: &'static str, pattern: String, flags: &'static str) -> Result<Self, InvalidSearch> {
        compile(&pattern, flags).map_err(|_| InvalidSearch::Pattern)?;
        if !cost::is_affordable(&pattern) {
            return Err(InvalidSearch::CostlyPattern);
        }
        Ok(Self { column, is_folded: false, comparison: Comparison::Matches { pattern, flags } })
    }

    /// Finds `q` anywhere in `field` without regard to case. `%` and `_` are wildcards (Management API contract §1.7, `q`); the backslash,
    /// which alone would escape, stands for itself.
    pub(crate) fn containing(field: SearchField, q: &str) -> Self {
        let pattern = format!("%{}%", fold(q).replace('\\', r"\\"));
        Self { column: field.folded, is_folded: true, comparison: Comparison::Like(pattern) }
    }

    /// Which trigrams a row must have for this to hold, as [`trigrams`] writes it; `None` when that cannot be said.
    fn trigrams(&self) -> Option<String> {
        if !self.is_folded {
            return None;
        }
        match &self.comparison {
            Comparison::Like(pattern) => {
                trigrams::all_of(trigrams::pieces(pattern).iter().map(String::as_str))
            }
            Comparison::AnyOf(values) => {
                trigrams::any_of(values.iter().map(|value| trigrams::all_of([value.as_str()])))
            }
            Comparison::Matches { .. } => None,
        }
    }

    fn push_to<'a>(&'a self, list: &mut ListBuilder<'a>) {
        match &self.comparison {
            Comparison::Like(pattern) => {
                list.push(self.column, &[]).push(" LIKE {} ESCAPE '\\'", &[Param::Text(pattern)]);
            }
            Comparison::AnyOf(values) => {
                let values: Vec<_> = values.iter().map(|value| Param::Text(value)).collect();
                list.push(self.column, &[]).push(" IN ", &[]).push_list(&values);
            }
            Comparison::Matches { pattern, flags } => {
                list.matches_pattern().push("regexp_match(", &[]).push(self.column, &[]);
                list.push(", {}, {}) IS NOT NULL", &[Param::Text(pattern), Param::Text(flags)]);
            }
        }
    }
}

/// A whole search: groups of which each is met by one of its conditions. The default finds everything.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Search {
    groups: Vec<Vec<SearchCondition>>,
    joint: SearchJoint,
}

impl Search {
    /// A search of groups joined by `joint`; within a group one condition suffices.
    pub fn new(groups: Vec<Vec<SearchCondition>>, joint: SearchJoint) -> Self {
        let groups: Vec<_> = groups.into_iter().filter(|group| !group.is_empty()).collect();
        // Without groups the joint says nothing: every search that finds everything is the default one.
        if groups.is_empty() { Self::default() } else { Self { groups, joint } }
    }

    /// Whether everything is found.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// A search that `conditions` find, one of which suffices.
    pub(crate) fn any_of(conditions: Vec<SearchCondition>) -> Self {
        Self::new(vec![conditions], SearchJoint::Or)
    }

    /// Which trigrams a row must have to be found, as a query of the embedded database's full-text tables. Rows that have them need not be
    /// found. `None` when nothing can be said.
    pub(crate) fn trigrams(&self) -> Option<String> {
        let groups =
            self.groups.iter().map(|group| trigrams::any_of(group.iter().map(SearchCondition::trigrams)));
        match self.joint {
            SearchJoint::Or => trigrams::any_of(groups),
            // Each group narrows what is left; one of which nothing is known does not.
            SearchJoint::And => trigrams::every(groups.flatten()),
        }
    }

    /// Adds ` AND (…)` to a statement that has a `WHERE` already; nothing when everything is found.
    pub(crate) fn push_to<'a>(&'a self, list: &mut ListBuilder<'a>) {
        let joint = if self.joint == SearchJoint::And { ") AND (" } else { ") OR (" };
        for (index, group) in self.groups.iter().enumerate() {
            list.push(if index == 0 { " AND ((" } else { joint }, &[]);
            for (index, condition) in group.iter().enumerate() {
                list.push(if index == 0 { "" } else { " OR " }, &[]);
                condition.push_to(list);
            }
        }
        if !self.groups.is_empty() {
            list.push("))", &[]);
        }
    }
}

/// Writes a `LIKE` pattern so that both databases read it alike: a backslash takes the meaning from whatever follows it, and one at the
/// end (an error on PostgreSQL) stands for itself.
fn like_pattern(value: &str) -> String {
    let mut pattern = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            pattern.push(character);
            continue;
        }
        match characters.next().unwrap_or('\\') {
            special @ ('%' | '_' | '\\') => pattern.extend(['\\', special]),
            plain => pattern.push(plain),
        }
    }
    pattern
}

/// Writes a `SIMILAR TO` pattern (SQL:1999, as PostgreSQL reads it) as a regular expression; `None` when it ends with an escape.
fn similar_to(value: &str) -> Option<String> {
    let mut pattern = String::from("^(?:");
    let mut in_brackets = false;
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => pattern.push_str(&regex::escape(characters.next()?.encode_utf8(&mut [0; 4]))),
            '[' => {
                in_brackets = true;
                pattern.push('[');
            }
            ']' => {
                in_brackets = false;
                pattern.push(']');
            }
            inside if in_brackets => pattern.push(inside),
            '%' => pattern.push_str(".*"),
            '_' => pattern.push('.'),
            '.' | '^' | '$' => pattern.extend(['\\', character]),
            plain => pattern.push(plain),
        }
    }
    pattern.push_str(")$");
    Some(pattern)
}

/// Compiles a regular expression as PostgreSQL reads it: a dot matches line ends too. `flags` is `i` to ignore case, else `c`.
fn compile(pattern: &str, flags: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern)
        .case_insensitive(flags == "i")
        .dot_matches_new_line(true)
        .size_limit(MAX_COMPILED_PATTERN)
        .dfa_size_limit(MAX_COMPILED_PATTERN)
        .build()
}

/// Gives the embedded database PostgreSQL's `regexp_match(text, pattern, flags)`, of which only "`NULL` or not" is told.
pub(crate) fn register_regexp_match(connection: &rusqlite::Connection) -> rusqlite::Result<()> {
    use rusqlite::functions::FunctionFlags;
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("regexp_match", 3, flags, |context| {
        let Some(text) = context.get::<Option<String>>(0)? else { return Ok(None) };
        let flags: String = context.get(2)?;
        // Compiled once a statement: the pattern is the same for all its rows.
        let regex = context.get_or_create_aux(1, |pattern| {
            compile(pattern.as_str().unwrap_or_default(), &flags)
                .map_err(|error| Box::new(error) as Box<dyn std::error::Error + Send + Sync>)
        })?;
        Ok(regex.is_match(&text).then_some(1))
    })
}
