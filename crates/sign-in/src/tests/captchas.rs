//! Captchas (OIDC contract §6.3, §6.5), answered by providers on this machine.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    http::{HeaderMap, Uri},
    routing::any,
};
use domain::{
    PlainToken,
    captcha::{CaptchaConfig, CaptchaProvider, RecaptchaMode},
};
use operations::captcha::CaptchaEndpoints;
use serde_json::{Value, json};
use testkit::{TestResponse, TestServices};

use super::{
    World,
    mail::{by_code, by_code_with, email},
    world::{Browser, PASSWORD, verification_id},
};

pub(super) const SOLVED: &str = "solved";

/// A path that was asked for, with the header that a key stands in, and the body.
pub(super) type Asked = (String, Option<String>, Value);

/// Stands in for both providers and keeps what it was asked.
pub(super) struct Provider {
    pub(super) url: String,
    pub(super) asked: Arc<Mutex<Vec<Asked>>>,
}

impl Provider {
    pub(super) async fn start() -> Self {
        let asked: Arc<Mutex<Vec<_>>> = Arc::default();
        let kept = Arc::clone(&asked);
        let answer = move |uri: Uri, headers: HeaderMap, body: String| {
            let body: Value = serde_json::from_str(&body).unwrap();
            let token = body.get("response").or_else(|| body.pointer("/event/token")).unwrap().clone();
            let key = headers.get("x-goog-api-key").map(|key| key.to_str().unwrap().to_owned());
            kept.lock().unwrap().push((uri.path().to_owned(), key, body));
            let is_solved = token == SOLVED || token == "doubtful";
            std::future::ready(match token.as_str().unwrap() {
                "broken" => "no JSON".to_owned(),
                _ if uri.path() == "/siteverify" => json!({ "success": is_solved }).to_string(),
                word => json!({
                    "tokenProperties": { "valid": is_solved },
                    "riskAnalysis": { "score": if word == "doubtful" { 0.3 } else { 0.9 } },
                })
                .to_string(),
            })
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(any(answer));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, asked }
    }

    pub(super) fn endpoints(&self) -> CaptchaEndpoints {
        CaptchaEndpoints { turnstile: format!("{}/siteverify", self.url), recaptcha: self.url.clone() }
    }

    pub(super) fn asked(&self) -> Vec<(String, Option<String>, Value)> {
        self.asked.lock().unwrap().drain(..).collect()
    }
}

/// A tenant that wants captchas of this provider solved.
pub(super) async fn tenant(provider: &Provider, config: CaptchaConfig) -> World {
    let endpoints = provider.endpoints();
    dressed(
        World::over(TestServices::sqlite_with(|options| options.captchas = endpoints).await).await,
        config,
    )
    .await
}

pub(super) async fn dressed(world: World, config: CaptchaConfig) -> World {
    world.add_mailboxes(by_code_with(&json!({ "captchaPolicy": { "enabled": true } }))).await;
    world.add_provider(config).await;
    world
}

pub(super) fn turnstile() -> CaptchaConfig {
    CaptchaConfig::Turnstile { site_key: "site".to_owned() }
}

pub(super) fn recaptcha(mode: Option<RecaptchaMode>) -> CaptchaConfig {
    let (site_key, project_id) = ("site".to_owned(), "fjord/1".to_owned());
    CaptchaConfig::RecaptchaEnterprise { site_key, project_id, domain: None, mode }
}

impl World {
    pub(super) async fn add_provider(&self, config: CaptchaConfig) {
        let services = self.services();
        let (id, secret_key, now) = ("captcha".to_owned(), PlainToken::new("geheim"), services.now());
        let provider = CaptchaProvider { id, config, secret_key, created_at: now, updated_at: now };
        let sealed = operations::captcha::seal(services, &provider).unwrap();
        store::captcha_provider::put(services.db.exec(), &services.tenant, &sealed).await.unwrap();
    }
}

async fn start(browser: &Browser, event: &str, token: &str) -> TestResponse {
    let body = json!({ "interactionEvent": event, "captchaToken": token });
    browser.client.put("/api/experience", body).await
}

async fn shown(browser: &Browser) -> Value {
    browser.client.unrecorded().get("/api/experience/interaction").await.json()["captcha"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn turnstile_is_asked_and_lets_those_through_who_solved_it() {
    let provider = Provider::start().await;
    let world = tenant(&provider, turnstile()).await;
    let browser = world.browser().await;
    let failed = start(&browser, "SignIn", "wrong").await.assert_status(422);
    assert_eq!(
        failed.json(),
        json!({ "code": "session.captcha_failed", "message": "The captcha was not solved. Please try again." })
    );
    start(&browser, "SignIn", "broken").await.assert_error(422, "session.captcha_failed");
    browser.submit().await.assert_error(404, "session.interaction_not_found");
    start(&browser, "SignIn", SOLVED).await.assert_status(204);
    assert_eq!(shown(&browser).await, json!({ "verified": true, "skipped": false }));
    let body = |answer: &str| json!({ "secret": "geheim", "response": answer });
    let asked = ["wrong", "broken", SOLVED].map(|answer| ("/siteverify".to_owned(), None, body(answer)));
    assert_eq!(provider.asked(), asked);
    world.user("ingrid").await;
    let id = verification_id(&browser.verify_password("ingrid", PASSWORD).await.assert_status(200));
    browser.identify(&id).await.assert_status(204);
    assert_eq!(
        world.audit_keys().await,
        [
            "Interaction.SignIn.Captcha.Submit Error",
            "Interaction.SignIn.Captcha.Submit Error",
            "Interaction.SignIn.Captcha.Submit Success",
            "Interaction.SignIn.Identifier.Submit Success",
            "Interaction.SignIn.Verification.Password.Submit Success",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn recaptcha_is_asked_by_its_key_and_its_score_counts_where_nobody_saw_a_puzzle() {
    let provider = Provider::start().await;
    for (mode, doubtful) in
        [(Some(RecaptchaMode::Checkbox), 204), (Some(RecaptchaMode::Invisible), 422), (None, 422)]
    {
        let world = tenant(&provider, recaptcha(mode)).await;
        let browser = world.browser().await;
        start(&browser, "SignIn", SOLVED).await.assert_status(204);
        start(&browser, "SignIn", "doubtful").await.assert_status(doubtful);
        start(&browser, "SignIn", "wrong").await.assert_error(422, "session.captcha_failed");
        let asked = provider.asked();
        let first = json!({ "event": { "token": SOLVED, "siteKey": "site" } });
        assert_eq!(
            asked[0],
            ("/v1/projects/fjord%2F1/assessments".to_owned(), Some("geheim".to_owned()), first)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_solved_captcha_no_code_is_sent_no_account_made_and_nobody_let_in() {
    let provider = Provider::start().await;
    let world = tenant(&provider, turnstile()).await;
    world.user("ingrid").await;
    let required = "session.captcha_required";
    let browser = world.browser().await;
    browser.start("SignIn").await;
    assert_eq!(shown(&browser).await, json!({ "verified": false, "skipped": false }));
    world.ask_for_code(&browser, &email("a@fjord.example"), "SignIn").await.assert_error(422, required);
    let id = verification_id(&browser.verify_password("ingrid", PASSWORD).await.assert_status(200));
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_error(422, required);
    browser.start("Register").await;
    let id = verification_id(&browser.new_identity("sigrid", PASSWORD).await.assert_status(200));
    browser.identify(&id).await.assert_error(422, required);
    browser.start("ForgotPassword").await;
    world
        .ask_for_code(&browser, &email("a@fjord.example"), "ForgotPassword")
        .await
        .assert_error(422, required);
    browser.submit().await.assert_error(422, required);
    assert!(world.mail_to("a@fjord.example").await.is_empty());
    // What was solved is solved for one beginning.
    start(&browser, "SignIn", SOLVED).await.assert_status(204);
    world.ask_for_code(&browser, &email("a@fjord.example"), "SignIn").await.assert_status(200);
    browser.start("SignIn").await;
    world.ask_for_code(&browser, &email("a@fjord.example"), "SignIn").await.assert_error(422, required);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_presents_a_one_time_token_solves_no_captcha() {
    let provider = Provider::start().await;
    let world = tenant(&provider, turnstile()).await;
    let ttl = domain::one_time_token::ONE_TIME_TOKEN_TTL;
    let made = operations::one_time_token::create(
        world.services(),
        "a@fjord.example".to_owned(),
        domain::one_time_token::OneTimeTokenContext::default(),
        ttl,
    );
    let (_, value) = made.await.unwrap();
    let browser = world.browser().await;
    browser.start("Register").await;
    let body = json!({ "identifier": email("a@fjord.example"), "token": value.reveal() });
    let verified = browser.client.post("/api/experience/verification/one-time-token/verify", body).await;
    assert_eq!(shown(&browser).await, json!({ "verified": false, "skipped": true }));
    browser.identify(&verification_id(&verified)).await.assert_status(201);
    browser.submit().await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_not_reached_takes_nobody_for_a_person() {
    let provider = Provider { url: "http://127.0.0.1:9".to_owned(), asked: Arc::default() };
    let world = tenant(&provider, turnstile()).await;
    let browser = world.browser().await;
    start(&browser, "SignIn", SOLVED).await.assert_error(422, "session.captcha_failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_captcha_is_asked_for_none_is_looked_at() {
    let provider = Provider::start().await;
    let world = tenant(&provider, turnstile()).await;
    world.settings(by_code()).await;
    let browser = world.browser().await;
    start(&browser, "SignIn", "wrong").await.assert_status(204);
    world.ask_for_code(&browser, &email("a@fjord.example"), "SignIn").await.assert_status(200);
    assert_eq!(provider.asked(), []);
}
