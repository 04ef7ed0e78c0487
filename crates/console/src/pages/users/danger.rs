//! `/console/users/{user}/danger`: what cannot be undone.

use axum::{extract::Path, http::Method, response::IntoResponse as _};
use hosted::Call;
use ui::{components::Link, pages::console::ConsoleDangerPage};

use super::{PATH, User, find, frame, lead};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, question::Question},
    posted::Posted,
};

/// `GET /console/users/{user}/danger`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let words = &operator.words;
    let link = Link { href: format!("{}/delete", of.path()), label: words.say("console-delete-user") };
    Ok(ConsoleDangerPage {
        title: of.person().name,
        lead: lead(&operator, &of),
        steps: vec![(words.say("console-delete-user"), words.say("console-delete-user-lead"), link)],
        frame: frame(&operator, &of, "danger"),
    }
    .into_response())
}

fn question<'a>(operator: &Operator, of: &User, name: &'a str) -> Question<'a> {
    Question {
        heading: operator.words.with("console-delete-user-title", "name", name),
        consequences: &["console-delete-user-consequence", "console-delete-user-memberships"],
        typed: Some(name),
        action: format!("{}/delete", of.path()),
        hidden: Vec::new(),
        button: "console-delete-user",
        back_url: format!("{}/danger", of.path()),
    }
}

/// `GET /console/users/{user}/delete`.
pub(super) async fn ask(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(question(&operator, &of, &of.person().name).ask(frame(&operator, &of, "danger")))
}

/// `POST /console/users/{user}/delete`.
pub(super) async fn delete(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    question(&operator, &of, &of.person().name).must_be_meant(frame(&operator, &of, "danger"), &form)?;
    match operator.call(Call::new(Method::DELETE, &["api", "users", &id])).await {
        Ok(_) => Ok(done(PATH, "console-user-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
