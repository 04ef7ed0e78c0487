//! Which origins may call (OIDC contract §3.5).

use super::*;

const FORM: [(&str, &str); 3] = [("grant_type", "client_credentials"), ("client_id", "spa"), ("x", "y")];

#[tokio::test]
async fn a_preflight_allows_what_is_asked() {
    let world = World::new().await;
    let headers = [("origin", "https://a.example"), ("access-control-request-headers", "x-a, x-b")];
    for (path, methods) in [("/oidc/token", "POST"), ("/oidc/me", "GET,POST"), ("/oidc/jwks", "GET")] {
        let response =
            world.client().send(Method::OPTIONS, path, &headers, Body::empty()).await.assert_status(204);
        assert_eq!(response.header("access-control-allow-origin"), Some("https://a.example"));
        assert_eq!(response.header("access-control-allow-methods"), Some(methods));
        assert_eq!(response.header("access-control-allow-headers"), Some("x-a, x-b"));
        assert_eq!(response.header("access-control-max-age"), Some("3600"));
    }
    let response = world.client().send(Method::OPTIONS, "/oidc/auth", &headers, Body::empty()).await;
    assert_eq!(response.status, 404);
}

#[tokio::test]
async fn a_known_client_admits_its_own_origins_alone() {
    let world = World::new().await;
    world
        .change_client("spa", |spa| {
            spa.custom_client_metadata.cors_allowed_origins = Some(vec!["https://extra.example".to_owned()]);
        })
        .await;
    for origin in ["https://desk.fjord.example", "https://extra.example", "http://id.fjord.example:3001"] {
        let response =
            world.client().form_with("/oidc/token", &FORM, &[("origin", origin)]).await.assert_status(400);
        assert_eq!(response.header("access-control-allow-origin"), Some(origin));
        assert_eq!(response.header("access-control-expose-headers"), Some("WWW-Authenticate"));
        assert_eq!(
            response.json()["error_description"],
            "requested grant type is not allowed for this client"
        );
    }
    for origin in ["https://evil.example", "null", "https://desk.fjord.example/"] {
        let response = world.client().form_with("/oidc/token", &FORM, &[("origin", origin)]).await;
        assert_eq!(response.header("access-control-allow-origin"), None);
        assert_eq!(
            response.json()["error_description"],
            format!("origin {origin} not allowed for client: spa")
        );
    }
}

#[tokio::test]
async fn before_the_client_is_known_any_origin_may_read() {
    let world = World::new().await;
    let origin = [("origin", "https://evil.example")];
    let response = world.client().form_with("/oidc/token", &[("client_id", "nobody")], &origin).await;
    assert_eq!(response.header("access-control-allow-origin"), Some("https://evil.example"));
    let response = world.client().form_with("/oidc/token", &[], &[]).await;
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));
    assert_eq!(response.header("vary"), Some("Origin"));
    let machine = [("origin", "https://desk.fjord.example"), ("authorization", &world.basic("machine"))];
    let response = world.client().form_with("/oidc/token", &[], &machine).await.assert_status(400);
    assert_eq!(response.header("access-control-allow-origin"), None);
}
