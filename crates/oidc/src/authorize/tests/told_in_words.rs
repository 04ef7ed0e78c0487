//! Refusals where no client can be told: pages for people, JSON for programs, and nobody is sent anywhere.

use super::*;

/// What browsers say when somebody opens an address.
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
const APPLICATION: &str = "This application cannot sign you in here";
const OVER: &str = "This sign-in is over";
const SIGN_OUT: &str = "Signing out did not work";

async fn open(browser: &TestClient, path: &str, headers: &[(&str, &str)]) -> TestResponse {
    browser.send(Method::GET, path, headers, Body::empty()).await
}

/// A page that says this, with this status, and leads nowhere.
fn page(response: &TestResponse, status: u16, heading: &str) -> String {
    assert_eq!(response.status.as_u16(), status, "{}", response.body);
    assert_eq!(response.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(response.header("cache-control"), Some("no-store"));
    assert_eq!(response.header("location"), None);
    let policy = response.header("content-security-policy").unwrap();
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self';"), "{policy}");
    assert!(!policy.contains("unsafe-inline") && !policy.contains("evil"), "{policy}");
    assert!(response.body.contains(&format!("<h1>{heading}</h1>")), "{heading}: {}", response.body);
    for leads_away in ["http-equiv", "<form", "href=\"http", "window.location"] {
        assert!(!response.body.contains(leads_away), "{leads_away}: {}", response.body);
    }
    response.body.clone()
}

#[tokio::test]
async fn people_are_told_in_words_what_programs_get_as_json() {
    let world = World::new().await;
    let mismatch = "redirect_uri did not match any of the client&#39;s registered redirect_uris";
    let rows = [
        ("", &[][..], "oidc.invalid_request", "missing required parameter &#39;client_id&#39;"),
        ("nobody", &[][..], "oidc.invalid_client", "invalid client nobody"),
        ("spa", &[("redirect_uri", "https://evil.example/cb")][..], "oidc.invalid_redirect_uri", mismatch),
        ("spa", &[("redirect_uri", "javascript:alert(1)")][..], "oidc.invalid_redirect_uri", mismatch),
        ("machine", &[][..], "oidc.invalid_redirect_uri", mismatch),
        (
            "spa",
            &[("client_id", "spa"), ("client_id", "spa")][..],
            "oidc.invalid_request",
            "&#39;client_id&#39; parameter must not be provided twice",
        ),
    ];
    for (client_id, parameters, code, description) in rows {
        let path = World::authorization_path(client_id, parameters);
        let program = open(&world.client(), &path, &[]).await.assert_status(400);
        let told = page(&open(&world.client(), &path, &[("accept", BROWSER)]).await, 400, APPLICATION);
        for part in
            [format!("<code>{code}</code>"), format!("<dd>{description}</dd>"), "<dd>400</dd>".to_owned()]
        {
            assert!(told.contains(&part), "{part}: {told}");
        }
        assert!(told.contains("Your account is not the reason.") && !told.contains("evil"), "{told}");
        // A form that another origin posts leads here by GET; one of this origin is answered like it.
        let query = path.split_once('?').unwrap().1.to_owned();
        let headers = [("accept", BROWSER), ("content-type", "application/x-www-form-urlencoded")];
        let posted = world.client().send(Method::POST, "/oidc/auth", &headers, Body::from(query)).await;
        assert_eq!(page(&posted, 400, APPLICATION), told);
        for accept in ["*/*", "application/json", "application/json, text/html", "text/html;q=0.4, */*"] {
            let json = open(&world.client(), &path, &[("accept", accept)]).await;
            assert_eq!((json.status, &json.body), (program.status, &program.body), "{accept}");
        }
        // Who asks for the members of RFC 6749 alone asks for JSON.
        let plain = open(&world.client(), &format!("{path}&parse_error=false"), &[("accept", BROWSER)]).await;
        assert_eq!(format!("oidc.{}", plain.json()["error"].as_str().unwrap()), code);
    }
}

#[tokio::test]
async fn they_are_told_in_their_language() {
    let world = World::new().await;
    let ask = async |parameters: &[(&str, &str)], languages: &str| {
        let path = World::authorization_path("nobody", parameters);
        open(&world.client(), &path, &[("accept", BROWSER), ("accept-language", languages)]).await
    };
    page(&ask(&[], "de-DE,de;q=0.9").await, 400, "Diese Anwendung kann Sie hier nicht anmelden");
    let french = "Cette application ne peut pas vous connecter ici";
    page(&ask(&[("ui_locales", "fr")], "de-DE,de;q=0.9").await, 400, french);
    let arabic = ask(&[], "ar").await;
    assert!(arabic.body.contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", arabic.body);
    let path = "/oidc/session/end?client_id=nobody&ui_locales=ja";
    let japanese = open(&world.client(), path, &[("accept", BROWSER)]).await;
    page(&japanese, 400, "サインアウトできませんでした");
}

#[tokio::test]
async fn nothing_of_a_request_becomes_markup() {
    let world = World::new().await;
    let evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
    for name in ["client_id", "redirect_uri", "state", "ui_locales", "scope", "login_hint", "response_mode"] {
        let client_id = if name == "client_id" { evil } else { "nobody" };
        let path = World::authorization_path(client_id, &[(name, evil)]);
        let told = open(&world.client(), &path, &[("accept", BROWSER), ("accept-language", evil)]).await;
        assert_eq!(told.status.as_u16(), 400, "{name}");
        assert!(!told.body.contains("<script>alert") && !told.body.contains("<img"), "{name}: {}", told.body);
        assert!(!told.body.contains("\"'>"), "{name}: {}", told.body);
    }
    for query in ["client_id", "id_token_hint", "post_logout_redirect_uri"] {
        let value: String = form_urlencoded::byte_serialize(evil.as_bytes()).collect();
        let client = if query == "client_id" { "" } else { "&client_id=web" };
        let path = format!("/oidc/session/end?{query}={value}{client}");
        let told = open(&world.client(), &path, &[("accept", BROWSER)]).await;
        let told = page(&told, 400, SIGN_OUT);
        assert!(!told.contains("<script>alert") && !told.contains("<img"), "{query}: {told}");
    }
}

#[tokio::test]
async fn a_sign_in_that_is_over_says_so() {
    let world = World::new().await;
    let browser = world.client();
    browser.get(&World::authorization_path("web", &[])).await.assert_status(303);
    let uid = interaction::uid_in_cookie(&browser.cookie("_interaction").unwrap(), None).unwrap();
    let path = format!("/oidc/auth/{uid}");
    // In another browser, in one with another sign-in, and too late.
    let nobody = open(&world.client(), &path, &[("accept", BROWSER)]).await;
    let told = page(&nobody, 400, OVER);
    assert!(told.contains("<dd>authorization request has expired</dd>"), "{told}");
    let json = open(&world.client(), &path, &[("accept", "*/*")]).await.assert_status(400).json();
    assert_eq!(json["error_description"], "authorization request has expired");
    world.test.advance(Duration::from_secs(3_601));
    let late = open(&browser, &path, &[("accept", BROWSER)]).await;
    page(&late, 400, OVER);
    // Where the application is gone meanwhile, that is why.
    let browser = world.client();
    browser.get(&World::authorization_path("web", &[])).await.assert_status(303);
    let uid = interaction::uid_in_cookie(&browser.cookie("_interaction").unwrap(), None).unwrap();
    world.change_client("web", |web| web.oidc_client_metadata.redirect_uris.clear()).await;
    page(&open(&browser, &format!("/oidc/auth/{uid}"), &[("accept", BROWSER)]).await, 400, APPLICATION);
}

#[tokio::test]
async fn a_sign_out_that_cannot_be_says_so() {
    let world = World::new().await;
    let browser = world.client();
    for (query, description) in [
        ("client_id=nobody", "invalid client nobody"),
        (
            "client_id=web&post_logout_redirect_uri=https://evil.example/",
            "post_logout_redirect_uri not registered",
        ),
        ("id_token_hint=x", "could not decode id_token_hint"),
        ("client_id=web&client_id=web", "&#39;client_id&#39; parameter must not be provided twice"),
    ] {
        let path = format!("/oidc/session/end?{query}");
        let told = page(&open(&browser, &path, &[("accept", BROWSER)]).await, 400, SIGN_OUT);
        assert!(told.contains(&format!("<dd>{description}</dd>")) && !told.contains("evil"), "{told}");
        let json = open(&browser, &path, &[("accept", "*/*")]).await.assert_status(400).json();
        assert_eq!(json["error_description"], description.replace("&#39;", "'"));
    }
    let headers = [("accept", BROWSER), ("content-type", "application/x-www-form-urlencoded")];
    for path in ["/oidc/session/end/confirm", "/oidc/session/end?x"] {
        let body = if path.ends_with("confirm") { "xsrf=x&logout=yes" } else { "client_id=nobody" };
        let told = browser.send(Method::POST, path, &headers, Body::from(body)).await;
        page(&told, 400, SIGN_OUT);
        let json = browser.send(Method::POST, path, &headers[1..], Body::from(body)).await;
        json.assert_status(400).json();
    }
}
