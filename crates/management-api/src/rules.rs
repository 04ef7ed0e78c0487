//! Small rules that many bodies share, and what the store's violations mean on the wire outside the organization routes
//! (Management API contract §1.6).

use std::collections::HashSet;

use domain::account::identifier::{MAX_IDENTIFIER_CHARACTERS, is_email};
use http_kit::{ApiError, Issue, Pagination};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::StoreError;

/// A request body of the wire, so that this crate can say what rules it must keep.
#[derive(Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Body<T>(pub(crate) T);

/// Collects what is wrong with a body.
#[derive(Default)]
pub(crate) struct Rules(Vec<Issue>);

impl Rules {
    /// `text` must have between `least` and `most` characters, counted as JavaScript does.
    pub(crate) fn length(&mut self, path: &[&str], text: &str, least: usize, most: usize) -> &mut Self {
        let length = text.encode_utf16().count();
        if length < least {
            self.0.push(Issue::new(
                "too_small",
                path,
                format!("String must contain at least {least} character(s)"),
            ));
        } else if length > most {
            self.0.push(Issue::new(
                "too_big",
                path,
                format!("String must contain at most {most} character(s)"),
            ));
        }
        self
    }

    /// As [`Self::length`], where there is a text.
    pub(crate) fn optional_length(
        &mut self,
        path: &[&str],
        text: Option<&String>,
        least: usize,
        most: usize,
    ) -> &mut Self {
        match text {
            Some(text) => self.length(path, text, least, most),
            None => self,
        }
    }

    /// `ids` must be at least `least`, none of them empty.
    pub(crate) fn ids(&mut self, key: &str, ids: &[String], least: usize) -> &mut Self {
        if ids.len() < least {
            self.0.push(Issue::new(
                "too_small",
                &[key],
                format!("Array must contain at least {least} element(s)"),
            ));
        }
        if let Some(at) = ids.iter().position(String::is_empty) {
            let path = vec![key.into(), at.into()];
            self.0.push(Issue {
                code: "too_small",
                path,
                message: "String must contain at least 1 character(s)".to_owned(),
            });
        }
        self
    }

    /// Whatever else is wrong.
    pub(crate) fn issue(&mut self, issue: Issue) -> &mut Self {
        self.0.push(issue);
        self
    }

    /// Everything that is wrong.
    pub(crate) fn issues(&mut self) -> Vec<Issue> {
        std::mem::take(&mut self.0)
    }
}

/// The most that data of an operator's own may grow to by being merged, in bytes of its JSON.
const MAX_MERGED: usize = 64 * 1024;

/// Refuses what data of an operator's own grew to by being merged. What is that large already may be changed, not grow.
pub(crate) fn check_merged(before: &Map<String, Value>, after: &Map<String, Value>) -> Result<(), ApiError> {
    let size =
        |members: &Map<String, Value>| serde_json::to_vec(members).map_or(usize::MAX, |json| json.len());
    if size(after) <= MAX_MERGED.max(size(before)) {
        return Ok(());
    }
    let message = format!("Custom data cannot grow beyond {MAX_MERGED} bytes.");
    Err(ApiError::unprocessable("request.invalid_input").message(message))
}

/// Checks the size of the member `details` of an identity.
pub(crate) fn check_details(rules: &mut Rules, details: Option<&Map<String, Value>>) {
    let size = details.and_then(|details| serde_json::to_vec(details).ok()).map_or(0, |json| json.len());
    if size > MAX_MERGED {
        let text = format!("At most {MAX_MERGED} bytes are kept");
        rules.issue(Issue::new("too_big", &["details"], text));
    }
}

/// Checks the member `email` of a body, where it is given.
pub(crate) fn check_email(rules: &mut Rules, email: Option<&str>) {
    rules.optional_length(&["email"], email.map(ToOwned::to_owned).as_ref(), 0, MAX_IDENTIFIER_CHARACTERS);
    if email.is_some_and(|email| !is_email(email)) {
        rules.issue(Issue::new("invalid_string", &["email"], "Invalid email"));
    }
}

/// Checks the member `phone` of a body, where it is given: digits with country code.
pub(crate) fn check_phone(rules: &mut Rules, phone: Option<&str>) {
    rules.optional_length(&["phone"], phone.map(ToOwned::to_owned).as_ref(), 0, MAX_IDENTIFIER_CHARACTERS);
    let is_number = |phone: &str| !phone.is_empty() && phone.bytes().all(|byte| byte.is_ascii_digit());
    if phone.is_some_and(|phone| !is_number(phone)) {
        rules.issue(Issue::new("invalid_string", &["phone"], "Invalid phone"));
    }
}

/// The ids of a body as their type, each once, in order of first mention.
pub(crate) fn distinct<T>(ids: &[String], new: impl Fn(String) -> T) -> Vec<T> {
    let mut seen = HashSet::new();
    ids.iter().filter(|id| seen.insert(id.as_str())).cloned().map(new).collect()
}

/// An empty text for a nullable column is stored as `null` (Management API contract §1.3).
pub(crate) fn empty_as_null(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// What a violation means where `taken` is the code of a clash: a missing row is 404, a broken rule 422.
pub(crate) fn violation(taken: &'static str) -> impl Fn(StoreError) -> ApiError + Copy {
    move |error| match error {
        StoreError::UniqueViolation { .. } => ApiError::unprocessable(taken),
        StoreError::ForeignKeyViolation => ApiError::not_found("entity.relation_foreign_key_not_found"),
        StoreError::CheckViolation => ApiError::unprocessable("entity.db_constraint_violated"),
        error => error.into(),
    }
}

/// The part of a list that a request asks for, as the store takes it.
pub(crate) fn window(pagination: &Pagination) -> store::Page {
    store::Page { limit: pagination.limit(), offset: pagination.offset() }
}

/// The same, and how far the list's rows have to be counted.
pub(crate) fn counted_window(pagination: &Pagination) -> (store::Page, Option<i64>) {
    (window(pagination), pagination.most())
}

/// The answer with a part of a list whose rows may not have been counted to the end.
pub(crate) fn counted_page<T: Serialize>(
    pagination: Pagination,
    rows: Vec<T>,
    total: store::Total,
) -> http_kit::Page<T> {
    if total.is_capped { pagination.capped_page(rows, total.rows) } else { pagination.page(rows, total.rows) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_count_as_javascript_does() {
        let codes = |text: &str| {
            Rules::default()
                .length(&["name"], text, 1, 2)
                .issues()
                .iter()
                .map(|issue| issue.code)
                .collect::<Vec<_>>()
        };
        assert_eq!(codes(""), ["too_small"]);
        assert_eq!(codes("ab"), [""; 0]);
        assert_eq!(codes("a😀"), ["too_big"]);
    }

    #[test]
    fn ids_are_counted_and_none_is_empty() {
        let codes = |ids: &[&str], least| {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            Rules::default()
                .ids("ids", &ids, least)
                .issues()
                .iter()
                .map(|issue| issue.code)
                .collect::<Vec<_>>()
        };
        assert_eq!(codes(&[], 1), ["too_small"]);
        assert_eq!(codes(&[], 0), [""; 0]);
        assert_eq!(codes(&["a", ""], 1), ["too_small"]);
        assert_eq!(
            distinct(&["a".to_owned(), "b".to_owned(), "a".to_owned()], std::convert::identity),
            ["a", "b"]
        );
    }
}
