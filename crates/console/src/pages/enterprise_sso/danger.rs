//! `/console/enterprise-sso/{connector}/delete`: takes one away.

use axum::{extract::Path, http::Method};
use hosted::Call;

use super::{API, Connector, PATH, find, frame};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, question::Question},
    posted::Posted,
};

/// What goes with it.
const CONSEQUENCES: &[&str] = &[
    "console-sso-delete-users",
    "console-sso-delete-identities",
    "console-sso-delete-just-in-time",
    "console-connector-delete-config",
];

fn question<'a>(operator: &Operator, of: &'a Connector) -> Question<'a> {
    Question {
        heading: operator.words.with("console-connector-delete-title", "name", &of.called),
        consequences: CONSEQUENCES,
        typed: Some(&of.called),
        action: of.tab("delete"),
        hidden: Vec::new(),
        button: "console-connector-delete",
        back_url: of.path(),
    }
}

/// `GET /console/enterprise-sso/{connector}/delete`.
pub(super) async fn ask(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(question(&operator, &of).ask(frame(&operator, &of, "")))
}

/// `POST /console/enterprise-sso/{connector}/delete`.
pub(super) async fn delete(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    question(&operator, &of).must_be_meant(frame(&operator, &of, ""), &form)?;
    match operator.call(Call::new(Method::DELETE, &[API[0], API[1], &id])).await {
        Ok(_) => Ok(done(PATH, "console-connector-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
