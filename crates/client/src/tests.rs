use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use domain::{FixedClock, PlainToken, SystemEntropy, UnixMillis};
use futures_util::{FutureExt as _, TryStreamExt as _};
use http::{HeaderMap, Method, StatusCode, Uri};
use parking_lot::Mutex;
use serde_json::{Value, json};

use super::*;

mod over_http;

/// A server that answers what it was told to, and remembers what it was asked.
#[derive(Clone, Default)]
struct Server(Arc<Mutex<World>>);

#[derive(Default)]
struct World {
    tokens: usize,
    refused_tokens: usize,
    answer: Option<(u16, Value)>,
    users: usize,
    seen: Vec<String>,
    acting_user: Option<String>,
}

async fn answer(State(server): State<Server>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let mut world = server.0.lock();
    world.seen.push(format!("{method} {uri}"));
    world.acting_user = headers.get("guildhall-acting-user").map(|value| value.to_str().unwrap().to_owned());
    let expected = format!("Bearer machine-{}", world.tokens);
    if headers["authorization"] != expected.as_str() || world.refused_tokens >= world.tokens {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "code": "auth.unauthorized", "message": "No." })))
            .into_response();
    }
    if let Some((status, body)) = &world.answer {
        return (StatusCode::from_u16(*status).unwrap(), Json(body)).into_response();
    }
    let parameter = |name: &str| {
        let query = uri.query().unwrap_or_default();
        form_urlencoded::parse(query.as_bytes())
            .find(|(own, _)| own == name)
            .unwrap()
            .1
            .parse::<usize>()
            .unwrap()
    };
    let (page, size) = (parameter("page"), parameter("page_size"));
    let users: Vec<Value> =
        (0..world.users).skip((page - 1) * size).take(size).map(|number| user(&number.to_string())).collect();
    ([("Total-Number", world.users.to_string())], Json(users)).into_response()
}

fn user(id: &str) -> Value {
    json!({
        "id": id, "username": null, "primaryEmail": null, "primaryPhone": null, "name": null, "avatar": null, "customData": {},
        "identities": {}, "lastSignInAt": null, "createdAt": 1, "updatedAt": 1, "profile": {}, "applicationId": null,
        "cimdClientId": null, "isSuspended": false, "hasPassword": true,
    })
}

impl Server {
    fn client(&self) -> Client {
        let world = Arc::clone(&self.0);
        let source = TokenSource::Local(Arc::new(move || {
            let mut world = world.lock();
            world.tokens += 1;
            let token = PlainToken::new(format!("machine-{}", world.tokens));
            async move { Ok(MachineToken { token, expires_at: UnixMillis(i64::MAX) }) }.boxed()
        }));
        let router = Router::new().fallback(answer).with_state(self.clone());
        Client::in_process(router, source, Arc::new(FixedClock::new(UnixMillis(0))), Arc::new(SystemEntropy))
    }

    fn answers(&self, status: u16, body: Value) {
        self.0.lock().answer = Some((status, body));
    }

    fn take_seen(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().seen)
    }
}

#[tokio::test]
async fn a_stream_reads_page_after_page_as_far_as_it_is_asked() {
    let server = Server::default();
    server.0.lock().users = 250;
    let client = server.client();
    let all: Vec<_> = client.users().all().try_collect().await.unwrap();
    assert_eq!(all.len(), 250);
    assert_eq!(all.iter().enumerate().find(|(number, user)| user.info.id != number.to_string()), None);
    assert_eq!(server.take_seen(), [1, 2, 3].map(|page| format!("GET /api/users?page={page}&page_size=100")));
    let mut some = std::pin::pin!(client.users().all());
    assert_eq!(some.try_next().await.unwrap().unwrap().info.id, "0");
    assert_eq!(server.take_seen().len(), 1);
    server.0.lock().users = 0;
    assert!(client.users().all().try_collect::<Vec<_>>().await.unwrap().is_empty());
    assert_eq!(server.take_seen().len(), 1);
}

#[tokio::test]
async fn a_page_tells_how_many_there_are_and_searches_as_its_list_does() {
    let server = Server::default();
    server.0.lock().users = 45;
    let client = server.client();
    let options = PageOptions { page: 3, ..PageOptions::search("a&b") };
    let page = client.users().list(&options).await.unwrap();
    assert_eq!((page.items.len(), page.total), (5, 45));
    server.0.lock().users = 0;
    client.organizations().list(&PageOptions::search("a&b")).await.unwrap();
    assert_eq!(
        server.take_seen(),
        [
            "GET /api/users?search=%25a%26b%25&page=3&page_size=20",
            "GET /api/organizations?q=a%26b&page=1&page_size=20"
        ]
    );
}

#[tokio::test]
async fn a_refusal_is_told_in_the_words_of_the_wire() {
    let server = Server::default();
    let client = server.client();
    let body =
        json!({ "code": "entity.not_found", "message": "Gone.", "data": { "id": "x" }, "details": "More." });
    server.answers(404, body);
    let error = client.users().get("x/../y").await.unwrap_err();
    assert_eq!(error.code(), Some(code::NOT_FOUND));
    assert!(error.is_not_found() && !error.leaves_effect_unknown());
    let expected = Refusal {
        status: StatusCode::NOT_FOUND,
        code: Some("entity.not_found".to_owned()),
        message: "Gone.".to_owned(),
        data: Some(json!({ "id": "x" })),
        details: Some("More.".to_owned()),
    };
    assert_eq!(error.refusal(), Some(&expected));
    assert_eq!(error.to_string(), "the server refused: 404 Not Found entity.not_found");
    assert_eq!(server.take_seen(), ["GET /api/users/x%2F..%2Fy"]);
    server.answers(500, json!("<html>"));
    let error = client.users().delete("x").await.unwrap_err();
    assert_eq!((error.code(), error.leaves_effect_unknown()), (None, true));
    server.answers(200, json!({ "id": 7 }));
    assert!(matches!(client.users().get("x").await, Err(Error::Shape(_))));
    server.answers(302, json!(null));
    assert!(matches!(client.users().get("x").await, Err(Error::UnexpectedStatus(StatusCode::FOUND))));
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_and_no_more() {
    let server = Server::default();
    let client = server.client();
    client.users().list(&PageOptions::default()).await.unwrap();
    server.0.lock().refused_tokens = 1;
    server.take_seen();
    client.users().list(&PageOptions::default()).await.unwrap();
    assert_eq!((server.take_seen().len(), server.0.lock().tokens), (2, 2));
    server.0.lock().refused_tokens = usize::MAX;
    let error = client.users().list(&PageOptions::default()).await.unwrap_err();
    assert_eq!(error.code(), Some("auth.unauthorized"));
    assert_eq!((server.take_seen().len(), server.0.lock().tokens), (2, 3));
}

#[tokio::test]
async fn who_acts_is_told_beside_the_call() {
    let server = Server::default();
    let client = server.client();
    server.answers(200, json!({}));
    client.send(Call::get(["hooks"]).on_behalf_of("user00000001")).await.unwrap();
    assert_eq!(server.0.lock().acting_user.as_deref(), Some("user00000001"));
    client.send(Call::get(["hooks"])).await.unwrap();
    assert_eq!(server.0.lock().acting_user, None);
    let broken = client.send(Call::get(["hooks"]).on_behalf_of("a\nb")).await;
    assert!(matches!(broken, Err(Error::Request(_))));

    // Of a typed call its client says it, unless the call does.
    let for_olivia = client.on_behalf_of("user00000002");
    server.answers(204, json!(null));
    for_olivia.users().delete("user00000003").await.unwrap();
    assert_eq!(server.0.lock().acting_user.as_deref(), Some("user00000002"));
    for_olivia.send(Call::delete(["hooks", "h"]).on_behalf_of("user00000001")).await.unwrap();
    assert_eq!(server.0.lock().acting_user.as_deref(), Some("user00000001"));
    client.users().delete("user00000003").await.unwrap();
    assert_eq!(server.0.lock().acting_user, None);
    assert_eq!(server.0.lock().tokens, 1, "both have one token");
}

#[test]
fn a_secret_is_not_sent_where_anybody_on_the_way_could_read_it() {
    let new = |endpoint: &str, allow_plain_http| {
        let options = ClientOptions { allow_plain_http, ..ClientOptions::new(endpoint, "backend", "secret") };
        Client::new(options, Arc::new(FixedClock::new(UnixMillis(0))), Arc::new(SystemEntropy))
    };
    assert!(matches!(new("http://id.example", false), Err(SetupError::PlainHttp(_))));
    assert!(matches!(new("id.example", false), Err(SetupError::NoAddress(_))));
    for (endpoint, allow_plain_http) in
        [("https://id.example", false), ("http://localhost:3001", false), ("http://id.example", true)]
    {
        assert!(new(endpoint, allow_plain_http).is_ok(), "{endpoint}");
    }
}
