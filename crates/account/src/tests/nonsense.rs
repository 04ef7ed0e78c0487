//! What cannot be understood is refused, with the words of the API and without a trace.

use axum::body::Body;
use serde_json::{Value, json};
use store::both_databases;

use super::world::{World, any_body, any_path};
use crate::operations;

/// Something of another type, or unfit to be stored, in the place of each member.
fn broken(body: &Value) -> Vec<Value> {
    let mut all = vec![json!([]), json!([body]), json!({})];
    for name in body.as_object().into_iter().flat_map(|members| members.keys()) {
        for wrong in [
            json!(null),
            json!(7),
            json!([]),
            json!({ "a": [] }),
            json!("a\u{0}b"),
            json!("x".repeat(5_000)),
            json!("\u{202e}😀"),
        ] {
            let mut other = body.clone();
            other[name] = wrong;
            all.push(other);
        }
    }
    all
}

both_databases! {
    async fn no_body_makes_the_server_fail(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        for operation in operations().iter().filter(|operation| !any_body(operation).is_null()) {
            let (path, method) = (any_path(operation), &operation.method);
            let send = async |kind: &str, body: String| {
                let headers = [("content-type", kind), ("logto-verification-id", proof.as_str())];
                ingrid.client.unrecorded().send(method.clone(), &path, &headers, Body::from(body)).await
            };
            for body in broken(&any_body(operation)) {
                let answer = send("application/json", body.to_string()).await;
                assert!(!answer.status.is_server_error(), "{method} {path} {body:.200}: {}", answer.body);
            }
            for body in ["{", "7", "\"a\"", "[]"] {
                let answer = send("application/json", body.to_owned()).await;
                assert!(answer.status.is_client_error(), "{method} {path} {body}: {} {}", answer.status, answer.body);
                assert!(answer.json()["message"].is_string(), "{method} {path} {body}: {}", answer.body);
            }
            // They count as an empty body.
            for (kind, body) in [("text/plain", "{}"), ("application/json", "")] {
                let answer = send(kind, body.to_owned()).await;
                assert!(!answer.status.is_server_error(), "{method} {path} {body}: {} {}", answer.status, answer.body);
            }
            let nested = format!("{}{}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
            assert!(send("application/json", nested).await.status.is_client_error());
        }
    }

    async fn no_path_makes_the_server_fail(db: Db) {
        let world = World::over(db).await;
        let ingrid = world.someone("ingrid").await;
        let proof = ingrid.proof().await;
        for operation in operations().iter().filter(|operation| operation.path.contains('{')) {
            for value in ["%00", "a%00", "%FF", "..%2F..", "%27%3B--", "%F0%9F%98%80", &"x".repeat(4_096)] {
                let path = any_path(operation).replace("unknown", value);
                let headers = [("content-type", "application/json"), ("logto-verification-id", proof.as_str())];
                let body = Body::from(any_body(operation).to_string());
                let answer = ingrid.client.unrecorded().send(operation.method.clone(), &path, &headers, body).await;
                assert!(answer.status.is_client_error(), "{} {path:.60}: {} {}", operation.method, answer.status, answer.body);
            }
        }
    }
}
