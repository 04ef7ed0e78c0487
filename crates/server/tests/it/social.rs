//! Signing in with an account at another server, which is a second one of these: a real OpenID provider with its own pages, codes, tokens and
//! keys, behind a listener on the loopback interface.

use std::collections::HashMap;

use operations::token_set;
use serde_json::{Value, json};
use testkit::{TestClient, TestResponse};

use crate::{browser::Browser, text, world::World};

const PASSWORD: &str = "fjord-Lamp-77";
const HERE: &str = "http://id.fjord.example:3001";

/// Two servers, of which the first takes the users of the second.
struct Two {
    here: World,
    there: World,
    connector: String,
}

impl Two {
    async fn new() -> Self {
        let listener = testkit::listener().await;
        let there = World::at(&format!("http://{}", listener.local_addr().unwrap())).await;
        let router = there.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let here = World::sqlite().await;
        let two = Self { connector: String::new(), here, there };
        let connector = two.connect("there", false).await;
        let settings = json!({
            "socialSignInConnectorTargets": ["there"], "socialSignIn": { "skipRequiredIdentifiers": true },
        });
        two.here.machine().await.patch("/api/sign-in-exp", settings).await.assert_status(200);
        let astrid = json!({
            "username": "astrid", "password": PASSWORD, "name": "Astrid Dahl", "primaryEmail": "astrid@fjord.example",
        });
        two.there.machine().await.post("/api/users", astrid).await.assert_status(200);
        Self { connector, ..two }
    }

    /// Registers the first at the second as a client, and the second at the first as a connector; the connector's id.
    async fn connect(&self, target: &str, is_third_party: bool) -> String {
        let (here, there) = (self.here.machine().await, self.there.machine().await);
        let client = json!({
            "name": "The first", "type": "Traditional", "isThirdParty": is_third_party,
            "oidcClientMetadata": { "redirectUris": [], "postLogoutRedirectUris": [] },
        });
        let client = text(&there.post("/api/applications", client).await.assert_status(200).json(), "id");
        let secrets =
            there.get(&format!("/api/applications/{client}/secrets")).await.assert_status(200).json();
        let issuer = format!("{}/oidc", self.there.services.services.endpoint.base());
        let connector = json!({
            "connectorId": "oidc", "metadata": { "target": target, "name": { "en": "The second" } },
            "config": { "clientId": client, "clientSecret": secrets[0]["value"], "issuer": issuer },
        });
        let connector = text(&here.post("/api/connectors", connector).await.assert_status(200).json(), "id");
        let uris = json!({
            "oidcClientMetadata": { "redirectUris": [format!("{HERE}/callback/{connector}")], "postLogoutRedirectUris": [] },
        });
        there.patch(&format!("/api/applications/{client}"), uris).await.assert_status(200);
        if is_third_party {
            let scopes = json!({ "userScopes": ["profile", "email"] });
            let path = format!("/api/applications/{client}/user-consent-scopes");
            there.post(&path, scopes).await.assert_status(201);
        }
        connector
    }

    /// A browser on its way to the first server, and where that sends it.
    async fn sent_away(&self, target: &str) -> (Browser, String) {
        let browser = Browser::new(&self.here);
        let direct = format!("social:{target}");
        let away =
            browser.authorize(&[("prompt", "consent"), ("direct_sign_in", &direct)]).await.assert_status(303);
        assert!(
            away.location().starts_with(&format!("/direct/social/{target}?app_id=")),
            "{}",
            away.location()
        );
        let away = browser.client.get(&away.location()).await.assert_status(303).location();
        (browser, away)
    }

    /// Signs in as a user of the second server; what the browser is sent back with.
    async fn signed_in_there(&self, away: &str, username: &str) -> String {
        let browser = self.there.client();
        let page = browser.get(away).await.assert_status(303).location();
        let next = post_form(&browser, &page, &[("identifier", username), ("password", PASSWORD)]).await;
        follow(&browser, next.assert_status(303).location()).await.expect("the way back")
    }

    /// There and back; the browser with the answer of the first server.
    async fn back_as(&self, username: &str) -> (Browser, TestResponse) {
        let (browser, away) = self.sent_away("there").await;
        let back = self.signed_in_there(&away, username).await;
        let answer = browser.client.get(&back).await;
        (browser, answer)
    }

    /// All the way to the tokens of the application, and the user they are for.
    async fn signed_in_as(&self, username: &str) -> Value {
        let (browser, answer) = self.back_as(username).await;
        let callback = browser.follow(&answer.assert_status(303).location()).await.expect("a callback");
        let tokens = browser.exchange(&callback).await;
        crate::claims(&text(&tokens, "id_token"))
    }

    async fn user_here(&self, id: &Value) -> Value {
        let path = format!("/api/users/{}", id.as_str().unwrap());
        self.here.machine().await.get(&path).await.assert_status(200).json()
    }
}

/// Posts a page's form as the page would.
async fn post_form(browser: &TestClient, page: &str, fields: &[(&str, &str)]) -> TestResponse {
    let html = browser.get(page).await.assert_status(200).body;
    let xsrf = html.split_once("name=\"xsrf\" value=\"").expect("a form").1.split('"').next().unwrap();
    let mut all = vec![("xsrf", xsrf)];
    all.extend_from_slice(fields);
    browser.form_with(page, &all, &[("sec-fetch-site", "same-origin")]).await
}

/// Follows redirects of the second server until one leads back to the first, or a page is shown.
async fn follow(browser: &TestClient, from: String) -> Result<String, (String, TestResponse)> {
    let mut next = from;
    for _ in 0..8 {
        if next.starts_with(HERE) {
            return Ok(next);
        }
        let answer = browser.get(&next).await;
        if !answer.status.is_redirection() {
            return Err((next, answer));
        }
        next = answer.location();
    }
    panic!("too many redirects, the last to {next}");
}

fn query(uri: &str) -> HashMap<String, String> {
    url::Url::parse(uri).unwrap().query_pairs().into_owned().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_of_the_second_server_registers_at_the_first_and_is_known_the_next_time() {
    let two = Two::new().await;
    let astrid = two.there.user_id("astrid").await;
    let claims = two.signed_in_as("astrid").await;
    let user = two.user_here(&claims["sub"]).await;
    assert_eq!(user["identities"]["there"]["userId"], astrid);
    assert_eq!(user["identities"]["there"]["details"]["email"], "astrid@fjord.example");
    assert_eq!(
        (&user["name"], &user["primaryEmail"]),
        (&json!("Astrid Dahl"), &json!("astrid@fjord.example"))
    );
    assert_eq!((&user["username"], &user["hasPassword"]), (&Value::Null, &json!(false)));
    assert_eq!(two.signed_in_as("astrid").await["sub"], claims["sub"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_of_the_second_server_are_kept_and_taken_by_it() {
    let two = Two::new().await;
    let path = format!("/api/connectors/{}", two.connector);
    let change = json!({ "enableTokenStorage": true });
    two.here.machine().await.patch(&path, change).await.assert_status(200);
    let sub = two.signed_in_as("astrid").await["sub"].as_str().unwrap().to_owned();
    let kept = token_set::access_token(&two.here.services.services, &domain::UserId::new(sub), "there").await;
    let token = kept.unwrap().token;
    let info = two.there.client_with(token.reveal()).get("/oidc/me").await.assert_status(200).json();
    assert_eq!(info["sub"], two.there.user_id("astrid").await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_with_the_same_verified_address_is_linked_by_its_password() {
    let two = Two::new().await;
    let here =
        json!({ "username": "astrid_here", "password": PASSWORD, "primaryEmail": "Astrid@fjord.example" });
    let user = two.here.machine().await.post("/api/users", here).await.assert_status(200).json();
    let (browser, answer) = two.back_as("astrid").await;
    let question = answer.assert_status(303).location();
    assert!(question.starts_with("/social/link?app_id="), "{question}");
    let wrong = post_form(&browser.client, &question, &[("decision", "link"), ("password", "wrong")]).await;
    wrong.assert_status(422);
    let linked = post_form(&browser.client, &question, &[("decision", "link"), ("password", PASSWORD)]).await;
    let callback = browser.follow(&linked.assert_status(303).location()).await.expect("a callback");
    let tokens = browser.exchange(&callback).await;
    assert_eq!(crate::claims(&text(&tokens, "id_token"))["sub"], user["id"]);
    assert_eq!(two.signed_in_as("astrid").await["sub"], user["id"]);
    assert_eq!(
        two.user_here(&user["id"]).await["identities"]["there"]["userId"],
        two.there.user_id("astrid").await
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_refuses_there_is_told_so_here() {
    let two = Two::new().await;
    let connector = two.connect("third", true).await;
    let targets = json!({ "socialSignInConnectorTargets": ["there", "third"] });
    two.here.machine().await.patch("/api/sign-in-exp", targets).await.assert_status(200);
    for (decision, is_allowed) in [("deny", false), ("allow", true)] {
        let (browser, away) = two.sent_away("third").await;
        let other = two.there.client();
        let page = other.get(&away).await.assert_status(303).location();
        let next = post_form(&other, &page, &[("identifier", "astrid"), ("password", PASSWORD)]).await;
        let (consent, question) =
            follow(&other, next.assert_status(303).location()).await.expect_err("a question");
        assert!(question.body.contains("The first"), "{}", question.body);
        let decided = post_form(&other, &consent, &[("decision", decision)]).await.assert_status(303);
        let back = follow(&other, decided.location()).await.expect("the way back");
        assert!(back.starts_with(&format!("{HERE}/callback/{connector}?")), "{back}");
        assert_eq!(query(&back).contains_key("code"), is_allowed, "{back}");
        let answer = browser.client.get(&back).await;
        if is_allowed {
            answer.assert_status(303);
        } else {
            assert_eq!(query(&back)["error"], "access_denied");
            let told = answer.assert_status(401).body;
            assert!(
                told.contains("The second did not confirm who you are, or you did not allow it to."),
                "{told}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_with_another_state_of_another_attempt_or_for_another_connector_lets_nobody_in() {
    let two = Two::new().await;
    let other = two.connect("other", false).await;
    let (browser, away) = two.sent_away("there").await;
    let back = two.signed_in_there(&away, "astrid").await;
    let sent = query(&back);
    assert_eq!(sent["state"], query(&away)["state"]);
    let (random, client) = sent["state"].split_once('.').unwrap();
    let wrong = back.replace(random, &random.chars().rev().collect::<String>());
    let told = browser.client.get(&wrong).await.assert_status(400).body;
    assert!(told.contains("was begun in another window"), "{told}");
    browser.client.get(&back.replace(&two.connector, &other)).await.assert_status(404);
    let no_cookie = two.here.client().get(&back).await.assert_status(302).location();
    assert_eq!(no_cookie, format!("{HERE}/unknown-session"));
    // Somebody else's browser, in the middle of the same: neither its state nor its verifier fits the code.
    let (victim, _) = two.sent_away("there").await;
    victim.client.get(&back).await.assert_status(400);
    let (victim, away) = two.sent_away("there").await;
    let state = query(&away)["state"].clone();
    assert!(state.ends_with(client));
    let injected = back.replace(&sent["state"], &state);
    victim.client.get(&injected).await.assert_status(401);
    // A code that was presented wrongly is spent there as it is here.
    let none = two.here.machine().await.get("/api/users?search=%25astrid%25").await.assert_status(200).json();
    assert_eq!(none, json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_counts_once() {
    let two = Two::new().await;
    let (browser, away) = two.sent_away("there").await;
    let back = two.signed_in_there(&away, "astrid").await;
    let entered = browser.client.get(&back).await.assert_status(303).location();
    // Loaded again before the end, the page leads on; no code is exchanged twice.
    assert_eq!(browser.client.get(&back).await.assert_status(303).location(), entered);
    browser.follow(&entered).await.expect("a callback");
    let ended = browser.client.get(&back).await;
    assert!(!ended.location().contains("/oidc/auth/"), "{}", ended.location());
    // In a new attempt the old code is another's.
    let (again, away) = two.sent_away("there").await;
    let replayed = back.replace(&query(&back)["state"], &query(&away)["state"]);
    again.client.get(&replayed).await.assert_status(401);
}
