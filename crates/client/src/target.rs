//! Where a call leads: path and query, every part encoded anew, so that no id can lead elsewhere.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986 §2.3.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A path under `/api`, with a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    text: String,
    has_query: bool,
}

impl Target {
    /// The path of these segments. `.` and `..`, which some readers resolve even when they are encoded, make one that leads nowhere, and so
    /// does an empty segment.
    pub fn new<S: AsRef<str>>(segments: impl IntoIterator<Item = S>) -> Self {
        let mut text = String::from("/api");
        for segment in segments {
            text.push('/');
            match segment.as_ref() {
                "" | "." | ".." => text.push_str("%00"),
                segment => text.extend(utf8_percent_encode(segment, SEGMENT)),
            }
        }
        Self { text, has_query: false }
    }

    /// Adds a query parameter.
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.text.push(if self.has_query { '&' } else { '?' });
        self.has_query = true;
        self.text.extend(utf8_percent_encode(name, SEGMENT));
        self.text.push('=');
        self.text.extend(utf8_percent_encode(&value.to_string(), SEGMENT));
        self
    }

    /// Path and query, as they stand in a request.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_part_is_encoded() {
        let target =
            Target::new(["organizations", "a/b", "users", "x?y#z"]).query("q", "a&b=c +%").query("page", 2);
        assert_eq!(target.as_str(), "/api/organizations/a%2Fb/users/x%3Fy%23z?q=a%26b%3Dc%20%2B%25&page=2");
    }

    proptest! {
        #[test]
        fn no_segment_can_become_two_or_a_query_or_lead_up(segment in ".{0,40}") {
            let target = Target::new(["organizations", segment.as_str()]).to_string();
            prop_assert_eq!(target.matches('/').count(), 3);
            prop_assert!(!target.contains(['?', '#', ';', '\\', '\0']));
            prop_assert!(!target.ends_with('/') && !target.ends_with("/.") && !target.ends_with("/.."));
            let uri: http::Uri = target.parse().unwrap();
            prop_assert_eq!(uri.query(), None);
        }
    }
}
