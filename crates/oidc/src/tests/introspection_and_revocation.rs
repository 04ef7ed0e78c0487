//! Introspection and revocation (OIDC contract §5.3, §5.4).

use super::*;
use crate::test_support::USER;

const INTROSPECTION: &str = "/oidc/token/introspection";
const REVOCATION: &str = "/oidc/token/revocation";

async fn introspect(world: &World, client: &str, token: &str) -> testkit::TestResponse {
    let authorization = world.basic(client);
    let form = [("token", token), ("token_type_hint", "whatever")];
    world.client().form_with(INTROSPECTION, &form, &[("authorization", &authorization)]).await
}

#[tokio::test]
async fn living_tokens_are_described_in_order() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    let (iat, exp) = (world.services.now().as_seconds(), world.services.now().as_seconds() + 3_600);
    let response =
        introspect(&world, "machine", tokens["access_token"].as_str().unwrap()).await.assert_status(200);
    assert_eq!(response.header("cache-control"), Some("no-store"));
    let scope = "openid offline_access profile urn:logto:scope:organizations";
    assert_eq!(
        response.body,
        format!(
            r#"{{"active":true,"sub":"{USER}","client_id":"web","exp":{exp},"iat":{iat},"iss":"{ISSUER}","scope":"{scope}","token_type":"Bearer"}}"#
        )
    );
    let refresh =
        introspect(&world, "web", tokens["refresh_token"].as_str().unwrap()).await.assert_status(200).json();
    assert_eq!(members(&refresh), ["active", "sub", "client_id", "exp", "iat", "iss", "scope"]);
    assert_eq!(refresh["scope"], crate::test_support::FULL_SCOPE);
}

#[tokio::test]
async fn everything_else_is_inactive_and_jwts_are_refused() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    let code = world.code("web", &[]).await;
    for token in ["x", "a.b.c", code.as_str()] {
        assert_eq!(
            introspect(&world, "web", token).await.assert_status(200).body,
            r#"{"active":false}"#,
            "{token}"
        );
    }
    let access_token = tokens["access_token"].as_str().unwrap();
    let as_public =
        world.client().form(INTROSPECTION, &[("client_id", "spa"), ("token", access_token)]).await;
    assert_eq!(as_public.assert_status(200).body, r#"{"active":false}"#);
    let id_token = tokens["id_token"].as_str().unwrap();
    let refused = introspect(&world, "web", id_token).await.assert_error(400, "oidc.unsupported_token_type");
    let text = "Structured JWT Tokens cannot be introspected via the introspection_endpoint";
    assert_eq!(refused.json()["error_description"], text);
    let missing =
        world.client().form_with(INTROSPECTION, &[], &[("authorization", &world.basic("web"))]).await;
    assert_eq!(missing.json()["error_description"], "missing required parameter 'token'");
}

#[tokio::test]
async fn an_application_that_an_organization_made_for_itself_sees_its_own_tokens_alone() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    for client in ["machine", "web"] {
        world
            .change_client(client, |application| {
                let mark = json!({ "organizationId": "northwind", "creation": "c" });
                application.custom_data.insert("guildhallApplication".to_owned(), mark);
            })
            .await;
    }
    for kind in ["access_token", "refresh_token"] {
        let token = tokens[kind].as_str().unwrap();
        let foreign = introspect(&world, "machine", token).await.assert_status(200);
        assert_eq!(foreign.body, r#"{"active":false}"#, "{kind}");
        assert_eq!(
            introspect(&world, "web", token).await.assert_status(200).json()["active"],
            true,
            "{kind}"
        );
    }
}

#[tokio::test]
async fn revoking_either_token_ends_the_grant() {
    let world = World::new().await;
    for revoked in ["refresh_token", "access_token"] {
        let tokens = world.tokens("spa").await;
        let form = [("client_id", "spa"), ("token", tokens[revoked].as_str().unwrap())];
        let response = world.client().form(REVOCATION, &form).await.assert_status(200);
        assert_eq!(
            (response.body.as_str(), response.header("content-type")),
            ("", Some("text/plain; charset=utf-8"))
        );
        assert_eq!(response.header("cache-control"), None);
        world
            .userinfo(tokens["access_token"].as_str().unwrap())
            .await
            .assert_error(401, "oidc.invalid_token");
        let refresh_token = tokens["refresh_token"].as_str().unwrap();
        world.refresh("spa", refresh_token, &[]).await.assert_error(400, "oidc.invalid_grant");
        world.client().form(REVOCATION, &form).await.assert_status(200);
    }
}

#[tokio::test]
async fn foreign_tokens_stay_alive() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    let token = tokens["refresh_token"].as_str().unwrap();
    world.client().form(REVOCATION, &[("client_id", "spa"), ("token", token)]).await.assert_status(200);
    let headers = [("authorization", world.basic("machine"))];
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = world.client().form_with(REVOCATION, &[("token", token)], &headers).await;
    let refused = refused.assert_error(400, "oidc.invalid_request");
    assert_eq!(refused.json()["error_description"], "client is not authorized to revoke the presented token");
    world.refresh("web", token, &[]).await.assert_status(200);
    let id_token = tokens["id_token"].as_str().unwrap();
    let refused = world.client().form_with(REVOCATION, &[("token", id_token)], &headers).await;
    let refused = refused.assert_error(400, "oidc.unsupported_token_type");
    let text = "Structured JWT Tokens cannot be revoked via the revocation_endpoint";
    assert_eq!(refused.json()["error_description"], text);
}

#[tokio::test]
async fn nothing_stays_alive_of_an_application_that_was_deleted() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    let services = &world.services;
    let done: Result<bool, store::StoreError> = services
        .db
        .transaction(|tx| async move {
            store::configuration::bump(&tx, &services.tenant).await?;
            store::application::delete(&tx, &services.tenant, &domain::ApplicationId::new("web")).await
        })
        .await;
    assert!(done.unwrap());
    for name in ["access_token", "refresh_token"] {
        let answer = introspect(&world, "machine", tokens[name].as_str().unwrap()).await.assert_status(200);
        assert_eq!(answer.body, r#"{"active":false}"#, "{name}");
    }
    let left = "SELECT (SELECT COUNT(*) FROM grants) + (SELECT COUNT(*) FROM access_tokens) + (SELECT COUNT(*) FROM refresh_tokens)";
    let left = store::testing::read_number(&services.db, left, &[]).await;
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_third_party_learns_of_its_own_tokens_alone() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    for name in ["access_token", "refresh_token"] {
        let answer = introspect(&world, "third", tokens[name].as_str().unwrap()).await.assert_status(200);
        assert_eq!(answer.body, r#"{"active":false}"#, "{name}");
    }
}
