//! The path of a request as segments of plain characters.
//!
//! No path of this API needs escaping, so none is accepted: `%2f`, `%2e`, `;`, `\` and their kin never reach the routing.
//! Nothing is normalized either; a path is one of ours as it stands or it is refused.

use http::{Uri, Version};

const MAX_PATH_BYTES: usize = 1024;
const MAX_SEGMENT_BYTES: usize = 128;
const MAX_SEGMENTS: usize = 8;

/// Why a path is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathError {
    /// It cannot be a path of this API: 400.
    Invalid,
    /// It could be, but there is nothing: 404. Empty segments and a slash at the end are here.
    NotFound,
}

/// The segments of a path, in order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segments<'a> {
    segments: [&'a str; MAX_SEGMENTS],
    length: usize,
}

impl<'a> Segments<'a> {
    /// Takes the path of a request target apart. In HTTP/1 a target with an authority (absolute form, authority form) is
    /// meant for a proxy, which this is not.
    pub(crate) fn parse(uri: &'a Uri, version: Version) -> Result<Self, PathError> {
        if version <= Version::HTTP_11 && uri.authority().is_some() {
            return Err(PathError::Invalid);
        }
        let path = uri.path();
        if path.len() > MAX_PATH_BYTES || !path.bytes().all(is_path_byte) {
            return Err(PathError::Invalid);
        }
        let mut parsed = Self { segments: [""; MAX_SEGMENTS], length: 0 };
        for segment in path.strip_prefix('/').ok_or(PathError::Invalid)?.split('/') {
            if segment.len() > MAX_SEGMENT_BYTES || segment.starts_with('.') {
                return Err(PathError::Invalid);
            }
            let place = parsed.segments.get_mut(parsed.length).ok_or(PathError::NotFound)?;
            if segment.is_empty() {
                return Err(PathError::NotFound);
            }
            *place = segment;
            parsed.length += 1;
        }
        Ok(parsed)
    }

    pub(crate) fn as_slice(&self) -> &[&'a str] {
        self.segments.get(..self.length).unwrap_or_default()
    }
}

/// Whether a segment can be an id: what is put into a path to the upstream later, so no dots.
pub(crate) fn is_id(segment: &str) -> bool {
    !segment.is_empty()
        && segment.len() <= MAX_SEGMENT_BYTES
        && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(target: &str) -> Result<Vec<String>, PathError> {
        let uri: Uri = target.parse().map_err(|_| PathError::Invalid)?;
        Segments::parse(&uri, Version::HTTP_11)
            .map(|segments| segments.as_slice().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn plain_paths_come_apart() {
        assert_eq!(
            parse("/organizations/org1/members?page=1").unwrap(),
            ["organizations", "org1", "members"]
        );
        assert_eq!(parse("/openapi.json").unwrap(), ["openapi.json"]);
    }

    #[test]
    fn everything_that_another_reader_might_see_differently_is_refused() {
        for target in [
            "/organizations/../me",
            "/organizations/.",
            "/organizations/..",
            "/organizations/%2e%2e/me",
            "/organizations/%2E",
            "/organizations/.%2e/me",
            "/organizations/a%2fb",
            "/organizations/a%2Fb",
            "/organizations/a%252fb",
            "/organizations/a%5cb",
            "/organizations/a\\b",
            "/organizations/a;x=1",
            "/organizations;x/a",
            "/organizations/a%00",
            "/organizations/a%20b",
            "/organizations/%61",
            "/organizations/a+b",
            "/organizations/a~b",
            "/organizations/a:b",
            "/organizations/a@b",
            "/organizations/a*",
            "*",
            "http://evil.example/organizations",
            "evil.example:443",
            "/organizations/.hidden",
            "/organizations/\u{e9}",
            "/organizations/a,b",
            "/organizations/a|b",
            "/organizations/a'b",
        ] {
            assert_eq!(parse(target), Err(PathError::Invalid), "{target}");
        }
        assert_eq!(parse(&format!("/organizations/{}", "a".repeat(129))), Err(PathError::Invalid));
        assert_eq!(parse(&"/a".repeat(600)), Err(PathError::Invalid));
    }

    #[test]
    fn empty_segments_and_too_many_are_nowhere() {
        for target in
            ["/", "//", "//organizations", "/organizations/", "/organizations//members", "/a/b/c/d/e/f/g/h/i"]
        {
            assert_eq!(parse(target), Err(PathError::NotFound), "{target}");
        }
    }

    #[test]
    fn an_authority_is_part_of_every_http_2_request_and_refused_before() {
        let uri: Uri = "http://127.0.0.1:3003/me/organizations".parse().unwrap();
        assert!(Segments::parse(&uri, Version::HTTP_2).is_ok());
        assert_eq!(Segments::parse(&uri, Version::HTTP_11).unwrap_err(), PathError::Invalid);
        assert_eq!(Segments::parse(&uri, Version::HTTP_10).unwrap_err(), PathError::Invalid);
    }

    proptest! {
        #[test]
        fn segments_joined_are_the_path_as_it_came(path in "/[ -~]{0,60}") {
            if let Ok(uri) = path.parse::<Uri>()
                && let Ok(segments) = Segments::parse(&uri, Version::HTTP_11)
            {
                prop_assert_eq!(format!("/{}", segments.as_slice().join("/")), uri.path());
                prop_assert!(segments.as_slice().iter().all(|segment| !segment.is_empty() && !segment.starts_with('.')));
            }
        }
    }
}
