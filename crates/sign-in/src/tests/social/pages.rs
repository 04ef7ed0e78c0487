//! The same in a browser without JavaScript.

use domain::grant::InteractionResult;

use super::*;
use crate::tests::{
    mail::{another, by_code_with},
    world::{APP, PASSWORD},
};

const DIRECT: &str = "/direct/social/fjord?app_id=4l7qkgi8vplq7zeqm5mjj&fallback=sign_in";
const SAME_ORIGIN: [(&str, &str); 1] = [("sec-fetch-site", "same-origin")];

impl Browser {
    /// Goes to the provider: the address there, and the state that comes back with the answer.
    async fn go_elsewhere(&self) -> (String, String) {
        let uri = self.client.get(DIRECT).await.assert_status(303).location();
        let sent = url::Url::parse(&uri).unwrap();
        let sent = |name: &str| sent.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
        assert_eq!(sent("redirect_uri"), format!("http://id.fjord.example:3001/callback/{CONNECTOR}"));
        (uri.clone(), sent("state"))
    }

    /// Comes back with an answer.
    async fn come_back(&self, pairs: &[(&str, &str)]) -> TestResponse {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        self.client.get(&format!("/callback/{CONNECTOR}?{query}")).await
    }

    /// There and back as `user`; the answer to the callback.
    pub(super) async fn come_back_as(&self, provider: &Provider, user: Value) -> TestResponse {
        let (uri, state) = self.go_elsewhere().await;
        let code = provider.allow(&uri, user).await;
        self.come_back(&[("code", &code), ("state", &state)]).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_leads_there_and_back_to_an_account() {
    let (world, provider) = world().await;
    let browser = world.browser().await;
    for (page, fallback) in [("sign-in", "sign_in"), ("register", "register")] {
        let shown =
            browser.client.get(&format!("/{page}?app_id={APP}&ui_locales=nb")).await.assert_status(200);
        let href = format!("/direct/social/fjord?app_id={APP}&#38;ui_locales=nb&#38;fallback={fallback}");
        assert!(shown.body.contains(&format!(r#"href="{href}""#)), "{}", shown.body);
        assert!(shown.body.contains("Continue with Fjord ID"));
    }
    let (uri, state) = browser.go_elsewhere().await;
    assert!(state.ends_with(&format!(".{APP}")), "{state}");
    let code = provider.allow(&uri, astrid()).await;
    let answer = browser.come_back(&[("code", &code), ("state", &state)]).await.assert_status(303);
    assert_eq!((answer.location(), answer.header("cache-control")), (browser.resume_url(), Some("no-store")));
    assert_eq!(answer.header("x-frame-options"), Some("DENY"));
    let user = world.find_by_identity("42").await.unwrap();
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: user.id.clone() }));
    // Loaded again, it leads on as before.
    let again = browser.come_back(&[("code", &code), ("state", &state)]).await.assert_status(303);
    assert_eq!(again.location(), browser.resume_url());

    let second = world.browser().await;
    assert_eq!(
        second.come_back_as(&provider, astrid()).await.assert_status(303).location(),
        second.resume_url()
    );
    assert_eq!(world.result(&second).await, Some(InteractionResult::Login { user_id: user.id }));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_with_the_address_is_linked_by_whoever_knows_its_password() {
    let (world, provider) = world().await;
    let ingrid =
        world.user_with("ingrid", |user| user.primary_email = Some("astrid@fjord.example".to_owned())).await;
    let browser = world.browser().await;
    let asked = browser.come_back_as(&provider, astrid()).await.assert_status(303).location();
    assert_eq!(asked, format!("/social/link?app_id={APP}"));
    let page = browser.client.get(&asked).await.assert_status(200);
    assert!(page.body.contains("Link your Fjord ID account") && page.body.contains("astrid@fjord.example"));
    assert!(!page.body.contains("ingrid"), "the username is told to nobody");
    let post = async |fields: &[(&str, &str)]| browser.post_form(&asked, fields).await;
    let empty = post(&[("decision", "link")]).await.assert_status(422);
    assert!(empty.body.contains("Enter your password.</span>"), "{}", empty.body);
    let wrong = post(&[("decision", "link"), ("password", "wrong")]).await.assert_status(422);
    assert!(wrong.body.contains("That password does not match the account."), "{}", wrong.body);
    post(&[("decision", "whatever"), ("password", PASSWORD)]).await.assert_status(422);
    let forged =
        browser.client.form_with(&asked, &[("decision", "link"), ("password", PASSWORD)], &SAME_ORIGIN).await;
    forged.assert_status(403);
    assert!(world.find_user(&ingrid).await.identities.is_empty());
    let linked = post(&[("decision", "link"), ("password", PASSWORD)]).await.assert_status(303);
    assert_eq!(linked.location(), browser.resume_url());
    assert_eq!(world.find_user(&ingrid).await.identities, identity(&astrid()));
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: ingrid }));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_a_password_is_linked_by_whoever_reads_its_mail() {
    let (world, provider) = world().await;
    world.add_mailboxes(by_code_with(&json!({ "socialSignInConnectorTargets": ["fjord"] }))).await;
    let ingrid = world
        .user_with("ingrid", |user| {
            user.primary_email = Some("astrid@fjord.example".to_owned());
            user.password = None;
        })
        .await;
    let browser = world.browser().await;
    let asked = browser.come_back_as(&provider, astrid()).await.assert_status(303).location();
    let page = browser.client.get(&asked).await.assert_status(200);
    assert!(page.body.contains("Have a code sent there"), "{}", page.body);
    assert!(!page.body.contains(r#"name="password""#), "{}", page.body);
    let sent = browser.post_form(&asked, &[("decision", "code")]).await.assert_status(303).location();
    assert_eq!(sent, format!("/sign-in/code?app_id={APP}"));
    let code = world.code_to("astrid@fjord.example").await;
    let wrong = browser.post_form(&sent, &[("code", &another(&code))]).await;
    assert!(wrong.status.is_client_error() && world.find_user(&ingrid).await.identities.is_empty());
    let linked = browser.post_form(&sent, &[("code", &code)]).await.assert_status(303);
    assert_eq!(linked.location(), browser.resume_url());
    assert_eq!(world.find_user(&ingrid).await.identities, identity(&astrid()));
    assert_eq!(world.result(&browser).await, Some(InteractionResult::Login { user_id: ingrid }));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_link_gets_an_account_of_their_own_without_the_address() {
    let (world, provider) = world().await;
    world.user_with("ingrid", |user| user.primary_email = Some("astrid@fjord.example".to_owned())).await;
    let browser = world.browser().await;
    let asked = browser.come_back_as(&provider, astrid()).await.assert_status(303).location();
    let made = browser.post_form(&asked, &[("decision", "register")]).await.assert_status(303);
    assert_eq!(made.location(), browser.resume_url());
    let user = world.find_by_identity("42").await.unwrap();
    assert_eq!((user.username, user.primary_email), (None, None));

    settings(&world, json!({ "signInMode": "SignIn" })).await;
    let browser = world.browser().await;
    let mut twin = astrid();
    twin["id"] = json!(43);
    let asked = browser.come_back_as(&provider, twin).await.assert_status(303).location();
    let page = browser.client.get(&asked).await.assert_status(200);
    assert!(!page.body.contains("Create a separate account"));
    let refused = browser.post_form(&asked, &[("decision", "register")]).await;
    refused.assert_status(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_asks_for_what_the_account_lacks() {
    let (world, provider) = world().await;
    world.user("taken").await;
    let sign_up = |identifiers: Value| json!({ "signUp": { "identifiers": identifiers, "password": true, "verify": false } });
    settings(&world, sign_up(json!(["username"]))).await;
    let browser = world.browser().await;
    let asked = browser.come_back_as(&provider, astrid()).await.assert_status(303).location();
    assert_eq!(asked, format!("/sign-in/continue?app_id={APP}"));
    let post = async |name: &str| browser.post_form(&asked, &[("identifier", name)]).await;
    assert!(post("").await.assert_status(422).body.contains("Choose a username.</span>"));
    let taken = post("taken").await.assert_status(422);
    assert!(taken.body.contains("This username is taken.") && taken.body.contains(r#"value="taken""#));
    assert_eq!(post("astrid").await.assert_status(303).location(), browser.resume_url());
    assert_eq!(world.find_user_by_name("astrid").await.unwrap().identities, identity(&astrid()));

    settings(&world, sign_up(json!(["email"]))).await;
    let browser = world.browser().await;
    let asked = browser.come_back_as(&provider, json!({ "id": 43 })).await.assert_status(303).location();
    let page = browser.client.get(&asked).await.assert_status(200);
    assert!(page.body.contains("<h1>Add your e-mail address</h1>"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_from_elsewhere_agrees_to_the_terms_first_where_a_tick_is_asked_for() {
    let (world, provider) = world().await;
    let terms = json!({ "agreeToTermsPolicy": "ManualRegistrationOnly", "termsOfUseUrl": "https://fjord.example/terms" });
    settings(&world, terms).await;
    let browser = world.browser().await;
    let asked = browser.come_back_as(&provider, astrid()).await.assert_status(303).location();
    assert_eq!(asked, format!("/sign-in/account?app_id={APP}"));
    let page = browser.post_form(&asked, &[]).await.assert_status(422);
    assert!(page.body.contains("Tick the box to agree before you go on.</span>"), "{}", page.body);
    assert!(world.find_by_identity("42").await.is_none());
    let made = browser.post_form(&asked, &[("agreement", "yes")]).await.assert_status(303);
    assert_eq!(made.location(), browser.resume_url());
    assert!(world.find_by_identity("42").await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_wrong_is_told_in_words_with_a_way_back() {
    let (world, provider) = world().await;
    let browser = world.browser().await;
    let told = |answer: TestResponse, words: &str| {
        assert!(answer.body.contains(words), "{}", answer.body);
        assert!(answer.body.contains(&format!(r#"href="/sign-in?app_id={APP}""#)), "{}", answer.body);
    };
    let (_, state) = browser.go_elsewhere().await;
    let denied = browser
        .come_back(&[("error", "access_denied"), ("error_description", "<i>x"), ("state", &state)])
        .await;
    told(denied.assert_status(401), "Fjord ID did not confirm who you are, or you did not allow it to.");
    // What is finished is finished.
    let again = browser.come_back(&[("code", "c"), ("state", &state)]).await;
    told(again.assert_status(400), "This sign-in with Fjord ID was finished already");
    let (_, state) = browser.go_elsewhere().await;
    let wrong = format!("{}.{APP}", "x".repeat(43));
    for pairs in [
        &[("code", "c"), ("state", wrong.as_str())][..],
        &[("code", "c")],
        &[("state", &state), ("state", &wrong)],
    ] {
        told(browser.come_back(pairs).await.assert_status(400), "was begun in another window");
    }
    let code = browser.come_back(&[("code", "c0de"), ("state", &state)]).await;
    told(code.assert_status(401), "Fjord ID could not tell who you are.");

    settings(&world, json!({ "signInMode": "SignIn" })).await;
    let unknown = browser.come_back_as(&provider, astrid()).await;
    told(
        unknown.assert_status(404),
        "No account here is linked to your Fjord ID account, and new ones are not taken.",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_another_browser_brings_lets_nobody_in() {
    let (world, provider) = world().await;
    let (attacker, victim) = (world.browser().await, world.browser().await);
    let (uri, state) = attacker.go_elsewhere().await;
    let code = provider.allow(&uri, astrid()).await;
    let answer = [("code", code.as_str()), ("state", state.as_str())];
    let stranger = world.client().get(&format!("/callback/{CONNECTOR}?code={code}&state={state}")).await;
    assert_eq!(stranger.assert_status(302).location(), "http://id.fjord.example:3001/unknown-session");
    victim.come_back(&answer).await.assert_status(404);
    victim.go_elsewhere().await;
    victim.come_back(&answer).await.assert_status(400);
    assert_eq!(world.result(&victim).await, None);
    assert_eq!(attacker.come_back(&answer).await.assert_status(303).location(), attacker.resume_url());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_posted_answer_goes_on_as_one_that_has_the_cookies() {
    let (world, provider) = world().await;
    let browser = world.browser().await;
    let (uri, state) = browser.go_elsewhere().await;
    let code = provider.allow(&uri, astrid()).await;
    let user = r#"{"name":{"firstName":"Astrid"},"email":"astrid@fjord.example"}"#;
    let form =
        [("code", code.as_str()), ("state", &state), ("id_token", "x.y.z"), ("user", user), ("app_id", "x")];
    let foreign = [("sec-fetch-site", "cross-site"), ("origin", "https://appleid.apple.com")];
    // Such a post comes without cookies.
    let posted = world.client().form_with(&format!("/callback/{CONNECTOR}"), &form, &foreign).await;
    let location = posted.assert_status(303).location();
    let name = "%7B%22name%22%3A%7B%22firstName%22%3A%22Astrid%22%7D%7D";
    assert_eq!(location, format!("/callback/{CONNECTOR}?code={code}&state={state}&user={name}"));
    assert_eq!(browser.client.get(&location).await.assert_status(303).location(), browser.resume_url());

    let elsewhere =
        world.client().form_with("/callback/%2F%2Fevil.example", &[("code", "c")], &foreign).await;
    assert_eq!(elsewhere.assert_status(303).location(), "/callback/%2F%2Fevil%2Eexample?code=c");
    world.client().post(&format!("/callback/{CONNECTOR}"), json!({})).await.assert_status(415);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_not_offered_leads_to_the_page_to_fall_back_to() {
    let (world, _) = world().await;
    let browser = world.browser().await;
    for direct in [
        "/direct/social/github",
        "/direct/sso/fjord",
        "/direct/social",
        "/direct/social/%FF",
        "/direct/social/%00",
    ] {
        let answer =
            browser.client.get(&format!("{direct}?app_id={APP}&fallback=register&login_hint=a")).await;
        assert_eq!(
            answer.assert_status(302).location(),
            format!("/register?app_id={APP}&login_hint=a"),
            "{direct}"
        );
    }
    let stranger = world.client().get(DIRECT).await.assert_status(302);
    assert_eq!(stranger.location(), "http://id.fjord.example:3001/unknown-session");
    settings(&world, json!({ "socialSignInConnectorTargets": [] })).await;
    assert_eq!(
        browser.client.get(DIRECT).await.assert_status(302).location(),
        format!("/sign-in?app_id={APP}")
    );
    let page = browser.client.get(&format!("/sign-in?app_id={APP}")).await.assert_status(200);
    assert!(!page.body.contains("/direct/social"));
    for page in ["/social/link", "/sign-in/continue", "/sign-in/account"] {
        let nothing = browser.client.get(&format!("{page}?app_id={APP}")).await.assert_status(303);
        assert_eq!(nothing.location(), format!("/sign-in?app_id={APP}"));
    }
}
