//! The pages between the first one and the way back, as a browser without JavaScript uses them.

use std::time::Duration;

use domain::{
    grant::InteractionResult,
    one_time_token::{ONE_TIME_TOKEN_TTL, OneTimeTokenContext},
    profile_field::{ProfileField, ProfileFieldType},
};
use serde_json::{Value, json};

use super::{
    World,
    mail::{another, by_code, by_code_with},
    world::{APP, Browser, PASSWORD, hidden_field},
};

const INGRID: &str = "ingrid@fjord.example";

pub(super) fn page(path: &str) -> String {
    format!("{path}?app_id={APP}")
}

impl Browser {
    /// Posts a page's form, which leads to another page.
    pub(super) async fn go(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.post_form(&page(path), fields).await;
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.body);
        answer.location()
    }

    /// Posts a page's form, which is drawn again.
    pub(super) async fn refused(&self, path: &str, fields: &[(&str, &str)], status: u16, words: &str) {
        let answer = self.post_form(&page(path), fields).await.assert_status(status);
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
    }

    pub(super) async fn shows(&self, path: &str, words: &str) -> String {
        let shown = self.client.get(&page(path)).await.assert_status(200);
        assert!(shown.body.contains(words), "{words}: {}", shown.body);
        shown.body
    }
}

/// The settings with an account that Ingrid signs in to by her address.
async fn ingrid(settings: Value) -> (World, domain::UserId) {
    let world = World::mailing(settings).await;
    let user = world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    (world, user)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_it_is_comes_first_and_the_password_then() {
    let (world, user) = ingrid(by_code()).await;
    let browser = world.browser().await;
    let first = browser.shows("/sign-in", "Username, e-mail address or phone number").await;
    assert!(!first.contains(r#"type="password""#));
    assert_eq!(browser.go("/sign-in", &[("identifier", INGRID)]).await, page("/sign-in/password"));
    let shown = browser.shows("/sign-in/password", "<h1>Enter your password</h1>").await;
    assert!(shown.contains(INGRID) && shown.contains("Use a code instead"));
    browser.refused("/sign-in/password", &[("password", "")], 422, "Enter your password.</span>").await;
    let wrong = "That account and password do not match.";
    browser.refused("/sign-in/password", &[("password", "wrong")], 422, wrong).await;
    let done = browser.go("/sign-in/password", &[("password", PASSWORD)]).await;
    assert_eq!(done, browser.resume_url());
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user }));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identifier_of_nobody_leads_where_that_of_somebody_leads() {
    let (world, _) = ingrid(by_code()).await;
    for nobody in ["nobody@fjord.example", "nobody", "+4791234567"] {
        let browser = world.browser().await;
        let to = browser.go("/sign-in", &[("identifier", nobody)]).await;
        assert_eq!(to, page("/sign-in/password"));
        let shown = browser.shows("/sign-in/password", "Enter your password").await;
        assert!(
            shown.contains(&format!("<bdi>{}</bdi>", nobody.replace('+', "&#43;")))
                || shown.contains(&format!("<bdi>{nobody}</bdi>")),
            "{shown}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_signs_in_instead_of_the_password() {
    let (world, user) = ingrid(by_code()).await;
    let browser = world.browser().await;
    browser.go("/sign-in", &[("identifier", INGRID)]).await;
    assert_eq!(browser.go("/sign-in/password", &[("do", "code")]).await, page("/sign-in/code"));
    let shown =
        browser.shows("/sign-in/code", "We sent a six-digit code to <strong><bdi>ingrid@fjord.example").await;
    assert!(shown.contains(r#"autocomplete="one-time-code""#) && shown.contains("Use your password instead"));
    assert!(shown.contains("It is valid for 10 minutes."));
    let code = world.code_to(INGRID).await;
    let too_early = "You can ask for another code in 60 seconds.";
    browser.refused("/sign-in/code", &[("do", "again")], 422, too_early).await;
    let wrong = "That code is not right. Check it and try again.</span>";
    browser.refused("/sign-in/code", &[("code", &another(&code))], 400, wrong).await;
    browser.refused("/sign-in/code", &[("code", " ")], 422, "Enter the six digits of the code.</span>").await;
    world.test.advance(Duration::from_secs(61));
    assert_eq!(browser.go("/sign-in/code", &[("do", "again")]).await, page("/sign-in/code"));
    browser.shows("/sign-in/code", "Another code is on its way.").await;
    assert!(
        !browser.shows("/sign-in/code", "Check your e-mail").await.contains("Another code is on its way.")
    );
    let spaced = world.code_to(INGRID).await;
    let spaced = format!(" {} {}", &spaced[..3], &spaced[3..]);
    assert_eq!(browser.go("/sign-in/code", &[("code", &spaced)]).await, browser.resume_url());
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user }));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tenant_decides_whether_the_code_is_asked_for_first() {
    let method = json!({ "identifier": "email", "password": true, "verificationCode": true, "isPasswordPrimary": false });
    let (world, _) = ingrid(by_code_with(&json!({ "signIn": { "methods": [method] } }))).await;
    let browser = world.browser().await;
    browser.shows("/sign-in", r#"type="email""#).await;
    browser.refused("/sign-in", &[("identifier", "ingrid")], 422, "This is not an e-mail address.").await;
    assert_eq!(browser.go("/sign-in", &[("identifier", INGRID)]).await, page("/sign-in/code"));
    let password = browser.shows("/sign-in/password", "Enter your password").await;
    assert!(password.contains("Use a code instead"));
    assert_eq!(world.mail_to(INGRID).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_to_an_address_of_nobody_leads_to_a_new_account_without_another() {
    let world = World::mailing(by_code_with(&json!({
        "signIn": { "methods": [{ "identifier": "email", "password": false, "verificationCode": true, "isPasswordPrimary": false }] },
        "agreeToTermsPolicy": "ManualRegistrationOnly", "termsOfUseUrl": "https://fjord.example/terms",
    }))).await;
    let browser = world.browser().await;
    browser.go("/sign-in", &[("identifier", INGRID)]).await;
    let code = world.code_to(INGRID).await;
    assert_eq!(browser.go("/sign-in/code", &[("code", &code)]).await, page("/sign-in/account"));
    let shown = browser.shows("/sign-in/account", "There is no account yet").await;
    assert!(shown.contains(INGRID) && shown.contains(r#"name="agreement""#));
    browser.refused("/sign-in/account", &[], 422, "Tick the box to agree before you go on.</span>").await;
    assert!(!world.knows(INGRID).await);
    let done = browser.go("/sign-in/account", &[("agreement", "yes")]).await;
    assert_eq!(done, browser.resume_url());
    assert!(world.knows(INGRID).await);

    world.settings(by_code_with(&json!({ "signInMode": "SignIn" }))).await;
    let browser = world.browser().await;
    browser.go("/sign-in", &[("identifier", "sigrid@fjord.example")]).await;
    browser.go("/sign-in/password", &[("do", "code")]).await;
    let code = world.code_to("sigrid@fjord.example").await;
    let none = "There is no account with this address, and none can be created here.";
    browser.refused("/sign-in/code", &[("code", &code)], 404, none).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_registered_by_a_code_and_what_it_lacks_is_asked_for() {
    let world = World::mailing(by_code_with(&json!({
        "signUp": { "identifiers": ["email"], "password": true, "verify": true, "secondaryIdentifiers": [{ "identifier": "username", "verify": false }] },
    }))).await;
    world.user("taken").await;
    field(&world, "fullname", ProfileFieldType::Fullname, name_parts()).await;
    field(
        &world,
        "boat",
        ProfileFieldType::Select,
        json!({ "options": [{ "value": "red", "label": "Red one" }] }),
    )
    .await;
    let browser = world.browser().await;
    let first = browser.shows("/register", r#"type="email""#).await;
    assert!(!first.contains(r#"type="password""#));
    browser.refused("/register", &[("identifier", "")], 422, "Enter your e-mail address.</span>").await;
    assert_eq!(browser.go("/register", &[("identifier", INGRID)]).await, page("/sign-in/code"));
    let code = world.code_to(INGRID).await;
    assert_eq!(browser.go("/sign-in/code", &[("code", &code)]).await, page("/sign-in/continue"));
    browser.shows("/sign-in/continue", "<h1>Choose a username</h1>").await;
    let taken = "This username is taken. Choose another one.</span>";
    browser.refused("/sign-in/continue", &[("identifier", "taken")], 422, taken).await;
    assert_eq!(browser.go("/sign-in/continue", &[("identifier", "ingrid")]).await, page("/sign-in/continue"));
    browser.shows("/sign-in/continue", "<h1>Choose a password</h1>").await;
    browser.refused("/sign-in/continue", &[("password", "short")], 422, "Use at least 8 characters.").await;
    let personal = "Leave out your username and other things known about you.";
    browser.refused("/sign-in/continue", &[("password", "my-ingrid-91")], 422, personal).await;
    browser.go("/sign-in/continue", &[("password", PASSWORD)]).await;
    let shown = browser.shows("/sign-in/continue", "<h1>A few more details</h1>").await;
    assert!(
        shown.contains("First name") && shown.contains("Last name (optional)") && shown.contains("Red one")
    );
    let wrong = [("fullname-givenName", "Ingrid"), ("boat", "blue")];
    browser.refused("/sign-in/continue", &wrong, 400, "This does not have the form that is asked for.").await;
    browser.refused("/sign-in/continue", &[("boat", "red")], 400, "Fill in this field.</span>").await;
    let right = [("fullname-givenName", "Ingrid"), ("boat", "red")];
    assert_eq!(browser.go("/sign-in/continue", &right).await, browser.resume_url());
    let user = world.find_user_by_name("ingrid").await.unwrap();
    assert_eq!(user.primary_email.as_deref(), Some(INGRID));
    assert_eq!(user.profile.get("givenName"), Some(&json!("Ingrid")));
    assert_eq!(user.custom_data.get("boat"), Some(&json!("red")));
    assert!(user.password.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_registers_with_an_address_of_their_own_account_signs_in_to_it() {
    let (world, user) = ingrid(by_code()).await;
    let browser = world.browser().await;
    browser.go("/register", &[("identifier", INGRID)]).await;
    let code = world.code_to(INGRID).await;
    assert_eq!(browser.go("/sign-in/code", &[("code", &code)]).await, page("/sign-in/account"));
    browser.shows("/sign-in/account", "You already have an account").await;
    assert_eq!(browser.go("/sign-in/account", &[]).await, browser.resume_url());
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user }));

    // Where codes do not sign in, the password does.
    let method = json!({ "identifier": "email", "password": true, "verificationCode": false, "isPasswordPrimary": true });
    world.settings(by_code_with(&json!({ "signIn": { "methods": [method] } }))).await;
    let browser = world.browser().await;
    browser.go("/register", &[("identifier", INGRID)]).await;
    let code = world.code_to(INGRID).await;
    browser.go("/sign-in/code", &[("code", &code)]).await;
    assert_eq!(browser.go("/sign-in/account", &[]).await, page("/sign-in/password"));
    assert_eq!(browser.go("/sign-in/password", &[("password", PASSWORD)]).await, browser.resume_url());
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_signs_in_adds_what_their_account_lacks() {
    let world = World::mailing(by_code_with(&json!({
        "signUp": { "identifiers": ["username"], "password": true, "verify": true, "secondaryIdentifiers": [{ "identifier": "emailOrPhone", "verify": true }] },
    }))).await;
    let user = world.user("ingrid").await;
    let browser = world.browser().await;
    browser.go("/sign-in", &[("identifier", "ingrid")]).await;
    let next = browser.go("/sign-in/password", &[("password", PASSWORD)]).await;
    assert_eq!(next, page("/sign-in/continue"));
    browser.shows("/sign-in/continue", "Add an e-mail address or phone number").await;
    browser.refused("/sign-in/continue", &[("identifier", "x")], 422, "This is not an e-mail address.").await;
    let next = browser.go("/sign-in/continue", &[("identifier", "+47 912 34 567")]).await;
    assert_eq!(next, page("/sign-in/code"));
    browser.shows("/sign-in/code", "<h1>Check your messages</h1>").await;
    let code = world.code_to("4791234567").await;
    assert_eq!(browser.go("/sign-in/code", &[("code", &code)]).await, browser.resume_url());
    assert_eq!(world.find_user(&user).await.primary_phone.as_deref(), Some("4791234567"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_by_whoever_reads_the_address() {
    let recovery = json!({ "forgotPasswordMethods": ["EmailVerificationCode"] });
    let (world, user) = ingrid(by_code_with(&recovery)).await;
    let browser = world.browser().await;
    browser.go("/sign-in", &[("identifier", INGRID)]).await;
    browser.shows("/sign-in/password", "Forgot your password?").await;
    let shown = browser.shows("/forgot-password", "<h1>Reset your password</h1>").await;
    assert!(shown.contains(r#"type="email""#));
    browser
        .refused("/forgot-password", &[("identifier", "ingrid")], 422, "This is not an e-mail address.")
        .await;
    // Nobody learns whether an address is known.
    let stranger = world.browser().await;
    let unknown = stranger.go("/forgot-password", &[("identifier", "nobody@fjord.example")]).await;
    assert_eq!(browser.go("/forgot-password", &[("identifier", INGRID)]).await, unknown);
    let known = browser.shows("/sign-in/code", "a six-digit code is on its way to it").await;
    let unknown = stranger.shows("/sign-in/code", "a six-digit code is on its way to it").await;
    let neutral =
        |page: &str, address: &str| page.replace(address, "").replace(&hidden_field(page, "xsrf"), "");
    assert_eq!(neutral(&known, INGRID), neutral(&unknown, "nobody@fjord.example"));
    let code = world.code_to(INGRID).await;
    assert_eq!(browser.go("/sign-in/code", &[("code", &code)]).await, page("/forgot-password/new"));
    browser.shows("/forgot-password/new", "<h1>Choose a new password</h1>").await;
    let own = "This is your password already. Choose another one.</span>";
    browser.refused("/forgot-password/new", &[("password", PASSWORD)], 422, own).await;
    let done = browser.go("/forgot-password/new", &[("password", "another-Lamp-78")]).await;
    assert_eq!(done, format!("{}&changed=password", page("/sign-in")));
    let shown = browser.client.get(&done).await.assert_status(200);
    assert!(shown.body.contains("Your password is changed. Sign in with the new one."));
    browser.go("/sign-in", &[("identifier", INGRID)]).await;
    let done = browser.go("/sign-in/password", &[("password", "another-Lamp-78")]).await;
    assert_eq!(done, browser.resume_url());
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_out_of_a_message_is_used_by_going_on_and_makes_an_account_for_somebody_new() {
    let world = World::mailing(by_code()).await;
    let token = operations::one_time_token::create(
        world.services(),
        INGRID.to_owned(),
        OneTimeTokenContext::default(),
        ONE_TIME_TOKEN_TTL,
    );
    let value = token.await.unwrap().1.reveal().to_owned();
    let browser = world.browser().await;
    let link = format!("/sign-in?app_id={APP}&one_time_token={value}&login_hint=ingrid%40fjord.example");
    for _ in 0..2 {
        let shown = browser.client.get(&link).await.assert_status(200);
        assert!(
            shown.body.contains("Sign in with your link") && shown.body.contains(INGRID),
            "{}",
            shown.body
        );
    }
    let xsrf = hidden_field(&browser.client.get(&link).await.body, "xsrf");
    let action = link.replace("/sign-in?", "/sign-in/link?");
    let post = async |xsrf: &str| {
        browser.client.form_with(&action, &[("xsrf", xsrf)], &[("sec-fetch-site", "same-origin")]).await
    };
    post("forged").await.assert_status(403);
    assert_eq!(post(&xsrf).await.assert_status(303).location(), browser.resume_url());
    assert!(world.knows(INGRID).await);
    let again = post(&xsrf).await.assert_status(400);
    assert!(again.body.contains("This link has expired or was used already."), "{}", again.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_nobody_is_at_leads_to_the_first_page() {
    let world = World::mailing(by_code()).await;
    let browser = world.browser().await;
    let steps = [
        "/sign-in/password",
        "/sign-in/code",
        "/sign-in/account",
        "/sign-in/continue",
        "/forgot-password/new",
    ];
    for step in steps {
        let answer = browser.client.get(&page(step)).await.assert_status(303);
        assert_eq!(answer.location(), page("/sign-in"), "{step}");
    }
    browser.start("SignIn").await;
    for step in steps {
        let answer = browser.client.get(&page(step)).await.assert_status(303);
        assert_eq!(answer.location(), page("/sign-in"), "{step}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_no_page_made_changes_nothing() {
    let (world, _) = ingrid(by_code()).await;
    let browser = world.browser().await;
    browser.go("/sign-in", &[("identifier", INGRID)]).await;
    let same_origin = [("sec-fetch-site", "same-origin")];
    let form = [("xsrf", "x"), ("password", PASSWORD)];
    let forged = browser.client.form_with(&page("/sign-in/password"), &form, &same_origin).await;
    assert!(forged.assert_status(403).body.contains("This form was out of date. Fill it in again."));
    let xsrf = browser.xsrf(&page("/sign-in/password")).await;
    let form = [("xsrf", xsrf.as_str()), ("password", PASSWORD)];
    let foreign = [("sec-fetch-site", "cross-site")];
    browser.client.form_with(&page("/sign-in/password"), &form, &foreign).await.assert_status(403);
    assert_eq!(world.result(&browser).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn terms_are_agreed_to_as_the_tenant_wants_it() {
    let world = World::new().await;
    world.user("ingrid").await;
    let terms = |policy: &str| json!({ "agreeToTermsPolicy": policy, "termsOfUseUrl": "https://fjord.example/terms" });
    world.settings(terms("Automatic")).await;
    let browser = world.browser().await;
    assert!(!browser.shows("/sign-in", "Sign in").await.contains("agree"));
    let register = browser.shows("/register", "By creating an account you agree to the").await;
    assert!(!register.contains(r#"name="agreement""#));
    world.settings(terms("Manual")).await;
    let fields = [("identifier", "ingrid"), ("password", PASSWORD)];
    browser.refused("/sign-in", &fields, 422, "Tick the box to agree before you go on.</span>").await;
    let agreed = [("identifier", "ingrid"), ("password", PASSWORD), ("agreement", "yes")];
    assert_eq!(browser.go("/sign-in", &agreed).await, browser.resume_url());
    world.settings(json!({ "agreeToTermsPolicy": "Manual" })).await;
    let browser = world.browser().await;
    assert_eq!(browser.go("/sign-in", &fields).await, browser.resume_url());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_narrows_the_identifiers_and_names_who_it_is() {
    let world = World::mailing(by_code()).await;
    let browser = world.browser().await;
    let path =
        format!("/identifier-sign-in?app_id={APP}&identifier=email+phone&login_hint=i%40fjord.example");
    let shown = browser.client.get(&path).await.assert_status(200);
    assert!(
        shown.body.contains("E-mail address or phone number")
            && shown.body.contains(r#"value="i@fjord.example""#)
    );
    let path = format!("/identifier-register?app_id={APP}&identifier=phone");
    assert!(browser.client.get(&path).await.assert_status(200).body.contains(r#"type="tel""#));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_speaks_the_language_of_the_application_the_browser_or_the_tenant() {
    let world = World::new().await;
    let browser = world.browser_with(&[("ui_locales", "ar tr")]).await;
    let shown = browser.client.get(&page("/sign-in")).await.assert_status(200);
    assert!(shown.body.contains(r#"<html lang="ar" dir="rtl">"#), "{}", shown.body);
    let browser = world.browser().await;
    let german = [("accept-language", "de-AT,de;q=0.9,en;q=0.1")];
    let shown = browser
        .client
        .send(http::Method::GET, &page("/sign-in"), &german, axum::body::Body::empty())
        .await
        .assert_status(200);
    assert!(
        shown.body.contains(r#"<html lang="de" dir="ltr">"#)
            && shown.body.contains("Bei Fjord Desk anmelden")
    );
    world.settings(json!({ "languageInfo": { "autoDetect": false, "fallbackLanguage": "ja" } })).await;
    let shown = browser
        .client
        .send(http::Method::GET, &page("/sign-in"), &german, axum::body::Body::empty())
        .await
        .assert_status(200);
    assert!(shown.body.contains(r#"<html lang="ja" dir="ltr">"#));
    let own = store::custom_phrase::CustomPhrase {
        id: "p".to_owned(),
        language_tag: "ja".to_owned(),
        translation: json!({ "description": { "sign_in_to": "{{name}} <へ>" }, "page": { "foot-terms": "規約" } }),
    };
    let (exec, tenant) = (world.services().db.exec(), &world.services().tenant);
    store::custom_phrase::put(exec, tenant, &own).await.unwrap();
    let shown = browser.client.get(&page("/sign-in")).await.assert_status(200);
    assert!(shown.body.contains("<h1>Fjord Desk &#60;へ&#62;</h1>"), "{}", shown.body);
}

async fn field(world: &World, name: &str, kind: ProfileFieldType, config: Value) {
    let services = world.services();
    let field = ProfileField {
        id: name.to_owned(),
        name: name.to_owned(),
        kind,
        label: name.to_owned(),
        description: None,
        is_required: true,
        config,
        sign_in_order: 0,
        created_at: services.now(),
    };
    store::custom_profile_field::insert(services.db.exec(), &services.tenant, &field).await.unwrap();
}

fn name_parts() -> Value {
    let part =
        |name, required| json!({ "name": name, "enabled": true, "required": required, "type": "Text" });
    json!({ "parts": [part("givenName", true), part("familyName", false)] })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_identifiers_has_no_form() {
    let world = World::new().await;
    world.settings(json!({ "signIn": { "methods": [] }, "signUp": { "identifiers": [], "password": false, "verify": false } })).await;
    let browser = world.browser().await;
    let shown = browser.shows("/sign-in", "Sign in to Fjord Desk").await;
    assert!(!shown.contains("<form") && !shown.contains("Create an account"), "{shown}");
    assert!(!browser.shows("/register", "Create your account").await.contains("<form"));
}
