//! The example of a product's own server, `crates/guard/examples/orders.rs`, with what `guildhall dev` seeds for it: what its header and
//! docs/guard.md tell to do works.

#[expect(dead_code, reason = "its `main` is the program's")]
#[path = "../../../guard/examples/orders.rs"]
mod orders;

use http::Method;
use serde_json::{Value, json};
use server::dev::{
    Credentials,
    client::{Answer, HeadlessClient},
};

use crate::{
    process::{Place, guildhall},
    text,
};

/// Where orders are placed.
const ORDERS: &str = "/organizations/northwind/orders";

/// The example in this process, on a port of its own; its address.
async fn start(issuer: String) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let application = orders::application(issuer).unwrap();
    tokio::spawn(async move { axum::serve(listener, application).await.unwrap() });
    address
}

async fn call(base: &str, (method, path): (Method, &str), token: Option<&str>, body: Value) -> Answer {
    HeadlessClient::new(base).unwrap().json(method, path, body, token).await.unwrap()
}

/// A token of an API key for the organization.
async fn token_of_key(credentials: &Credentials, key: &Value) -> String {
    let (id, secret) = (text(key, "id"), text(&key["secret"], "value"));
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &id),
        ("client_secret", &secret),
        ("organization_id", "northwind"),
        ("scope", "order:place"),
    ];
    let mut client = HeadlessClient::new(&credentials.endpoint).unwrap();
    text(&client.post_form("/oidc/token", &form, None).await.unwrap().json(), "access_token")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_example_takes_orders_of_the_demonstrations_people_and_machines() {
    let place = Place::new(None);
    let (_server, credentials) = place.dev();
    let example = start(format!("{}/oidc", credentials.endpoint)).await;
    let data_dir = place.data_dir();
    let token_of = |user: &str| {
        let arguments = ["dev", "--data-dir", data_dir.to_str().unwrap(), "token", "--user", user];
        let printed = guildhall(&arguments).args(["--organization", "northwind"]).output().unwrap();
        assert!(printed.status.success(), "{printed:?}");
        String::from_utf8(printed.stdout).unwrap().trim_end().to_owned()
    };
    let order = async |path: &str, token: Option<&str>| {
        let answer = call(&example, (Method::POST, path), token, Value::Null).await;
        (answer.status.as_u16(), answer.json())
    };
    let (olivia, ben) = (token_of("olivia"), token_of("ben"));
    let olivias_id = crate::claims(&olivia)["sub"].clone();
    let ordered = json!({ "organization": "northwind", "orderedBy": olivias_id });
    assert_eq!(order(ORDERS, Some(&olivia)).await, (200, ordered));
    for (path, token, status, code) in [
        (ORDERS, Some(&ben), 403, "guard.permission_missing"),
        ("/organizations/harbour/orders", Some(&olivia), 403, "guard.wrong_organization"),
        (ORDERS, None, 401, "auth.authorization_header_missing"),
    ] {
        let (answered, body) = order(path, token.map(String::as_str)).await;
        assert_eq!((answered, body["code"].as_str()), (status, Some(code)));
    }
    let listed = call(&example, (Method::GET, ORDERS), Some(&ben), Value::Null).await;
    assert_eq!((listed.status.as_u16(), &listed.json()["orders"]), (200, &json!([])));

    let body = json!({ "name": "Nightly orders", "roleNames": ["integration"] });
    let keys = (Method::POST, "/organizations/northwind/applications");
    let key = call(&credentials.gateway, keys, Some(&olivia), body).await;
    assert_eq!(key.status.as_u16(), 201, "{}", key.body);
    let machine = token_of_key(&credentials, &key.json()).await;
    let ordered = json!({ "organization": "northwind", "orderedByMachine": key.json()["id"] });
    assert_eq!(order(ORDERS, Some(&machine)).await, (200, ordered));
}
