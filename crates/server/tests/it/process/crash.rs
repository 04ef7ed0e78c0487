//! Acknowledged means durable: what was answered before the program was killed is there when it starts again.

use std::{sync::Arc, time::Duration};

use http::Method;
use parking_lot::Mutex;
use serde_json::{Value, json};
use server::dev::{
    Credentials,
    client::{HeadlessClient, TokenFor},
    token::public_client,
};
use store::testing::TestPostgres;

use super::{dev::machine_token, running::Place};
use crate::text;

/// How many clients write at a time.
const WRITERS: usize = 6;
/// How long they write before the program is killed.
const WRITING: Duration = Duration::from_millis(1_500);

/// Creates organizations until the server is gone, and notes each that was acknowledged.
async fn write(endpoint: String, token: String, writer: usize, acknowledged: Arc<Mutex<Vec<String>>>) {
    let mut client = HeadlessClient::new(&endpoint).unwrap();
    for number in 0.. {
        let body = json!({ "name": format!("Writer {writer} number {number}") });
        let Ok(answer) = client.json(Method::POST, "/api/organizations", body, Some(&token)).await else {
            return;
        };
        if answer.status.as_u16() == 201 {
            acknowledged.lock().push(text(&answer.json(), "id"));
        }
    }
}

/// Rotates a refresh token until the server is gone, and returns the first and the last that was acknowledged.
async fn rotate(credentials: Credentials) -> (String, String) {
    let client = public_client(&credentials);
    let mut headless = HeadlessClient::new(&credentials.endpoint).unwrap();
    let login = ("olivia", credentials.password_of("olivia").unwrap());
    let tokens = headless.sign_in(&client, login, &domain::SystemEntropy).await.unwrap();
    let first = text(&tokens, "refresh_token");
    let mut newest = first.clone();
    while let Ok(answer) = headless.refresh(&client, &newest, TokenFor::default()).await {
        newest = text(&answer, "refresh_token");
    }
    (first, newest)
}

/// Every organization's id.
async fn all_organizations(endpoint: &str, token: &str) -> Vec<String> {
    let mut client = HeadlessClient::new(endpoint).unwrap();
    let mut ids = Vec::new();
    for page in 1.. {
        let path = format!("/api/organizations?page={page}&page_size=100");
        let answer = client.json(Method::GET, &path, Value::Null, Some(token)).await.unwrap().json();
        let rows = answer.as_array().expect("a page").clone();
        ids.extend(rows.iter().map(|row| text(row, "id")));
        if rows.len() < 100 {
            return ids;
        }
    }
    ids
}

async fn everything_acknowledged_outlives_a_kill(database_url: Option<String>) {
    let place = Place::new(database_url);
    let (running, credentials) = place.dev();
    let token = machine_token(&credentials).await;
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let rotating = tokio::spawn(rotate(credentials.clone()));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            tokio::spawn(write(running.endpoint.clone(), token.clone(), writer, Arc::clone(&acknowledged)))
        })
        .collect();
    tokio::time::sleep(WRITING).await;
    running.kill();
    for writer in writers {
        writer.await.unwrap();
    }
    let (first, newest) = rotating.await.unwrap();
    let acknowledged = std::mem::take(&mut *acknowledged.lock());
    assert!(acknowledged.len() > 20, "only {} writes were acknowledged", acknowledged.len());

    let (_running, again) = place.dev();
    assert!(again == credentials, "the same server came back");
    let there = all_organizations(&again.endpoint, &machine_token(&again).await).await;
    let missing: Vec<_> = acknowledged.iter().filter(|id| !there.contains(id)).collect();
    assert!(missing.is_empty(), "{} of {} acknowledged writes are gone", missing.len(), acknowledged.len());
    let mut headless = HeadlessClient::new(&again.endpoint).unwrap();
    let client = public_client(&again);
    let refresh = async |headless: &mut HeadlessClient, token: &str| {
        headless
            .refresh(&client, token, TokenFor::default())
            .await
            .map(|answer| text(&answer, "refresh_token"))
    };
    let newest = refresh(&mut headless, &newest).await.expect("the last refresh token works");
    // What was spent before the kill stays spent, and showing it again ends the family; a moment's grace lets clients repeat themselves.
    tokio::time::sleep(domain::grant::REFRESH_TOKEN_LEEWAY).await;
    assert!(refresh(&mut headless, &first).await.is_err(), "a spent refresh token works again");
    assert!(refresh(&mut headless, &newest).await.is_err(), "its family outlives a replay");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    everything_acknowledged_outlives_a_kill(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres() {
    if let Some(database) = TestPostgres::empty().await {
        everything_acknowledged_outlives_a_kill(Some(database.url().to_owned())).await;
    }
}
