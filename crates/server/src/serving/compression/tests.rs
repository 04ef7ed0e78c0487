use std::io::Read as _;

use axum::response::IntoResponse as _;
use flate2::read::GzDecoder;

use super::*;

const LONG: &str = "a style that says the same again and again; ";

fn request(area: Area, path: &str, accepted: &str) -> Option<Compressible> {
    let request = Request::get(path).header(header::ACCEPT_ENCODING, accepted).body(Body::empty()).unwrap();
    Compressible::of(area, &request)
}

fn response(cache: &str, kind: &str, body: &str) -> Response {
    let headers = [
        (header::CACHE_CONTROL, cache.to_owned()),
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::ETAG, "\"abc\"".to_owned()),
    ];
    (headers, body.to_owned()).into_response()
}

async fn body(response: Response) -> Bytes {
    to_bytes(response.into_body(), usize::MAX).await.unwrap()
}

fn unpacked(packed: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(packed).read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn a_public_file_is_compressed_once_and_kept() {
    let (compressor, text) = (Compressor::default(), LONG.repeat(100));
    for _ in 0..2 {
        let asked = request(Area::Pages, "/assets/a.css", "br;q=1, GZIP;q=0.5").unwrap();
        let response = response("public, max-age=300", "text/css; charset=utf-8", &text);
        let response = compressor.compress(asked, response).await;
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        assert_eq!(header(header::CONTENT_ENCODING), Some("gzip"));
        assert_eq!(header(header::VARY), Some("accept-encoding"));
        assert_eq!(header(header::ETAG), Some("W/\"abc\""));
        let packed = body(response).await;
        assert!(packed.len() < 200, "{}", packed.len());
        assert_eq!(unpacked(&packed), text);
    }
    assert_eq!(compressor.kept.lock().len(), 1);
}

#[tokio::test]
async fn what_belongs_to_somebody_is_never_compressed() {
    let text = LONG.repeat(100);
    for cache in ["no-store", "private, max-age=300", "no-cache", "max-age=300", "x-public"] {
        let asked = request(Area::Pages, "/portal", "gzip").unwrap();
        let answer = Compressor::default().compress(asked, response(cache, "text/html", &text)).await;
        assert!(!answer.headers().contains_key(header::CONTENT_ENCODING), "{cache}");
        assert_eq!(body(answer).await, text, "{cache}");
    }
    let mut with_cookie = response("public", "text/css", &text);
    with_cookie.headers_mut().insert(header::SET_COOKIE, HeaderValue::from_static("a=b"));
    let asked = request(Area::Pages, "/assets/a.css", "gzip").unwrap();
    let answer = Compressor::default().compress(asked, with_cookie).await;
    assert!(!answer.headers().contains_key(header::CONTENT_ENCODING));
}

#[tokio::test]
async fn what_gains_nothing_stays_as_it_is() {
    let (short, long) = ("a".repeat(1_023), LONG.repeat(100));
    for (kind, text) in [("text/css", &short), ("image/png", &long)] {
        let asked = request(Area::Pages, "/assets/a", "gzip").unwrap();
        let answer = Compressor::default().compress(asked, response("public", kind, text)).await;
        assert!(!answer.headers().contains_key(header::CONTENT_ENCODING), "{kind}");
        assert_eq!(&body(answer).await, text);
    }
}

#[tokio::test]
async fn when_enough_is_kept_further_files_are_answered_as_they_are() {
    let (compressor, text) = (Compressor::default(), LONG.repeat(100));
    for n in 0..=MAX_KEPT {
        let asked = request(Area::Pages, "/assets/a.css", "gzip").unwrap();
        let mut answer = response("public", "text/css", &text);
        let tag = HeaderValue::try_from(format!("\"{n}\"")).unwrap();
        answer.headers_mut().insert(header::ETAG, tag);
        let answer = compressor.compress(asked, answer).await;
        assert_eq!(answer.headers().contains_key(header::CONTENT_ENCODING), n < MAX_KEPT);
        assert_eq!(body(answer).await.len() == text.len(), n == MAX_KEPT);
    }
}

#[tokio::test]
async fn no_choice_of_addresses_fills_the_table() {
    let (compressor, text) = (Compressor::default(), LONG.repeat(100));
    for n in 0..2 * MAX_KEPT {
        let asked = request(Area::Gateway, &format!("/org/elements/words/de-{n}.json"), "gzip").unwrap();
        let _answer = compressor.compress(asked, response("public", "application/json", &text)).await;
    }
    assert_eq!(compressor.kept.lock().len(), 1);
}

#[test]
fn only_requests_for_pages_files_and_documents_are_looked_at() {
    for (area, path) in [
        (Area::Oidc, "/oidc/token"),
        (Area::Oidc, "/oidc/jwks"),
        (Area::Management, "/api/users"),
        (Area::Experience, "/api/experience"),
        (Area::Gateway, "/organizations/o1"),
    ] {
        assert!(request(area, path, "gzip").is_none(), "{path}");
    }
    assert!(request(Area::Management, "/api/.well-known/management.openapi.json", "gzip").is_some());
    let posted = Request::post("/assets/a.css").body(Body::empty()).unwrap();
    assert!(Compressible::of(Area::Pages, &posted).is_none());
}

#[test]
fn a_caller_says_whether_it_takes_gzip() {
    for (accepted, expected) in [
        ("gzip", true),
        ("br, x-gzip ; q=0.1", true),
        ("*", true),
        ("gzip;q=0, *", false),
        ("*, gzip;q=0.000", false),
        ("gzip;q=nonsense", false),
        ("br", false),
        ("identity", false),
        ("", false),
    ] {
        assert_eq!(request(Area::Pages, "/a", accepted).unwrap().accepts_gzip, expected, "{accepted}");
    }
}
