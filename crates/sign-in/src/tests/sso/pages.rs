//! The same in a browser without JavaScript.

use domain::grant::InteractionResult;

use super::*;
use crate::tests::{mail::by_code_with, world::APP};

impl Browser {
    /// Goes to the provider by the pages' own link: the address there, and the state that comes back with the answer.
    async fn go_to_work(&self) -> (String, String) {
        let direct = format!("/direct/sso/{CONNECTOR}?app_id={APP}");
        let uri = self.client.get(&direct).await.assert_status(303).location();
        let sent = url::Url::parse(&uri).unwrap();
        let sent = |name: &str| sent.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        assert_eq!(sent("redirect_uri"), format!("http://id.fjord.example:3001/callback/{CONNECTOR}"));
        (uri.clone(), sent("state"))
    }

    /// Comes back with an answer.
    async fn come_back_from_work(&self, pairs: &[(&str, &str)]) -> TestResponse {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.client.get(&format!("/callback/{CONNECTOR}?{query}")).await
    }

    /// There and back as somebody; the answer to the callback.
    async fn come_back_from_work_as(&self, provider: &Provider, claims: Value) -> TestResponse {
        let (uri, state) = self.go_to_work().await;
        let code = provider.allow(&uri, claims).await;
        self.come_back_from_work(&[("code", &code), ("state", &state)]).await
    }
}

fn query_of(uri: &str, name: &str) -> Option<String> {
    let uri = url::Url::parse(uri).unwrap();
    uri.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_typed_leads_to_its_provider_and_back_in() {
    let (world, provider) = world().await;
    let browser = world.browser().await;
    let sign_in = format!("/sign-in?app_id={APP}");
    let page = browser.client.get(&sign_in).await.assert_status(200);
    // Whoever signs in elsewhere has no password here.
    assert!(!page.body.contains(r#"name="password""#), "{}", page.body);
    assert!(page.body.contains(&format!("/single-sign-on?app_id={APP}")), "{}", page.body);
    assert!(page.body.contains("Continue with single sign-on"), "{}", page.body);
    // The pages take usernames; an address of an enterprise is taken all the same.
    let led = browser.post_form(&sign_in, &[("identifier", " astrid@Fjord.example ")]).await;
    let providers = led.assert_status(303).location();
    assert_eq!(providers, format!("/single-sign-on/providers?app_id={APP}"));
    let page = browser.client.get(&providers).await.assert_status(200);
    let direct = format!("/direct/sso/{CONNECTOR}?app_id={APP}");
    assert!(
        page.body.contains(&format!(r#"http-equiv="refresh" content="0; url={direct}""#)),
        "{}",
        page.body
    );
    assert!(page.body.contains("Continue with Fjord AS") && page.body.contains("astrid@Fjord.example"));
    let away = browser.client.get(&direct).await.assert_status(303).location();
    assert_eq!(query_of(&away, "login_hint").as_deref(), Some("astrid@Fjord.example"));
    let (state, code) = (query_of(&away, "state").unwrap(), provider.allow(&away, astrid()).await);
    let back = browser.come_back_from_work(&[("code", &code), ("state", &state)]).await;
    assert_eq!(back.assert_status(303).location(), browser.resume_url());
    let user = world.holder(CONNECTOR, &provider, "42").await.unwrap().id;
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user.clone() }));
    // Loaded again, the page leads on; nothing is exchanged twice.
    let again = browser.come_back_from_work(&[("code", &code), ("state", &state)]).await;
    assert_eq!(again.assert_status(303).location(), browser.resume_url());
    // The next time they are known, by a link of the application too.
    let next = world.browser().await;
    let back = next.come_back_from_work_as(&provider, astrid()).await.assert_status(303);
    assert_eq!(back.location(), next.resume_url());
    assert_eq!(world.result(&next).await, Some(InteractionResult::Login { user_id: user }));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_that_asks_for_an_address_leads_there_and_a_passkey_does_not() {
    let (world, _) = world().await;
    let open = json!({
        "forgotPasswordMethods": ["EmailVerificationCode"], "passkeySignIn": { "enabled": true, "showPasskeyButton": true },
    });
    world.add_mailboxes(by_code_with(&open)).await;
    settings(&world, by_code_with(&open)).await;
    for path in ["/sign-in", "/register", "/forgot-password"] {
        let browser = world.browser().await;
        let page = format!("{path}?app_id={APP}");
        let led = browser.post_form(&page, &[("identifier", "astrid@fjord.example")]).await;
        assert_eq!(
            led.assert_status(303).location(),
            format!("/single-sign-on/providers?app_id={APP}"),
            "{path}"
        );
    }
    let browser = world.browser().await;
    let pressed = [("identifier", "astrid@fjord.example"), ("do", "passkey")];
    let asked = browser.post_form(&format!("/sign-in?app_id={APP}"), &pressed).await.assert_status(303);
    assert_eq!(asked.location(), format!("/sign-in/passkey?app_id={APP}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_for_addresses_takes_those_that_lead_somewhere() {
    let (world, provider) = world().await;
    provider
        .connect(&world, "second", |connector| {
            connector.branding.clear();
            connector.connector_name = "Fjord <Vik>".to_owned();
        })
        .await;
    let browser = world.browser().await;
    let page = format!("/single-sign-on?app_id={APP}");
    let hinted = browser.client.get(&format!("{page}&login_hint=a%40fjord.example")).await.assert_status(200);
    assert!(hinted.body.contains(r#"value="a@fjord.example""#), "{}", hinted.body);
    for (typed, told) in [
        ("", "Enter your e-mail address."),
        ("astrid", "This is not an e-mail address."),
        ("astrid@elsewhere.example", "No organization here signs in with this address."),
    ] {
        let wrong = browser.post_form(&page, &[("identifier", typed)]).await.assert_status(422);
        assert!(wrong.body.contains(told), "{typed}: {}", wrong.body);
    }
    let forged = browser.client.form_with(
        &page,
        &[("identifier", "a@fjord.example")],
        &[("sec-fetch-site", "same-origin")],
    );
    forged.await.assert_status(403);
    let providers =
        browser.post_form(&page, &[("identifier", "a@fjord.example")]).await.assert_status(303).location();
    let choice = browser.client.get(&providers).await.assert_status(200);
    assert!(!choice.body.contains("http-equiv=\"refresh\""), "{}", choice.body);
    assert!(choice.body.contains("Continue with Fjord AS"), "{}", choice.body);
    assert!(choice.body.contains("Continue with Fjord &#60;Vik&#62;"), "{}", choice.body);
    // Without an address there is nothing to choose.
    let other = world.browser().await;
    let nothing = other.client.get(&providers).await.assert_status(303);
    assert_eq!(nothing.location(), format!("/sign-in?app_id={APP}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_address_leads_anywhere_the_pages_say_so() {
    let (world, provider) = world().await;
    world.settings(json!({})).await;
    let browser = world.browser().await;
    let page = browser.client.get(&format!("/single-sign-on?app_id={APP}")).await.assert_status(200);
    assert!(page.body.contains("No single sign-on is set up on this server."), "{}", page.body);
    assert!(!page.body.contains("Continue with single sign-on"), "{}", page.body);
    for target in [CONNECTOR, "unknown"] {
        let fallback =
            browser.client.get(&format!("/direct/sso/{target}?app_id={APP}&fallback=register")).await;
        assert_eq!(fallback.assert_status(302).location(), format!("/register?app_id={APP}"));
    }
    settings(&world, json!({})).await;
    let unknown = browser.client.get(&format!("/direct/sso/unknown?app_id={APP}")).await.assert_status(302);
    assert_eq!(unknown.location(), format!("/sign-in?app_id={APP}"));
    world.delete_connector().await;
    let page = browser.client.get(&format!("/sign-in?app_id={APP}")).await.assert_status(200);
    assert!(!page.body.contains("/single-sign-on?app_id="), "{}", page.body);
    drop(provider);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_refused_is_told_by_whom_and_what_to_do() {
    let (world, provider) = world().await;
    let told = async |browser: &Browser, pairs: &[(&str, &str)], status: u16, words: &str| {
        let answer = browser.come_back_from_work(pairs).await.assert_status(status);
        assert!(answer.body.contains(words), "{words}: {}", answer.body);
    };
    let browser = world.browser().await;
    let (_, state) = browser.go_to_work().await;
    let refusal = [("error", "access_denied"), ("state", state.as_str())];
    told(&browser, &refusal, 401, "Fjord AS did not confirm who you are").await;
    let browser = world.browser().await;
    let (uri, _) = browser.go_to_work().await;
    let code = provider.allow(&uri, astrid()).await;
    told(&browser, &[("code", &code), ("state", "foreign")], 400, "was begun in another window").await;
    // Somebody else comes to the account with her address already.
    world.browser().await.registered_at_work(&provider, astrid()).await;
    let browser = world.browser().await;
    let taken = browser
        .come_back_from_work_as(&provider, astrid_with(json!({ "sub": "43" })))
        .await
        .assert_status(422);
    assert!(
        taken.body.contains("Another account here has your address. Ask your administrator."),
        "{}",
        taken.body
    );
    let browser = world.browser().await;
    let (_, state) = browser.go_to_work().await;
    world.delete_connector().await;
    told(&browser, &[("code", "c"), ("state", &state)], 404, "was finished already, took too long").await;
    provider.connect(&world, CONNECTOR, |_| {}).await;
    settings(&world, json!({ "signInMode": "SignIn" })).await;
    let browser = world.browser().await;
    let stranger = json!({ "sub": "44", "email": "stranger@fjord.example", "email_verified": true });
    let unknown = browser.come_back_from_work_as(&provider, stranger).await.assert_status(404);
    assert!(unknown.body.contains("No account here is linked to your Fjord AS account"), "{}", unknown.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_new_agrees_to_the_terms_first() {
    let (world, provider) = world().await;
    let terms = json!({ "termsOfUseUrl": "https://fjord.example/terms", "agreeToTermsPolicy": "ManualRegistrationOnly" });
    settings(&world, terms).await;
    let browser = world.browser().await;
    let back = browser.come_back_from_work_as(&provider, astrid()).await.assert_status(303).location();
    assert_eq!(back, format!("/sign-in/account?app_id={APP}"));
    let offer = browser.client.get(&back).await.assert_status(200);
    assert!(offer.body.contains("astrid@fjord.example"), "{}", offer.body);
    browser.post_form(&back, &[]).await.assert_status(422);
    assert_eq!(world.holder(CONNECTOR, &provider, "42").await, None);
    let agreed = browser.post_form(&back, &[("agreement", "yes")]).await.assert_status(303);
    assert_eq!(agreed.location(), browser.resume_url());
    assert!(world.holder(CONNECTOR, &provider, "42").await.is_some());
}
