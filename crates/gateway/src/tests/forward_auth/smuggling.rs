//! Requests that try to be one thing to the rules and another to the application.

use super::{fixture, nginx};
use crate::tests::fixture::organization_token;

const PROXIES: [&str; 4] = ["nginx", "caddy", "traefik", "envoy"];

/// A client's own headers travel with the question: each of these must end in a refusal, whatever else is good.
const FORBIDDEN_HEADERS: [&str; 15] = [
    "x-guildhall-user",
    "x-guildhall-anything",
    "x_guildhall_user",
    "x-guildhall_user",
    "x_guildhall-organization",
    "x-http-method-override",
    "x-http-method",
    "x-method-override",
    "x_http_method_override",
    "x-original-url",
    "x-rewrite-url",
    "x_original_uri",
    "x_forwarded_uri",
    "x-forwarded_host",
    "x_original-method",
];

#[tokio::test]
async fn headers_that_only_the_proxy_may_send_are_refused() {
    let anna = organization_token("anna", "fjord", "org:read");
    for proxy in PROXIES {
        let fixture = fixture(proxy).await;
        let good = || nginx("GET", "/o/fjord/orders/1").of(proxy).bearer(&anna);
        assert_eq!(good().ask(&fixture).await.status, 200);
        for name in FORBIDDEN_HEADERS {
            let refused = good().with(name, "olga").ask(&fixture).await;
            assert_eq!(refused.refusal(), (403, "gateway.ambiguous_request"), "{proxy} {name}");
            // Nor where nobody is asked for a token.
            let refused = nginx("GET", "/assets/a").of(proxy).with(name, "olga").ask(&fixture).await;
            assert_eq!(refused.refusal(), (403, "gateway.ambiguous_request"), "{proxy} {name}");
        }
    }
}

#[tokio::test]
async fn what_another_kind_of_proxy_would_say_is_not_listened_to() {
    let anna = organization_token("anna", "fjord", "org:read");
    for (proxy, foreign) in [
        ("nginx", &["x-forwarded-uri", "x-forwarded-method"][..]),
        ("caddy", &["x-original-uri", "x-original-method", "x-original-host"][..]),
        ("traefik", &["x-original-uri", "x-original-method", "x-original-host"][..]),
        ("envoy", &["x-original-uri", "x-original-method", "x-forwarded-uri", "x-forwarded-method"][..]),
    ] {
        let fixture = fixture(proxy).await;
        for name in foreign {
            let question = nginx("GET", "/o/fjord/orders/1").of(proxy).bearer(&anna).with(name, "/assets/a");
            assert_eq!(
                question.ask(&fixture).await.refusal(),
                (403, "gateway.original_request_missing"),
                "{proxy} {name}"
            );
        }
        // A proxy of another kind than the policy says is not understood at all.
        for other in PROXIES.into_iter().filter(|other| *other != proxy) {
            if [proxy, other].iter().all(|kind| ["caddy", "traefik"].contains(kind)) {
                continue;
            }
            let answer = nginx("GET", "/assets/a").of(other).ask(&fixture).await;
            assert!(!answer.status.is_success(), "{other} at one for {proxy}");
        }
    }
}

#[tokio::test]
async fn headers_that_come_twice_are_refused() {
    let anna = organization_token("anna", "fjord", "org:read");
    for (proxy, names) in [
        ("nginx", ["x-original-method", "x-original-uri", "x-original-host"]),
        ("caddy", ["x-forwarded-method", "x-forwarded-uri", "x-forwarded-host"]),
    ] {
        let fixture = fixture(proxy).await;
        for name in names {
            let question = nginx("GET", "/assets/a").of(proxy).with(name, "/assets/a");
            assert_eq!(question.ask(&fixture).await.refusal(), (403, "gateway.ambiguous_request"), "{name}");
        }
        let twice =
            nginx("GET", "/o/fjord/orders/1").of(proxy).bearer(&anna).bearer(&anna).ask(&fixture).await;
        assert_eq!(twice.refusal(), (401, "auth.unauthorized"));
    }
}

#[tokio::test]
async fn paths_and_methods_that_can_be_read_in_two_ways_are_refused() {
    let anna = organization_token("anna", "fjord", "org:read org:delete");
    let fixture = fixture("nginx").await;
    for target in [
        "/assets/../o/fjord/orders",
        "/assets/%2e%2e/o/fjord/orders",
        "/assets/..;/o/fjord/orders",
        "/assets;/../o",
        "//assets/a",
        "/assets//a",
        "/assets/a\\..\\b",
        "/assets%2fa",
        "/assets/%2fa",
        "/assets/a%00",
        "/assets/a%20",
        "/assets/a#b",
        "http://app.example/assets/a",
        "assets/a",
        "",
        "*",
        "/ASSETS/a",
        "/Assets",
        "/O/fjord/orders",
        "/o/fjord/Orders",
    ] {
        let refused = nginx("GET", target).bearer(&anna).ask(&fixture).await;
        assert_eq!(refused.refusal(), (403, "gateway.ambiguous_path"), "{target:?}");
    }
    for method in ["get", "Get", "GET ", "", "CONNECT", "TRACE", "GET,POST"] {
        let refused = nginx(method, "/assets/a").ask(&fixture).await;
        assert_eq!(refused.refusal(), (403, "gateway.ambiguous_request"), "{method:?}");
    }
    for query in [
        "_method=DELETE",
        "a=b&_method=DELETE",
        "%5fmethod=DELETE",
        "_METHOD=x",
        "_method",
        ".method=DELETE",
        "%2Emethod=DELETE",
        "[method=DELETE",
        "+_method=DELETE",
        "%20.method=DELETE",
        "_method[]=DELETE",
        "_method%5B%5D=DELETE",
        "_method.x=DELETE",
        "_method%00x=DELETE",
    ] {
        let refused = nginx("POST", &format!("/o/fjord/orders/1?{query}")).bearer(&anna).ask(&fixture).await;
        assert_eq!(refused.refusal(), (403, "gateway.ambiguous_request"), "{query}");
    }
}

#[tokio::test]
async fn hosts_that_can_be_read_in_two_ways_are_refused() {
    for proxy in PROXIES {
        let fixture = fixture(proxy).await;
        for host in [
            "www.example.",
            "www.example:443x",
            "user@www.example",
            "www.example/x",
            "www.example, admin.example",
            "www.example admin.example",
            "",
            "[::1",
            ".example",
            "www.example:80:80",
        ] {
            let refused = nginx("GET", "/x").of(proxy).at(host).ask(&fixture).await;
            assert_eq!(refused.refusal(), (403, "gateway.ambiguous_request"), "{proxy} {host:?}");
        }
        let other = nginx("GET", "/x").of(proxy).at("[::1]:80").ask(&fixture).await;
        assert_eq!(other.refusal(), (403, "gateway.no_rule"));
    }
}

#[tokio::test]
async fn only_the_place_and_the_method_of_its_kind_are_answered() {
    let fixture = fixture("nginx").await;
    let ask = async |method: http::Method, path: &str| {
        let request = http::Request::builder().method(method).uri(path);
        let request = request.header("x-original-method", "GET").header("x-original-uri", "/assets/a");
        let request = request.header("x-original-host", "app.example");
        fixture.send(request.body(axum::body::Body::empty()).unwrap()).await.status.as_u16()
    };
    assert_eq!(ask(http::Method::GET, "/forward-auth").await, 200);
    assert_eq!(ask(http::Method::POST, "/forward-auth").await, 405);
    assert_eq!(ask(http::Method::GET, "/forward-auth/assets/a").await, 404);
    assert_eq!(ask(http::Method::GET, "/forward-auth/").await, 404);
    assert_eq!(ask(http::Method::GET, "/Forward-Auth").await, 404);
}
