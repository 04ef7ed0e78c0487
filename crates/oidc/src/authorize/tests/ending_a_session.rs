//! Signing out (OIDC contract §5.6).

use domain::{ApplicationId, application::sign_in_experience::ApplicationSignInExperience};
use operations::configuration::SIGN_IN_EXPERIENCE;
use store::{application::sign_in_experience, configuration};

use super::*;

async fn ask(browser: &TestClient, query: &str) -> TestResponse {
    browser.get(&format!("/oidc/session/end?{query}")).await
}

#[tokio::test]
async fn a_confirmed_sign_out_ends_session_and_bound_tokens_and_leads_back() {
    let world = World::new().await;
    let browser = world.client();
    let bound = world.sign_in(&browser, "web", &[("scope", "openid"), ("prompt", "consent")]).await;
    let bound = world.redeem("web", &bound["code"]).await.assert_status(200).json();
    let page = ask(&browser, &format!("client_id=web&post_logout_redirect_uri={POST_LOGOUT}&state=q7"))
        .await
        .assert_status(200);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(page.body.contains("op.logoutForm"), "{}", page.body);
    let xsrf = hidden(&page.body, "xsrf");
    assert_eq!(xsrf.len(), 48);
    world.userinfo(bound["access_token"].as_str().unwrap()).await.assert_status(200);
    let refused = browser.form("/oidc/session/end/confirm", &[("xsrf", "0"), ("logout", "yes")]).await;
    assert_eq!(
        refused.assert_error(400, "oidc.invalid_request").json()["error_description"],
        "xsrf token invalid"
    );
    let done = browser
        .form("/oidc/session/end/confirm", &[("xsrf", &xsrf), ("logout", "yes")])
        .await
        .assert_status(303);
    assert_eq!(done.location(), format!("{POST_LOGOUT}?state=q7"));
    assert_eq!(browser.cookie("_session"), None);
    world.userinfo(bound["access_token"].as_str().unwrap()).await.assert_error(401, "oidc.invalid_token");
    let again = browser.form("/oidc/session/end/confirm", &[("xsrf", &xsrf), ("logout", "yes")]).await;
    let again = again.assert_error(400, "oidc.invalid_request");
    assert_eq!(again.json()["error_description"], "could not find logout details");
}

#[tokio::test]
async fn tokens_with_offline_access_survive() {
    let world = World::new().await;
    let browser = world.client();
    let code = world.sign_in(&browser, "spa", &[]).await["code"].clone();
    let tokens = world.redeem("spa", &code).await.assert_status(200).json();
    let xsrf = hidden(&ask(&browser, "").await.assert_status(200).body, "xsrf");
    let done = browser
        .form("/oidc/session/end/confirm", &[("xsrf", &xsrf), ("logout", "yes")])
        .await
        .assert_status(303);
    assert_eq!(done.location(), format!("{ISSUER}/session/end/success"));
    browser.get(&done.location()).await.assert_status(200);
    world.refresh("spa", tokens["refresh_token"].as_str().unwrap(), &[]).await.assert_status(200);
}

#[tokio::test]
async fn leaving_one_application_keeps_the_others() {
    let world = World::new().await;
    let browser = world.client();
    let spa = world.sign_in(&browser, "spa", &[]).await;
    let spa = world.redeem("spa", &spa["code"]).await.assert_status(200).json();
    let path = World::authorization_path("web", &[]);
    browser.get(&path).await.assert_status(303);
    let code =
        callback_parameters(&browser.get(&world.finish_consent(&browser).await).await.location())["code"]
            .clone();
    let web = world.redeem("web", &code).await.assert_status(200).json();
    let xsrf = hidden(&ask(&browser, "client_id=spa").await.assert_status(200).body, "xsrf");
    let done = browser.form("/oidc/session/end/confirm", &[("xsrf", &xsrf)]).await.assert_status(303);
    assert_eq!(done.location(), format!("{ISSUER}/session/end/success?client_id=spa"));
    world.userinfo(spa["access_token"].as_str().unwrap()).await.assert_error(401, "oidc.invalid_token");
    world.userinfo(web["access_token"].as_str().unwrap()).await.assert_status(200);
    let still =
        browser.get(&World::authorization_path("web", &[("prompt", "none")])).await.assert_status(303);
    assert!(still.location().contains("code="), "{}", still.location());
}

#[tokio::test]
async fn without_a_session_the_page_goes_on_by_itself() {
    let world = World::new().await;
    let browser = world.client();
    let page = browser
        .form("/oidc/session/end", &[("client_id", "spa"), ("post_logout_redirect_uri", POST_LOGOUT)])
        .await
        .assert_status(200);
    assert!(browser.cookie("_session").is_some());
    assert_eq!(hidden(&page.body, "logout"), "yes");
    let xsrf = hidden(&page.body, "xsrf");
    let done = browser
        .form("/oidc/session/end/confirm", &[("xsrf", &xsrf), ("logout", "yes")])
        .await
        .assert_status(303);
    assert_eq!(done.location(), POST_LOGOUT);
}

#[tokio::test]
async fn wrong_requests_have_their_answers() {
    let world = World::new().await;
    let id_token = world.tokens("spa").await["id_token"].as_str().unwrap().to_owned();
    let access_token = world.test.token(json!({ "aud": "spa" })).await;
    let browser = world.client();
    let rows = [
        ("client_id=nobody".to_owned(), "invalid_client", "invalid client nobody"),
        (
            "client_id=spa&post_logout_redirect_uri=https://evil.example".to_owned(),
            "invalid_request",
            "post_logout_redirect_uri not registered",
        ),
        ("id_token_hint=x".to_owned(), "invalid_request", "could not decode id_token_hint"),
        (format!("id_token_hint={access_token}"), "invalid_request", "could not validate id_token_hint"),
        (
            format!("id_token_hint={id_token}&client_id=web"),
            "invalid_request",
            "client_id does not match the provided id_token_hint",
        ),
        (
            "client_id=a&client_id=b".to_owned(),
            "invalid_request",
            "'client_id' parameter must not be provided twice",
        ),
    ];
    for (query, error, description) in rows {
        let refused = ask(&browser, &query).await.assert_error(400, &format!("oidc.{error}"));
        assert_eq!(refused.json()["error_description"], description, "{query}");
    }
    world.test.advance(Duration::from_secs(86_400));
    ask(&browser, &format!("id_token_hint={id_token}&post_logout_redirect_uri={POST_LOGOUT}"))
        .await
        .assert_status(200);
    ask(&browser, "post_logout_redirect_uri=https://evil.example").await.assert_status(200);
    let nothing = world.client().form("/oidc/session/end/confirm", &[("xsrf", "x")]).await;
    assert_eq!(
        nothing.assert_error(400, "oidc.invalid_request").json()["error_description"],
        "could not find logout details"
    );
}

#[tokio::test]
async fn a_session_in_which_nobody_is_signed_in_lives_for_an_hour() {
    let world = World::new().await;
    let browser = world.client();
    let xsrf = hidden(&ask(&browser, "").await.assert_status(200).body, "xsrf");
    world.test.advance(Duration::from_secs(3_601));
    let late = browser.form("/oidc/session/end/confirm", &[("xsrf", &xsrf), ("logout", "yes")]).await;
    assert_eq!(
        late.assert_error(400, "oidc.invalid_request").json()["error_description"],
        "could not find logout details"
    );
    let kept = "SELECT COUNT(*) FROM sessions WHERE expires_at > $1";
    let now = world.services.now();
    let kept = store::testing::read_number(&world.services.db, kept, store::params![now]).await;
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn a_state_that_is_far_too_long_is_not_kept() {
    let world = World::new().await;
    let query = |length: usize| {
        format!("client_id=spa&post_logout_redirect_uri={POST_LOGOUT}&state={}", "x".repeat(length))
    };
    let refused = ask(&world.client(), &query(4_097)).await.assert_error(400, "oidc.invalid_request");
    assert_eq!(refused.json()["error_description"], "'state' parameter is too long");
    ask(&world.client(), &query(4_096)).await.assert_status(200);
}

/// What browsers say of a post that another site's page makes.
const FOREIGN_POSTS: [&[(&str, &str)]; 3] = [
    &[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")],
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
];

#[tokio::test]
async fn a_post_of_another_site_replaces_neither_session_nor_interaction() {
    let world = World::new().await;
    let authorization = World::authorization_path("spa", &[("state", "a b&c")]);
    let query = authorization.split_once('?').unwrap().1;
    let fields: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let mut fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("made_up", "x"));
    for headers in FOREIGN_POSTS {
        // Without cookies, as browsers send it.
        let stranger = world.client();
        let end = [("client_id", "spa"), ("post_logout_redirect_uri", POST_LOGOUT), ("made_up", "x")];
        let answer = stranger.form_with("/oidc/session/end", &end, headers).await.assert_status(303);
        let target = form_urlencoded::byte_serialize(POST_LOGOUT.as_bytes()).collect::<String>();
        let expected = format!("{ISSUER}/session/end?client_id=spa&post_logout_redirect_uri={target}");
        assert_eq!((answer.location(), answer.header("set-cookie")), (expected, None), "{headers:?}");
        let answer = stranger.form_with("/oidc/auth", &fields, headers).await.assert_status(303);
        assert_eq!(answer.location(), format!("{ISSUER}/auth?{query}"));
        assert_eq!(answer.header("set-cookie"), None, "{headers:?}");
    }
    for table in ["sessions", "interactions"] {
        let count = format!("SELECT COUNT(*) FROM {table} WHERE tenant_id = $1");
        let kept =
            store::testing::read_number(&world.services.db, &count, store::params![world.services.tenant])
                .await;
        assert_eq!(kept, 0, "{table}");
    }
}

#[tokio::test]
async fn a_form_of_the_applications_own_leads_through_a_sign_out() {
    let world = World::new().await;
    let browser = world.client();
    world.sign_in(&browser, "web", &[]).await;
    let form = [("client_id", "web"), ("post_logout_redirect_uri", POST_LOGOUT)];
    // The browser keeps its Lax cookies back from the post and sends them with the request that follows.
    let back =
        world.client().form_with("/oidc/session/end", &form, FOREIGN_POSTS[0]).await.assert_status(303);
    let page = browser.get(&back.location()).await.assert_status(200);
    assert!(page.body.contains("op.logoutForm"), "{}", page.body);
    let confirmed = [("xsrf", hidden(&page.body, "xsrf")), ("logout", "yes".to_owned())];
    let confirmed = confirmed.each_ref().map(|(name, value)| (*name, value.as_str()));
    let done = browser.form("/oidc/session/end/confirm", &confirmed).await.assert_status(303);
    assert_eq!((done.location(), browser.cookie("_session")), (POST_LOGOUT.to_owned(), None));
    for own in [&[][..], &[("sec-fetch-site", "same-origin")], &[("origin", "http://id.fjord.example:3001")]]
    {
        world.client().form_with("/oidc/session/end", &form, own).await.assert_status(200);
    }
}

#[tokio::test]
async fn what_is_too_long_for_an_address_is_refused_to_other_sites() {
    let world = World::new().await;
    let hint = "x".repeat(7_168);
    for path in ["/oidc/session/end", "/oidc/auth"] {
        let fields = [("client_id", "spa"), ("id_token_hint", hint.as_str())];
        let refused = world.client().form_with(path, &fields, FOREIGN_POSTS[0]).await;
        let refused = refused.assert_error(400, "oidc.invalid_request");
        assert_eq!(refused.json()["error_description"], "the request is too long to come from another site");
        assert_eq!(refused.header("set-cookie"), None);
    }
}

/// What a page must have of a look, in the colour and with the logo of `name`.
fn assert_wears(shown: &TestResponse, (name, color): (&str, &str)) {
    let logo = format!("https://{name}.example/logo.svg");
    assert!(shown.body.contains(&logo), "{}", shown.body);
    assert!(shown.body.contains(&format!("/assets/brand/{color}-{color}.css")), "{}", shown.body);
    let policy = shown.header("content-security-policy").unwrap();
    assert!(policy.contains(&format!("img-src 'self' data: https://{name}.example;")), "{policy}");
}

#[tokio::test]
async fn the_pages_wear_the_look_of_the_application_or_the_tenants() {
    let world = World::new().await;
    let look = |name: &str, color: &str| {
        let color = json!({ "primaryColor": color, "darkPrimaryColor": color });
        (color, json!({ "logoUrl": format!("https://{name}.example/logo.svg") }))
    };
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    let (color, branding) = look("fjord", "#112233");
    let settings = json!({ "color": color, "branding": branding });
    configuration::put_setting(exec, tenant, SIGN_IN_EXPERIENCE, &settings).await.unwrap();
    let (color, branding) = look("desk", "#445566");
    let own = ApplicationSignInExperience {
        color: color.as_object().unwrap().clone(),
        branding: branding.as_object().unwrap().clone(),
        display_name: Some("The desk".to_owned()),
        ..ApplicationSignInExperience::default()
    };
    sign_in_experience::put(exec, tenant, &ApplicationId::new("web"), &own).await.unwrap();
    world.announce().await;
    let browser = world.client();
    world.sign_in(&browser, "spa", &[]).await;
    let asked = ask(&browser, "client_id=web").await.assert_status(200);
    assert_wears(&asked, ("desk", "445566"));
    assert!(asked.body.contains("The desk"), "{}", asked.body);
    // Whose session it is, on a computer that several people use.
    assert!(asked.body.contains("ingrid"), "{}", asked.body);
    let done = browser.get("/oidc/session/end/success?client_id=web").await.assert_status(200);
    assert_wears(&done, ("desk", "445566"));
    for (query, path) in
        [("", "/oidc/session/end/success"), ("client_id=spa", "/oidc/session/end/success?client_id=nobody")]
    {
        assert_wears(&ask(&browser, query).await.assert_status(200), ("fjord", "112233"));
        assert_wears(&browser.get(path).await.assert_status(200), ("fjord", "112233"));
    }
}
