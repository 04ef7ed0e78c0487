//! `/console/roles/{role}/danger`: what cannot be undone.

use axum::{extract::Path, http::Method, response::IntoResponse as _};
use hosted::Call;
use ui::{components::Link, pages::console::ConsoleDangerPage};

use super::{PATH, Role, find, frame};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, question::Question},
    posted::Posted,
};

/// `GET /console/roles/{role}/danger`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let words = &operator.words;
    let link = Link { href: of.tab("delete"), label: words.say("console-delete-role") };
    Ok(ConsoleDangerPage {
        title: of.name.clone(),
        lead: of.lead(&operator),
        steps: vec![(words.say("console-delete-role"), words.say("console-delete-global-role-lead"), link)],
        frame: frame(&operator, &of, "danger"),
    }
    .into_response())
}

fn question<'a>(operator: &Operator, of: &'a Role) -> Question<'a> {
    Question {
        heading: operator.words.with("console-delete-role-title", "name", &of.name),
        consequences: &["console-delete-global-role-consequence"],
        typed: Some(&of.name),
        action: of.tab("delete"),
        hidden: Vec::new(),
        button: "console-delete-role",
        back_url: of.tab("danger"),
    }
}

/// `GET /console/roles/{role}/delete`.
pub(super) async fn ask(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(question(&operator, &of).ask(frame(&operator, &of, "danger")))
}

/// `POST /console/roles/{role}/delete`.
pub(super) async fn delete(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    question(&operator, &of).must_be_meant(frame(&operator, &of, "danger"), &form)?;
    match operator.call(Call::new(Method::DELETE, &["api", "roles", &id])).await {
        Ok(_) => Ok(done(PATH, "console-role-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
