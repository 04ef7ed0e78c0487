//! Captchas on the hosted pages: where the widget is, what its page may load, and that nobody gets past it.

use domain::captcha::{CaptchaConfig, RecaptchaMode};
use domain::grant::InteractionResult;
use serde_json::json;
use store::both_databases;
use testkit::TestServices;

use super::{
    World,
    captchas::{Provider, SOLVED, dressed, recaptcha, tenant, turnstile},
    mail::{by_code, by_code_with},
    steps::page,
    world::{Browser, PASSWORD},
};

const INGRID: &str = "ingrid@fjord.example";
const MISSING: &str = "Complete the check that you are a person, then go on.</span>";
const FAILED: &str = "The check that you are a person did not succeed. Try it once more.</span>";
/// What every page may load that shows no widget.
const STRICT: &str = "default-src 'none'; base-uri 'none'; connect-src 'self'; form-action 'self' http: https:; frame-ancestors 'none'; \
                      img-src 'self' data:; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'";
const WITH_TURNSTILE: &str = "default-src 'none'; base-uri 'none'; connect-src 'self' https://challenges.cloudflare.com; \
     form-action 'self' http: https:; frame-ancestors 'none'; frame-src https://challenges.cloudflare.com; img-src 'self' data:; \
     script-src 'self' https://challenges.cloudflare.com; style-src 'self'";

/// The policy of a page, and the page.
async fn policy(browser: &Browser, path: &str) -> (String, String) {
    let shown = browser.client.get(&page(path)).await.assert_status(200);
    (shown.header("content-security-policy").unwrap().to_owned(), shown.body)
}

/// A tenant that wants captchas and offers all ways, with Ingrid in it.
async fn whole(world: &World) {
    let all =
        json!({ "captchaPolicy": { "enabled": true }, "forgotPasswordMethods": ["EmailVerificationCode"] });
    world.settings(by_code_with(&all)).await;
    world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
}

both_databases! {
    async fn people_sign_in_register_and_recover_on_the_pages_and_programs_do_not(db: Db) {
        let provider = Provider::start().await;
        let test = TestServices::over_with(db, |options| options.captchas = provider.endpoints()).await;
        let world = dressed(World::over(test).await, turnstile()).await;
        whole(&world).await;
        let browser = world.browser().await;
        for (path, typed) in [("/sign-in", INGRID), ("/register", "sigrid@fjord.example"), ("/forgot-password", INGRID)] {
            let (policy, body) = policy(&browser, path).await;
            assert_eq!(policy, WITH_TURNSTILE, "{path}");
            assert!(body.contains(r#"data-captcha="turnstile" data-site-key="site""#), "{body}");
            assert!(body.contains("https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit"));
            assert!(body.contains("which needs JavaScript"));
            browser.refused(path, &[("identifier", typed)], 422, MISSING).await;
            browser.refused(path, &[("identifier", typed), ("captcha", "")], 422, MISSING).await;
            browser.refused(path, &[("identifier", typed), ("captcha", "wrong")], 422, FAILED).await;
            browser.refused(path, &[("identifier", typed), ("captcha", "broken")], 422, FAILED).await;
        }
        // Whoever was refused has begun nothing, and got no message.
        assert_eq!(world.interaction(&browser.uid).await.experience, None);
        assert!(world.mail_to(INGRID).await.is_empty() && world.mail_to("sigrid@fjord.example").await.is_empty());
        // What is missing otherwise is told before the provider is asked: an answer counts once.
        let before = provider.asked().len();
        assert_eq!(before, 6);
        browser.refused("/sign-in", &[("identifier", ""), ("captcha", SOLVED)], 422, "Enter your username").await;
        assert!(provider.asked().is_empty());
        let solved = |typed| [("identifier", typed), ("captcha", SOLVED)];
        assert_eq!(browser.go("/sign-in", &solved(INGRID)).await, page("/sign-in/password"));
        assert_eq!(browser.go("/sign-in/password", &[("password", PASSWORD)]).await, browser.resume_url());
        assert!(matches!(world.result(&browser).await, Some(InteractionResult::Login { .. })));
        let browser = world.browser().await;
        assert_eq!(browser.go("/register", &solved("sigrid@fjord.example")).await, page("/sign-in/code"));
        let code = world.code_to("sigrid@fjord.example").await;
        assert_eq!(browser.go("/sign-in/code", &[("code", &code)]).await, browser.resume_url());
        let browser = world.browser().await;
        assert_eq!(browser.go("/forgot-password", &solved(INGRID)).await, page("/sign-in/code"));
        let code = world.code_to(INGRID).await;
        assert_eq!(browser.go("/sign-in/code", &[("code", &code)]).await, page("/forgot-password/new"));
        browser.go("/forgot-password/new", &[("password", "winter-Lamp-88")]).await;
        let asked = provider.asked();
        assert_eq!(asked.len(), 3);
        assert!(asked.iter().all(|(path, _, body)| path == "/siteverify" && *body == json!({ "secret": "geheim", "response": SOLVED })));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_page_loads_anything_of_the_provider() {
    let provider = Provider::start().await;
    let world = tenant(&provider, turnstile()).await;
    whole(&world).await;
    let browser = world.browser().await;
    browser.go("/sign-in", &[("identifier", INGRID), ("captcha", SOLVED)]).await;
    let (password, body) = policy(&browser, "/sign-in/password").await;
    assert_eq!(password, STRICT);
    assert!(!body.contains("captcha") && !body.contains("cloudflare"));
    browser.go("/sign-in/password", &[("do", "code")]).await;
    assert_eq!(policy(&browser, "/sign-in/code").await.0, STRICT);
    let unknown = world.client().get("/unknown-session").await.assert_status(200);
    assert!(!unknown.header("content-security-policy").unwrap().contains("cloudflare"));
    // Nor do the first ones where nobody wants to know.
    world.settings(by_code()).await;
    let browser = world.browser().await;
    for path in ["/sign-in", "/register"] {
        assert_eq!(policy(&browser, path).await.0, STRICT, "{path}");
    }
    provider.asked();
    assert_eq!(browser.go("/sign-in", &[("identifier", INGRID)]).await, page("/sign-in/password"));
    assert_eq!(provider.asked(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn recaptcha_is_loaded_as_its_configuration_says() {
    let provider = Provider::start().await;
    for (domain, mode, kind, script) in [
        (None, None, "recaptcha", "https://www.google.com/recaptcha/enterprise.js?render=site&#38;hl=en"),
        (
            Some("www.recaptcha.net"),
            Some(RecaptchaMode::Checkbox),
            "recaptcha-checkbox",
            "https://www.recaptcha.net/recaptcha/enterprise.js?render=explicit&#38;hl=en",
        ),
        // Whatever is stored, no script comes from elsewhere.
        (
            Some("evil.example"),
            None,
            "recaptcha",
            "https://www.google.com/recaptcha/enterprise.js?render=site&#38;hl=en",
        ),
    ] {
        let CaptchaConfig::RecaptchaEnterprise { site_key, project_id, .. } = recaptcha(None) else {
            unreachable!()
        };
        let domain = domain.map(ToOwned::to_owned);
        let world =
            tenant(&provider, CaptchaConfig::RecaptchaEnterprise { site_key, project_id, domain, mode })
                .await;
        let browser = world.browser().await;
        let (policy, body) = policy(&browser, "/sign-in").await;
        assert!(body.contains(&format!(r#"data-captcha="{kind}""#)), "{body}");
        assert!(body.contains(&format!(r#"<script src="{script}" defer>"#)), "{body}");
        assert!(policy.contains("/recaptcha/;") || policy.contains("/recaptcha/ "), "{policy}");
        assert!(!policy.contains("evil") && !policy.contains("unsafe-inline"), "{policy}");
        browser.refused("/sign-in", &[("identifier", INGRID)], 422, MISSING).await;
        let solved = [("identifier", INGRID), ("captcha", SOLVED)];
        assert_eq!(browser.go("/sign-in", &solved).await, page("/sign-in/password"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_answer_of_the_provider_pages_say_so_and_let_nobody_on() {
    let provider = Provider { url: "http://127.0.0.1:9".to_owned(), asked: std::sync::Arc::default() };
    let world = tenant(&provider, turnstile()).await;
    let browser = world.browser().await;
    browser.refused("/sign-in", &[("identifier", INGRID), ("captcha", SOLVED)], 422, FAILED).await;
    assert_eq!(world.interaction(&browser.uid).await.experience, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_and_what_comes_later_are_no_way_around() {
    let provider = Provider::start().await;
    let world = tenant(&provider, turnstile()).await;
    let settings = json!({ "captchaPolicy": { "enabled": true }, "passkeySignIn": { "enabled": true, "showPasskeyButton": true } });
    world.settings(by_code_with(&settings)).await;
    let browser = world.browser().await;
    browser.refused("/sign-in", &[("do", "passkey")], 422, MISSING).await;
    assert_eq!(
        browser.go("/sign-in", &[("do", "passkey"), ("captcha", SOLVED)]).await,
        page("/sign-in/passkey")
    );
    // What browsers offer where the identifier is filled in neither.
    let offered = [("do", "passkey"), ("credential", "{}")];
    browser.refused("/sign-in", &offered, 422, MISSING).await;
    let solved = [("do", "passkey"), ("credential", "{}"), ("captcha", SOLVED)];
    browser.refused("/sign-in", &solved, 400, "The passkey was not accepted.").await;
    // A step of an interaction that has begun without an answer gets no further, and says where it is asked for.
    let browser = world.browser().await;
    browser.start("SignIn").await;
    world.user("ingrid").await;
    let id = super::world::verification_id(&browser.verify_password("ingrid", PASSWORD).await);
    browser.identify(&id).await.assert_status(204);
    browser.submit().await.assert_error(422, "session.captcha_required");
}
