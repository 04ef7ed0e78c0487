//! Userinfo (OIDC contract §5.5).

use super::*;
use crate::test_support::{NORTHWIND, SOUTHWIND, USER};

#[tokio::test]
async fn claims_follow_the_scopes_of_the_token() {
    let world = World::new().await;
    let tokens = world.tokens("spa").await;
    let response = world.userinfo(tokens["access_token"].as_str().unwrap()).await.assert_status(200);
    assert_eq!(response.header("cache-control"), Some("no-store"));
    assert!(response.header("etag").is_some());
    let expected = json!({
        "sub": USER, "name": null, "preferred_username": "ingrid", "picture": null,
        "updated_at": 1_790_000_000_000_i64, "username": "ingrid", "created_at": 1_790_000_000_000_i64,
        "organizations": [SOUTHWIND, NORTHWIND],
        "organization_data": [
            { "id": SOUTHWIND, "name": "Southwind", "description": null },
            { "id": NORTHWIND, "name": "Northwind", "description": null },
        ],
    });
    assert_eq!(response.json(), expected);
    let by_form =
        world.client().form("/oidc/me", &[("access_token", tokens["access_token"].as_str().unwrap())]).await;
    assert_eq!(by_form.assert_status(200).json(), expected);
}

#[tokio::test]
async fn what_is_no_living_token_is_refused_with_a_challenge() {
    let world = World::new().await;
    let tokens = world.tokens("spa").await;
    let alive = tokens["access_token"].as_str().unwrap();
    let now = world.services.now().as_seconds();
    let signed = world.test.token(json!({ "sub": USER, "client_id": "spa", "scope": "openid" })).await;
    let wrong_audience = world.test.token(json!({ "aud": "urn:logto:organization:x", "exp": now - 1 })).await;
    let none = format!("eyJhbGciOiJub25lIn0.{}.", signed.split('.').nth(1).unwrap());
    let mut tampered = alive.to_owned();
    tampered.replace_range(..1, if alive.starts_with('A') { "B" } else { "A" });
    let id_token = tokens["id_token"].as_str().unwrap();
    let refresh_token = tokens["refresh_token"].as_str().unwrap();
    for token in [signed.as_str(), &wrong_audience, &none, &tampered, id_token, refresh_token, "x", "ä"] {
        let response = world.userinfo(token).await.assert_error(
            if token == "ä" { 400 } else { 401 },
            if token == "ä" { "oidc.invalid_request" } else { "oidc.invalid_token" },
        );
        let error = if token == "ä" {
            ("invalid_request", "invalid authorization header value format")
        } else {
            ("invalid_token", "invalid token provided")
        };
        let challenge =
            format!("Bearer realm=\"{ISSUER}\", error=\"{}\", error_description=\"{}\"", error.0, error.1);
        assert_eq!(response.header("www-authenticate"), Some(challenge.as_str()), "{token}");
    }
    world.test.advance(std::time::Duration::from_secs(3_600));
    world.userinfo(alive).await.assert_error(401, "oidc.invalid_token");
}

#[tokio::test]
async fn the_mechanisms_of_presenting_a_token_are_checked() {
    let world = World::new().await;
    let send = async |path: &str, authorization: Option<&str>, form: &[(&str, &str)]| {
        let headers: Vec<_> = authorization.map(|value| ("authorization", value)).into_iter().collect();
        let response = world.client().form_with(path, form, &headers).await;
        let told = response.json()["error_description"].as_str().unwrap().to_owned();
        (response.status.as_u16(), told, response.header("www-authenticate").is_some())
    };
    let rows = [
        (
            "/oidc/me?access_token=x",
            None,
            &[][..],
            400,
            "access tokens must not be provided via query parameter",
        ),
        (
            "/oidc/me",
            Some("Bearer x"),
            &[("access_token", "x")],
            400,
            "access token must only be provided using one mechanism",
        ),
        ("/oidc/me", Some("Basic x"), &[], 400, "authorization header scheme must be `Bearer`"),
        ("/oidc/me", Some("Bearer"), &[], 400, "invalid authorization header value format"),
    ];
    for (path, authorization, form, status, description) in rows {
        assert_eq!(
            send(path, authorization, form).await,
            (status, description.to_owned(), true),
            "{description}"
        );
    }
    let response = world.client().get("/oidc/me").await.assert_error(401, "oidc.invalid_token");
    assert_eq!(response.header("www-authenticate"), Some(format!("Bearer realm=\"{ISSUER}\"").as_str()));
    assert_eq!(response.json()["error_description"], "no access token provided");
}

#[tokio::test]
async fn a_token_without_openid_is_not_enough() {
    let world = World::new().await;
    let tokens = world.tokens_with("spa", &[("scope", "profile")]).await;
    assert_eq!(members(&tokens), ["access_token", "expires_in", "scope", "token_type"]);
    let response = world.userinfo(tokens["access_token"].as_str().unwrap()).await;
    let response = response.assert_error(403, "oidc.insufficient_scope");
    let challenge = format!(
        "Bearer realm=\"{ISSUER}\", error=\"insufficient_scope\", error_description=\"access token missing openid scope\", scope=\"openid\""
    );
    assert_eq!(response.header("www-authenticate"), Some(challenge.as_str()));
    assert_eq!(response.json()["scope"], "openid");
}

#[tokio::test]
async fn a_deleted_client_or_suspended_user_ends_it() {
    let world = World::new().await;
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    let tokens = world.tokens("spa").await;
    let spa = &domain::ApplicationId::new("spa");
    let deleted: Result<bool, store::StoreError> = world
        .services
        .db
        .transaction(|tx| async move { store::application::delete(&tx, tenant, spa).await })
        .await;
    assert!(deleted.unwrap());
    world.announce().await;
    world.userinfo(tokens["access_token"].as_str().unwrap()).await.assert_error(401, "oidc.invalid_token");
    let tokens = world.tokens("web").await;
    let user = domain::UserId::new(USER);
    store::user::set_suspended(exec, tenant, &user, true, world.services.now()).await.unwrap();
    world.userinfo(tokens["access_token"].as_str().unwrap()).await.assert_error(401, "oidc.invalid_token");
}
