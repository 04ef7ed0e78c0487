//! Exchanging refresh tokens (OIDC contract §4.3).

use super::*;

#[tokio::test]
async fn without_anything_it_buys_an_opaque_token_and_a_fresh_id_token() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    world.test.advance(Duration::from_secs(1_000));
    let body = world
        .refresh("web", refresh_token(&tokens), &[("resource", ""), ("organization_id", ""), ("scope", "")])
        .await;
    let body = body.assert_status(200).json();
    assert_eq!(
        members(&body),
        ["access_token", "expires_in", "id_token", "refresh_token", "scope", "token_type"]
    );
    assert_eq!(body["scope"], "openid offline_access profile urn:logto:scope:organizations");
    assert_eq!(body["refresh_token"], tokens["refresh_token"]);
    assert_eq!(payload(&body["id_token"])["iat"], world.services.now().as_seconds());
    world.userinfo(body["access_token"].as_str().unwrap()).await.assert_status(200);
}

#[tokio::test]
async fn an_organization_token_has_the_roles_permissions_and_no_organization_claim() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    let body = world
        .refresh("web", refresh_token(&tokens), &[("organization_id", NORTHWIND)])
        .await
        .assert_status(200)
        .json();
    assert_eq!((&body["scope"], &body["expires_in"]), (&json!("edit:billing invite:member"), &json!(3_600)));
    let claims = payload(&body["access_token"]);
    assert_eq!(members(&claims), ["jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud"]);
    assert_eq!(
        (&claims["aud"], &claims["sub"]),
        (&json!(format!("urn:logto:organization:{NORTHWIND}")), &json!(USER))
    );
    assert_eq!(payload(&body["id_token"])["organizations"], json!([SOUTHWIND, NORTHWIND]));
    let without_role = world
        .refresh("web", refresh_token(&tokens), &[("organization_id", SOUTHWIND)])
        .await
        .assert_status(200)
        .json();
    assert_eq!(
        (&without_role["scope"], &payload(&without_role["access_token"])["scope"]),
        (&json!(""), &json!(""))
    );
}

#[tokio::test]
async fn roles_count_as_they_are_now() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    let (organization, user) = (OrganizationId::new(NORTHWIND), UserId::new(USER));
    let role = domain::OrganizationRoleId::new("manager");
    organization::member::remove_role(exec, tenant, &organization, &user, &role).await.unwrap();
    let body = world
        .refresh("web", refresh_token(&tokens), &[("organization_id", NORTHWIND)])
        .await
        .assert_status(200)
        .json();
    assert_eq!(body["scope"], "");
    organization::member::add_roles(exec, tenant, &OrganizationId::new(SOUTHWIND), &user, &[role])
        .await
        .unwrap();
    let body = world
        .refresh("web", refresh_token(&tokens), &[("organization_id", SOUTHWIND)])
        .await
        .assert_status(200)
        .json();
    assert_eq!(body["scope"], "edit:billing invite:member");
}

#[tokio::test]
async fn a_resource_token_joins_the_roles_of_all_organizations_or_of_the_one_named() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    let ask = async |form: &[(&str, &str)]| {
        world.refresh("web", refresh_token(&tokens), form).await.assert_status(200).json()
    };
    let everywhere = ask(&[("resource", ORDERS)]).await;
    assert_eq!(
        (&everywhere["scope"], payload(&everywhere["access_token"]).get("organization_id")),
        (&json!("order:read order:refund"), None)
    );
    let in_northwind = ask(&[("resource", ORDERS), ("organization_id", NORTHWIND)]).await;
    assert_eq!(in_northwind["scope"], "order:read order:refund");
    let claims = payload(&in_northwind["access_token"]);
    assert_eq!(
        members(&claims),
        ["organization_id", "jti", "sub", "iat", "exp", "scope", "client_id", "iss", "aud"]
    );
    assert_eq!((&claims["organization_id"], &claims["aud"]), (&json!(NORTHWIND), &json!(ORDERS)));
    let in_southwind = ask(&[("resource", ORDERS), ("organization_id", SOUTHWIND)]).await;
    assert_eq!(in_southwind["scope"], "order:read");
}

#[tokio::test]
async fn the_template_gives_only_what_the_user_holds_somewhere() {
    let world = World::new().await;
    let scope = format!("{FULL_SCOPE} never:held");
    let tokens = world.tokens_with("web", &[("resource", TEMPLATE), ("scope", &scope)]).await;
    let body = world
        .refresh("web", refresh_token(&tokens), &[("resource", TEMPLATE)])
        .await
        .assert_status(200)
        .json();
    assert_eq!(
        (&body["scope"], &payload(&body["access_token"])["aud"]),
        (&json!("invite:member edit:billing"), &json!(TEMPLATE))
    );
    let form = [("resource", TEMPLATE), ("organization_id", SOUTHWIND)];
    let body = world.refresh("web", refresh_token(&tokens), &form).await.assert_status(200).json();
    assert_eq!(
        (&body["scope"], &payload(&body["access_token"])["organization_id"]),
        (&json!(""), &json!(SOUTHWIND))
    );
}

#[tokio::test]
async fn a_scope_parameter_narrows_and_never_widens() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    let ask = async |form: &[(&str, &str)]| world.refresh("web", refresh_token(&tokens), form).await;
    let body = ask(&[("scope", "order:read"), ("resource", ORDERS)]).await.assert_status(200).json();
    assert_eq!((&body["scope"], body.get("id_token")), (&json!("order:read"), None));
    let body = ask(&[("scope", "openid")]).await.assert_status(200).json();
    assert_eq!(members(&payload(&body["id_token"])), ["sub", "aud", "exp", "iat", "iss"]);
    for (scope, description, missing) in [
        ("openid email", "refresh token missing requested scope", "email"),
        ("email phone", "refresh token missing requested scopes", "email phone"),
    ] {
        let refused = ask(&[("scope", scope)]).await.assert_status(400);
        assert_eq!(
            refused.json(),
            json!({
                "code": "oidc.invalid_scope", "message": "Invalid scope: {{error_description}}.",
                "error": "invalid_scope", "error_description": description, "scope": missing,
            })
        );
    }
}

#[tokio::test]
async fn several_resources_give_the_default_one_or_an_opaque_token() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    let form = [("resource", TEMPLATE), ("resource", ORDERS)];
    let body = world.refresh("web", refresh_token(&tokens), &form).await.assert_status(200).json();
    assert_eq!(body["access_token"].as_str().unwrap().len(), 43);
}

/// Checks 1, 3, 6, 8, 9 and the resource, none of which costs the client its token.
#[tokio::test]
async fn every_refusal_leaves_a_rotating_token_as_it_was() {
    let world = World::new().await;
    let tokens = world.tokens("spa").await;
    let token = refresh_token(&tokens);
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    let refused = async |form: &[(&str, &str)]| {
        let response = world.refresh("spa", token, form).await;
        (response.status.as_u16(), response.body)
    };
    assert_eq!(world.refresh("spa", "unknown", &[]).await.assert_status(400).body, NO_GRANT);
    assert_eq!(world.refresh("web", token, &[]).await.assert_status(400).body, NO_GRANT);
    assert_eq!(refused(&[("organization_id", FOREIGN)]).await, (403, NOT_A_MEMBER.to_owned()));
    assert_eq!(refused(&[("organization_id", "1")]).await, (403, NOT_A_MEMBER.to_owned()));
    for resource in [STOCK, "https://other.example", "orders"] {
        assert_eq!(refused(&[("resource", resource)]).await, (400, UNKNOWN_RESOURCE.to_owned()));
    }
    let mfa = organization::OrganizationChange { is_mfa_required: Some(true), ..Default::default() };
    organization::update(exec, tenant, &OrganizationId::new(NORTHWIND), &mfa).await.unwrap();
    let (status, body) = refused(&[("organization_id", NORTHWIND)]).await;
    assert_eq!(status, 403);
    assert!(
        body.ends_with(r#""error_description":"organization requires MFA but user has no MFA configured"}"#),
        "{body}"
    );
    world.change_client("spa", |spa| spa.app_level_access_control_enabled = true).await;
    let (status, body) = refused(&[]).await;
    assert_eq!((status, body.contains(r#""error_description":"Access denied.""#)), (400, true));
    world.change_client("spa", |spa| spa.app_level_access_control_enabled = false).await;
    let missing = world.token_of("spa", &[("grant_type", "refresh_token")]).await;
    assert_eq!(missing.json()["error_description"], "missing required parameter 'refresh_token'");
    world.refresh("spa", token, &[]).await.assert_status(200);
}

#[tokio::test]
async fn an_organization_needs_the_organizations_scope() {
    let world = World::new().await;
    let tokens = world.tokens_with("web", &[("scope", "openid offline_access profile")]).await;
    let refused = world
        .refresh("web", refresh_token(&tokens), &[("organization_id", NORTHWIND)])
        .await
        .assert_status(403);
    assert_eq!(
        refused.body,
        r#"{"code":"oidc.insufficient_scope","message":"Token missing scope `{{scope}}`.","error":"insufficient_scope","error_description":"refresh token missing required scope","scope":"urn:logto:scope:organizations"}"#
    );
    assert_eq!(refused.header("www-authenticate"), None);
}

#[tokio::test]
async fn suspension_kills_the_family_for_good() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    for suspended in [true, false] {
        user::set_suspended(exec, tenant, &UserId::new(USER), suspended, world.services.now()).await.unwrap();
        assert_eq!(world.refresh("web", refresh_token(&tokens), &[]).await.assert_status(400).body, NO_GRANT);
    }
}

#[tokio::test]
async fn tokens_without_offline_access_end_with_the_session() {
    let world = World::new().await;
    world
        .change_client("web", |web| web.custom_client_metadata.always_issue_refresh_token = Some(true))
        .await;
    let browser = world.client();
    let code = world.sign_in(&browser, "web", &[("scope", "openid")]).await["code"].clone();
    let tokens = world.redeem("web", &code).await.assert_status(200).json();
    let refreshed = world.refresh("web", refresh_token(&tokens), &[]).await.assert_status(200).json();
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    let cookie = domain::HashedToken::of(&browser.cookie("_session").unwrap());
    let session =
        store::session::find_by_cookie(exec, tenant, &cookie, world.services.now()).await.unwrap().unwrap();
    store::session::delete(exec, tenant, &session.id).await.unwrap();
    assert_eq!(world.refresh("web", refresh_token(&tokens), &[]).await.assert_status(400).body, NO_GRANT);
    world.userinfo(refreshed["access_token"].as_str().unwrap()).await.assert_error(401, "oidc.invalid_token");
}

#[tokio::test]
async fn a_confidential_clients_token_rotates_from_seventy_percent_of_its_life() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    let life = Duration::from_secs(14 * 86_400);
    world.test.advance(life.mul_f64(0.69));
    let kept = world.refresh("web", refresh_token(&tokens), &[]).await.assert_status(200).json();
    assert_eq!(kept["refresh_token"], tokens["refresh_token"]);
    world.test.advance(life.mul_f64(0.02));
    let rotated = world.refresh("web", refresh_token(&tokens), &[]).await.assert_status(200).json();
    assert_ne!(rotated["refresh_token"], tokens["refresh_token"]);
    world.test.advance(life.mul_f64(0.5));
    world.refresh("web", refresh_token(&rotated), &[]).await.assert_status(200);
    world.test.advance(life);
    assert_eq!(world.refresh("web", refresh_token(&rotated), &[]).await.assert_status(400).body, NO_GRANT);
}

#[tokio::test]
async fn in_a_browser_the_successor_ends_when_its_predecessor_would_have() {
    let world = World::new().await;
    let spa = world.tokens("spa").await;
    let native = world.tokens("native").await;
    world.test.advance(Duration::from_secs(10 * 86_400));
    let spa = world.refresh("spa", refresh_token(&spa), &[]).await.assert_status(200).json();
    let native = world.refresh("native", refresh_token(&native), &[]).await.assert_status(200).json();
    world.test.advance(Duration::from_secs(5 * 86_400));
    assert_eq!(world.refresh("spa", refresh_token(&spa), &[]).await.assert_status(400).body, NO_GRANT);
    world.refresh("native", refresh_token(&native), &[]).await.assert_status(200);
}

#[tokio::test]
async fn rotation_can_be_turned_off() {
    let world = World::new().await;
    world.change_client("spa", |spa| spa.custom_client_metadata.rotate_refresh_token = Some(false)).await;
    let tokens = world.tokens("spa").await;
    let body = world.refresh("spa", refresh_token(&tokens), &[]).await.assert_status(200).json();
    assert_eq!(body["refresh_token"], tokens["refresh_token"]);
}

both_databases! {
    async fn parallel_refreshes_lead_to_one_successor(db: Db) {
        let world = Arc::new(World::over(db).await);
        let tokens = Arc::new(world.tokens("spa").await);
        let attempts = (0..8).map(|_| {
            let (world, tokens) = (Arc::clone(&world), Arc::clone(&tokens));
            tokio::spawn(async move { world.refresh("spa", refresh_token(&tokens), &[]).await })
        });
        let successors: std::collections::HashSet<String> = join_all(attempts)
            .await
            .into_iter()
            .map(|answer| refresh_token(&answer.unwrap().assert_status(200).json()).to_owned())
            .collect();
        assert_eq!(successors.len(), 1);
        assert!(!successors.contains(refresh_token(&tokens)));
    }

    async fn a_revocation_amid_refreshes_is_final(db: Db) {
        let world = Arc::new(World::over(db).await);
        let tokens = Arc::new(world.tokens("spa").await);
        let refreshes = (0..8).map(|_| {
            let (world, tokens) = (Arc::clone(&world), Arc::clone(&tokens));
            tokio::spawn(async move { world.refresh("spa", refresh_token(&tokens), &[]).await })
        });
        let refreshes: Vec<_> = refreshes.collect();
        let form = [("client_id", "spa"), ("token", refresh_token(&tokens))];
        world.client().form("/oidc/token/revocation", &form).await.assert_status(200);
        for answer in join_all(refreshes).await {
            let answer = answer.unwrap();
            assert!(matches!(answer.status.as_u16(), 200 | 400), "{} {}", answer.status, answer.body);
            if answer.status == 200 {
                let successor = answer.json();
                let refused = world.refresh("spa", refresh_token(&successor), &[]).await.assert_status(400);
                assert_eq!(refused.body, NO_GRANT);
            }
        }
    }

    async fn a_repeat_within_the_leeway_gets_the_same_successor_and_a_later_one_kills_the_family(db: Db) {
        let world = World::over(db).await;
        let tokens = world.tokens("spa").await;
        let first = world.refresh("spa", refresh_token(&tokens), &[]).await.assert_status(200).json();
        world.test.advance(Duration::from_secs(3));
        let repeat = world.refresh("spa", refresh_token(&tokens), &[("organization_id", NORTHWIND)]).await.assert_status(200).json();
        assert_eq!(repeat["refresh_token"], first["refresh_token"]);
        world.test.advance(Duration::from_millis(1));
        assert_eq!(world.refresh("spa", refresh_token(&tokens), &[]).await.assert_status(400).body, NO_GRANT);
        assert_eq!(world.refresh("spa", refresh_token(&first), &[]).await.assert_status(400).body, NO_GRANT);
        world.userinfo(first["access_token"].as_str().unwrap()).await.assert_error(401, "oidc.invalid_token");
    }
}
