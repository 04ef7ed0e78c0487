//! Paths, methods and headers that mean one thing to one reader and another to the next. None reaches the upstream.

use axum::body::Body;
use http::{Method, Request, Version, header};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::TRANSPORT;
use super::fake::Stored;
use super::fixture::*;

#[tokio::test]
async fn no_disguised_path_reaches_anything() {
    let fixture = Fixture::new(TRANSPORT).await;
    let token = organization_token("anna", "fjord", &all_permissions());
    for (target, status) in [
        ("/organizations/fjord/../lake", 400),
        ("/organizations/fjord/%2e%2e/lake", 400),
        ("/organizations/fjord/%2E%2E/lake/members", 400),
        ("/organizations/fjord%2fmembers", 400),
        ("/organizations/fjord%2Fmembers", 400),
        ("/organizations/fjord%252fmembers", 400),
        ("/organizations/fjord%5c..%5clake", 400),
        ("/organizations/fjord;organizationId=lake", 400),
        ("/organizations/fjord;/members", 400),
        ("/organizations/fjor%64", 400),
        ("/organizations/fjord%00", 400),
        ("/organizations/fjord%20", 400),
        ("/organizations/./fjord", 400),
        ("/organizations/..", 400),
        ("http://127.0.0.1/organizations/fjord", 400),
        ("http://lake.example/organizations/fjord", 400),
        ("/organizations/fjord/", 404),
        ("/organizations//fjord", 404),
        ("//organizations/fjord", 404),
        ("/organizations/fjord//members", 404),
        ("/Organizations/fjord", 404),
        ("/organizations/fjord/MEMBERS", 404),
        ("/organizations/fjord/users", 404),
        ("/api/organizations", 404),
        ("/organizations/fjord/members/cleo/scopes", 404),
        ("/org/organizations/fjord", 404),
        ("/", 404),
        ("/me", 404),
        ("/me/organizations/fjord", 404),
    ] {
        for method in [Method::GET, Method::DELETE, Method::PATCH] {
            let body = if method == Method::PATCH { json!({ "name": "x" }) } else { Value::Null };
            let reply = fixture.call(method, target, &token, body).await;
            assert_eq!(reply.status.as_u16(), status, "{target}");
            let code = if status == 400 { "gateway.invalid_path" } else { "gateway.route_not_found" };
            assert_eq!(reply.code(), code, "{target}");
        }
    }
    assert_eq!(fixture.upstream.take_calls(), Vec::<String>::new());
}

#[tokio::test]
async fn an_overlong_id_is_no_id() {
    let fixture = Fixture::new(TRANSPORT).await;
    let token = organization_token("anna", "fjord", &all_permissions());
    let path = format!("/organizations/fjord/members/{}/roles", "a".repeat(129));
    assert_eq!(
        fixture.call(Method::GET, &path, &token, Value::Null).await.outcome(),
        (400, "gateway.invalid_path")
    );
    let path = format!("/organizations/fjord/members/{}/roles", "a.b");
    assert_eq!(
        fixture.call(Method::GET, &path, &token, Value::Null).await.outcome(),
        (404, "gateway.route_not_found")
    );
    assert_eq!(fixture.upstream.take_calls(), Vec::<String>::new());
}

#[tokio::test]
async fn other_methods_get_405_with_those_there_are() {
    let fixture = Fixture::new(TRANSPORT).await;
    assert_eq!(
        fixture.send(request(Method::HEAD, "/organizations/fjord", None, Value::Null)).await.status,
        405
    );
    for method in [
        Method::PUT,
        Method::TRACE,
        Method::from_bytes(b"PROPFIND").unwrap(),
        Method::from_bytes(b"get").unwrap(),
    ] {
        let reply = fixture.send(request(method.clone(), "/organizations/fjord", None, Value::Null)).await;
        assert_eq!(reply.outcome(), (405, "gateway.method_not_allowed"), "{method}");
        assert_eq!(reply.headers[header::ALLOW], "GET, PATCH, DELETE, OPTIONS");
    }
}

#[tokio::test]
async fn no_header_changes_the_method_the_path_or_the_caller() {
    let fixture = Fixture::new(TRANSPORT).await;
    let token = organization_token("cleo", "fjord", "org:read");
    for (name, value) in [
        ("x-http-method-override", "DELETE"),
        ("x-http-method", "DELETE"),
        ("x-method-override", "DELETE"),
        ("x-original-url", "/organizations/lake"),
        ("x-rewrite-url", "/organizations/lake"),
        ("x-forwarded-uri", "/organizations/lake"),
        ("x-forwarded-prefix", "/.."),
        ("x_organization_id", "lake"),
        ("organization-id", "lake"),
        ("connection", "authorization, close"),
        ("guildhall-acting-user", "anna"),
        ("development-user-id", "anna"),
        ("x-forwarded-user", "anna"),
        ("forwarded", "host=lake"),
    ] {
        let mut request =
            request(Method::GET, "/organizations/fjord", Some(&format!("Bearer {token}")), Value::Null);
        request
            .headers_mut()
            .insert(header::HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        let reply = fixture.send(request).await;
        assert_eq!(reply.body["id"], "fjord", "{name}");
        let mut calls = fixture.upstream.take_calls();
        assert_eq!(calls.pop().as_deref(), Some("GET /organizations/{organizationId}"), "{name}");
        calls.sort();
        assert_eq!(
            calls,
            [
                "GET /applications/{applicationId}",
                "GET /organizations/{organizationId}/users/{userId}/scopes",
                "GET /users/{userId}",
            ],
            "{name}"
        );
    }
}

#[tokio::test]
async fn two_authorization_headers_are_refused_even_when_both_are_good() {
    let fixture = Fixture::new(TRANSPORT).await;
    let good = format!("Bearer {}", organization_token("anna", "fjord", &all_permissions()));
    let mut request = request(Method::GET, "/organizations/fjord", Some(&good), Value::Null);
    request.headers_mut().append(header::AUTHORIZATION, good.parse().unwrap());
    let reply = fixture.send(request).await;
    assert_eq!(reply.outcome(), (401, "auth.unauthorized"));
}

#[tokio::test]
async fn a_token_anywhere_else_is_no_token() {
    let fixture = Fixture::new(TRANSPORT).await;
    let token = organization_token("anna", "fjord", &all_permissions());
    let path = format!("/organizations/fjord?access_token={token}");
    let by_query = fixture.send(request(Method::GET, &path, None, Value::Null)).await;
    assert_eq!(by_query.outcome(), (401, "auth.authorization_header_missing"));
    let cookie = Request::get("/organizations/fjord").header(header::COOKIE, format!("access_token={token}"));
    let by_cookie = fixture.send(cookie.body(Body::empty()).unwrap()).await;
    assert_eq!(by_cookie.outcome(), (401, "auth.authorization_header_missing"));
}

#[tokio::test]
async fn under_a_prefix_the_same_rules_hold() {
    let fixture = Fixture::new(TRANSPORT).await;
    let app = axum::Router::new().nest("/org", fixture.app.clone());
    let nested = Fixture { app, ..fixture };
    let token = organization_token("anna", "fjord", &all_permissions());
    assert_eq!(
        nested.call(Method::GET, "/org/organizations/fjord", &token, Value::Null).await.body["id"],
        "fjord"
    );
    assert_eq!(
        nested.call(Method::GET, "/org/openapi.json", &token, Value::Null).await.body["openapi"],
        "3.1.0"
    );
    for path in [
        "/org/organizations/fjord/",
        "/org//organizations/fjord",
        "/org/organizations/%2e%2e/fjord",
        "/org/org/organizations/fjord",
    ] {
        assert!(nested.call(Method::GET, path, &token, Value::Null).await.status.is_client_error(), "{path}");
    }
}

#[tokio::test]
async fn http_2_requests_with_their_authority_are_answered() {
    let fixture = Fixture::new(TRANSPORT).await;
    let token = organization_token("anna", "fjord", &all_permissions());
    let mut request = request(
        Method::GET,
        "http://127.0.0.1:3003/organizations/fjord",
        Some(&format!("Bearer {token}")),
        Value::Null,
    );
    *request.version_mut() = Version::HTTP_2;
    assert_eq!(fixture.send(request).await.status, 200);
}

#[tokio::test]
async fn web_pages_of_allowed_origins_may_read_answers() {
    let fixture = Fixture::new(TRANSPORT).await;
    let mut preflight = request(Method::OPTIONS, "/organizations", None, Value::Null);
    preflight.headers_mut().insert(header::ORIGIN, "https://app.example".parse().unwrap());
    let reply = fixture.send(preflight).await;
    assert_eq!(reply.status, 204);
    assert_eq!(reply.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    assert_eq!(reply.headers[header::ACCESS_CONTROL_ALLOW_METHODS], "POST, OPTIONS");
    assert_eq!(reply.headers[header::ACCESS_CONTROL_ALLOW_HEADERS], "Authorization, Content-Type");
    assert!(!reply.headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS));

    let mut policy = open_policy();
    policy.cors.allowed_origins = vec!["https://app.example".to_owned()];
    let fixture = Fixture::with(TRANSPORT, policy, None).await;
    for (origin, allowed) in [
        ("https://app.example", Some("https://app.example")),
        ("https://app.example.evil.example", None),
        ("null", None),
    ] {
        let mut request = request(Method::GET, "/organizations/fjord", None, Value::Null);
        request.headers_mut().insert(header::ORIGIN, origin.parse().unwrap());
        let reply = fixture.send(request).await;
        let shown =
            reply.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).map(|value| value.to_str().unwrap());
        assert_eq!(shown, allowed, "{origin}");
        assert_eq!(reply.headers[header::VARY], "Origin");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    /// Whatever the path, the method and the query: either it is refused, or every call names the token's organization
    /// and no other.
    #[test]
    fn no_request_reaches_another_organization(
        segments in proptest::collection::vec(
            prop_oneof![
                Just("organizations"), Just("fjord"), Just("lake"), Just("members"), Just("me"), Just("roles"), Just("cleo"), Just("dora"),
                Just(".."), Just("."), Just(""), Just("%2e%2e"), Just("%2flake"), Just("fjord%2f..%2flake"), Just("fjord;lake"), Just("lake\\"),
            ],
            0..7,
        ),
        query in prop_oneof![Just(""), Just("?page=1"), Just("?organizationId=lake"), Just("?q=lake"), Just("?page=1&page=2"), Just("?;lake")],
        method in prop_oneof![Just(Method::GET), Just(Method::DELETE), Just(Method::PUT), Just(Method::PATCH), Just(Method::POST)],
    ) {
        let target = format!("/{}{query}", segments.join("/"));
        if target.parse::<http::Uri>().is_ok() {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let fixture = Fixture::new(TRANSPORT).await;
                let lake = |mut stored: Stored| {
                    stored.members.retain(|(organization, _), _| organization == "lake");
                    (stored.organizations["lake"].clone(), stored.members)
                };
                let before = lake(fixture.upstream.state());
                let token = organization_token("ben", "fjord", &all_permissions());
                let reply = fixture.call(method, &target, &token, Value::Null).await;
                assert!(!reply.status.is_server_error(), "{target} {reply:?}");
                assert_eq!(lake(fixture.upstream.state()), before);
                for recorded in fixture.upstream.calls() {
                    let path = recorded.target.split('?').next().unwrap();
                    assert!(!path.contains("lake"), "{target} caused {}", recorded.target);
                }
            });
        }
    }
}
