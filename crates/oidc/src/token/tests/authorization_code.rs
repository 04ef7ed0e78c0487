//! Redeeming codes (OIDC contract §4.2).

use super::*;

#[tokio::test]
async fn a_code_buys_the_tokens_of_the_contract() {
    let world = World::new().await;
    let code = world.code("web", &[("resource", TEMPLATE), ("resource", ORDERS), ("nonce", "n-1")]).await;
    let response = world.redeem("web", &code).await.assert_status(200);
    assert_eq!(response.header("cache-control"), Some("no-store"));
    let body = response.json();
    assert_eq!(
        members(&body),
        ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"]
    );
    assert_eq!(body["scope"], "openid offline_access profile urn:logto:scope:organizations");
    assert_eq!((body["access_token"].as_str().unwrap().len(), refresh_token(&body).len()), (43, 43));
    let (header, claims) = decoded(&body["id_token"]);
    let kid =
        world.services.configuration().await.unwrap().keys.current(world.services.now()).kid().to_owned();
    assert_eq!(header, format!(r#"{{"alg":"ES384","kid":"{kid}"}}"#));
    let iat = world.services.now().as_seconds();
    assert_eq!(
        claims,
        format!(
            r#"{{"sub":"{USER}","name":null,"preferred_username":"ingrid","picture":null,"updated_at":1790000000000,"username":"ingrid","created_at":1790000000000,"organizations":["{SOUTHWIND}","{NORTHWIND}"],"nonce":"n-1","aud":"web","exp":{},"iat":{iat},"iss":"{ISSUER}"}}"#,
            iat + 3_600
        )
    );
}

#[tokio::test]
async fn with_a_resource_it_buys_a_token_for_it() {
    let world = World::new().await;
    let code = world.code("spa", &[("resource", ORDERS)]).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("code_verifier", VERIFIER),
        ("redirect_uri", REDIRECT_URI),
    ];
    let with = |resource| {
        let mut form = form.to_vec();
        form.push(("resource", resource));
        form
    };
    let refused = world.token_of("spa", &with(STOCK)).await.assert_status(400);
    assert_eq!(refused.body, UNKNOWN_RESOURCE);
    let body = world.token_of("spa", &with(ORDERS)).await.assert_status(200).json();
    assert_eq!((&body["scope"], &body["expires_in"]), (&json!("order:read order:refund"), &json!(1_800)));
    assert_eq!(payload(&body["access_token"])["aud"], ORDERS);
}

#[tokio::test]
async fn without_openid_the_single_resource_is_the_audience() {
    let world = World::new().await;
    let tokens = world.tokens_with("spa", &[("scope", "order:read"), ("resource", ORDERS)]).await;
    assert_eq!(members(&tokens), ["access_token", "expires_in", "scope", "token_type"]);
    assert_eq!(
        (&tokens["scope"], &payload(&tokens["access_token"])["aud"]),
        (&json!("order:read"), &json!(ORDERS))
    );
}

#[tokio::test]
async fn a_refused_attempt_does_not_spend_the_code_and_tells_nothing() {
    let world = World::new().await;
    let code = world.code("spa", &[]).await;
    let right = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", REDIRECT_URI),
        ("code_verifier", VERIFIER),
    ];
    let other_verifier = "x".repeat(43);
    let changed = |index: usize, value| {
        let mut form = right.to_vec();
        form[index].1 = value;
        form
    };
    for form in [
        changed(1, "unknown"),
        changed(2, "https://desk.fjord.example/other"),
        changed(3, &other_verifier),
        right[..3].to_vec(),
    ] {
        assert_eq!(world.token_of("spa", &form).await.assert_status(400).body, NO_GRANT, "{form:?}");
    }
    assert_eq!(world.token_as("web", &right).await.assert_status(400).body, NO_GRANT);
    let malformed =
        world.token_of("spa", &changed(3, "short")).await.assert_error(400, "oidc.invalid_request");
    let text = "code_verifier must be a string with a minimum length of 43 characters";
    assert_eq!(malformed.json()["error_description"], text);
    world.token_of("spa", &right).await.assert_status(200);
}

#[tokio::test]
async fn missing_parameters_are_named() {
    let world = World::new().await;
    world
        .change_client("spa", |spa| {
            spa.oidc_client_metadata.redirect_uris.push("https://desk.fjord.example/2".to_owned());
        })
        .await;
    let refused = world
        .token_of("spa", &[("grant_type", "authorization_code")])
        .await
        .assert_error(400, "oidc.invalid_request");
    assert_eq!(refused.json()["error_description"], "missing required parameters 'code' and 'redirect_uri'");
    let refused = world.token_as("web", &[("grant_type", "authorization_code")]).await;
    assert_eq!(refused.json()["error_description"], "missing required parameter 'code'");
}

#[tokio::test]
async fn a_code_lives_for_sixty_seconds() {
    let world = World::new().await;
    let (early, late) = (world.code("spa", &[]).await, world.code("spa", &[]).await);
    world.test.advance(Duration::from_secs(59));
    world.redeem("spa", &early).await.assert_status(200);
    world.test.advance(Duration::from_secs(1));
    assert_eq!(world.redeem("spa", &late).await.assert_status(400).body, NO_GRANT);
}

#[tokio::test]
async fn reuse_revokes_everything_the_code_led_to() {
    let world = World::new().await;
    let code = world.code("spa", &[]).await;
    let tokens = world.redeem("spa", &code).await.assert_status(200).json();
    assert_eq!(world.redeem("spa", &code).await.assert_status(400).body, NO_GRANT);
    world.userinfo(tokens["access_token"].as_str().unwrap()).await.assert_error(401, "oidc.invalid_token");
    assert_eq!(world.refresh("spa", refresh_token(&tokens), &[]).await.assert_status(400).body, NO_GRANT);
}

#[tokio::test]
async fn a_suspended_or_deleted_user_gets_nothing() {
    let world = World::new().await;
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    let code = world.code("spa", &[]).await;
    user::set_suspended(exec, tenant, &UserId::new(USER), true, world.services.now()).await.unwrap();
    assert_eq!(world.redeem("spa", &code).await.assert_status(400).body, NO_GRANT);
    user::delete(exec, tenant, &UserId::new(USER)).await.unwrap();
    assert_eq!(world.redeem("spa", &code).await.assert_status(400).body, NO_GRANT);
}

#[tokio::test]
async fn refresh_tokens_need_offline_access_or_a_client_that_always_wants_one() {
    let world = World::new().await;
    let tokens = world.tokens_with("web", &[("scope", "openid"), ("prompt", "")]).await;
    assert_eq!(tokens.get("refresh_token"), None);
    for client in ["web", "native"] {
        world
            .change_client(client, |client| {
                client.custom_client_metadata.always_issue_refresh_token = Some(true);
            })
            .await;
    }
    let tokens = world.tokens_with("web", &[("scope", "openid")]).await;
    assert!(tokens.get("refresh_token").is_some());
    let tokens = world.tokens_with("native", &[("scope", "openid")]).await;
    assert_eq!(tokens.get("refresh_token"), None);
}

both_databases! {
    async fn one_of_many_parallel_redemptions_wins(db: Db) {
        let world = Arc::new(World::over(db).await);
        let code = world.code("spa", &[]).await;
        let attempts = (0..8).map(|_| {
            let (world, code) = (Arc::clone(&world), code.clone());
            tokio::spawn(async move { world.redeem("spa", &code).await })
        });
        let answers: Vec<_> = join_all(attempts).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        for refused in answers.iter().filter(|answer| answer.status != 200) {
            assert_eq!((refused.status.as_u16(), refused.body.as_str()), (400, NO_GRANT));
        }
    }
}
