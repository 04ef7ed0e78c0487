//! From the request to the code (OIDC contract §4.1, §6.1).

use super::*;

#[tokio::test]
async fn the_sign_in_page_gets_what_the_client_says_and_the_browser_its_cookies() {
    let world = World::new().await;
    let parameters = [
        ("first_screen", "identifier:register"),
        ("login_hint", "a@b.example"),
        ("identifier", "email phone"),
        ("organization_id", NORTHWIND),
        ("ui_locales", "de"),
        ("one_time_token", "t"),
    ];
    let browser = world.client();
    let response = browser.get(&World::authorization_path("spa", &parameters)).await.assert_status(303);
    assert_eq!(
        response.location(),
        format!(
            "/identifier-register?app_id=spa&organization_id={NORTHWIND}&ui_locales=de&one_time_token=t&login_hint=a%40b.example&identifier=email+phone"
        )
    );
    let set: Vec<_> =
        response.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    let names: Vec<_> = set.iter().map(|cookie| cookie.split('=').next().unwrap()).collect();
    assert_eq!(
        names,
        [
            "_logto",
            "_logto.sig",
            "_interaction",
            "_interaction.sig",
            "_interaction_resume",
            "_interaction_resume.sig"
        ]
    );
    assert_eq!(
        set[0],
        format!(
            r#"_logto={{"appId":"spa","organizationId":"{NORTHWIND}","uiLocales":"de"}}; path=/; samesite=lax"#
        )
    );
    let uid = browser.cookie("_interaction_resume").unwrap();
    let encoded = format!("%7B%22spa%22%3A%22{uid}%22%2C%22_legacy%22%3A%22{uid}%22%7D");
    assert_eq!(browser.cookie("_interaction").unwrap(), encoded);
    assert!(
        set[2].ends_with("; samesite=lax; httponly") && set[2].contains("; path=/; expires="),
        "{}",
        set[2]
    );
    assert!(
        set[4].starts_with(&format!("_interaction_resume={uid}; path=/oidc/auth/{uid}; expires=")),
        "{}",
        set[4]
    );
}

#[tokio::test]
async fn direct_sign_in_and_unknown_screens_lead_to_their_pages() {
    let world = World::new().await;
    let direct =
        authorize(&world, "spa", &[("direct_sign_in", "social:github"), ("first_screen", "register")]).await;
    assert_eq!(direct.location(), "/direct/social/github?app_id=spa&fallback=register");
    let unknown = authorize(&world, "spa", &[("first_screen", "bad"), ("login_hint", "x")]).await;
    assert_eq!(unknown.location(), "/sign-in?app_id=spa");
}

#[tokio::test]
async fn a_sign_in_goes_through_consent_to_a_code() {
    let world = World::new().await;
    let browser = world.client();
    browser.get(&World::authorization_path("spa", &[])).await.assert_status(303);
    let resume = world.finish_login(&browser, USER).await;
    assert!(resume.starts_with(&format!("{ISSUER}/auth/")));
    let response = browser.get(&resume).await.assert_status(303);
    assert_eq!(response.location(), "/consent?app_id=spa");
    let first_session = browser.cookie("_session").unwrap();
    assert!(browser.cookie("_session.sig").is_some());
    let response = browser.get(&world.finish_consent(&browser).await).await.assert_status(303);
    let told = callback_parameters(&response.location());
    assert_eq!((told["code"].len(), told["state"].as_str(), told["iss"].as_str()), (43, "Zx81", ISSUER));
    assert_ne!(browser.cookie("_session").unwrap(), first_session);
    let cleared = response.headers.get_all("set-cookie").iter().any(|value| {
        let value = value.to_str().unwrap();
        value.starts_with("_interaction_resume=; ") && value.contains("expires=Thu, 01 Jan 1970 00:00:00 GMT")
    });
    assert!(cleared);
}

#[tokio::test]
async fn a_returning_user_gets_a_code_without_a_page_and_a_new_session_cookie() {
    let world = World::new().await;
    let browser = world.client();
    world.sign_in(&browser, "web", &[("scope", "openid profile")]).await;
    let before = browser.cookie("_session").unwrap();
    for prompt in ["none", ""] {
        let path = World::authorization_path("web", &[("scope", "openid profile"), ("prompt", prompt)]);
        let response = browser.get(&path).await.assert_status(303);
        assert!(callback_parameters(&response.location()).contains_key("code"), "{}", response.location());
    }
    assert_ne!(browser.cookie("_session").unwrap(), before);
}

#[tokio::test]
async fn without_pages_what_is_missing_is_told() {
    let world = World::new().await;
    let browser = world.client();
    world.sign_in(&browser, "web", &[("scope", "openid")]).await;
    let ask = async |client: &str, parameters: &[(&str, &str)]| {
        let mut all = vec![("prompt", "none")];
        all.extend_from_slice(parameters);
        refusal(&browser.get(&World::authorization_path(client, &all)).await)
    };
    let consent = ("consent_required".to_owned(), Some("requested scopes not granted".to_owned()));
    assert_eq!(ask("web", &[("scope", "openid profile")]).await, consent);
    assert_eq!(ask("web", &[("scope", "openid order:read"), ("resource", ORDERS)]).await, consent);
    assert_eq!(ask("spa", &[("scope", "openid")]).await, consent);
    let native =
        ("interaction_required".to_owned(), Some("native clients require End-User interaction".to_owned()));
    assert_eq!(ask("native", &[("scope", "openid")]).await, native);
    world.test.advance(Duration::from_secs(10));
    let login = ("login_required".to_owned(), Some("End-User authentication is required".to_owned()));
    assert_eq!(ask("web", &[("scope", "openid"), ("max_age", "5")]).await, login);
}

#[tokio::test]
async fn prompt_login_and_max_age_ask_again_once_and_tell_when() {
    let world = World::new().await;
    let browser = world.client();
    world.sign_in(&browser, "web", &[("scope", "openid")]).await;
    world.test.advance(Duration::from_secs(10));
    let told = world
        .sign_in(&browser, "web", &[("scope", "openid"), ("prompt", "login consent"), ("max_age", "0")])
        .await;
    let tokens = world.redeem("web", &told["code"]).await.assert_status(200).json();
    assert_eq!(payload(&tokens["id_token"])["auth_time"], world.services.now().as_seconds());
}

#[tokio::test]
async fn offline_access_needs_prompt_consent_and_unknown_scopes_are_ignored() {
    let world = World::new().await;
    let tokens =
        world.tokens_with("web", &[("scope", "openid offline_access nonsense"), ("prompt", "")]).await;
    assert_eq!((&tokens["scope"], tokens.get("refresh_token")), (&json!("openid"), None));
}

#[tokio::test]
async fn nothing_grantable_ends_in_access_denied() {
    let world = World::new().await;
    let told = world.sign_in(&world.client(), "web", &[("scope", "nonsense")]).await;
    assert_eq!((told["error"].as_str(), told.get("error_description")), ("access_denied", None));
}

#[tokio::test]
async fn an_organization_narrows_what_is_granted() {
    let world = World::new().await;
    let tokens = world.tokens_with("web", &[("resource", ORDERS), ("organization_id", SOUTHWIND)]).await;
    let token = tokens["refresh_token"].as_str().unwrap();
    let body = world.refresh("web", token, &[("resource", ORDERS)]).await.assert_status(200).json();
    assert_eq!(body["scope"], "order:read");
}

#[tokio::test]
async fn comma_separated_and_default_resources_work() {
    let world = World::new().await;
    let both = format!("{ORDERS},{STOCK}");
    let scope = "openid offline_access order:read stock:read";
    let tokens = world.tokens_with("web", &[("resource", &both), ("scope", scope)]).await;
    let token = tokens["refresh_token"].as_str().unwrap();
    for (resource, scope) in [(ORDERS, "order:read"), (STOCK, "stock:read")] {
        let body = world.refresh("web", token, &[("resource", resource)]).await.assert_status(200).json();
        assert_eq!(body["scope"], scope);
    }
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    store::resource::set_default(exec, tenant, &domain::ResourceId::new("stock"), true).await.unwrap();
    world.announce().await;
    let tokens = world.tokens_with("web", &[("scope", scope)]).await;
    let token = tokens["refresh_token"].as_str().unwrap();
    let body = world.refresh("web", token, &[("resource", STOCK)]).await.assert_status(200).json();
    assert_eq!(body["scope"], "stock:read");
    world.refresh("web", token, &[("resource", ORDERS)]).await.assert_error(400, "oidc.invalid_target");
}

#[tokio::test]
async fn a_posted_answer_holds_the_code() {
    let world = World::new().await;
    let browser = world.client();
    browser
        .get(&World::authorization_path("web", &[("response_mode", "form_post")]))
        .await
        .assert_status(303);
    browser.get(&world.finish_login(&browser, USER).await).await.assert_status(303);
    let page = browser.get(&world.finish_consent(&browser).await).await.assert_status(200);
    assert!(page.body.contains(r#"name="code""#) && page.body.contains(r#"name="iss""#), "{}", page.body);
    assert_eq!(page.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn only_so_many_grants_are_kept() {
    let world = World::new().await;
    world.change_client("web", |web| web.custom_client_metadata.max_allowed_grants = Some(1)).await;
    let first = world.tokens("web").await;
    world.test.advance(Duration::from_secs(1));
    let second = world.tokens("web").await;
    world
        .refresh("web", first["refresh_token"].as_str().unwrap(), &[])
        .await
        .assert_error(400, "oidc.invalid_grant");
    world.refresh("web", second["refresh_token"].as_str().unwrap(), &[]).await.assert_status(200);
}

#[tokio::test]
async fn an_application_with_access_rules_lets_nobody_in() {
    let world = World::new().await;
    let browser = world.client();
    world.sign_in(&browser, "web", &[]).await;
    world.change_client("web", |web| web.app_level_access_control_enabled = true).await;
    let response = browser.get(&World::authorization_path("web", &[])).await;
    assert_eq!(refusal(&response), ("access_denied".to_owned(), Some("Access denied.".to_owned())));
}
