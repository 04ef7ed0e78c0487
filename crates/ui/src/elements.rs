//! Custom elements with which an organization's members administer it inside another application: one JavaScript module, under an address that
//! stays, for pages of any origin.
//!
//! The module is put together from its parts when it is compiled, so that there is nothing to build and nothing to fetch beside it. It works
//! under a strict Content-Security-Policy: styles are constructed, and text never becomes markup.

mod words;

use std::sync::LazyLock;

use axum::{
    Router,
    extract::Path,
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use sha2::{Digest as _, Sha256};

use crate::assets::has_entity_tag;

/// Where the module is, below the gateway's own address: what it calls is beside it.
pub const MODULE_PATH: &str = "/elements/guildhall.js";
/// Where its types for TypeScript are.
pub const TYPES_PATH: &str = "/elements/guildhall.d.ts";
/// Where its words in other languages are.
const WORDS_PATH: &str = "/elements/words/{file}";

const MODULE: &str = concat!(
    include_str!("../assets/elements/words.js"),
    include_str!("../assets/elements/client.js"),
    include_str!("../assets/elements/base.js"),
    include_str!("../assets/elements/members.js"),
    include_str!("../assets/elements/invitations.js"),
    include_str!("../assets/elements/switcher.js"),
    include_str!("../assets/elements/profile.js"),
    "const STYLE = `",
    include_str!("../assets/elements/style.css"),
    "`;\n",
    include_str!("../assets/elements/define.js"),
);
const TYPES: &str = include_str!("../assets/elements/guildhall.d.ts");

static MODULE_TAG: LazyLock<HeaderValue> = LazyLock::new(|| entity_tag(MODULE));
static TYPES_TAG: LazyLock<HeaderValue> = LazyLock::new(|| entity_tag(TYPES));

/// Serves the module and its types.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(
            MODULE_PATH,
            get(async |request: HeaderMap| {
                serve(MODULE, "text/javascript; charset=utf-8", &MODULE_TAG, &request)
            }),
        )
        .route(
            TYPES_PATH,
            get(async |request: HeaderMap| serve(TYPES, "text/plain; charset=utf-8", &TYPES_TAG, &request)),
        )
        .route(
            WORDS_PATH,
            get(async |Path(file): Path<String>, request: HeaderMap| show_words(&file, &request)),
        )
}

fn show_words(file: &str, request: &HeaderMap) -> Response {
    match words::of_file(file) {
        Some(found) => serve(&found.json, "application/json", &found.entity_tag, request),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn serve(
    body: &'static str,
    content_type: &'static str,
    entity_tag: &HeaderValue,
    request: &HeaderMap,
) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        // The address stays when the content changes.
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=300, stale-while-revalidate=86400"),
        ),
        (header::ETAG, entity_tag.clone()),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        ),
    ];
    if entity_tag.to_str().is_ok_and(|tag| has_entity_tag(request, tag)) {
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        (headers, body).into_response()
    }
}

fn entity_tag(body: &str) -> HeaderValue {
    let digest = Sha256::digest(body.as_bytes());
    let hash = digest.iter().take(8).fold(0_u64, |hash, byte| (hash << 8) | u64::from(*byte));
    HeaderValue::try_from(format!("\"{hash:016x}\"")).unwrap_or(HeaderValue::from_static("\"0\""))
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use http::Request;
    use tower::ServiceExt as _;

    use super::*;

    async fn fetch(path: &str, tag: Option<&HeaderValue>) -> Response {
        let mut request = Request::get(path).body(Body::empty()).unwrap();
        if let Some(tag) = tag {
            request.headers_mut().insert(header::IF_NONE_MATCH, tag.clone());
        }
        router::<()>().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn pages_of_any_origin_may_load_the_module_and_ask_again_cheaply() {
        let response = fetch(MODULE_PATH, None).await;
        assert_eq!(response.status(), StatusCode::OK);
        let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(header("access-control-allow-origin"), "*");
        assert_eq!(header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(header("x-content-type-options"), "nosniff");
        let tag = response.headers().get(header::ETAG).unwrap().clone();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        assert_eq!(body, MODULE.as_bytes());
        let again = fetch(MODULE_PATH, Some(&tag)).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(to_bytes(again.into_body(), 1).await.unwrap().is_empty());
        assert_eq!(fetch(TYPES_PATH, None).await.status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn words_in_other_languages_are_beside_the_module() {
        let response = fetch("/elements/words/de-CH.json", None).await;
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
        assert_eq!(response.headers()[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
        let tag = response.headers()[header::ETAG].clone();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        let words: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((&words["members"], &words["expires"]), (&"Mitglieder".into(), &"Endet: {when}".into()));
        assert_eq!(fetch("/elements/words/de-CH.json", Some(&tag)).await.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(fetch("/elements/words/de", None).await.status(), StatusCode::NOT_FOUND);
        let english = fetch("/elements/words/..%2f..%2fetc.json", None).await;
        assert_eq!(english.status(), StatusCode::OK);
    }

    #[test]
    fn nothing_in_the_module_needs_more_than_a_strict_policy_allows() {
        for forbidden in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "setAttribute('style'",
            "localStorage",
            "sessionStorage",
            "document.cookie",
        ] {
            assert!(!MODULE.contains(forbidden), "{forbidden}");
        }
        // The stylesheet stands in a template literal.
        let style = include_str!("../assets/elements/style.css");
        assert!(!style.contains(['`', '\\']) && !style.contains("${"));
        assert!(MODULE.len() < 60_000, "{} bytes", MODULE.len());
    }
}
