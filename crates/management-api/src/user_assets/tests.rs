//! Uploaded files through the whole router, and as everybody gets them.

use axum::Router;
use domain::user_asset::MAX_FILE_BYTES;
use http::Method;
use serde_json::json;
use store::both_databases;
use testkit::{TestClient, TestResponse, services::ASSETS_QUOTA};

use crate::{
    test_api::TestApi,
    tests::world::sign_in_experience::{form, form_type},
};

const PATH: &str = "/api/user-assets";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

async fn upload(api: &TestApi, body: Vec<u8>) -> TestResponse {
    api.client.send(Method::POST, PATH, &[("content-type", &form_type())], body.into()).await
}

/// A browser that shows nothing of itself.
fn anybody(api: &TestApi) -> TestClient {
    let router: Router = crate::asset_router(api.services.services.clone());
    TestClient::new(router)
}

both_databases! {
    async fn a_picture_is_kept_and_shown_to_everybody_for_ever(db: Db) {
        let api = TestApi::over(db).await;
        let answer = upload(&api, form("file", PNG)).await.assert_status(200).json();
        let url = answer["url"].as_str().unwrap();
        let path = url.strip_prefix("http://id.fjord.example:3001/user-assets/").unwrap();
        assert!(path.len() == 25 && path.strip_suffix(".png").is_some(), "{url}");
        let shown = anybody(&api).get(url).await.assert_status(200);
        assert_eq!(shown.header("content-type"), Some("image/png"));
        assert_eq!(shown.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(shown.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(shown.header("cross-origin-resource-policy"), Some("cross-origin"));
        assert_eq!(answer, json!({ "url": url }));
    }

    async fn scripts_of_a_picture_do_not_run(db: Db) {
        let api = TestApi::over(db).await;
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
        let answer = upload(&api, form("file", svg)).await.assert_status(200).json();
        let shown = anybody(&api).get(answer["url"].as_str().unwrap()).await.assert_status(200);
        assert_eq!(shown.header("content-type"), Some("image/svg+xml"));
        let policy = shown.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox;") && !policy.contains("script"), "{policy}");
        assert_eq!(shown.body.as_bytes(), svg);
    }

    async fn what_is_no_picture_or_too_large_is_refused(db: Db) {
        let api = TestApi::over(db).await;
        for file in [b"<html>".as_slice(), b"%PDF-1.7", b"PK\x03\x04"] {
            upload(&api, form("file", file)).await.assert_error(400, "guard.mime_type_not_allowed");
        }
        let mut large = PNG.to_vec();
        large.resize(MAX_FILE_BYTES, 0);
        upload(&api, form("file", &large)).await.assert_status(200);
        large.push(0);
        upload(&api, form("file", &large)).await.assert_error(400, "guard.file_size_exceeded");
        large.resize(MAX_FILE_BYTES + 128 * 1024, 0);
        assert_eq!(upload(&api, form("file", &large)).await.status, 413);
    }

    async fn a_place_that_is_full_takes_nothing_further_and_shows_what_it_has(db: Db) {
        let api = TestApi::over(db).await;
        let mut large = PNG.to_vec();
        large.resize(MAX_FILE_BYTES, 0);
        let url = upload(&api, form("file", &large)).await.assert_status(200).json()["url"].clone();
        for _ in 1..ASSETS_QUOTA / large.len() as u64 {
            upload(&api, form("file", &large)).await.assert_status(200);
        }
        let refused = upload(&api, form("file", PNG)).await.assert_error(422, "storage.quota_exceeded").json();
        assert_eq!(refused, json!({ "code": "storage.quota_exceeded", "message": "There is no room for further files." }));
        anybody(&api).get(url.as_str().unwrap()).await.assert_status(200);
    }

    async fn a_form_without_one_file_is_refused(db: Db) {
        let api = TestApi::over(db).await;
        let two = {
            let one = form("file", PNG);
            let end = one.len() - "------boundary-of-tests--\r\n".len();
            [&one[..end], form("file", PNG).as_slice()].concat()
        };
        for body in [form("picture", PNG), form("file", b""), two, b"no form".to_vec(), Vec::new()] {
            upload(&api, body).await.assert_error(400, "guard.invalid_input");
        }
        api.client.post(PATH, json!({ "file": "a" })).await.assert_error(400, "guard.invalid_input");
    }

    async fn names_that_nothing_has_are_not_found(db: Db) {
        let api = TestApi::over(db).await;
        for name in ["abcdefghijklmnopqrs01.png", "a.png", "..%2F..%2Fguildhall.db", "abcdefghijklmnopqrs01.html", "%FF"] {
            let answer = anybody(&api).get(&format!("/user-assets/{name}")).await;
            assert!(answer.status.is_client_error(), "{name}: {}", answer.status);
            assert_eq!(answer.header("cache-control"), None);
        }
    }

    async fn the_service_tells_what_it_takes(db: Db) {
        let api = TestApi::over(db).await;
        let status = api.client.unrecorded().get("/api/user-assets/service-status").await.assert_status(200).json();
        assert_eq!(status, json!({
            "status": "ready",
            "allowUploadMimeTypes": [
                "image/jpeg", "image/png", "image/gif", "image/vnd.microsoft.icon", "image/x-icon", "image/svg+xml",
                "image/tiff", "image/webp", "image/bmp",
            ],
            "maxUploadFileSize": 8_388_608, "isExperienceAvatarUploadEnabled": true,
        }));
    }
}
