//! The text of statements: fixed ones, lists put together from fixed pieces, and the translation of `$1` for SQLite.

use std::{
    borrow::Cow,
    collections::HashMap,
    fmt::Write as _,
    sync::{LazyLock, RwLock},
};

use super::Param;

/// The text of a statement. It can be made from a `&'static str` or by a [`ListBuilder`] only, so that no input ever becomes SQL.
#[derive(Clone, Debug)]
pub(crate) struct Sql(Cow<'static, str>);

impl Sql {
    /// The text as PostgreSQL takes it.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// Whether the text was put together for this call. The number of such texts has no bound, so that nothing may keep them for good.
    pub(super) fn is_built(&self) -> bool {
        matches!(self.0, Cow::Owned(_))
    }

    /// A statement from a text that a test has put together.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn generated(text: String) -> Self {
        Self(Cow::Owned(text))
    }

    /// The text as SQLite takes it. SQLite numbers `$name` parameters by first appearance, so `$2` is rewritten to `?2`.
    pub(super) fn sqlite_text(&self) -> Cow<'static, str> {
        let Cow::Borrowed(text) = self.0 else {
            return Cow::Owned(number_parameters(&self.0));
        };
        if let Some(known) = TRANSLATED.read().ok().and_then(|known| known.get(text).copied()) {
            return Cow::Borrowed(known);
        }
        #[cfg(any(test, feature = "testing"))]
        assert!(names_its_tenant(text), "a statement does not name its tenant: {text}");
        // Each fixed text of the program is translated and leaked once; their number is that of the constants in the source.
        let translated: &'static str = Box::leak(number_parameters(text).into_boxed_str());
        if let Ok(mut known) = TRANSLATED.write() {
            known.insert(text, translated);
        }
        Cow::Borrowed(translated)
    }
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

static TRANSLATED: LazyLock<RwLock<HashMap<&'static str, &'static str>>> = LazyLock::new(RwLock::default);

/// Whether a statement is about one tenant, as all must be but those on the tables that have none. Each is run on SQLite by some test, where
/// this is asked.
#[cfg(any(test, feature = "testing"))]
fn names_its_tenant(text: &str) -> bool {
    // `total_changes()` is about the connection.
    let is_catalogue =
        |word: &str| matches!(word, "sqlite_schema" | "total_changes") || word.starts_with("pragma_");
    // What they find is looked up in tables that do.
    let is_full_text = |word: &str| word.contains("_trigrams");
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| {
        matches!(word, "tenant_id" | "schema_migrations" | "tenants")
            || is_catalogue(word)
            || is_full_text(word)
    })
}

fn number_parameters(text: &str) -> String {
    let mut translated = String::with_capacity(text.len());
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        quoted ^= character == '\'';
        if character == '$' && !quoted && characters.peek().is_some_and(char::is_ascii_digit) {
            translated.push('?');
        } else {
            translated.push(character);
        }
    }
    translated
}

/// Puts a list statement together from fixed fragments; values only ever travel as parameters.
///
/// A fragment refers to its own values as `{}`, which become `$n` in order.
#[derive(Debug)]
pub(crate) struct ListBuilder<'a> {
    text: String,
    params: Vec<Param<'a>>,
}

impl<'a> ListBuilder<'a> {
    /// Starts with a fragment and its values.
    pub(crate) fn new(fragment: &'static str, params: &[Param<'a>]) -> Self {
        let mut builder = Self { text: String::new(), params: Vec::new() };
        builder.push(fragment, params);
        builder
    }

    /// Adds a fragment and its values.
    pub(crate) fn push(&mut self, fragment: &'static str, params: &[Param<'a>]) -> &mut Self {
        let mut values = params.iter();
        for (index, piece) in fragment.split("{}").enumerate() {
            if index > 0
                && let Some(value) = values.next()
            {
                self.params.push(*value);
                let _ = write!(self.text, "${}", self.params.len());
            }
            self.text.push_str(piece);
        }
        self
    }

    /// Adds `(value, value, …)` for use after `IN`; an empty list becomes `(NULL)`, which matches nothing.
    ///
    /// The last value is repeated until there is a power of two of them, so that lists of any length make a few texts only and the
    /// statements made from them are found again.
    pub(crate) fn push_list(&mut self, params: &[Param<'a>]) -> &mut Self {
        self.text.push('(');
        if params.is_empty() {
            self.text.push_str("NULL");
        }
        let repeated = params.last().into_iter().cycle();
        let places = if params.is_empty() { 0 } else { params.len().next_power_of_two() };
        for (index, value) in params.iter().chain(repeated).take(places).enumerate() {
            self.params.push(*value);
            let _ = write!(self.text, "{}${}", if index == 0 { "" } else { ", " }, self.params.len());
        }
        self.text.push(')');
        self
    }

    /// The finished statement and its parameters.
    pub(crate) fn build(self) -> (Sql, Vec<Param<'a>>) {
        #[cfg(any(test, feature = "testing"))]
        assert!(names_its_tenant(&self.text), "a statement does not name its tenant: {}", self.text);
        (Sql(Cow::Owned(self.text)), self.params)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_for_sqlite_outside_quotes_only() {
        assert_eq!(
            number_parameters("SELECT '$1', a FROM t WHERE b = $2 AND c = $1"),
            "SELECT '$1', a FROM t WHERE b = ?2 AND c = ?1"
        );
    }

    #[test]
    fn a_statement_names_its_tenant_or_a_table_that_has_none() {
        assert!(names_its_tenant("DELETE FROM users WHERE tenant_id = $1"));
        assert!(names_its_tenant("SELECT MAX(version) FROM schema_migrations"));
        assert!(!names_its_tenant("DELETE FROM users WHERE id = $1"));
        assert!(!names_its_tenant("DELETE FROM users WHERE my_tenant_id = $1"));
    }

    #[test]
    #[should_panic(expected = "does not name its tenant")]
    fn a_fixed_text_without_its_tenant_is_found_by_any_test_that_runs_it() {
        let _ = Sql::from("DELETE FROM users WHERE id = $1").sqlite_text();
    }

    #[test]
    fn a_list_is_built_from_fragments_and_values() {
        let mut list =
            ListBuilder::new("SELECT id FROM users WHERE tenant_id = {}", &[Param::Text("default")]);
        list.push(" AND id IN ", &[])
            .push_list(&[Param::Text("a"), Param::Text("b")])
            .push(" LIMIT {}", &[Param::Int(5)]);
        let (sql, params) = list.build();
        assert_eq!(sql.text(), "SELECT id FROM users WHERE tenant_id = $1 AND id IN ($2, $3) LIMIT $4");
        assert_eq!(params.len(), 4);
    }

    #[test]
    fn lists_of_many_lengths_make_few_texts() {
        let text = |length: usize| {
            let mut list = ListBuilder::new("tenant_id IN ", &[]);
            list.push_list(&vec![Param::Int(7); length]);
            let (sql, params) = list.build();
            (sql.text().to_owned(), params.len())
        };
        assert_eq!(text(0), ("tenant_id IN (NULL)".to_owned(), 0));
        assert_eq!(text(1), ("tenant_id IN ($1)".to_owned(), 1));
        assert_eq!(text(3), ("tenant_id IN ($1, $2, $3, $4)".to_owned(), 4));
        assert_eq!(text(3), text(4));
        assert_eq!(text(500).1, 512);
    }
}
