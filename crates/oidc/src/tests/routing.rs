//! Discovery, keys, and what is no route (OIDC contract §1.2 to §1.4).

use super::*;

#[tokio::test]
async fn both_discovery_documents_are_the_complete_one_for_everybody() {
    let world = World::new().await;
    let first = world.client().get("/oidc/.well-known/openid-configuration").await.assert_status(200);
    let second = world.client().get("/oidc/.well-known/oauth-authorization-server").await.assert_status(200);
    assert_eq!(first.body, second.body);
    assert_eq!(first.header("access-control-allow-origin"), Some("*"));
    let document = first.json();
    assert_eq!(document["issuer"], ISSUER);
    assert_eq!(document["token_endpoint"], format!("{ISSUER}/token"));
    assert_eq!(document["id_token_signing_alg_values_supported"], json!(["ES384"]));
    assert_eq!(document.as_object().unwrap().len(), 26);
}

#[tokio::test]
async fn the_same_entity_tag_gives_304() {
    let world = World::new().await;
    let tag = world.client().get("/oidc/jwks").await.assert_status(200).header("etag").unwrap().to_owned();
    let again =
        world.client().send(Method::GET, "/oidc/jwks", &[("if-none-match", &tag)], Body::empty()).await;
    assert_eq!((again.status.as_u16(), again.body.as_str()), (304, ""));
}

#[tokio::test]
async fn the_key_set_names_its_key_as_tokens_do() {
    let world = World::new().await;
    let response = world.client().get("/oidc/jwks").await.assert_status(200);
    assert_eq!(response.header("content-type"), Some("application/jwk-set+json; charset=utf-8"));
    assert_eq!(response.header("cache-control"), Some("no-cache, max-age=0, must-revalidate"));
    let keys = response.json();
    assert_eq!(members(&keys["keys"][0]), ["kty", "use", "kid", "alg", "crv", "x", "y"]);
    assert_eq!(keys["keys"][0]["alg"], "ES384");
}

#[tokio::test]
async fn unknown_paths_and_methods_say_so() {
    let world = World::new().await;
    for (method, path, relative) in [
        (Method::GET, "/oidc/nonexistent", "/nonexistent"),
        (Method::GET, "/oidc/token", "/token"),
        (Method::PUT, "/oidc/auth", "/auth"),
        (Method::OPTIONS, "/oidc/token", "/token"),
        (Method::OPTIONS, "/oidc/auth", "/auth"),
        (Method::GET, "/oidc", "/"),
        (Method::GET, "/oidc/", "/"),
    ] {
        let response = world.client().send(method.clone(), path, &[], Body::empty()).await.assert_status(404);
        let description = format!("unrecognized route or not allowed method ({method} on {relative})");
        let body = json!({
            "code": "oidc.invalid_request", "message": "Request is invalid.",
            "error": "invalid_request", "error_description": description,
        });
        assert_eq!(response.json(), body, "{method} {path}");
    }
}

#[tokio::test]
async fn announced_endpoints_that_are_not_offered_say_so() {
    let world = World::new().await;
    for (path, client, description) in [
        ("/oidc/request", "spa", "pushed authorization requests are not supported"),
        (
            "/oidc/device/auth",
            "spa",
            "urn:ietf:params:oauth:grant-type:device_code is not allowed for this client",
        ),
    ] {
        let response = world
            .client()
            .form(path, &[("client_id", client)])
            .await
            .assert_error(400, "oidc.invalid_request");
        assert_eq!(response.json()["error_description"], description);
    }
}

#[tokio::test]
async fn parse_error_false_gives_the_plain_oauth_body() {
    let world = World::new().await;
    let response = world.client().form("/oidc/token?parse_error=false", &[]).await.assert_status(400);
    let description = "no client authentication mechanism provided";
    assert_eq!(response.json(), json!({ "error": "invalid_request", "error_description": description }));
}
