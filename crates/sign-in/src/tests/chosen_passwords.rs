//! Passwords that are known from leaks: an operator's list, and a range service on this machine. And addresses that are thrown away.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{Router, extract::Path, http::HeaderMap, routing::get};
use domain::{password::KnownPasswords, sign_in_experience::DisposableDomains};
use operations::known_passwords::{KnownPasswordSources, RangeService};
use serde_json::{Value, json};
use store::both_databases;
use testkit::TestServices;

use super::{
    World,
    mail::{by_code, by_code_with, email},
    steps::page,
    world::{PASSWORD, verification_id},
};

const LEAKED: &str = "fjord-Leaked-77";
const INGRID: &str = "ingrid@fjord.example";

/// The prefix that was asked about, and the header that asks for padding.
type Question = (String, Option<String>);

/// Stands in for the service and keeps what it was asked.
#[derive(Clone)]
struct Range {
    address: String,
    asked: Arc<Mutex<Vec<Question>>>,
    /// What it answers instead of what it knows.
    instead: Arc<Mutex<Option<(u16, String)>>>,
}

impl Range {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/range/", listener.local_addr().unwrap());
        let range = Self { address, asked: Arc::default(), instead: Arc::default() };
        let kept = range.clone();
        let answer = move |Path(prefix): Path<String>, headers: HeaderMap| {
            let padding = headers.get("add-padding").map(|value| value.to_str().unwrap().to_owned());
            kept.asked.lock().unwrap().push((prefix.clone(), padding));
            let instead = kept.instead.lock().unwrap().clone();
            async move {
                if instead.as_ref().is_some_and(|(status, _)| *status == 0) {
                    tokio::time::sleep(Duration::from_secs(20)).await;
                }
                let (status, body) = instead.unwrap_or_else(|| (200, known(&prefix)));
                (axum::http::StatusCode::from_u16(status.max(200)).unwrap(), body)
            }
        };
        let router = Router::new().route("/range/{prefix}", get(answer));
        tokio::spawn(async move { axum::serve(listener, router).await });
        range
    }

    fn sources(&self, refuses_unchecked: bool) -> KnownPasswordSources {
        let range = Some(RangeService { address: self.address.clone(), refuses_unchecked });
        KnownPasswordSources { range, ..KnownPasswordSources::default() }
    }

    fn answer_instead(&self, status: u16, body: &str) {
        *self.instead.lock().unwrap() = Some((status, body.to_owned()));
    }

    fn asked(&self) -> Vec<(String, Option<String>)> {
        self.asked.lock().unwrap().drain(..).collect()
    }
}

/// The range of these digits: [`LEAKED`] was seen, [`PASSWORD`] only fills the answer up.
fn known(prefix: &str) -> String {
    let line = |password: &str, seen: u32| {
        let digits = sha1_of(password);
        let (own, rest) = digits.split_at(5);
        (own == prefix).then(|| format!("{rest}:{seen}\r\n"))
    };
    let filling = format!("{}:0\r\n", "A".repeat(35));
    [line(LEAKED, 12), line(PASSWORD, 0), Some(filling)].into_iter().flatten().collect()
}

/// The digits of a password's SHA-1, found without asking the code that is tested for more than its prefix.
fn sha1_of(password: &str) -> String {
    match password {
        LEAKED => SHA1_OF_LEAKED.to_owned(),
        PASSWORD => SHA1_OF_PASSWORD.to_owned(),
        other => unreachable!("{other}"),
    }
}

const SHA1_OF_LEAKED: &str = "45671932B056CFF2EBC6D01725D68BD3A7B11162";
const SHA1_OF_PASSWORD: &str = "B196935A4CA2DB357B78EA00B3F934E0B0FD7A60";

async fn world(db: store::Db, sources: KnownPasswordSources) -> World {
    World::over(TestServices::over_with(db, |options| options.known_passwords = sources).await).await
}

fn pwned() -> Value {
    json!([{ "code": "password_rejected.pwned" }])
}

both_databases! {
    async fn a_range_service_is_told_five_digits_and_refuses_what_was_leaked(db: Db) {
        let range = Range::start().await;
        let world = world(db, range.sources(false)).await;
        let browser = world.browser().await;
        browser.start("Register").await;
        let refused = browser.new_identity("sigrid", LEAKED).await.assert_error(422, "password.rejected");
        assert_eq!(refused.json()["data"], pwned());
        assert_eq!(range.asked(), [(SHA1_OF_LEAKED[..5].to_owned(), Some("true".to_owned()))]);
        // What breaks another rule, or is built in, is asked about nowhere.
        browser.new_identity("sigrid", "short").await.assert_error(422, "password.rejected");
        browser.new_identity("sigrid", "password1").await.assert_error(422, "password.rejected");
        assert_eq!(range.asked(), []);
        let id = verification_id(&browser.new_identity("sigrid", PASSWORD).await.assert_status(200));
        assert_eq!(range.asked().len(), 1);
        browser.identify(&id).await.assert_status(201);
        // Where the tenant does not want to know, nobody is asked.
        world.settings(json!({ "passwordPolicy": { "rejects": { "pwned": false } } })).await;
        let browser = world.browser().await;
        browser.start("Register").await;
        browser.new_identity("olav", LEAKED).await.assert_status(200);
        assert_eq!(range.asked(), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_answer_a_password_is_taken_or_refused_as_the_operator_has_decided() {
    let faults = [(500, ""), (200, "<html>sorry</html>"), (200, "0123"), (302, ""), (0, "")];
    for (refuses, status, code) in [(false, 200, None), (true, 422, Some("password.unchecked"))] {
        let range = Range::start().await;
        let sources = range.sources(refuses);
        let world =
            World::over(TestServices::sqlite_with(|options| options.known_passwords = sources).await).await;
        let browser = world.browser().await;
        browser.start("Register").await;
        for (fault, body) in faults {
            range.answer_instead(fault, body);
            let answered = browser.new_identity("sigrid", LEAKED);
            let answer = tokio::time::timeout(Duration::from_secs(5), answered)
                .await
                .unwrap_or_else(|_| panic!("{fault}"));
            assert_eq!(answer.status.as_u16(), status, "{fault}: {}", answer.body);
            assert_eq!(answer.json()["code"].as_str(), code, "{fault}");
            assert_eq!(range.asked().len(), 1, "{fault}");
        }
        // Who breaks another rule is told that, whatever the service does.
        let short = browser.new_identity("sigrid", "short").await.assert_error(422, "password.rejected");
        assert_eq!(short.json()["data"][0]["code"], "password_rejected.too_short");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_say_what_is_wrong_with_a_password_that_was_leaked_or_could_not_be_checked() {
    let range = Range::start().await;
    let sources = range.sources(true);
    let world =
        World::over(TestServices::sqlite_with(|options| options.known_passwords = sources).await).await;
    let browser = world.browser().await;
    let typed = [("identifier", "sigrid"), ("password", LEAKED)];
    browser.refused("/register", &typed, 422, "This password is in lists that attackers try first.").await;
    range.answer_instead(503, "");
    let unchecked = "We could not check whether this password is known from leaks.";
    browser.refused("/register", &typed, 422, unchecked).await;
    assert!(world.find_user_by_name("sigrid").await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operators_list_holds_at_registration_recovery_and_for_what_an_account_lacks() {
    let list = KnownPasswords::read(format!("{LEAKED}\n").as_bytes()).unwrap();
    let sources = KnownPasswordSources { list: Some(Arc::new(list)), range: None };
    let world =
        World::over(TestServices::sqlite_with(|options| options.known_passwords = sources).await).await;
    world.add_mailboxes(by_code()).await;
    world.user_with("ingrid", |user| user.primary_email = Some(INGRID.to_owned())).await;
    let browser = world.browser().await;
    browser.start("Register").await;
    for spelling in [LEAKED, "FJORD-LEAKED-77"] {
        let refused = browser.new_identity("sigrid", spelling).await.assert_error(422, "password.rejected");
        assert_eq!(refused.json()["data"], pwned(), "{spelling}");
    }
    let added = browser.add_profile(json!({ "type": "password", "value": LEAKED })).await;
    assert_eq!(added.assert_error(422, "password.rejected").json()["data"], pwned());
    let id = world.proven(&browser, &email(INGRID), "ForgotPassword").await;
    browser.identify(&id).await.assert_status(204);
    let set = browser.client.put("/api/experience/profile/password", json!({ "password": LEAKED })).await;
    assert_eq!(set.assert_error(422, "password.rejected").json()["data"], pwned());
    // Who has such a password already is let in with it: it is the choice that is checked.
    let (pool, entropy) = (&world.services().passwords, &*world.services().entropy);
    let digest = pool.hash(LEAKED, entropy).await.unwrap();
    world.user_with("olav", |user| user.password = Some(digest)).await;
    browser.start("SignIn").await;
    browser.verify_password("olav", LEAKED).await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_are_thrown_away_make_no_account_where_the_tenant_wants_it() {
    let world = World::mailing(by_code_with(&json!({
        "emailBlocklistPolicy": { "blockDisposableAddresses": true, "customAllowlist": ["qa@mailinator.com"] },
    })))
    .await;
    let browser = world.browser().await;
    let refused = "session.email_blocklist.email_not_allowed";
    browser.start("Register").await;
    for address in ["a@mailinator.com", "a@MAILINATOR.com", "a@x.yopmail.com", "a+b@trashmail.com"] {
        world.ask_for_code(&browser, &email(address), "Register").await.assert_error(422, refused);
        assert!(world.mail_to(address).await.is_empty());
    }
    world.ask_for_code(&browser, &email("qa@mailinator.com"), "Register").await.assert_status(200);
    world.ask_for_code(&browser, &email("a@fjord.example"), "Register").await.assert_status(200);
    let typed = [("identifier", "a@mailinator.com")];
    browser
        .refused("/register", &typed, 422, "This e-mail address cannot be used here. Use another one.")
        .await;
    // Who has an account with such an address from before is not shut out.
    world.user_with("olav", |user| user.primary_email = Some("olav@mailinator.com".to_owned())).await;
    let browser = world.browser().await;
    assert_eq!(
        browser.go("/sign-in", &[("identifier", "olav@mailinator.com")]).await,
        page("/sign-in/password")
    );
    browser.go("/sign-in/password", &[("do", "code")]).await;
    let code = world.code_to("olav@mailinator.com").await;
    assert_eq!(browser.go("/sign-in/code", &[("code", &code)]).await, browser.resume_url());
    // Nobody is refused where the tenant does not ask for it.
    world.settings(by_code()).await;
    let browser = world.browser().await;
    browser.start("Register").await;
    world.ask_for_code(&browser, &email("a@mailinator.com"), "Register").await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operators_list_of_such_domains_takes_the_place_of_the_built_in_one() {
    let own = DisposableDomains::read("thrown.example\n".as_bytes()).unwrap();
    let world =
        World::over(TestServices::sqlite_with(|options| options.disposable_domains = own).await).await;
    world
        .add_mailboxes(by_code_with(&json!({ "emailBlocklistPolicy": { "blockDisposableAddresses": true } })))
        .await;
    let browser = world.browser().await;
    browser.start("Register").await;
    let refused = "session.email_blocklist.email_not_allowed";
    world.ask_for_code(&browser, &email("a@thrown.example"), "Register").await.assert_error(422, refused);
    world.ask_for_code(&browser, &email("a@mailinator.com"), "Register").await.assert_status(200);
}
