//! `/console/sign-in-experience/phrases/{language}/delete`: takes the tenant's words of a language away.

use std::collections::BTreeMap;

use axum::{
    extract::Path,
    http::{Method, StatusCode},
};
use hosted::Call;
use ui::{Page as _, components::Banner};

use super::{OwnPhrases, PATH, editor, entries::Shown, find, frame, languages};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, question::Question},
    posted::Posted,
};

fn question(operator: &Operator, of: &OwnPhrases) -> Question<'static> {
    let name = languages::name(&of.language_tag);
    Question {
        heading: operator.words.with("console-phrases-remove-title", "language", &name),
        consequences: &["console-phrases-remove-consequence", "console-phrases-remove-final"],
        typed: None,
        action: format!("{}/delete", of.path()),
        hidden: Vec::new(),
        button: "console-phrases-remove",
        back_url: of.path(),
    }
}

/// `GET /console/sign-in-experience/phrases/{language}/delete`.
pub(super) async fn ask(Path(tag): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &tag).await?;
    Ok(question(&operator, &of).ask(frame(&operator)))
}

/// `POST /console/sign-in-experience/phrases/{language}/delete`.
pub(super) async fn delete(Path(tag): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &tag).await?;
    question(&operator, &of).must_be_meant(frame(&operator), &form)?;
    match operator.call(Call::new(Method::DELETE, &["api", "custom-phrases", &tag])).await {
        Ok(_) => Ok(done(PATH, "console-phrases-removed")),
        Err(refusal) if refusal.code == "localization.cannot_delete_default_language" => {
            let mut page = editor::page(&operator, &of, &Shown::default(), (None, &BTreeMap::new()));
            let text = operator.words.say("console-phrases-remove-fallback");
            page.frame.banner = Some(Banner::danger(text));
            Err(page.with_status(StatusCode::CONFLICT))
        }
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
