//! The path of the original request as segments, in the one form that every reader understands alike.
//!
//! The application behind the proxy reads the path itself, in ways not known here. So nothing is normalized: a path that some
//! reader would take for another one is refused. That is: encoded or bare separators, dot segments, empty segments, parameters
//! after `;`, backslashes, control characters, encodings of what needs none, encodings twice, and bytes that are no UTF-8.

use guard::Rejection;
use percent_encoding::percent_decode_str;

use super::refusals::ambiguous_path;

const MAX_PATH_BYTES: usize = 4096;
const MAX_SEGMENTS: usize = 64;

/// A path that is in that form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OriginalPath<'a>(Vec<&'a str>);

impl<'a> OriginalPath<'a> {
    /// Takes path and query apart. A slash at the end is dropped: applications forgive it, so a rule is about both forms.
    pub(super) fn parse(target: &'a str, takes_percent_encoding: bool) -> Result<Self, Rejection> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        // A fragment is no part of a request, and some readers would cut there.
        let is_query = query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        if path.len() > MAX_PATH_BYTES || !is_query {
            return Err(ambiguous_path());
        }
        let path = path.strip_prefix('/').ok_or_else(ambiguous_path)?;
        let path = path.strip_suffix('/').unwrap_or(path);
        if path.is_empty() && target.starts_with("//") {
            return Err(ambiguous_path());
        }
        let segments: Vec<&str> = if path.is_empty() { Vec::new() } else { path.split('/').collect() };
        let is_good = |segment: &&str| is_segment(segment, takes_percent_encoding);
        if segments.len() > MAX_SEGMENTS || !segments.iter().all(is_good) {
            return Err(ambiguous_path());
        }
        Ok(Self(segments))
    }

    /// The segments, in order; none for `/`.
    pub(super) fn segments(&self) -> &[&'a str] {
        &self.0
    }
}

fn is_segment(segment: &str, takes_percent_encoding: bool) -> bool {
    !segment.is_empty()
        && !segment.bytes().all(|byte| byte == b'.')
        && if segment.contains('%') {
            takes_percent_encoding && is_plainly_encoded(segment)
        } else {
            segment.bytes().all(is_bare)
        }
}

/// pchar (RFC 3986 §3.3) without percent-encoding and without `;`.
pub(super) fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+')
        || matches!(byte, b',' | b'=' | b':' | b'@')
}

/// Whether only that is encoded which has to be and which means nothing to any reader: a space, other characters than those of
/// ASCII, and the few of ASCII that are neither allowed bare nor separate anything.
fn is_plainly_encoded(segment: &str) -> bool {
    let mut rest = segment.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = if byte == b'%' {
            let Some((&[high, low], after)) = after.split_first_chunk::<2>() else { return false };
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let (Some(high), Some(low)) = (digit(high), digit(low)) else { return false };
            let is_plain = matches!(high * 16 + low, 0x80..)
                || char::from_u32(high * 16 + low)
                    .is_some_and(|character| " \"<>[]^`{|}".contains(character));
            if !is_plain {
                return false;
            }
            after
        } else if is_bare(byte) {
            after
        } else {
            return false;
        };
    }
    percent_decode_str(segment).decode_utf8().is_ok_and(|text| !text.chars().any(char::is_control))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn segments(target: &str) -> Option<Vec<&str>> {
        OriginalPath::parse(target, false).ok().map(|path| path.0)
    }

    #[test]
    fn plain_paths_come_apart_and_a_slash_at_the_end_makes_no_difference() {
        assert_eq!(segments("/").unwrap(), Vec::<&str>::new());
        assert_eq!(segments("/?a=b").unwrap(), Vec::<&str>::new());
        for target in ["/orders/o1", "/orders/o1/", "/orders/o1?x=%2e%2e/;&y=1?"] {
            assert_eq!(segments(target).unwrap(), ["orders", "o1"], "{target}");
        }
        assert_eq!(segments("/.well-known/a.b/~me/x@y:z").unwrap(), [".well-known", "a.b", "~me", "x@y:z"]);
    }

    #[test]
    fn everything_that_another_reader_might_see_differently_is_refused() {
        for target in [
            "",
            "orders",
            "*",
            "//",
            "///",
            "//orders",
            "/orders//o1",
            "/orders/o1//",
            "/orders/../admin",
            "/orders/.",
            "/..",
            "/...",
            "/orders/%2e%2e/admin",
            "/%2E",
            "/a%2fb",
            "/a%2Fb",
            "/a%5cb",
            "/a\\b",
            "/a;b",
            "/a;/../b",
            "/a%3bb",
            "/a%00",
            "/a%0a",
            "/a%",
            "/a%2",
            "/a%zz",
            "/a%252e",
            "/%61dmin",
            "/a b",
            "/a\tb",
            "/a#b",
            "/a?b#c",
            "/a?b c",
            "/\u{e9}",
            "/a|b",
            "/a\"b",
            "/a<b",
            "/a^b",
            "/a`b",
            "/a{b",
            "http://evil.example/orders",
            "/a%20b",
            "/%c3%a9",
        ] {
            assert_eq!(segments(target), None, "{target:?}");
        }
        assert_eq!(segments(&format!("/{}", "a".repeat(MAX_PATH_BYTES))), None);
        assert_eq!(segments(&"/a".repeat(MAX_SEGMENTS + 1)), None);
    }

    #[test]
    fn where_encoding_is_taken_only_what_needs_it_may_be_encoded() {
        let encoded = |target| OriginalPath::parse(target, true).is_ok();
        for good in ["/a%20b", "/%c3%a9t%C3%A9", "/report%7Cx", "/a"] {
            assert!(encoded(good), "{good}");
        }
        for bad in [
            "/%2e%2e", "/a%2fb", "/a%5Cb", "/a%3b", "/a%00", "/a%0d", "/a%7f", "/%61", "/a%25", "/a%2520",
            "/a%3f", "/a%23", "/a%", "/a%2", "/a%+1", "/%c0%ae", "/%ff", "/%c2%85", "/a%20;b", "/a%20\\",
        ] {
            assert!(!encoded(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn segments_joined_are_the_path_as_it_came(path in "/[ -~]{0,40}", takes_percent_encoding: bool) {
            if let Ok(parsed) = OriginalPath::parse(&path, takes_percent_encoding) {
                let joined = format!("/{}", parsed.0.join("/"));
                let came = path.split('?').next().unwrap();
                prop_assert!(came == joined || came == format!("{joined}/"), "{} {}", came, joined);
                prop_assert!(!joined.contains("//") && !joined.contains([';', '\\', '#']) && !joined.contains("/../"));
            }
        }
    }
}
