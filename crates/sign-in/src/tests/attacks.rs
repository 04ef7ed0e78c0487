//! Attacks on signing in, each as a class: enumeration, login CSRF, open redirects, clickjacking, switching flows, scripts in what is
//! shown again, hostile input.

use axum::http::Method;
use serde_json::{Value, json};

use super::{
    World,
    world::{APP, PASSWORD, verification_id},
};

const SIGN_IN: &str = "/sign-in?app_id=4l7qkgi8vplq7zeqm5mjj";

#[tokio::test(flavor = "multi_thread")]
async fn answers_do_not_tell_who_exists() {
    let world = World::new().await;
    world.user("ingrid").await;
    world.user_with("olav", |user| user.is_suspended = true).await;
    world.user_with("passwordless", |user| user.password = None).await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    let mut answers = Vec::new();
    let mut pages = Vec::new();
    for username in ["ingrid", "olav", "passwordless", "nobody", "no\"body"] {
        let answer = browser.verify_password(username, "wrong-Lamp-78").await;
        answers.push((answer.status, answer.body, answer.headers));
        let page =
            browser.post_form(SIGN_IN, &[("identifier", username), ("password", "wrong-Lamp-78")]).await;
        pages.push((page.status, page.body.replace(&username.replace('"', "&#34;"), "NAME")));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    assert!(pages.windows(2).all(|pair| pair[0] == pair[1]), "{pages:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_the_interactions_own_token_does_nothing() {
    let world = World::new().await;
    world.user("ingrid").await;
    let (victim, attacker) = (world.browser().await, world.browser().await);
    let foreign = attacker.xsrf(SIGN_IN).await;
    let fields = |xsrf: &'static str| [("xsrf", xsrf), ("identifier", "ingrid"), ("password", PASSWORD)];
    let same_origin = [("sec-fetch-site", "same-origin")];
    for xsrf in ["", "x"] {
        let answer = victim.client.form_with(SIGN_IN, &fields(xsrf), &same_origin).await.assert_status(403);
        assert!(answer.body.contains("This form was out of date."));
    }
    let stolen = [("xsrf", foreign.as_str()), ("identifier", "ingrid"), ("password", PASSWORD)];
    for path in [SIGN_IN, "/register"] {
        victim.client.form_with(path, &stolen, &same_origin).await.assert_status(403);
    }
    victim.client.form_with(SIGN_IN, &stolen[1..], &same_origin).await.assert_status(403);
    assert_eq!(world.result(&victim).await, None);
    assert!(world.audit().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_signs_nobody_in() {
    let world = World::new().await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    let xsrf = browser.xsrf(SIGN_IN).await;
    let fields = [("xsrf", xsrf.as_str()), ("identifier", "ingrid"), ("password", PASSWORD)];
    let foreign: [&[(&str, &str)]; 5] = [
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site"), ("origin", "http://id.fjord.example:3001")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "http://id.fjord.example")],
    ];
    for headers in foreign {
        for path in [SIGN_IN, "/register"] {
            let answer = browser.client.form_with(path, &fields, headers).await.assert_status(403);
            assert!(answer.body.contains("This was not allowed"), "{}", answer.body);
        }
        let mut json = vec![("content-type", "application/json")];
        json.extend_from_slice(headers);
        for (method, path) in [
            (Method::PUT, "/api/experience"),
            (Method::POST, "/api/experience/submit"),
            (Method::POST, "/api/interaction/consent"),
        ] {
            browser
                .client
                .send(method, path, &json, r#"{"interactionEvent":"SignIn"}"#.into())
                .await
                .assert_error(403, "auth.forbidden");
        }
    }
    let interaction = world.interaction(&browser.uid).await;
    assert_eq!((interaction.experience, interaction.result), (None, None));
    let own = [("origin", "http://id.fjord.example:3001")];
    browser.client.form_with(SIGN_IN, &fields, &own).await.assert_status(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_parameter_leads_a_browser_elsewhere() {
    let world = World::new().await;
    world.user("ingrid").await;
    for parameter in ["redirect", "redirect_uri", "redirectTo", "next", "return_to", "fallback", "url"] {
        let browser = world.browser().await;
        let path = format!("/sign-in?app_id={APP}&{parameter}=https%3A%2F%2Fevil.example");
        let answer = browser
            .post_form(
                &path,
                &[("identifier", "ingrid"), ("password", PASSWORD), (parameter, "https://evil.example")],
            )
            .await;
        assert_eq!(answer.assert_status(303).location(), browser.resume_url());
        let unknown = world.client().get(&path).await.assert_status(302);
        assert_eq!(unknown.location(), "http://id.fjord.example:3001/unknown-session");
    }
    world.settings(json!({ "unknownSessionRedirectUrl": "javascript:alert(1)" })).await;
    assert_eq!(
        world.client().get(SIGN_IN).await.assert_status(302).location(),
        "http://id.fjord.example:3001/unknown-session"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_is_shown_in_a_frame_or_runs_foreign_code() {
    let world = World::new().await;
    let user = world.user("ingrid").await;
    let browser = world.browser().await;
    let consenting = world
        .consenting(
            super::world::THIRD_PARTY,
            &user,
            &[("redirect_uri", "https://reports.fjord.example/cb"), ("scope", "openid profile")],
        )
        .await;
    let pages = [
        browser.client.get(SIGN_IN).await,
        browser.client.get("/register").await,
        browser.client.get("/unknown-session").await,
        browser.post_form(SIGN_IN, &[("identifier", "x"), ("password", "x")]).await,
        browser.client.form_with(SIGN_IN, &[], &[("sec-fetch-site", "cross-site")]).await,
        consenting.client.get("/consent").await,
    ];
    for page in pages {
        let policy = page.header("content-security-policy").unwrap_or_default();
        assert!(
            policy.contains("frame-ancestors 'none'") && policy.contains("script-src 'self';"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline"));
        assert_eq!(page.header("x-frame-options"), Some("DENY"));
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        assert!(!page.headers.contains_key("access-control-allow-origin"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_again_is_text() {
    let world = World::new().await;
    let browser = world.browser().await;
    let hostile = r#""><script>alert(1)</script><img src=x onerror=alert(1)>"#;
    for path in [SIGN_IN, "/register"] {
        let answer = browser.post_form(path, &[("identifier", hostile), ("password", "wrong-Lamp-78")]).await;
        assert!(
            answer.status.is_client_error() && answer.body.contains("&#60;script&#62;alert(1)"),
            "{}",
            answer.body
        );
        assert!(
            !answer.body.contains("<script>alert") && !answer.body.contains("<img src=x"),
            "{}",
            answer.body
        );
    }
    let encoded = "%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    let page =
        browser.client.get(&format!("/sign-in?login_hint={encoded}&x={encoded}")).await.assert_status(200);
    assert!(!page.body.contains("<script>alert"), "{}", page.body);
    let raw = browser.client.get("/sign-in?x='onfocus=alert(1)").await.assert_status(200);
    assert!(!raw.body.contains("'onfocus"), "{}", raw.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_forms_are_refused_without_a_failure_of_ours() {
    const FORM: &[(&str, &str)] = &[("content-type", "application/x-www-form-urlencoded")];
    let world = World::new().await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    let xsrf = browser.xsrf(SIGN_IN).await;
    let post = |headers: &'static [(&'static str, &'static str)], body: Vec<u8>| {
        let client = &browser.client;
        async move { client.send(Method::POST, SIGN_IN, headers, body.into()).await }
    };
    post(FORM, format!("xsrf={xsrf}&identifier=in%00grid&password=x").into_bytes()).await.assert_status(400);
    post(FORM, format!("xsrf={xsrf}&identifier=ingrid&password=x%00").into_bytes()).await.assert_status(400);
    post(FORM, vec![b'a'; (1 << 20) + 1]).await.assert_status(413);
    post(FORM, b"%ff%fe=%zz&&&=".to_vec()).await.assert_status(403);
    post(&[("content-type", "application/json")], br#"{"identifier":"ingrid"}"#.to_vec())
        .await
        .assert_status(415);
    post(&[], Vec::new()).await.assert_status(415);
    for (length, status) in [(30_000, 422), (200_000, 413)] {
        let long = format!("xsrf={xsrf}&identifier={}&password={}", "a".repeat(length), "b".repeat(length));
        post(FORM, long.into_bytes()).await.assert_status(status);
    }
    let odd = format!("xsrf={xsrf}&identifier=%F0%9F%98%80%E2%80%AE%CC%81&password=%F0%9F%98%80");
    post(FORM, odd.into_bytes()).await.assert_status(422);
    let repeated =
        format!("xsrf={xsrf}&xsrf=x&identifier=ingrid&identifier=olav&password={PASSWORD}&password=x");
    post(FORM, repeated.into_bytes()).await.assert_status(303);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interaction_of_another_browser_is_out_of_reach() {
    let world = World::new().await;
    world.user("ingrid").await;
    let victim = world.browser().await;
    let id = victim.identified("ingrid").await;
    let attacker = world.browser().await;
    attacker.start("SignIn").await;
    attacker.identify(&id).await.assert_error(404, "session.verification_session_not_found");
    let guess = world.client();
    guess.set_cookie("_interaction", victim.uid.as_str());
    guess.post("/api/experience/submit", json!({})).await.assert_error(400, "session.not_found");
    guess.set_cookie("_interaction.sig", "x");
    guess.post("/api/experience/submit", json!({})).await.assert_error(400, "session.not_found");
    assert_eq!(world.result(&victim).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_cannot_be_left_out_or_carried_over() {
    let world = World::new().await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    browser.start("SignIn").await;
    browser.submit().await.assert_error(404, "session.identifier_not_found");
    let verified = browser.verify_password("ingrid", PASSWORD).await.assert_status(200);
    browser.submit().await.assert_error(404, "session.identifier_not_found");
    let id = super::world::verification_id(&verified);
    browser.identify(&id).await.assert_status(204);
    // A switch and back: whoever was identified must be identified anew.
    for event in ["Register", "SignIn"] {
        browser
            .client
            .put("/api/experience/interaction-event", json!({ "interactionEvent": event }))
            .await
            .assert_status(204);
        browser.submit().await.assert_error(404, "session.identifier_not_found");
    }
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_status(200);
    // A login that was submitted is taken back when the flow goes on.
    browser
        .client
        .put("/api/experience/interaction-event", json!({ "interactionEvent": "Register" }))
        .await
        .assert_status(204);
    assert_eq!(world.result(&browser).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_are_nowhere_in_the_interaction_or_the_audit_log() {
    let world = World::new().await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    browser.verify_password("ingrid", "wrong-Lamp-78").await;
    browser.verify_password("wrong-Lamp-79", "x").await;
    browser.start("Register").await;
    browser.new_identity("sigrid", "another-Lamp-80").await.assert_status(200);
    let kept = format!("{:?} {:?}", world.interaction(&browser.uid).await.experience, world.audit().await);
    for secret in [PASSWORD, "wrong-Lamp-78", "wrong-Lamp-79", "another-Lamp-80"] {
        assert!(!kept.contains(secret), "{secret} in {kept}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_writes_into_the_products_own_data_about_them() {
    let world = World::new().await;
    let plan = json!({ "plan": "free", "isAdmin": false });
    let user = world.user_with("ingrid", |user| user.custom_data = plan.as_object().unwrap().clone()).await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    let add = |values: Value| {
        browser.client.post("/api/experience/profile", json!({ "type": "extraProfile", "values": values }))
    };
    for values in [
        json!({ "plan": "enterprise", "isAdmin": true }),
        json!({ "customData": { "isAdmin": true } }),
        json!({ "name": "Ingrid", "custom_data": {} }),
        json!({ "isSuspended": false }),
    ] {
        add(values).await.assert_error(400, "guard.invalid_input");
    }
    add(json!({ "name": "Ingrid" })).await.assert_status(204);
    browser.submit().await.assert_status(200);
    let stored = world.find_user(&user).await;
    assert_eq!((stored.name.as_deref(), json!(stored.custom_data)), (Some("Ingrid"), plan));
    let newcomer = world.browser().await;
    newcomer.start("Register").await;
    let body = json!({ "type": "extraProfile", "values": { "isAdmin": true } });
    let refused = newcomer.client.post("/api/experience/profile", body).await;
    assert_eq!(
        refused.assert_error(400, "guard.invalid_input").json()["data"]["issues"][0],
        json!({ "code": "custom", "path": ["values", "isAdmin"], "message": "not a member of the profile" })
    );
    let id = verification_id(&newcomer.new_identity("sigrid", PASSWORD).await.assert_status(200));
    newcomer.identify(&id).await.assert_status(201);
    assert_eq!(world.find_user_by_name("sigrid").await.unwrap().custom_data, serde_json::Map::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_interaction_remembers_has_a_bound() {
    let world = World::new().await;
    let browser = world.browser().await;
    browser.start("Register").await;
    for path in ["/api/experience/profile", "/api/interaction/consent"] {
        let body = json!({ "type": "extraProfile", "values": { "name": "x".repeat(64 * 1_024) } });
        browser.client.post(path, body).await.assert_status(413);
    }
    let many: serde_json::Map<_, _> = (0..200).map(|at| (format!("k{at}"), json!("v"))).collect();
    let body = json!({ "type": "extraProfile", "values": many });
    browser.client.post("/api/experience/profile", body).await.assert_error(400, "guard.invalid_input");
    browser.new_identity(&"a".repeat(257), PASSWORD).await.assert_error(400, "guard.invalid_input");
    // However it came to be so large: nothing is added to it.
    let services = world.services();
    let mut interaction = world.interaction(&browser.uid).await;
    let mut experience: Value = interaction.experience.take().unwrap().read().unwrap();
    experience["lastSubmission"] = json!("x".repeat(64 * 1_024));
    let experience = domain::JsonText::of(&experience).unwrap();
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    store::interaction::set_experience_and_result(exec, tenant, &interaction.id, &experience, None)
        .await
        .unwrap();
    let body = json!({ "type": "extraProfile", "values": { "name": "Ingrid" } });
    browser.client.post("/api/experience/profile", body).await.assert_error(400, "guard.invalid_input");
    assert_eq!(world.interaction(&browser.uid).await.experience, Some(experience));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_prefers_the_username_of_somebody_else() {
    let world = World::new().await;
    world.user("olivia").await;
    world.user("ingrid").await;
    let signing_in = world.browser().await;
    signing_in.identified("ingrid").await;
    let registering = world.browser().await;
    registering.start("Register").await;
    for browser in [&signing_in, &registering] {
        let prefer = |name: &str| {
            let values = json!({ "preferredUsername": name, "name": "Olivia" });
            browser
                .client
                .post("/api/experience/profile", json!({ "type": "extraProfile", "values": values }))
        };
        for taken in ["olivia", "OLIVIA", "ｏlivia", " olivia "] {
            let refused = prefer(taken).await.assert_error(400, "guard.invalid_input").json();
            assert_eq!(
                refused["data"]["issues"][0]["path"],
                json!(["values", "preferredUsername"]),
                "{taken}"
            );
        }
        prefer("Oliviane").await.assert_status(204);
    }
    let values = json!({ "preferredUsername": "Ingrid" });
    signing_in
        .client
        .post("/api/experience/profile", json!({ "type": "extraProfile", "values": values }))
        .await
        .assert_status(204);
    signing_in.submit().await.assert_status(200);
    let user = world.find_user_by_name("ingrid").await.unwrap();
    assert_eq!(
        (user.name, json!(user.profile)),
        (Some("Olivia".to_owned()), json!({ "preferredUsername": "Ingrid" }))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn names_hold_nothing_that_disguises_them() {
    let world = World::new().await;
    world.user("ingrid").await;
    let browser = world.browser().await;
    browser.identified("ingrid").await;
    for name in ["Ing\nrid", "Ing\u{1b}[31mrid", "dirgnI\u{202e}"] {
        let body = json!({ "type": "extraProfile", "values": { "name": name, "nickname": "Ing" } });
        let refused = browser.client.post("/api/experience/profile", body).await;
        let issues = refused.assert_error(400, "guard.invalid_input").json()["data"]["issues"].clone();
        assert_eq!(issues[0]["path"], json!(["values", "name"]), "{issues}");
    }
}
