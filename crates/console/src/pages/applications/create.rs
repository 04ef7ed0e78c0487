//! `/console/applications/new`: makes one.

use axum::{
    http::{Method, StatusCode},
    response::IntoResponse as _,
};
use hosted::{Answer, Call};
use serde_json::json;
use ui::{
    Page as _,
    components::{Banner, FieldState},
    pages::console::{ApplicationKind, ConsoleNewApplicationPage},
};

use super::{Application, KINDS, PATH};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done},
    posted::Posted,
    words::of_field,
};

fn page(operator: &Operator, chosen: &str) -> ConsoleNewApplicationPage {
    let kind = |(word, label, hint): &(&str, &str, &str)| ApplicationKind {
        value: (*word).to_owned(),
        label: operator.words.say(label),
        hint: operator.words.say(hint),
        is_checked: *word == chosen,
    };
    let list = operator.words.say("console-applications");
    ConsoleNewApplicationPage {
        kinds: KINDS.iter().map(kind).collect(),
        name_field: FieldState::default(),
        description: FieldState::default(),
        is_third_party: false,
        back_url: PATH.to_owned(),
        frame: operator.frame_below(PATH, &[(PATH, &list)]),
    }
}

/// `GET /console/applications/new`.
pub(super) async fn ask(operator: Operator) -> Outcome {
    Ok(page(&operator, "Traditional").into_response())
}

/// `POST /console/applications/new`.
pub(super) async fn create(Posted { by: operator, form }: Posted) -> Outcome {
    let (kind, name, description) =
        (form.get("type"), form.get("name").trim(), form.get("description").trim());
    let is_third_party = !form.get("third_party").is_empty();
    let mut again = page(&operator, kind);
    again.name_field.value = name.to_owned();
    again.description.value = description.to_owned();
    again.is_third_party = is_third_party;
    if name.is_empty() {
        again.name_field.error = Some(operator.words.say("console-missing-name"));
        return Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let mut body = json!({ "name": name, "type": kind });
    if let Some(members) = body.as_object_mut() {
        if !description.is_empty() {
            members.insert("description".to_owned(), description.into());
        }
        if is_third_party {
            members.insert("isThirdParty".to_owned(), true.into());
        }
    }
    let call = Call::new(Method::POST, &["api", "applications"]).body(body);
    match operator.call(call).await.and_then(Answer::read::<Application>) {
        Ok(made) => {
            // What comes next is code.
            let path = if made.has_guides() { format!("{}/guide", made.path()) } else { made.path() };
            Ok(done(&path, "console-application-created"))
        }
        Err(refusal) => {
            again.name_field.error = of_field(&refusal, "name", &operator.words);
            if again.name_field.error.is_none() {
                again.frame.banner = Some(Banner::danger(operator.said(&refusal)));
            }
            Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}
