//! `/console/profile-fields/by-name/{name}/delete`: takes a field away.

use axum::{extract::Path, http::Method};
use hosted::Call;
use ui::pages::console::ConsoleFrame;

use super::{API, Field, PATH, find};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, question::Question},
    posted::Posted,
};

fn question<'a>(operator: &Operator, of: &'a Field) -> Question<'a> {
    Question {
        heading: operator.words.with("console-field-delete-title", "name", of.called()),
        consequences: &[
            "console-field-delete-asked",
            "console-field-delete-kept",
            "console-field-delete-final",
        ],
        typed: None,
        action: format!("{}/delete", of.path()),
        hidden: Vec::new(),
        button: "console-field-delete",
        back_url: of.path(),
    }
}

fn frame(operator: &Operator) -> ConsoleFrame {
    operator.frame_below(PATH, &[(PATH, &operator.words.say("console-fields"))])
}

/// `GET /console/profile-fields/by-name/{name}/delete`.
pub(super) async fn ask(Path(name): Path<String>, operator: Operator) -> Outcome {
    let (all, at) = find(&operator, &name).await?;
    let Some(of) = all.get(at) else { return Err(operator.gone()) };
    Ok(question(&operator, of).ask(frame(&operator)))
}

/// `POST /console/profile-fields/by-name/{name}/delete`.
pub(super) async fn delete(Path(name): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let (all, at) = find(&operator, &name).await?;
    let Some(of) = all.get(at) else { return Err(operator.gone()) };
    question(&operator, of).must_be_meant(frame(&operator), &form)?;
    match operator.call(Call::new(Method::DELETE, &[API[0], API[1], &name])).await {
        Ok(_) => Ok(done(PATH, "console-field-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
