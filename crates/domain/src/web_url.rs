//! Addresses of the web that others give: pictures, links on pages, where a redirect leads.

use url::Url;

/// The longest address that is taken, in characters.
pub const MAX_WEB_URL_CHARACTERS: usize = 2_048;

/// What is said of an address that is none.
pub const EXPECTED_WEB_URL: &str = "Expected an http or https URL";

/// Whether this is the absolute address of something on the web, as it stands. Links on pages and redirects lead to such only, whatever
/// is stored: never to `javascript:`. Parsers of URLs drop line breaks and the blanks around, so that a text with some is refused here
/// before it is written somewhere that does not.
pub fn is_web_url(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
        && !text.chars().any(char::is_control)
        && !text.ends_with(' ')
        && Url::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_web_url_is_absolute_and_written_out() {
        for good in ["https://fjord.example", "HTTP://fjord.example:8080/a?b=c#d", "https://[::1]/é"] {
            assert!(is_web_url(good), "{good}");
        }
        for bad in [
            "",
            "fjord.example",
            "/logo.svg",
            "//fjord.example",
            "https:fjord.example",
            "https:\\\\fjord.example",
            "https://",
            "https://a b/",
            "http://fjord.example:99999",
            "ftp://fjord.example",
            "data:image/png;base64,AA",
            "javascript:alert(1)//https://fjord.example",
            " https://fjord.example",
            "https://fjord.example ",
            "ht\ntps://fjord.example",
            "https://fjord.example/\r\nSet-Cookie: a=b",
        ] {
            assert!(!is_web_url(bad), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_passes_is_read_as_http_by_a_parser(text in "(https?:|javascript:|)[ -~\n]{0,12}(://)?[ -~]{0,20}") {
            if is_web_url(&text) {
                let url = Url::parse(&text).unwrap();
                prop_assert!(matches!(url.scheme(), "http" | "https") && url.has_host());
            }
        }
    }
}
