//! Files of pages: what is compressed and what never is, and the styles that an operator wrote.

use std::io::Read as _;

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Request, header},
};
use flate2::read::GzDecoder;
use serde_json::json;
use tower::ServiceExt as _;

use crate::{browser::Browser, world::World};

/// What a browser gets that takes gzip.
async fn fetch(world: &World, path: &str, further: &[(&str, &str)]) -> (u16, HeaderMap, Vec<u8>) {
    let mut request = Request::get(path).header(header::ACCEPT_ENCODING, "gzip, deflate, br");
    for (name, value) in further {
        request = request.header(*name, *value);
    }
    let response = world.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    (parts.status.as_u16(), parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

fn unpacked(packed: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(packed).read_to_string(&mut text).unwrap();
    text
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| value.to_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_and_documents_that_are_the_same_for_everybody_are_compressed() {
    let world = World::sqlite().await;
    for path in [
        ui::assets::stylesheet_url(),
        ui::assets::portal_stylesheet_url(),
        ui::assets::script_url(),
        "/org/elements/guildhall.js",
        "/api/.well-known/management.openapi.json",
        "/api/swagger.json",
    ] {
        let plain = world.client().get(path).await.assert_status(200);
        assert_eq!(
            (plain.header("content-encoding"), plain.header("vary")),
            (None, Some("accept-encoding")),
            "{path}"
        );
        let (status, headers, packed) = fetch(&world, path, &[]).await;
        assert_eq!((status, text(&headers, "content-encoding").as_deref()), (200, Some("gzip")), "{path}");
        assert!(packed.len() * 3 < plain.body.len() * 2, "{path}: {} of {}", packed.len(), plain.body.len());
        assert_eq!(unpacked(&packed), plain.body, "{path}");
        let tag = text(&headers, "etag").unwrap();
        assert_eq!(
            Some(tag.as_str()),
            plain.header("etag").map(|tag| format!("W/{tag}")).as_deref(),
            "{path}"
        );
        let (status, _, body) = fetch(&world, path, &[("if-none-match", &tag)]).await;
        assert_eq!((status, body.len()), (304, 0), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_that_belongs_to_somebody_is_compressed() {
    let world = World::sqlite().await;
    let bearer = format!("Bearer {}", world.machine_token().await);
    let authorized = [("authorization", bearer.as_str())];
    let browser = Browser::new(&world);
    let asked = browser.authorize(&[]).await;
    let cookie = format!("_interaction={}", browser.client.cookie("_interaction").unwrap_or_default());
    for (path, headers) in [
        ("/api/users", authorized.as_slice()),
        ("/api/roles", &authorized),
        ("/api/sign-in-exp", &authorized),
        ("/oidc/.well-known/openid-configuration", &[]),
        ("/oidc/jwks", &[]),
        (asked.location().as_str(), &[("cookie", cookie.as_str())]),
        ("/unknown-session", &[]),
        ("/demo", &[]),
        ("/portal/no/such/page", &[]),
        ("/api/reference", &[]),
    ] {
        let (_, headers, body) = fetch(&world, path, headers).await;
        assert_eq!(text(&headers, "content-encoding"), None, "{path}");
        assert!(std::str::from_utf8(&body).is_ok(), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_out_and_the_account_center_wear_the_styles_that_the_operator_wrote() {
    let world = World::sqlite().await;
    let css = format!(".card {{ border-radius: 0 }} {}", "/* fjord */ ".repeat(200));
    world.machine().await.patch("/api/sign-in-exp", json!({ "customCss": css })).await.assert_status(200);
    let browser = Browser::new(&world);
    let _tokens = browser.sign_in(&world, "olivia").await;
    let Err(account) = browser.follow("/account/security").await else { panic!("a page was to be shown") };
    let asked = browser.client.get("/oidc/session/end").await.assert_status(200);
    let ended = browser.client.get("/oidc/session/end/success").await.assert_status(200);
    for page in [&account, &asked, &ended] {
        let (_, rest) =
            page.body.split_once("<link rel=\"stylesheet\" href=\"/assets/own/tenant.").expect("a style");
        let (digest, _) = rest.split_once('"').unwrap();
        let path = format!("/assets/own/tenant.{digest}");
        assert!(page.header("content-security-policy").unwrap().contains("style-src 'self';"));
        let (status, headers, packed) = fetch(&world, &path, &[]).await;
        assert_eq!((status, text(&headers, "content-encoding").as_deref()), (200, Some("gzip")));
        assert_eq!(unpacked(&packed), css);
    }
    // What was written for the tenant's own pages is not laid over the organization's.
    for path in
        ["/portal", "/portal/organizations/nothing", "/portal/no/such/page", "/portal/invitations/nothing"]
    {
        let page = browser.client.get(path).await;
        assert!(!page.body.contains("/assets/own/"), "{path}");
    }
}
