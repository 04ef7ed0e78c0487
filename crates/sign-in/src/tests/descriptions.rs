//! Every success that a test of this crate gets from the headless APIs is as the documentation says that is made of the operation's types.
//!
//! The browsers of [`super::world`] ask [`hold`] about each answer, so that no walk of its own is needed and no operation is looked at in one
//! state only. That each was called with success at all is told by the record of exchanges (docs/testing.md).

use std::sync::LazyLock;

use axum::http::{Method, StatusCode};
use http_kit::{Describer, OperationDescription, describe::AnswerBody};
use serde_json::{Map, Value};
use testkit::TestResponse;

/// What the documentation says.
struct Documented {
    operations: Vec<(Method, &'static str, OperationDescription)>,
    components: Map<String, Value>,
}

static DOCUMENTED: LazyLock<Documented> = LazyLock::new(|| {
    let mut describer = Describer::default();
    let describe = |operation: http_kit::Operation| {
        let mut description = OperationDescription::default();
        (operation.handler.describe)(&mut description, &mut describer);
        (operation.method, operation.path, description)
    };
    let operations = crate::api::operations().into_iter().map(describe).collect();
    Documented { operations, components: describer.into_components() }
});

/// Whether a path is one of a template.
fn fits(template: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    template.split('/').count() == path.split('/').count()
        && template
            .split('/')
            .zip(path.split('/'))
            .all(|(known, asked)| known.starts_with('{') || known == asked)
}

/// In what an answer is other than its documentation says. Pages and refusals are none of its business.
fn complaints(method: &Method, path: &str, status: StatusCode, body: &str) -> Vec<String> {
    let is_asked = |known: &Method, template: &str| known == method && fits(template, path);
    let mut operations = DOCUMENTED.operations.iter();
    let Some((.., described)) = operations.find(|(known, template, _)| is_asked(known, template)) else {
        return Vec::new();
    };
    if !status.is_success() {
        return Vec::new();
    }
    match described.answers.get(&status.as_u16()) {
        None => vec![format!("{status} is not among its answers: {body}")],
        Some(AnswerBody::Json(schema)) => match serde_json::from_str(body) {
            Ok(value) => testkit::schema::violations(schema.as_value(), &DOCUMENTED.components, &value),
            Err(error) => vec![format!("it is no JSON ({error}): {body}")],
        },
        Some(AnswerBody::Empty) if !body.is_empty() => vec![format!("it has a body: {body}")],
        Some(_) => Vec::new(),
    }
}

/// Fails the test whose answer is other than its documentation says.
pub(super) fn hold(method: &Method, path: &str, answer: &TestResponse) {
    let complaints = complaints(method, path, answer.status, &answer.body);
    assert_eq!(complaints, Vec::<String>::new(), "{method} {path}");
}

#[test]
fn an_answer_with_more_or_less_than_its_documentation_says_is_noticed() {
    let path = "/api/experience/verification/password";
    let about = |status, body| complaints(&Method::POST, path, status, body);
    assert_eq!(about(StatusCode::OK, r#"{"verificationId":"v"}"#), Vec::<String>::new());
    for (status, body) in [
        (StatusCode::OK, r#"{"verificationId":"v","userId":"u"}"#),
        (StatusCode::OK, "{}"),
        (StatusCode::OK, r#"{"verificationId":7}"#),
        (StatusCode::OK, "OK"),
        (StatusCode::CREATED, r#"{"verificationId":"v"}"#),
    ] {
        assert_ne!(about(status, body), Vec::<String>::new(), "{status} {body}");
    }
    let (put, start) = (Method::PUT, "/api/experience");
    assert_eq!(complaints(&put, start, StatusCode::NO_CONTENT, ""), Vec::<String>::new());
    assert_ne!(complaints(&put, start, StatusCode::NO_CONTENT, "{}"), Vec::<String>::new());
}
