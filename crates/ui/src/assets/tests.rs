use axum::body::Body;
use http::Request;
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::*;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

async fn get_with(url: &str, entity_tag: Option<&str>) -> Answer {
    let mut request = Request::get(url);
    if let Some(entity_tag) = entity_tag {
        request = request.header(header::IF_NONE_MATCH, entity_tag);
    }
    let response = router::<()>().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    Answer { status: parts.status, headers: parts.headers, body }
}

#[tokio::test]
async fn every_file_is_served_at_its_hashed_url_and_cached_for_ever() {
    for asset in ASSETS.all() {
        let answer = get_with(&asset.url, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", asset.url);
        assert_eq!(answer.body.as_bytes(), asset.body);
        assert_eq!(answer.headers[header::CONTENT_TYPE], asset.content_type);
        assert_eq!(answer.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(answer.headers[header::ETAG].to_str().unwrap(), asset.entity_tag);
        let hash = asset.entity_tag.trim_matches('"');
        assert!(hash.len() == 16 && asset.url.contains(hash), "{}", asset.url);
    }
}

#[tokio::test]
async fn a_matching_entity_tag_is_answered_without_a_body() {
    let asset = &ASSETS.stylesheet;
    for tag in
        [asset.entity_tag.clone(), format!("W/{}", asset.entity_tag), format!("\"x\", {}", asset.entity_tag)]
    {
        let answer = get_with(&asset.url, Some(&tag)).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NOT_MODIFIED, ""), "{tag}");
    }
    assert_eq!(get_with(&asset.url, Some("\"other\"")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_url_with_another_hash_is_not_found() {
    let answer = get_with("/assets/guildhall.0000000000000000.css", None).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_brand_stylesheet_is_computed_from_its_url() {
    let answer = get_with("/assets/brand/5d34f2-8b7cff.css", None).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers[header::CONTENT_TYPE], CSS);
    assert!(answer.body.starts_with(":root{--accent:light-dark(#5d34f2,#8b7cff);"), "{}", answer.body);
    let again = get_with("/assets/brand/5d34f2-8b7cff.css", Some("\"5d34f2-8b7cff\"")).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn anything_that_is_not_two_colours_has_no_stylesheet() {
    for file in [
        "5d34f2.css",
        "5d34f2-8b7cff",
        "5D34F2-8b7cff.css",
        "5d3-8b7.css",
        "5d34f2-%7D%7Bx.css",
        "-.css",
        "5d34f2-8b7cff-.css",
    ] {
        assert_eq!(
            get_with(&format!("/assets/brand/{file}"), None).await.status,
            StatusCode::NOT_FOUND,
            "{file}"
        );
    }
}

#[test]
fn modules_import_each_other_by_their_hashed_urls() {
    let scripts: Vec<_> = ASSETS.all().into_iter().filter(|asset| asset.content_type == JAVASCRIPT).collect();
    for name in ["guildhall", "passkey", "captcha"] {
        assert!(scripts.iter().any(|script| script.url.contains(name)), "{name}");
    }
    for asset in scripts {
        let source = std::str::from_utf8(&asset.body).unwrap();
        for line in source.lines().filter(|line| line.starts_with("import ")) {
            let target = line.split('"').nth(1).unwrap();
            assert!(ASSETS.all().iter().any(|other| other.url == target), "{} imports {target}", asset.url);
        }
    }
}

#[test]
fn files_stay_small() {
    let size = |assets: &[&Asset]| assets.iter().map(|asset| asset.body.len()).sum::<usize>();
    let assets = &*ASSETS;
    // What a sign-in page loads, and what the demonstration loads on top.
    assert!(size(&[&assets.stylesheet, &assets.script, &assets.mark]) < 46_000);
    assert!(size(&[&assets.demo, &assets.demo_dom, &assets.demo_oidc, &assets.demo_views]) < 30_000);
    assert!(size(&[&assets.reference_stylesheet, &assets.reference_script]) < 15_000);
}

#[test]
fn scripts_never_turn_text_into_markup_or_code() {
    for asset in ASSETS.all().into_iter().filter(|asset| asset.content_type == JAVASCRIPT) {
        let source = std::str::from_utf8(&asset.body).unwrap();
        for sink in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("] {
            assert!(!source.contains(sink), "{} uses {sink}", asset.url);
        }
    }
}

#[test]
fn stylesheets_ask_no_other_server() {
    for sheet in [&ASSETS.stylesheet, &ASSETS.reference_stylesheet] {
        let source = std::str::from_utf8(&sheet.body).unwrap();
        assert!(!source.contains("url(") && !source.contains("@import"), "{}", sheet.url);
    }
}
