use axum::{Extension, routing::get};
use domain::SystemEntropy;
use testkit::TestClient;

use super::*;

fn application() -> Application {
    let path = |name: &'static str| {
        move |uri: Uri, ConnectInfo(peer): ConnectInfo<SocketAddr>| async move {
            format!("{name} {uri} {}", peer.ip())
        }
    };
    let panics = || get(async || -> String { panic!("a bug") });
    Application::new(Parts {
        oidc: Router::new().route("/oidc/panic", panics()).fallback(path("oidc")),
        gateway: Router::new().route("/panic", panics()).fallback(path("gateway")),
        site: Router::new().route("/api/panic", panics()).route("/panic", panics()).fallback(path("site")),
        gateway_only: false,
        db: None,
        metrics: Arc::default(),
        entropy: Arc::new(SystemEntropy),
        log_requests: true,
        trust_proxy_header: true,
        place_headers: PlaceHeaders {
            country: Some(HeaderName::from_static("cf-ipcountry")),
            position: None,
        },
    })
}

fn client() -> TestClient {
    TestClient::new(application().into_router()).unrecorded()
}

#[tokio::test]
async fn each_area_gets_its_own_paths() {
    let client = client();
    for (path, answer) in [
        ("/oidc", "oidc /oidc"),
        ("/oidc/token?a=b", "oidc /oidc/token?a=b"),
        ("/oidcx", "site /oidcx"),
        ("/org", "gateway /"),
        ("/org/organizations?page=2", "gateway /organizations?page=2"),
        ("/org/%2F/x", "gateway /%2F/x"),
        ("/organizations", "site /organizations"),
        ("/api/users/?q=1", "site /api/users?q=1"),
        ("/api/users//", "site /api/users/"),
        ("/sign-in/", "site /sign-in/"),
    ] {
        assert_eq!(client.get(path).await.body, format!("{answer} 127.0.0.1"), "{path}");
    }
}

#[tokio::test]
async fn the_gateways_own_address_has_no_prefix() {
    let Ok(mut parts) = Arc::try_unwrap(application().0) else { panic!("nobody else holds it") };
    parts.gateway_only = true;
    let client = TestClient::new(Application::new(parts).into_router()).unrecorded();
    assert_eq!(client.get("/organizations").await.body, "gateway /organizations 127.0.0.1");
    assert_eq!(client.get("/oidc/token").await.body, "gateway /oidc/token 127.0.0.1");
    // How the program is, is counted as no decision.
    for path in ["/healthz", "/readyz"] {
        assert_eq!(client.get(path).await.body, format!("site {path} 127.0.0.1"));
    }
}

#[tokio::test]
async fn a_panic_is_answered_in_the_areas_form_and_counted() {
    let application = application();
    let client = TestClient::new(application.clone().into_router()).unrecorded();
    let answer = client.get("/oidc/panic").await.assert_status(500);
    assert_eq!(
        (answer.json()["error"].as_str(), answer.header("cache-control")),
        (Some("server_error"), Some("no-store"))
    );
    for path in ["/api/panic", "/org/panic"] {
        let answer = client.get(path).await.assert_status(500);
        assert_eq!(answer.json(), serde_json::json!({ "message": "Internal server error." }), "{path}");
    }
    let page = client.get("/panic").await.assert_status(500);
    assert!(page.body.contains("Something went wrong on our side") && !page.body.contains("a bug"));
    let text = application.0.metrics.text();
    assert!(text.contains("guildhall_panics_total 4\n"), "{text}");
    assert!(
        text.contains("guildhall_http_requests_total{area=\"oidc\",method=\"GET\",status=\"5xx\"} 1\n"),
        "{text}"
    );
}

#[tokio::test]
async fn every_answer_has_the_common_headers_and_an_id_of_its_own() {
    let client = client();
    let (one, other) = (client.get("/").await, client.get("/").await);
    assert_eq!(one.header("x-content-type-options"), Some("nosniff"));
    let (one, other) =
        (one.header("logto-core-request-id").unwrap(), other.header("logto-core-request-id").unwrap());
    assert!(one.len() == 16 && one != other);
}

#[tokio::test]
async fn a_country_is_told_by_the_proxy_alone() {
    let told = |country: Option<Extension<ClientCountry>>| async move {
        country.map_or("nowhere".to_owned(), |Extension(ClientCountry(country))| country)
    };
    let Ok(mut parts) = Arc::try_unwrap(application().0) else { panic!("nobody else holds it") };
    parts.site = Router::new().fallback(told);
    let asked = async |parts: Parts, values: &[&str]| {
        let client = TestClient::new(Application::new(parts).into_router()).unrecorded();
        let headers: Vec<_> = values.iter().map(|value| ("cf-ipcountry", *value)).collect();
        client.send(http::Method::GET, "/", &headers, Body::empty()).await.body
    };
    let with = |trust_proxy_header, country_header: Option<&'static str>| Parts {
        oidc: Router::new(),
        gateway: Router::new(),
        site: parts.site.clone(),
        gateway_only: false,
        db: None,
        metrics: Arc::default(),
        entropy: Arc::new(SystemEntropy),
        log_requests: false,
        trust_proxy_header,
        place_headers: PlaceHeaders { country: country_header.map(HeaderName::from_static), position: None },
    };
    assert_eq!(asked(with(true, Some("cf-ipcountry")), &["no"]).await, "NO");
    assert_eq!(asked(with(true, Some("cf-ipcountry")), &["SE", "NO"]).await, "NO");
    for unknown in [&["XX"][..], &["Norway"], &[]] {
        assert_eq!(asked(with(true, Some("cf-ipcountry")), unknown).await, "nowhere");
    }
    assert_eq!(asked(with(true, None), &["NO"]).await, "nowhere");
    assert_eq!(asked(with(true, Some("x-country")), &["NO"]).await, "nowhere");
    assert_eq!(asked(with(false, Some("cf-ipcountry")), &["NO"]).await, "nowhere");
}

#[tokio::test]
async fn a_place_on_earth_is_told_by_the_proxy_alone() {
    let told = |position: Option<Extension<ClientPosition>>| async move {
        position.map_or("nowhere".to_owned(), |Extension(ClientPosition(position))| {
            format!("{} {}", position.latitude_tenths(), position.longitude_tenths())
        })
    };
    let asked = async |is_believed: bool, are_named: bool, headers: &[(&str, &str)]| {
        let Ok(mut parts) = Arc::try_unwrap(application().0) else { panic!("nobody else holds it") };
        parts.site = Router::new().fallback(told);
        parts.trust_proxy_header = is_believed;
        let names = ("cf-iplatitude", "cf-iplongitude");
        let names = (HeaderName::from_static(names.0), HeaderName::from_static(names.1));
        parts.place_headers = PlaceHeaders { country: None, position: are_named.then_some(names) };
        let client = TestClient::new(Application::new(parts).into_router()).unrecorded();
        client.send(http::Method::GET, "/", headers, Body::empty()).await.body
    };
    let oslo = [("cf-iplatitude", "59.91273"), ("cf-iplongitude", "10.74609")];
    assert_eq!(asked(true, true, &oslo).await, "599 107");
    // Where there are several, the last is the proxy's own.
    let forged = [("cf-iplatitude", "1"), ("cf-iplongitude", "1"), oslo[0], oslo[1]];
    assert_eq!(asked(true, true, &forged).await, "599 107");
    for unknown in [
        &oslo[..1],
        &oslo[1..],
        &[],
        &[("cf-iplatitude", "north"), oslo[1]],
        &[("cf-iplatitude", "91"), oslo[1]],
    ] {
        assert_eq!(asked(true, true, unknown).await, "nowhere", "{unknown:?}");
    }
    assert_eq!(asked(true, false, &oslo).await, "nowhere");
    assert_eq!(asked(false, true, &oslo).await, "nowhere");
}

#[tokio::test]
async fn only_the_nearest_proxy_is_believed() {
    let client = client();
    let asked = async |value: &str| {
        client.send(http::Method::GET, "/", &[("x-forwarded-for", value)], Body::empty()).await.body
    };
    assert_eq!(asked("203.0.113.9").await, "site / 203.0.113.9");
    assert_eq!(asked("10.0.0.1, 203.0.113.9").await, "site / 203.0.113.9");
    assert_eq!(asked("203.0.113.9:4711").await, "site / 203.0.113.9");
    assert_eq!(asked("unknown").await, "site / 127.0.0.1");
    let Ok(mut parts) = Arc::try_unwrap(application().0) else { panic!("nobody else holds it") };
    parts.trust_proxy_header = false;
    let client = TestClient::new(Application::new(parts).into_router()).unrecorded();
    let answer =
        client.send(http::Method::GET, "/", &[("x-forwarded-for", "203.0.113.9")], Body::empty()).await;
    assert_eq!(answer.body, "site / 127.0.0.1");
}

/// Whoever does not say otherwise is told when the disk has it, and so is who says nothing any more.
#[test]
fn only_an_answer_that_says_so_is_told_before_the_disk_has_it() {
    let said = |passing: Passing| Ok::<_, ()>((Extension(passing), "on").into_response());
    assert_eq!(kept(&said(Passing::OnTheWay)), Kept::Soon);
    assert_eq!(kept(&said(Passing::AtTheEnd)), Kept::Begun);
    assert_eq!(kept(&Ok::<_, ()>("done".into_response())), Kept::OnDisk);
    assert_eq!(kept(&Err::<Response, _>("a panic")), Kept::OnDisk);
}
