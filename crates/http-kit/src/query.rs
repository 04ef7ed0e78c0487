//! The query of a request as an ordered list of pairs, with the contract's flags.

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::error::{ApiError, Issue};

/// The decoded query, in order, repeated keys included.
#[derive(Debug, Clone, Default)]
pub struct Query(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        Self::parse(parts.uri.query().unwrap_or_default())
    }
}

impl Query {
    /// Decodes a query string; NUL characters are refused.
    pub fn parse(query: &str) -> Result<Self, ApiError> {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes())
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        if pairs.iter().any(|(key, value)| key.contains('\0') || value.contains('\0')) {
            return Err(ApiError::invalid_input(vec![Issue::new(
                "custom",
                &["query"],
                "NUL characters are not allowed",
            )]));
        }
        Ok(Self(pairs))
    }

    /// All pairs in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// The first non-empty value of `key`.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, value)| name == key && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// Every value of `key`, in order.
    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// A boolean flag: true for `1,true,y,yes,yep,yeah` in any case, false for anything else (Management API contract §1.3).
    pub fn flag(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| {
            ["1", "true", "y", "yes", "yep", "yeah"].iter().any(|word| value.eq_ignore_ascii_case(word))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_read_the_contracts_words() {
        let query = Query::parse("a=YES&b=0&c=&d=true").unwrap();
        assert!(query.flag("a") && query.flag("d"));
        assert!(!query.flag("b") && !query.flag("c") && !query.flag("e"));
    }

    #[test]
    fn nul_is_refused() {
        assert!(Query::parse("q=a%00b").is_err());
    }
}
