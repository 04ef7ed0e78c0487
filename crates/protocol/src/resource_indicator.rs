//! Resource indicators (RFC 8707): the grammar of `resource`. Which resources exist is the store's knowledge.

use std::collections::HashSet;

use url::Url;

use crate::error::{OAuthError, OAuthErrorCode};

/// An absolute URI without a fragment, kept as it was written: indicators are compared as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct ResourceIndicator(String);

impl ResourceIndicator {
    /// Reads one indicator.
    ///
    /// # Errors
    /// `invalid_target` with the texts of wire contract §4.1.
    pub fn parse(value: &str) -> Result<Self, OAuthError> {
        let invalid = |text| Err(OAuthError::new(OAuthErrorCode::InvalidTarget).describe(text));
        // Control characters and outer blanks are things the URL parser would silently drop.
        let clean = !value.chars().any(char::is_control) && value.trim() == value;
        if !clean || Url::parse(value).is_err() {
            return invalid("resource indicator must be an absolute URI");
        }
        if value.contains('#') {
            return invalid("resource indicator must not contain a fragment component");
        }
        Ok(Self(value.to_owned()))
    }

    /// The indicator as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The `resource` values of an authorization request: a single one may hold several, separated by commas (there
/// only, not at the token endpoint; wire contract §4.1). Empty ones are dropped, repetitions collapse.
pub fn split_authorization_resources<'a>(values: &[&'a str]) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    let split = match values {
        [single] => single.split(',').collect(),
        several => several.to_vec(),
    };
    split.into_iter().filter(|resource| !resource.is_empty() && seen.insert(*resource)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absolute_uris_are_kept_as_written() {
        for value in [
            "https://default.logto.app/api",
            "https://Orders.fjord.example",
            "urn:logto:resource:organizations",
            "https://a.example/path?x=1",
        ] {
            assert_eq!(ResourceIndicator::parse(value).unwrap().as_str(), value);
        }
    }

    #[test]
    fn other_values_have_their_texts() {
        let rows = [
            ("orders", "resource indicator must be an absolute URI"),
            ("/orders", "resource indicator must be an absolute URI"),
            ("//orders.example", "resource indicator must be an absolute URI"),
            ("", "resource indicator must be an absolute URI"),
            (" https://a.example", "resource indicator must be an absolute URI"),
            ("https://a.example/\n", "resource indicator must be an absolute URI"),
            ("https://", "resource indicator must be an absolute URI"),
            ("https://a.example#x", "resource indicator must not contain a fragment component"),
            ("https://a.example#", "resource indicator must not contain a fragment component"),
        ];
        for (value, text) in rows {
            let error = ResourceIndicator::parse(value).unwrap_err();
            assert_eq!(error.code, OAuthErrorCode::InvalidTarget, "{value}");
            assert_eq!(error.description.as_deref(), Some(text), "{value}");
            assert_eq!(error.status, 400);
        }
    }

    #[test]
    fn one_authorization_value_may_hold_several_separated_by_commas() {
        let none: [&str; 0] = [];
        assert_eq!(split_authorization_resources(&[]), none);
        assert_eq!(split_authorization_resources(&[""]), none);
        assert_eq!(split_authorization_resources(&["a:b,c:d,,a:b"]), ["a:b", "c:d"]);
        assert_eq!(split_authorization_resources(&["a:b", "c:d", "a:b"]), ["a:b", "c:d"]);
        assert_eq!(split_authorization_resources(&["a:b,x", "c:d"]), ["a:b,x", "c:d"]);
    }
}
