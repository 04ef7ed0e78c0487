//! The advanced search in a query: `search`, `search.<field>`, `mode`, `mode.<field>`, `joint`, `isCaseSensitive`
//! (Management API contract §1.7). What the words mean for the database is `store::search`'s business.

use http_kit::{ApiError, QueryPairs, query::QueryParameter};
use store::search::{InvalidSearch, Search, SearchCondition, SearchField, SearchJoint, SearchMode};

/// What a query may say to search.
pub(crate) const PARAMETERS: &[QueryParameter] = &[
    QueryParameter {
        name: "search*",
        description: "What to look for: in all fields, or in one by `search.<field>`.",
    },
    QueryParameter {
        name: "mode*",
        description: "How to compare, everywhere or by `mode.<field>`: `like`, `exact`, `similar_to` or `posix`.",
    },
    QueryParameter { name: "joint", description: "`or` (unless said otherwise) or `and` between fields." },
    QueryParameter { name: "jointMode", description: "Another name of `joint`." },
    QueryParameter { name: "isCaseSensitive", description: "Whether case counts." },
];

/// Reads the search of a list over `fields`. Without one, everything is found.
pub(crate) fn parse(query: &QueryPairs, fields: &[SearchField]) -> Result<Search, ApiError> {
    let terms = Terms::read(query, fields)?;
    let joint = joint(query)?;
    let is_case_sensitive = query.flag("isCaseSensitive");
    let condition = |field: SearchField, values: &[String]| {
        SearchCondition::new(field, terms.mode_of(field), values, is_case_sensitive).map_err(refused)
    };
    let mut groups = Vec::new();
    if !terms.anywhere.is_empty() {
        groups.push(fields.iter().map(|field| condition(*field, &terms.anywhere)).collect::<Result<_, _>>()?);
    }
    for (field, values) in &terms.by_field {
        groups.push(vec![condition(*field, values)?]);
    }
    Ok(Search::new(groups, joint))
}

/// What is searched for, and how.
#[derive(Default)]
struct Terms {
    /// Values of plain `search`.
    anywhere: Vec<String>,
    /// Values of `search.<field>`, in the order of first mention.
    by_field: Vec<(SearchField, Vec<String>)>,
    /// The plain `mode`.
    mode: Option<SearchMode>,
    /// `mode.<field>`.
    mode_by_field: Vec<(&'static str, SearchMode)>,
}

impl Terms {
    /// Reads every key that begins with `search` or `mode`; one that names no field is refused.
    fn read(query: &QueryPairs, fields: &[SearchField]) -> Result<Self, ApiError> {
        let mut terms = Self::default();
        for (key, value) in query.pairs() {
            if let Some(rest) = key.strip_prefix("search") {
                terms.add_search(field(rest, fields)?, value)?;
            } else if let Some(rest) = key.strip_prefix("mode") {
                terms.add_mode(field(rest, fields)?, value)?;
            }
        }
        Ok(terms)
    }

    fn add_search(&mut self, field: Option<SearchField>, value: &str) -> Result<(), ApiError> {
        if value.is_empty() {
            return Err(refused(InvalidSearch::EmptyValue));
        }
        let Some(field) = field else {
            self.anywhere.push(value.to_owned());
            return Ok(());
        };
        match self.by_field.iter_mut().find(|(known, _)| known.name == field.name) {
            Some((_, values)) => values.push(value.to_owned()),
            None => self.by_field.push((field, vec![value.to_owned()])),
        }
        Ok(())
    }

    fn add_mode(&mut self, field: Option<SearchField>, value: &str) -> Result<(), ApiError> {
        let mode = SearchMode::parse(value)
            .ok_or_else(|| invalid("a search mode is `like`, `exact`, `similar_to` or `posix`"))?;
        match field {
            None => self.mode = Some(mode),
            Some(field) => self.mode_by_field.push((field.name, mode)),
        }
        Ok(())
    }

    fn mode_of(&self, field: SearchField) -> SearchMode {
        let own =
            self.mode_by_field.iter().rev().find(|(name, _)| *name == field.name).map(|(_, mode)| *mode);
        own.or(self.mode).unwrap_or_default()
    }
}

/// Reads what follows `search` or `mode` in a key: nothing (all fields), or a dot and the name of a field.
fn field(rest: &str, fields: &[SearchField]) -> Result<Option<SearchField>, ApiError> {
    if rest.is_empty() {
        return Ok(None);
    }
    let name = rest.strip_prefix('.').map(camel_case);
    let found = name.and_then(|name| fields.iter().find(|field| field.name == name));
    found.map(|field| Some(*field)).ok_or_else(|| invalid("a search names a field that cannot be searched"))
}

/// Field names are taken in camel case and in snake case.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut characters = word.chars();
        camel.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(characters.as_str());
    }
    camel
}

fn joint(query: &QueryPairs) -> Result<SearchJoint, ApiError> {
    match query.get("joint").or_else(|| query.get("jointMode")) {
        None | Some("or") => Ok(SearchJoint::Or),
        Some("and") => Ok(SearchJoint::And),
        Some(_) => Err(invalid("the joint of a search is `or` or `and`")),
    }
}

fn refused(error: InvalidSearch) -> ApiError {
    invalid(&error.to_string())
}

fn invalid(message: &str) -> ApiError {
    ApiError::bad_request("request.invalid_input").message(format!("The search is invalid: {message}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [SearchField; 2] = [
        SearchField { name: "name", exact: "users.name", folded: "users.name_folded" },
        SearchField {
            name: "primaryEmail",
            exact: "users.primary_email",
            folded: "users.primary_email_folded",
        },
    ];

    fn parsed(query: &str) -> Result<Search, ApiError> {
        parse(&QueryPairs::parse(query).unwrap(), &FIELDS)
    }

    fn condition(
        field: usize,
        mode: SearchMode,
        values: &[&str],
        is_case_sensitive: bool,
    ) -> SearchCondition {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        SearchCondition::new(FIELDS[field], mode, &values, is_case_sensitive).unwrap()
    }

    #[test]
    fn without_a_search_everything_is_found() {
        assert_eq!(parsed("page=1&q=x").unwrap(), Search::default());
        assert_eq!(parsed("mode=exact&joint=and").unwrap(), Search::default());
    }

    #[test]
    fn a_plain_search_looks_at_every_field() {
        let conditions = vec![
            condition(0, SearchMode::Like, &["%a%"], false),
            condition(1, SearchMode::Like, &["%a%"], false),
        ];
        assert_eq!(parsed("search=%25a%25").unwrap(), Search::new(vec![conditions], SearchJoint::Or));
    }

    #[test]
    fn fields_have_values_and_modes_of_their_own() {
        let search = parsed(
            "search.name=a&search.primary_email=b&search.name=c&mode=like&mode.name=exact&joint=and&isCaseSensitive=1",
        );
        let groups = vec![
            vec![condition(0, SearchMode::Exact, &["a", "c"], true)],
            vec![condition(1, SearchMode::Like, &["b"], true)],
        ];
        assert_eq!(search.unwrap(), Search::new(groups, SearchJoint::And));
        assert_eq!(
            parsed("search.primaryEmail=b").unwrap(),
            parsed("search.primary_email=b&jointMode=or").unwrap()
        );
    }

    #[test]
    fn whatever_cannot_be_searched_is_refused() {
        for query in [
            "search.nickname=a",
            "search.name.first=a",
            "search_name=a",
            "search=",
            "search.name=",
            "search=a&mode=fuzzy",
            "search=a&mode.nickname=exact",
            "search=a&joint=xor",
            "search.name=a&search.name=b",
            "search=a%25&mode=similar_to",
            "search=(&mode=posix",
        ] {
            let error = parsed(query).unwrap_err();
            assert_eq!(
                (error.status().as_u16(), error.code()),
                (400, Some("request.invalid_input")),
                "{query}"
            );
        }
    }
}
