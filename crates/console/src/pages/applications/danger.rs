//! `/console/applications/{application}/danger`: what cannot be undone.

use axum::{extract::Path, http::Method, response::IntoResponse as _};
use hosted::Call;
use ui::{components::Link, pages::console::ConsoleDangerPage};

use super::{Application, PATH, find, frame, kind};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, question::Question},
    posted::Posted,
};

/// `GET /console/applications/{application}/danger`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let words = &operator.words;
    let link = Link { href: format!("{}/delete", of.path()), label: words.say("console-delete-application") };
    Ok(ConsoleDangerPage {
        title: of.name.clone(),
        lead: kind(&of.kind, words),
        steps: vec![(
            words.say("console-delete-application"),
            words.say("console-delete-application-lead"),
            link,
        )],
        frame: frame(&operator, &of, "danger"),
    }
    .into_response())
}

fn question<'a>(operator: &Operator, of: &'a Application) -> Question<'a> {
    Question {
        heading: operator.words.with("console-delete-application-title", "name", &of.name),
        consequences: &["console-delete-application-consequence", "console-delete-application-secrets"],
        typed: Some(&of.name),
        action: format!("{}/delete", of.path()),
        hidden: Vec::new(),
        button: "console-delete-application",
        back_url: format!("{}/danger", of.path()),
    }
}

/// `GET /console/applications/{application}/delete`.
pub(super) async fn ask(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(question(&operator, &of).ask(frame(&operator, &of, "danger")))
}

/// `POST /console/applications/{application}/delete`.
pub(super) async fn delete(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    question(&operator, &of).must_be_meant(frame(&operator, &of, "danger"), &form)?;
    match operator.call(Call::new(Method::DELETE, &["api", "applications", &id])).await {
        Ok(_) => Ok(done(PATH, "console-application-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
