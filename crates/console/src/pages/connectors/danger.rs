//! `/console/connectors/{connector}/delete`: takes one away.

use axum::{extract::Path, http::Method};
use hosted::Call;

use super::{Connector, PATH, find, frame};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, question::Question},
    posted::Posted,
};

fn question<'a>(operator: &Operator, of: &Connector, name: &'a str) -> Question<'a> {
    let consequences: &[&str] = if of.kind.sends() {
        &["console-connector-delete-messages", "console-connector-delete-config"]
    } else {
        &["console-connector-delete-accounts", "console-connector-delete-config"]
    };
    Question {
        heading: operator.words.with("console-connector-delete-title", "name", name),
        consequences,
        typed: Some(name),
        action: of.tab("delete"),
        hidden: Vec::new(),
        button: "console-connector-delete",
        back_url: of.path(),
    }
}

/// `GET /console/connectors/{connector}/delete`.
pub(super) async fn ask(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(question(&operator, &of, &of.name()).ask(frame(&operator, &of, "")))
}

/// `POST /console/connectors/{connector}/delete`.
pub(super) async fn delete(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    question(&operator, &of, &of.name()).must_be_meant(frame(&operator, &of, ""), &form)?;
    match operator.call(Call::new(Method::DELETE, &["api", "connectors", &id])).await {
        Ok(_) => Ok(done(PATH, "console-connector-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
