//! The query of a request as an ordered list of pairs, with the contract's flags.

use std::ops::Deref;

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::{
    describe::Only,
    error::{ApiError, Issue},
};

/// One parameter of a query, for the documentation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QueryParameter {
    /// Its name; those that end in `*` stand for all that begin so.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
}

/// The parameters that an operation knows. [`query_parameters!`](crate::query_parameters) makes one.
pub trait QueryParameters {
    /// Its parameters, in groups.
    const PARAMETERS: &'static [&'static [QueryParameter]];
}

/// Declares the parameters of a query: `query_parameters! { /// … pub(super) ListQuery: "q" = "What it is for"; SEARCH }`, groups that several
/// lists share behind the semicolon.
#[macro_export]
macro_rules! query_parameters {
    ($(#[$attribute:meta])* $visibility:vis $name:ident: $($parameter:literal = $description:literal),* $(,)? $(; $($group:path),+)?) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy)]
        $visibility struct $name;

        impl $crate::query::QueryParameters for $name {
            const PARAMETERS: &'static [&'static [$crate::query::QueryParameter]] = &[
                &[$($crate::query::QueryParameter { name: $parameter, description: $description }),*],
                $($($group),+)?
            ];
        }
    };
}

/// The decoded query of an operation that knows the parameters `P`.
#[derive(Debug, Clone)]
pub struct Query<P> {
    pairs: QueryPairs,
    parameters: Only<P>,
}

impl<P> Deref for Query<P> {
    type Target = QueryPairs;

    fn deref(&self) -> &QueryPairs {
        &self.pairs
    }
}

impl<S: Send + Sync, P: QueryParameters> FromRequestParts<S> for Query<P> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let mut pairs = QueryPairs::parse(parts.uri.query().unwrap_or_default())?;
        pairs.declared = Some(P::PARAMETERS);
        Ok(Self { pairs, parameters: Only::default() })
    }
}

/// A decoded query, in order, repeated keys included.
#[derive(Debug, Clone, Default)]
pub struct QueryPairs {
    pairs: Vec<(String, String)>,
    declared: Option<&'static [&'static [QueryParameter]]>,
}

impl QueryPairs {
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
        Ok(Self { pairs, declared: None })
    }

    /// All pairs in order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The first non-empty value of `key`.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.assert_declared(key);
        let mut pairs = self.pairs.iter();
        pairs.find(|(name, value)| name == key && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// Every value of `key`, in order.
    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.assert_declared(key);
        self.pairs.iter().filter(move |(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// A boolean flag: true for `1,true,y,yes,yep,yeah` in any case, false for anything else (Management API contract §1.3).
    pub fn flag(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| {
            ["1", "true", "y", "yes", "yep", "yeah"].iter().any(|word| value.eq_ignore_ascii_case(word))
        })
    }

    /// What is read must be documented; every test of an operation would see it.
    fn assert_declared(&self, key: &str) {
        let is_declared = |groups: &[&[QueryParameter]]| {
            groups.iter().copied().flatten().any(|parameter| match parameter.name.strip_suffix('*') {
                Some(prefix) => key.starts_with(prefix),
                None => parameter.name == key,
            })
        };
        debug_assert!(self.declared.is_none_or(is_declared), "the parameter {key} is read but not declared");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_read_the_contracts_words() {
        let query = QueryPairs::parse("a=YES&b=0&c=&d=true").unwrap();
        assert!(query.flag("a") && query.flag("d"));
        assert!(!query.flag("b") && !query.flag("c") && !query.flag("e"));
    }

    #[test]
    fn nul_is_refused() {
        assert!(QueryPairs::parse("q=a%00b").is_err());
    }
}
