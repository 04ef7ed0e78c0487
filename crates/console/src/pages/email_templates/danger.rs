//! `/console/email-templates/{kind}/{language}/delete`: takes a template away.

use axum::{extract::Path, http::Method};
use domain::message_template::TemplateType;
use hosted::Call;

use super::{PATH, editor::find_one, frame, language_name, of_kind, path, said};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, question::Question},
    posted::Posted,
};

fn question<'a>(operator: &Operator, of: TemplateType, language: &str) -> Question<'a> {
    let (name, words) = (operator.words.say(said(of).0), &operator.words);
    let heading = words.fill(
        "console-mail-delete-title",
        &[("name", name.into()), ("language", language_name(language).into())],
    );
    Question {
        heading,
        consequences: &["console-mail-delete-consequence", "console-mail-delete-final"],
        typed: None,
        action: path(of, &format!("{language}/delete")),
        hidden: Vec::new(),
        button: "console-mail-delete",
        back_url: path(of, language),
    }
}

/// `GET /console/email-templates/{kind}/{language}/delete`.
pub(super) async fn ask(Path((word, language)): Path<(String, String)>, operator: Operator) -> Outcome {
    let (of, _) = find_one(&operator, &word, &language).await?;
    let all = of_kind(&operator, of).await?;
    Ok(question(&operator, of, &language).ask(frame(&operator, of, &all, &language)))
}

/// `POST /console/email-templates/{kind}/{language}/delete`.
pub(super) async fn delete(
    Path((word, language)): Path<(String, String)>,
    Posted { by: operator, form }: Posted,
) -> Outcome {
    let (of, one) = find_one(&operator, &word, &language).await?;
    let all = of_kind(&operator, of).await?;
    question(&operator, of, &language).must_be_meant(frame(&operator, of, &all, &language), &form)?;
    match operator.call(Call::new(Method::DELETE, &["api", "email-templates", &one.id])).await {
        Ok(_) => Ok(done(PATH, "console-mail-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
