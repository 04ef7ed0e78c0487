//! Applications hear of the end of sessions (OpenID Connect Back-Channel Logout 1.0; OIDC contract §5.6).

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, http::StatusCode, routing::post};
use domain::UserId;
use operations::back_channel_logout::{LOGOUT_TOKEN_TYPE, deliver_due};
use serde_json::{Value, json};
use store::{both_databases, logout_delivery};
use testkit::TestClient;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::test_support::*;

/// Applications on this machine, with the forms that each was sent.
struct Receiver {
    base: String,
    received: Arc<Mutex<Vec<(String, String)>>>,
}

impl Receiver {
    /// Answers each request with the next of these status codes, and with the last one for ever.
    async fn answering(statuses: &'static [u16]) -> Self {
        let received: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let store = Arc::clone(&received);
        let handler = move |axum::extract::Path(name): axum::extract::Path<String>, body: String| {
            let mut received = store.lock().unwrap();
            let status = statuses[received.len().min(statuses.len() - 1)];
            received.push((name, body));
            std::future::ready(StatusCode::from_u16(status).unwrap())
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().route("/{name}", post(handler));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { base, received }
    }

    /// Which applications were sent something, and the logout tokens, by application.
    fn received(&self) -> Vec<(String, String)> {
        let mut received = self.received.lock().unwrap().clone();
        received.sort_by(|one, other| one.0.cmp(&other.0));
        let token = |body: &str| body.strip_prefix("logout_token=").expect("a logout token").to_owned();
        received.into_iter().map(|(name, body)| (name, token(&body))).collect()
    }
}

/// An application that takes connections and answers when it is let.
struct Deaf {
    uri: String,
    asked: Arc<AtomicUsize>,
    answers: Arc<Semaphore>,
}

impl Deaf {
    async fn start() -> Self {
        let (asked, answers): (Arc<AtomicUsize>, _) = (Arc::default(), Arc::new(Semaphore::new(0)));
        let (counted, permits) = (Arc::clone(&asked), Arc::clone(&answers));
        let handler = move || {
            counted.fetch_add(1, Ordering::SeqCst);
            let permits = Arc::clone(&permits);
            async move {
                permits
                    .acquire()
                    .await
                    .map(SemaphorePermit::forget)
                    .map_or(StatusCode::GONE, |()| StatusCode::OK)
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let uri = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, Router::new().route("/", post(handler))).await });
        Self { uri, asked, answers }
    }

    /// How often it was asked.
    fn waiting(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

/// Waits until something has come about, for as long as an application may take to answer and no longer.
async fn until(has_come_about: impl Fn() -> bool) {
    for _ in 0..90 {
        if has_come_about() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it did not come about");
}

/// Makes applications want to hear, each at a path of its name. Those in `with_session` want the session's name.
async fn subscribe(world: &World, receiver: &Receiver, clients: &[&str], with_session: &[&str]) {
    for client in clients {
        let uri = format!("{}/{client}", receiver.base);
        let needs_session = with_session.contains(client).then_some(true);
        world
            .change_client(client, |client| {
                client.oidc_client_metadata.backchannel_logout_uri = Some(uri);
                client.oidc_client_metadata.backchannel_logout_session_required = needs_session;
            })
            .await;
    }
}

async fn sign_out(browser: &TestClient) {
    let page = browser.get("/oidc/session/end").await.assert_status(200);
    let xsrf =
        page.body.split("name=\"xsrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let form = [("xsrf", xsrf.as_str()), ("logout", "yes")];
    browser.form("/oidc/session/end/confirm", &form).await.assert_status(303);
}

/// Delivers until nothing is due.
async fn deliver(world: &World) {
    while deliver_due(&world.services).await.unwrap() > 0 {}
}

fn header(token: &str) -> Value {
    serde_json::from_str(&decoded(&json!(token)).0).unwrap()
}

both_databases! {
    async fn whoever_wants_to_hear_of_a_sign_out_does_and_nobody_else(db: Db) {
        let world = World::over(db).await;
        let receiver = Receiver::answering(&[200]).await;
        subscribe(&world, &receiver, &["web", "spa", "native"], &["web"]).await;
        let browser = world.client();
        let told = world.sign_in(&browser, "web", &[("scope", "openid")]).await;
        let id = payload(&world.redeem("web", &told["code"]).await.assert_status(200).json()["id_token"]);
        // The others are in the same session: the first wants to hear, the third is a stranger to it.
        browser.get(&World::authorization_path("spa", &[])).await.assert_status(303);
        browser.get(&world.finish_consent(&browser).await).await.assert_status(303);
        sign_out(&browser).await;
        deliver(&world).await;
        deliver(&world).await;
        let received = receiver.received();
        assert_eq!(received.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["spa", "web"]);
        let now = world.services.now().as_seconds();
        for (name, token) in &received {
            let configuration = world.services.configuration().await.unwrap();
            let expected = jose::Expected {
                issuer: ISSUER,
                audience: jose::AudienceRule::Is(name),
                typ: Some(LOGOUT_TOKEN_TYPE),
                now_seconds: now,
                clock_tolerance_seconds: 0,
            };
            jose::verify(token, configuration.keys.key_set(), &expected).unwrap();
            assert_eq!(header(token)["typ"], "logout+jwt");
            let mut claims = payload(&json!(token));
            assert_eq!(claims["jti"].take().as_str().unwrap().len(), 43);
            let mut expected = json!({
                "iss": ISSUER, "aud": name, "iat": now, "exp": now + 120, "jti": null, "sub": USER,
                "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
            });
            if name == "web" {
                expected["sid"] = id["sid"].clone();
            }
            assert_eq!(claims, expected);
        }
        assert_eq!(id["sid"].as_str().unwrap().len(), 43);
    }

    async fn who_does_not_take_it_is_told_again_with_a_fresh_token_and_given_up_at_last(db: Db) {
        let world = World::over(db).await;
        let receiver = Receiver::answering(&[500, 400, 204]).await;
        subscribe(&world, &receiver, &["web"], &[]).await;
        let browser = world.client();
        world.sign_in(&browser, "web", &[("scope", "openid")]).await;
        sign_out(&browser).await;
        for seconds in [0, 29, 1, 59, 1, 3_600] {
            world.test.advance(Duration::from_secs(seconds));
            deliver(&world).await;
        }
        let received = receiver.received();
        assert_eq!(received.len(), 3);
        let claim = |name: &str| received.iter().map(|(_, token)| payload(&json!(token))[name].clone()).collect::<Vec<_>>();
        let (ids, times) = (claim("jti"), claim("iat"));
        assert!(ids[0] != ids[1] && ids[1] != ids[2], "{ids:?}");
        assert_eq!(times[1].as_i64().unwrap() - times[0].as_i64().unwrap(), 30);

        let deaf = Receiver::answering(&[503]).await;
        subscribe(&world, &deaf, &["web"], &[]).await;
        world.sign_in(&browser, "web", &[("scope", "openid")]).await;
        sign_out(&browser).await;
        for _ in 0..20 {
            deliver(&world).await;
            world.test.advance(Duration::from_secs(7 * 3_600));
        }
        assert_eq!(deaf.received().len(), 7);
    }

    async fn a_node_that_dies_in_the_middle_leaves_it_to_another_and_several_tell_once(db: Db) {
        let world = World::over(db).await;
        let receiver = Receiver::answering(&[200]).await;
        subscribe(&world, &receiver, &["web"], &[]).await;
        let browser = world.client();
        world.sign_in(&browser, "web", &[("scope", "openid")]).await;
        sign_out(&browser).await;
        // The node that begins this attempt is never heard of again.
        let (exec, tenant, now) = (world.services.db.exec(), &world.services.tenant, world.services.now());
        let waits = logout_delivery::due(exec, tenant, now, (10, 10)).await.unwrap().remove(0);
        let next = now.plus(Duration::from_secs(30));
        assert!(logout_delivery::begin_attempt(exec, tenant, &waits, next).await.unwrap());
        deliver(&world).await;
        assert_eq!(receiver.received(), []);
        world.test.advance(Duration::from_secs(30));
        let nodes = (0..6).map(|_| deliver_due(&world.services));
        futures_util::future::try_join_all(nodes).await.unwrap();
        deliver(&world).await;
        assert_eq!(receiver.received().len(), 1);
    }

    async fn one_that_does_not_answer_holds_up_itself_alone(db: Db) {
        let world = World::over(db).await;
        let (deaf, quick) = (Deaf::start().await, Receiver::answering(&[200]).await);
        world.change_client("spa", |client| client.oidc_client_metadata.backchannel_logout_uri = Some(deaf.uri.clone())).await;
        subscribe(&world, &quick, &["web"], &[]).await;
        for _ in 0..6 {
            let browser = world.client();
            world.sign_in(&browser, "spa", &[("scope", "openid")]).await;
            sign_out(&browser).await;
        }
        let services = Arc::clone(&world.services);
        let delivering = tokio::spawn(async move { deliver_due(&services).await.unwrap() });
        until(|| deaf.waiting() == 4).await;
        // What comes to be due meanwhile is not kept waiting.
        let browser = world.client();
        world.sign_in(&browser, "web", &[("scope", "openid")]).await;
        sign_out(&browser).await;
        until(|| quick.received().len() == 1).await;
        assert_eq!(deaf.waiting(), 4, "the deaf one has its share and no more");
        deaf.answers.add_permits(10);
        assert_eq!(delivering.await.unwrap(), 7);
        assert_eq!(deaf.waiting(), 6);
    }

    async fn whoever_is_suspended_is_signed_out_everywhere(db: Db) {
        let world = World::over(db).await;
        let receiver = Receiver::answering(&[200]).await;
        subscribe(&world, &receiver, &["web"], &[]).await;
        for _ in 0..2 {
            world.sign_in(&world.client(), "web", &[]).await;
        }
        let services = &world.services;
        let suspended: Result<_, store::StoreError> = services.db.transaction(|tx| async move {
            store::user::set_suspended(tx.exec(), &services.tenant, &UserId::new(USER), true, services.now()).await
        }).await;
        suspended.unwrap();
        deliver(&world).await;
        assert_eq!(receiver.received().len(), 2);
    }
}

#[tokio::test]
async fn addresses_inside_are_not_called() {
    let world = World::new().await;
    for uri in
        ["http://169.254.169.254/latest", "http://10.0.0.1/", "http://[::1]:1/", "http://localhost:1/x"]
    {
        world
            .change_client("web", |web| {
                web.oidc_client_metadata.backchannel_logout_uri = Some(uri.to_owned());
            })
            .await;
        let browser = world.client();
        world.sign_in(&browser, "web", &[("scope", "openid")]).await;
        sign_out(&browser).await;
        // It is tried once and waits for the next time; what matters is that nothing panics or is taken for delivered.
        assert_eq!(deliver_due(&world.services).await.unwrap(), 1, "{uri}");
        assert_eq!(deliver_due(&world.services).await.unwrap(), 0, "{uri}");
    }
}

#[tokio::test]
async fn leaving_one_application_tells_nobody() {
    let world = World::new().await;
    let receiver = Receiver::answering(&[200]).await;
    subscribe(&world, &receiver, &["web"], &[]).await;
    let browser = world.client();
    world.sign_in(&browser, "web", &[]).await;
    let page = browser.get("/oidc/session/end?client_id=web").await.assert_status(200);
    let xsrf =
        page.body.split("name=\"xsrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    browser.form("/oidc/session/end/confirm", &[("xsrf", &xsrf)]).await.assert_status(303);
    assert_eq!(deliver_due(&world.services).await.unwrap(), 0);
    assert_eq!(receiver.received(), []);
}

#[tokio::test]
async fn a_logout_token_opens_nothing() {
    let world = World::new().await;
    let receiver = Receiver::answering(&[200]).await;
    subscribe(&world, &receiver, &["web"], &["web"]).await;
    let browser = world.client();
    world.sign_in(&browser, "web", &[("scope", "openid")]).await;
    sign_out(&browser).await;
    deliver(&world).await;
    let (_, token) = receiver.received().remove(0);
    world.userinfo(&token).await.assert_error(401, "oidc.invalid_token");
    let ended = browser.get(&format!("/oidc/session/end?id_token_hint={token}")).await;
    ended.assert_error(400, "oidc.invalid_request");
    world.change_client("web", |web| web.custom_client_metadata.allow_token_exchange = Some(true)).await;
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", token.as_str()),
        ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
    ];
    world.token_as("web", &form).await.assert_error(400, "oidc.invalid_grant");
}
