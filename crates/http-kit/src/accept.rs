//! What kind of answer a request wants (RFC 9110 §12.5.1).

use axum::http::{HeaderMap, header};

/// The most ranges that are looked at.
const MAX_RANGES: usize = 50;

/// Whether a page is wanted rather than JSON: what browsers say of the addresses that people open. Who takes anything, likes both alike or says
/// nothing is a program.
pub fn prefers_page(headers: &HeaderMap) -> bool {
    let sent = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let ranges: Vec<_> = sent.flat_map(|value| value.split(',')).take(MAX_RANGES).filter_map(range).collect();
    quality(&ranges, ["text/html", "text/*"]) > quality(&ranges, ["application/json", "application/*"])
}

/// A media range with its quality; `None` for what makes no sense.
fn range(text: &str) -> Option<(&str, f32)> {
    let mut parts = text.split(';').map(str::trim);
    let media = parts.next().filter(|media| media.contains('/'))?;
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let quality = weight.map_or(Some(1.0), |weight| weight.parse().ok())?;
    (0.0..=1.0).contains(&quality).then_some((media, quality))
}

/// How much a media type is wanted: the range that says most about it decides.
fn quality(ranges: &[(&str, f32)], names: [&str; 2]) -> f32 {
    let of = |name: &str| {
        let said = ranges.iter().filter(|(media, _)| media.eq_ignore_ascii_case(name));
        said.map(|(_, quality)| *quality).reduce(f32::max)
    };
    names.into_iter().chain(["*/*"]).find_map(of).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn prefers(accept: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(header::ACCEPT, HeaderValue::from_str(value).unwrap());
        }
        prefers_page(&headers)
    }

    #[test]
    fn browsers_want_pages_and_programs_do_not() {
        for browser in [
            "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
            "text/html",
            "TEXT/HTML;level=1",
            "text/*",
            "text/html;q=0.5, application/json;q=0.4",
            "application/json;q=0, text/html;q=0.001",
        ] {
            assert!(prefers(&[browser]), "{browser}");
        }
        assert!(prefers(&["application/json;q=0.1", "text/html"]));
        for program in [
            "",
            "*/*",
            "application/json",
            "application/json, text/plain, */*",
            "application/json, text/html",
            "application/json, text/html;q=0.9",
            "application/*, text/html;q=0.9",
            "text/html;q=0",
            "text/html;q=2",
            "text/html;q=x",
            "text/plain",
            "html",
            ", ;q=1, /",
        ] {
            assert!(!prefers(&[program]), "{program}");
        }
        assert!(!prefers(&[]));
    }
}
