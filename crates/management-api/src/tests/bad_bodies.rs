//! Bodies that cannot be understood or taken: the answer says so, nothing fails and nothing is written.

use http_kit::Operation;
use serde_json::{Map, Value, json};
use store::both_databases;
use testkit::TestResponse;

use super::{
    operations::{NEVER_SUCCEEDS, is_not_offered},
    world::{World, noise, send},
};
use crate::operations;

/// Members that may hold any JSON object: what is inside is the caller's business, or that of whoever looks at it later with a code of their own.
fn is_free_object(operation: &Operation, key: &str) -> bool {
    let is_about_connectors =
        ["/api/connectors", "/api/sso-connectors"].iter().any(|path| operation.path.starts_with(path));
    key == "customData" || key == "config" && is_about_connectors
}
/// The operations whose whole body is such an object, or one with rules of its own that answer 422.
const FREE_BODIES: [&str; 2] =
    ["/api/applications/{applicationId}/custom-data", "/api/custom-phrases/{languageTag}"];

/// The operations that take a body, each with its path and one that it takes.
fn writing(world: &World) -> Vec<(Operation, String, Value)> {
    let with_body = |operation: Operation| {
        // One takes a list; its own tests show what it refuses.
        let body = world.body(&operation).filter(Value::is_object)?;
        let path = world.path(&operation, None);
        Some((operation, path, body))
    };
    operations().into_iter().filter_map(with_body).collect()
}

fn describe(operation: &Operation, what: &str, answer: &TestResponse) -> String {
    format!("{} {} with {what:.120}: {} {}", operation.method, operation.path, answer.status, answer.body)
}

/// A place in a body and the value there.
type Place = (Vec<String>, Value);

/// Every member of a body, those inside of members too.
fn places(operation: &Operation, body: &Value) -> Vec<Place> {
    fn visit(operation: &Operation, path: &[String], members: &Map<String, Value>, found: &mut Vec<Place>) {
        for (key, value) in members {
            let path = [path, std::slice::from_ref(key)].concat();
            found.push((path.clone(), value.clone()));
            if let Value::Object(inside) = value
                && !is_free_object(operation, key)
            {
                visit(operation, &path, inside, found);
            }
        }
    }
    let mut found = Vec::new();
    visit(operation, &[], body.as_object().unwrap(), &mut found);
    found
}

/// The body with another value at a place.
fn replaced(body: &Value, path: &[String], value: Value) -> Value {
    let mut body = body.clone();
    *body.pointer_mut(&format!("/{}", path.join("/"))).unwrap() = value;
    body
}

/// Values of every type that `value` does not have, and lists whose elements have wrong types.
fn of_other_types(value: &Value) -> Vec<Value> {
    let one_of_each = [json!(true), json!(7), json!("text"), json!(["text"]), json!({ "a": 1 })];
    let same = |other: &Value| std::mem::discriminant(other) == std::mem::discriminant(value);
    let mut others: Vec<Value> = one_of_each.into_iter().filter(|other| !same(other)).collect();
    if value.is_array() {
        others.extend([
            json!([null]),
            json!([1]),
            json!([true]),
            json!([{}]),
            json!([[]]),
            json!([["text"]]),
            json!(["a\u{0}b"]),
        ]);
    }
    if value.is_string() {
        others.extend([json!("a\u{0}b"), json!("\u{0}")]);
    }
    others
}

/// Values of the right type that few expect.
fn unexpected(value: &Value) -> Vec<Value> {
    let mut values = vec![Value::Null];
    match value {
        Value::String(_) => {
            let texts =
                ["", " ", "%", "'", "\\", "$1", "{}", "é\u{301}\u{202e}😀", "\u{feff}", "\u{7f}\u{1}\r\n"];
            values.extend(texts.map(Value::from));
            values.push(Value::from(noise(100_000)));
            values.push(Value::from("😀".repeat(300)));
        }
        Value::Number(_) => {
            values.extend([
                json!(0),
                json!(-1),
                json!(0.5),
                json!(-0.0),
                json!(1e300),
                json!(i64::MAX),
                json!(i64::MIN),
                json!(u64::MAX),
            ]);
        }
        Value::Array(_) => {
            values.extend([
                json!([]),
                json!([""]),
                json!(["unknown"]),
                json!(["unknown", "unknown"]),
                json!([noise(4_096)]),
            ]);
            values.push(json!(["😀".repeat(2_000)]));
            values.push((0..40_000).map(|number| format!("u{number}")).collect());
        }
        Value::Object(_) => values.push(json!({})),
        Value::Bool(value) => values.push(json!(!value)),
        Value::Null => {}
    }
    values
}

both_databases! {
    async fn what_is_no_json_object_is_refused(db: Db) {
        let world = World::over(db).await;
        let before = world.contents().await;
        let nested = format!("{}{}", r#"{"name":"#.repeat(200), "}".repeat(200));
        let malformed = [
            "{", "}", "{\"name\":", "{\"name\":\"a\",}", "{'name':'a'}", "{\"name\":\"\\uD800\"}", "{\"name\":\"a\"} {}", "nothing", "\u{feff}{}", "{\"n\":1e999}",
            "{\"name\":\"a\nb\"}", nested.as_str(),
        ];
        for (operation, path, body) in writing(&world) {
            let send = async |text: Vec<u8>| send(&world.api.client, &operation, &path, &[], text.into()).await;
            for text in malformed.into_iter().chain(["1", "-0.5", "true", "null", "\"text\""]) {
                let answer = send(text.into()).await;
                let what = describe(&operation, text, &answer);
                let told = answer.json();
                assert_eq!((answer.status.as_u16(), told.as_object().unwrap().len()), (400, 1), "{what}");
                assert!(told["message"].is_string(), "{what}");
            }
            let not_text = send(vec![b'{', b'"', 0xff, b'"', b':', b'1', b'}']).await;
            assert_eq!(not_text.status, 400, "{}", describe(&operation, "bytes", &not_text));
            for list in [json!([]), json!([1]), json!([body]), json!(["unknown"])] {
                send(list.to_string().into()).await.assert_error(400, "guard.invalid_input");
            }
            send(br#"{"a\u0000b":1}"#.to_vec()).await.assert_error(400, "guard.invalid_input");
            let mut large = body.clone();
            large["unknown"] = Value::from("x".repeat(1 << 20));
            let answer = send(large.to_string().into()).await;
            assert_eq!(answer.status, 413, "{}", describe(&operation, "1 MB", &answer));
            world.assert_unchanged(&before, &format!("{} {}", operation.method, operation.path)).await;
        }
    }

    async fn members_of_other_types_are_refused(db: Db) {
        let world = World::over(db).await;
        let before = world.contents().await;
        for (operation, path, body) in writing(&world).into_iter().filter(|(operation, ..)| !FREE_BODIES.contains(&operation.path)) {
            for (place, value) in places(&operation, &body) {
                for other in of_other_types(&value) {
                    let bad = replaced(&body, &place, other);
                    world.send(&operation, &path, Some(&bad)).await.assert_error(400, "guard.invalid_input");
                }
            }
            world.assert_unchanged(&before, &format!("{} {}", operation.method, operation.path)).await;
        }
    }

    async fn unexpected_values_never_fail(db: Db) {
        let world = World::over(db).await;
        for (operation, path, body) in writing(&world) {
            for (place, value) in places(&operation, &body) {
                for other in unexpected(&value) {
                    let shown = other.to_string();
                    let answer = world.send(&operation, &path, Some(&replaced(&body, &place, other))).await;
                    let what = describe(&operation, &format!("{}={shown:.60}", place.join(".")), &answer);
                    let is_told = answer.status.is_success() || answer.status.is_client_error();
                    assert!(is_told || is_not_offered(&operation, answer.status.as_u16()), "{what}");
                }
            }
        }
    }

    async fn bodies_that_are_not_read_do_no_harm(db: Db) {
        let world = World::over(db).await;
        for operation in operations().into_iter().filter(|operation| operation.method == axum::http::Method::GET) {
            let path = world.path(&operation, None);
            let answer = send(&world.api.client, &operation, &path, &[], "{".into()).await;
            let never = NEVER_SUCCEEDS.iter().find(|(method, path, _)| (method, *path) == (&operation.method, operation.path));
            let is_expected = never.map_or(answer.status.is_success(), |(_, _, status)| answer.status == *status);
            assert!(is_expected, "{}", describe(&operation, "a body", &answer));
        }
    }
}

both_databases! {
    async fn bodies_nested_too_deep_are_refused_everywhere(db: Db) {
        let world = World::over(db).await;
        let deep = |levels: usize| (1..levels).fold(json!({}), |inside, _| json!({ "a": inside }));
        let before = world.contents().await;
        for (operation, path, body) in writing(&world) {
            let mut body = body;
            body["customData"] = deep(64);
            let answer = world.send(&operation, &path, Some(&body)).await;
            let what = describe(&operation, "65 levels", &answer);
            assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (400, Some("guard.invalid_input")), "{what}");
            let issues = &answer.json()["data"]["issues"];
            assert_eq!(issues[0]["message"], "Objects and arrays are nested more than 64 levels deep", "{what}");
            world.assert_unchanged(&before, &what).await;
        }
        let data = json!({ "name": "Deep", "customData": deep(63) });
        let kept = world.api.created("/api/organizations", data.clone()).await;
        assert_eq!(kept["customData"], data["customData"]);
    }
}
