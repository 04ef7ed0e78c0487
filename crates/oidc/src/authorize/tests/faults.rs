//! Requests that are refused (OIDC contract §4.1).

use super::*;

#[tokio::test]
async fn faults_of_client_and_redirect_uri_are_shown_and_never_redirected() {
    let world = World::new().await;
    world
        .change_client("web", |web| {
            web.oidc_client_metadata.redirect_uris.push("https://desk.fjord.example/2".to_owned());
        })
        .await;
    let mismatch = "redirect_uri did not match any of the client's registered redirect_uris";
    let rows = [
        ("", &[][..], "invalid_request", "missing required parameter 'client_id'"),
        ("nobody", &[][..], "invalid_client", "invalid client nobody"),
        ("spa", &[("redirect_uri", "https://evil.example/cb")][..], "invalid_redirect_uri", mismatch),
        ("spa", &[("redirect_uri", "javascript:alert(1)")][..], "invalid_redirect_uri", mismatch),
        ("machine", &[][..], "invalid_redirect_uri", mismatch),
        ("web", &[("redirect_uri", "")][..], "invalid_request", "missing required parameter 'redirect_uri'"),
    ];
    for (client_id, parameters, error, description) in rows {
        let response = authorize(&world, client_id, parameters).await.assert_status(400);
        assert_eq!(response.header("location"), None);
        let body = response.json();
        assert_eq!(
            (body["error"].as_str(), body["error_description"].as_str()),
            (Some(error), Some(description))
        );
        assert_eq!(
            (&body["code"], &body["state"], &body["iss"]),
            (&json!(format!("oidc.{error}")), &json!("Zx81"), &json!(ISSUER))
        );
        assert_eq!(response.header("cache-control"), Some("no-store"));
        assert_eq!(response.header("access-control-allow-origin"), None);
    }
    let evil = authorize(&world, "spa", &[("redirect_uri", "https://evil.example/cb")]).await;
    assert_eq!(
        evil.body,
        format!(
            r#"{{"code":"oidc.invalid_redirect_uri","message":"`redirect_uri` did not match any of the client's registered `redirect_uris`.","error":"invalid_redirect_uri","error_description":"{mismatch}","state":"Zx81","iss":"{ISSUER}"}}"#
        )
    );
}

#[tokio::test]
async fn every_other_fault_travels_to_the_redirect_uri() {
    let world = World::new().await;
    let rows = [
        (&[("response_type", "")][..], "invalid_request", Some("missing required parameter 'response_type'")),
        (
            &[("response_mode", "web_message")][..],
            "unsupported_response_mode",
            Some("unsupported response_mode requested"),
        ),
        (
            &[("scope", "a"), ("scope", "b")][..],
            "invalid_request",
            Some("'scope' parameter must not be provided twice"),
        ),
        (&[("prompt", "none login")][..], "invalid_request", Some("prompt none must only be used alone")),
        (&[("prompt", "create")][..], "invalid_request", Some("unsupported prompt value requested")),
        (&[("max_age", "x")][..], "invalid_request", Some("invalid max_age parameter value")),
        (&[("request", "x")][..], "request_not_supported", None),
        (&[("request_uri", "https://a.example")][..], "request_uri_not_supported", None),
        (&[("registration", "{}")][..], "registration_not_supported", None),
        (
            &[("code_challenge", ""), ("code_challenge_method", "")][..],
            "invalid_request",
            Some("Authorization Server policy requires PKCE to be used for this request"),
        ),
        (
            &[("code_challenge_method", "plain")][..],
            "invalid_request",
            Some("not supported value of code_challenge_method"),
        ),
        (
            &[("code_challenge_method", "")][..],
            "invalid_request",
            Some("code_challenge_method must be provided"),
        ),
        (
            &[("code_challenge", "short")][..],
            "invalid_request",
            Some("code_challenge must be a string with a minimum length of 43 characters"),
        ),
        (
            &[("resource", "https://other.example")][..],
            "invalid_target",
            Some("resource indicator is missing, or unknown"),
        ),
        (&[("resource", "orders")][..], "invalid_target", Some("resource indicator must be an absolute URI")),
        (
            &[("resource", "https://orders.fjord.example,https://other.example")][..],
            "invalid_target",
            Some("resource indicator is missing, or unknown"),
        ),
        (
            &[("resource", "https://a.example#x")][..],
            "invalid_target",
            Some("resource indicator must not contain a fragment component"),
        ),
        (&[("id_token_hint", "x")][..], "invalid_request", Some("could not validate id_token_hint")),
        (&[("prompt", "none")][..], "login_required", Some("End-User authentication is required")),
    ];
    for (parameters, error, description) in rows {
        let response = authorize(&world, "spa", parameters).await;
        assert_eq!(refusal(&response), (error.to_owned(), description.map(str::to_owned)), "{parameters:?}");
        assert!(response.location().starts_with(REDIRECT_URI));
    }
}

#[tokio::test]
async fn an_id_token_of_another_client_or_a_forged_one_is_no_hint() {
    let world = World::new().await;
    let tokens = world.tokens("web").await;
    let foreign = tokens["id_token"].as_str().unwrap();
    let mut tampered = foreign.to_owned();
    tampered.replace_range(tampered.len() - 8..tampered.len() - 6, "00");
    let access = world.test.token(json!({ "aud": "other", "sub": USER })).await;
    for hint in [foreign, tampered.as_str(), access.as_str()] {
        let response = authorize(&world, "spa", &[("id_token_hint", hint), ("prompt", "none")]).await;
        assert_eq!(refusal(&response).1.as_deref(), Some("could not validate id_token_hint"));
    }
    let own = authorize(&world, "web", &[("id_token_hint", foreign), ("prompt", "none")]).await;
    assert_eq!(refusal(&own).0, "login_required");
}

#[tokio::test]
async fn errors_travel_as_the_response_mode_says() {
    let world = World::new().await;
    let fragment = authorize(&world, "spa", &[("prompt", "none"), ("response_mode", "fragment")])
        .await
        .assert_status(303);
    assert!(fragment.location().starts_with(&format!("{REDIRECT_URI}#error=login_required")));
    let front_channel = authorize(&world, "spa", &[("response_type", "id_token")]).await;
    assert!(
        front_channel.location().starts_with(&format!("{REDIRECT_URI}#error=invalid_request")),
        "{}",
        front_channel.location()
    );
    let form =
        authorize(&world, "spa", &[("prompt", "none"), ("response_mode", "form_post"), ("state", "<\"&>")])
            .await
            .assert_status(400);
    assert!(form.body.contains(r#"name="error""#) && form.body.contains(REDIRECT_URI), "{}", form.body);
    assert!(!form.body.contains("<\"&>"), "{}", form.body);
    let exact = authorize(&world, "spa", &[("prompt", "none")]).await;
    assert_eq!(
        exact.location(),
        format!(
            "{REDIRECT_URI}?error=login_required&error_description=End-User+authentication+is+required&state=Zx81&iss=http%3A%2F%2Fid.fjord.example%3A3001%2Foidc"
        )
    );
}

#[tokio::test]
async fn post_takes_the_body_as_the_whole_query() {
    let world = World::new().await;
    let path = World::authorization_path("spa", &[("prompt", "none")]);
    let (_, query) = path.split_once('?').unwrap();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let form: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let response = world.client().form("/oidc/auth?state=ignored", &form).await;
    assert_eq!(refusal(&response).0, "login_required");
    let members: serde_json::Map<_, _> =
        pairs.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    let response = world.client().post("/oidc/auth", Value::Object(members)).await;
    assert_eq!(refusal(&response).0, "login_required");
    let headers = [("content-type", "text/plain")];
    let response =
        world.client().send(Method::POST, "/oidc/auth", &headers, Body::from(query.to_owned())).await;
    let text = "unrecognized route or not allowed method (POST on /auth)";
    assert_eq!(response.assert_error(404, "oidc.invalid_request").json()["error_description"], text);
    world.client().get("/oidc/auth?client_id=%00").await.assert_error(400, "oidc.invalid_request");
}

#[tokio::test]
async fn what_is_far_too_long_is_refused_before_anything_is_stored() {
    let world = World::new().await;
    let (text, long) = ("x".repeat(2_049), "x".repeat(17_000));
    let many: Vec<String> = (0..21).map(|at| format!("https://orders.fjord.example/{at}")).collect();
    let mut resources: Vec<_> = many.iter().map(|resource| ("resource", resource.as_str())).collect();
    resources.push(("state", "Zx81"));
    let rows = [
        (&[("login_hint", text.as_str())][..], "'login_hint' parameter is too long"),
        (&[("nonce", &text[..257])][..], "'nonce' parameter is too long"),
        (&[("claims", text.as_str())][..], "'claims' parameter is too long"),
        (&[("scope", text.as_str())][..], "'scope' parameter is too long"),
        (&[("id_token_hint", long.as_str())][..], "'id_token_hint' parameter is too long"),
        (&[("resource", text.as_str())][..], "'resource' parameter is too long"),
        (&resources[..], "too many 'resource' parameters"),
    ];
    for (parameters, description) in rows {
        let response = authorize(&world, "spa", parameters).await;
        assert_eq!(refusal(&response), ("invalid_request".to_owned(), Some(description.to_owned())));
        assert_eq!(response.header("set-cookie"), None);
    }
    // A state that is not kept is not sent back either.
    let long = "x".repeat(4_097);
    let response =
        authorize(&world, "spa", &[("state", &long)]).await.assert_error(400, "oidc.invalid_request");
    assert_eq!(response.json()["error_description"], "'state' parameter is too long");
    assert!(response.body.len() < 1_000, "{}", response.body);
    authorize(&world, "spa", &[("state", &long[1..])]).await.assert_status(303);
}

#[tokio::test]
async fn an_interaction_keeps_only_the_parameters_that_mean_something() {
    let world = World::new().await;
    let browser = world.client();
    let path = World::authorization_path(
        "spa",
        &[
            ("foo", &"x".repeat(50_000)),
            ("resource", ORDERS),
            ("resource", STOCK),
            ("claims", &"x".repeat(2_048)),
            ("acr_values", &"x".repeat(2_048)),
            ("dpop_jkt", &"x".repeat(2_048)),
            ("google_one_tap_credential", "e.y.J"),
        ],
    );
    browser.get(&path).await.assert_status(303);
    let (exec, tenant) = (world.services.db.exec(), &world.services.tenant);
    let logged = store::audit_log::newest(exec, tenant, 1).await.unwrap();
    assert_eq!(
        logged[0].payload["params"],
        json!({
            "client_id": "spa", "redirect_uri": REDIRECT_URI, "response_type": "code", "state": "Zx81",
            "code_challenge": CHALLENGE, "code_challenge_method": "S256", "prompt": "consent", "resource": STOCK,
            "google_one_tap_credential": "******", "scope": FULL_SCOPE,
        })
    );
    let running =
        interaction::load(&world.services, browser.cookie("_interaction").as_deref(), None).await.unwrap();
    let kept: Vec<_> = running.interaction.parameters.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        kept,
        [
            "client_id",
            "redirect_uri",
            "response_type",
            "state",
            "code_challenge",
            "code_challenge_method",
            "prompt",
            "resource",
            "resource",
            "scope",
        ]
    );
}
