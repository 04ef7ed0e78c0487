//! What `prompt`, `max_age`, `id_token_hint` and `acr_values` do together, and what a sign-in does to the session (OpenID Connect Core
//! §3.1.2.1).

use super::*;

#[tokio::test]
async fn without_a_page_every_open_question_is_an_error() {
    let world = World::new().await;
    let browser = world.client();
    let told = world.sign_in(&browser, "web", &[("scope", "openid profile")]).await;
    let hint = world.redeem("web", &told["code"]).await.assert_status(200).json()["id_token"].clone();
    let ask = async |browser: &TestClient, parameters: &[(&str, &str)]| {
        let mut all = vec![("prompt", "none"), ("scope", "openid profile")];
        all.retain(|(name, _)| !parameters.iter().any(|(other, _)| other == name));
        all.extend_from_slice(parameters);
        let response = browser.get(&World::authorization_path("web", &all)).await.assert_status(303);
        assert!(response.location().starts_with(REDIRECT_URI), "{}", response.location());
        let set = response.headers.get_all("set-cookie").iter();
        let begun = set.filter(|cookie| cookie.to_str().unwrap().starts_with("_interaction="));
        assert_eq!(begun.count(), 0, "{parameters:?}");
        callback_parameters(&response.location())
    };
    world.test.advance(Duration::from_secs(10));
    let error = async |browser: &TestClient, parameters: &[(&str, &str)]| {
        ask(browser, parameters).await.remove("error").unwrap_or_default()
    };
    let hint = ("id_token_hint", hint.as_str().unwrap());
    assert_eq!(error(&world.client(), &[]).await, "login_required");
    assert_eq!(error(&browser, &[("max_age", "0")]).await, "login_required");
    assert_eq!(error(&browser, &[("max_age", "9")]).await, "login_required");
    assert_eq!(error(&browser, &[("scope", "openid email")]).await, "consent_required");
    let organizations = ("scope", "openid profile urn:logto:scope:organizations");
    for (id, expected) in
        [(FOREIGN, "access_denied"), ("no-such-one", "access_denied"), (NORTHWIND, "consent_required")]
    {
        assert_eq!(error(&browser, &[("organization_id", id), organizations]).await, expected, "{id}");
    }
    for prompt in ["none login", "none consent", "none select_account", "none select_organization"] {
        assert_eq!(error(&browser, &[("prompt", prompt)]).await, "invalid_request", "{prompt}");
    }
    for parameters in
        [&[("max_age", "11")][..], &[hint], &[("acr_values", "urn:x:gold")], &[("login_hint", "x")]]
    {
        assert!(ask(&browser, parameters).await.contains_key("code"), "{parameters:?}");
    }
}

#[tokio::test]
async fn whoever_has_allowed_everything_is_asked_again_where_the_client_wishes_it_and_only_there() {
    let world = World::new().await;
    for client in ["web", "third"] {
        let browser = world.client();
        let path =
            |prompt| World::authorization_path(client, &[("scope", "openid profile"), ("prompt", prompt)]);
        let consent = format!("/consent?app_id={client}");
        browser.get(&path("")).await.assert_status(303);
        let asked = browser.get(&world.finish_login(&browser, USER).await).await.assert_status(303);
        assert_eq!(asked.location(), consent);
        let done = browser.get(&world.finish_consent_for(&browser, &[]).await).await.assert_status(303);
        assert!(callback_parameters(&done.location()).contains_key("code"), "{}", done.location());
        let known = browser.get(&path("")).await.assert_status(303);
        assert!(callback_parameters(&known.location()).contains_key("code"), "{}", known.location());
        assert_eq!(browser.get(&path("consent")).await.assert_status(303).location(), consent);
        // It asks once for each request, whatever the answer is.
        let done = browser.get(&world.finish_consent_for(&browser, &[]).await).await.assert_status(303);
        assert!(callback_parameters(&done.location()).contains_key("code"), "{}", done.location());
    }
}

#[tokio::test]
async fn a_hint_of_another_user_asks_for_that_user() {
    let world = World::new().await;
    let (browser, other) = (world.client(), world.client());
    let told = world.sign_in(&browser, "web", &[("scope", "openid")]).await;
    let hint = world.redeem("web", &told["code"]).await.assert_status(200).json()["id_token"].clone();
    other.get(&World::authorization_path("web", &[("scope", "openid")])).await.assert_status(303);
    other.get(&world.finish_login(&other, OTHER_USER).await).await.assert_status(303);
    let asked = [("scope", "openid"), ("id_token_hint", hint.as_str().unwrap())];
    let response = other.get(&World::authorization_path("web", &asked)).await.assert_status(303);
    assert_eq!(response.location(), "/sign-in?app_id=web");
    // Whoever is not the one is asked again, however often they sign in.
    let resume = world.finish_login(&other, OTHER_USER).await;
    assert_eq!(other.get(&resume).await.assert_status(303).location(), "/sign-in?app_id=web");
    let mut silent = asked.to_vec();
    silent.push(("prompt", "none"));
    let text = "id_token_hint and authenticated subject do not match";
    let told = refusal(&other.get(&World::authorization_path("web", &silent)).await);
    assert_eq!(told, ("login_required".to_owned(), Some(text.to_owned())));
}

#[tokio::test]
async fn a_token_of_another_kind_is_no_hint() {
    let world = World::new().await;
    let key = world.services.configuration().await.unwrap();
    let claims = json!({ "iss": ISSUER, "sub": USER, "aud": "web", "iat": 1, "exp": 9_999_999_999_i64 });
    let claims = serde_json::to_vec(&claims).unwrap();
    let key = key.keys.current(world.services.now());
    for typ in ["logout+jwt", "at+jwt"] {
        let token = key.sign(Some(typ), &claims).unwrap();
        let told = refusal(&authorize(&world, "web", &[("id_token_hint", &token)]).await);
        let text = Some("could not validate id_token_hint".to_owned());
        assert_eq!(told, ("invalid_request".to_owned(), text), "{typ}");
    }
    let hint = key.sign(None, &claims).unwrap();
    let response = authorize(&world, "web", &[("id_token_hint", &hint)]).await.assert_status(303);
    assert_eq!(response.location(), "/sign-in?app_id=web");
}

#[tokio::test]
async fn a_demanded_sign_in_cannot_be_skipped_by_resuming() {
    let world = World::new().await;
    let browser = world.client();
    world.sign_in(&browser, "web", &[("scope", "openid")]).await;
    for demand in [("max_age", "0"), ("prompt", "login")] {
        world.test.advance(Duration::from_secs(1));
        let path = World::authorization_path("web", &[("scope", "openid"), ("prompt", ""), demand]);
        let path = if demand.0 == "prompt" {
            World::authorization_path("web", &[("scope", "openid"), demand])
        } else {
            path
        };
        let mut response = browser.get(&path).await.assert_status(303);
        for _ in 0..3 {
            assert_eq!(response.location(), "/sign-in?app_id=web", "{demand:?}");
            let uid = interaction::uid_in_cookie(&browser.cookie("_interaction").unwrap(), None).unwrap();
            response = browser.get(&format!("/oidc/auth/{uid}")).await.assert_status(303);
        }
        let response = browser.get(&world.finish_login(&browser, USER).await).await.assert_status(303);
        assert!(callback_parameters(&response.location()).contains_key("code"), "{}", response.location());
    }
}

#[tokio::test]
async fn a_sign_in_of_no_age_is_a_new_one_and_asked_for_once() {
    let world = World::new().await;
    let browser = world.client();
    world.sign_in(&browser, "web", &[("scope", "openid")]).await;
    let zero = [("scope", "openid profile"), ("prompt", ""), ("max_age", "0")];
    // At the very moment of the last one.
    let silent = [("scope", "openid profile"), ("prompt", "none"), ("max_age", "0")];
    let told = refusal(&browser.get(&World::authorization_path("web", &silent)).await);
    assert_eq!(told.0, "login_required");
    for _ in 0..2 {
        let response = browser.get(&World::authorization_path("web", &zero)).await.assert_status(303);
        assert_eq!(response.location(), "/sign-in?app_id=web");
        // However long the pages take after the sign-in.
        let mut response = browser.get(&world.finish_login(&browser, USER).await).await.assert_status(303);
        world.test.advance(Duration::from_secs(5));
        if response.location().starts_with("/consent") {
            response = browser.get(&world.finish_consent(&browser).await).await.assert_status(303);
        }
        let told = callback_parameters(&response.location());
        assert!(told.contains_key("code"), "{}", response.location());
    }
    // Of a second, milliseconds count.
    let second = [("scope", "openid profile"), ("prompt", "none"), ("max_age", "10")];
    let ask = async || browser.get(&World::authorization_path("web", &second)).await.assert_status(303);
    world.test.advance(Duration::from_secs(5));
    assert!(callback_parameters(&ask().await.location()).contains_key("code"));
    world.test.advance(Duration::from_millis(1));
    assert_eq!(refusal(&ask().await).0, "login_required");
}

#[tokio::test]
async fn when_somebody_signed_in_is_told_where_it_was_asked() {
    let world = World::new().await;
    let browser = world.client();
    let told = world.sign_in(&browser, "web", &[("scope", "openid"), ("max_age", "600")]).await;
    let signed_in_at = world.services.now().as_seconds();
    let id_token =
        async |code: &str| payload(&world.redeem("web", code).await.assert_status(200).json()["id_token"]);
    assert_eq!(id_token(&told["code"]).await["auth_time"], signed_in_at);
    world.test.advance(Duration::from_secs(30));
    for (max_age, expected) in [("600", json!(signed_in_at)), ("", Value::Null)] {
        let parameters = [("scope", "openid"), ("prompt", ""), ("max_age", max_age)];
        let response = browser.get(&World::authorization_path("web", &parameters)).await.assert_status(303);
        let claims = id_token(&callback_parameters(&response.location())["code"]).await;
        assert_eq!(claims.get("auth_time").cloned().unwrap_or_default(), expected, "{max_age}");
        assert_eq!(claims.get("acr"), None);
    }
}

#[tokio::test]
async fn a_session_known_beforehand_is_worth_nothing_after_the_sign_in() {
    let world = World::new().await;
    let (victim, attacker) = (world.client(), world.client());
    // The attacker has a session in which nobody is signed in, and plants its cookie.
    attacker.get("/oidc/session/end").await.assert_status(200);
    let (planted, signature) =
        (attacker.cookie("_session").unwrap(), attacker.cookie("_session.sig").unwrap());
    victim.set_cookie("_session", &planted);
    victim.set_cookie("_session.sig", &signature);
    let session = async |cookie: &str| {
        let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
        let cookie = domain::HashedToken::of(cookie);
        store::session::find_by_cookie(exec, tenant, &cookie, world.services.now()).await.unwrap()
    };
    let before = session(&planted).await.unwrap();
    world.sign_in(&victim, "web", &[("scope", "openid")]).await;
    assert_ne!(victim.cookie("_session").unwrap(), planted);
    assert_ne!(session(&victim.cookie("_session").unwrap()).await.unwrap().id, before.id);
    assert_eq!(session(&planted).await, None);
    let parameters = [("scope", "openid"), ("prompt", "none")];
    let told = refusal(&attacker.get(&World::authorization_path("web", &parameters)).await);
    assert_eq!(told.0, "login_required");
    let response = victim.get(&World::authorization_path("web", &parameters)).await.assert_status(303);
    assert!(callback_parameters(&response.location()).contains_key("code"));
    // A second sign-in of the same user changes it again.
    let before = victim.cookie("_session").unwrap();
    victim.get(&World::authorization_path("web", &[("scope", "openid"), ("prompt", "login")])).await;
    victim.get(&world.finish_login(&victim, USER).await).await.assert_status(303);
    assert_ne!(victim.cookie("_session").unwrap(), before);
}

#[tokio::test]
async fn what_steers_the_pages_reaches_each_of_them() {
    let world = World::new().await;
    let said = [
        ("login_hint", "a@b.example"),
        ("identifier", "email phone"),
        ("ui_locales", "de"),
        ("one_time_token", "t"),
        ("organization_id", NORTHWIND),
    ];
    let query = format!(
        "organization_id={NORTHWIND}&ui_locales=de&one_time_token=t&login_hint=a%40b.example&identifier=email+phone"
    );
    for (steering, page) in [
        (("first_screen", "sign_in"), "/sign-in?app_id=spa&"),
        (("first_screen", "register"), "/register?app_id=spa&"),
        (("first_screen", "reset_password"), "/reset-password?app_id=spa&"),
        (("first_screen", "single_sign_on"), "/single-sign-on?app_id=spa&"),
        (("interaction_mode", "signUp"), "/register?app_id=spa&"),
        (("direct_sign_in", "social:github"), "/direct/social/github?app_id=spa&fallback=sign_in&"),
        (("direct_sign_in", "sso:abc"), "/direct/sso/abc?app_id=spa&fallback=sign_in&"),
    ] {
        let mut parameters = said.to_vec();
        parameters.push(steering);
        let response = authorize(&world, "spa", &parameters).await.assert_status(303);
        assert_eq!(response.location(), format!("{page}{query}"));
        // The pages of the flow find them in the interaction too.
        let browser = world.client();
        browser.get(&World::authorization_path("spa", &parameters)).await.assert_status(303);
        let running =
            interaction::load(&world.services, browser.cookie("_interaction").as_deref(), None).await;
        let running = running.unwrap();
        for (name, value) in parameters {
            assert_eq!(running.interaction.parameter(name), Some(value), "{name}");
        }
    }
}
