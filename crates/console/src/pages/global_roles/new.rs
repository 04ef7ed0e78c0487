//! `/console/roles/new`: makes one.

use axum::{http::Method, response::IntoResponse as _};
use hosted::{Answer, Call};
use serde_json::json;
use ui::pages::console::ConsoleFormPage;

use super::{PATH, Role, settings::must_be_described};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{self, Named, send},
        organization_template::kinds,
    },
    posted::Posted,
};

fn page(operator: &Operator, typed: Named<'_>, kind: &str) -> ConsoleFormPage {
    let words = &operator.words;
    let mut fields = vec![kinds(operator, kind)];
    fields.extend(typed.fields(operator));
    let frame = operator.frame_below(PATH, &[(PATH, &words.say("console-roles"))]);
    let text = (words.say("console-create-role"), words.say("console-create-role-lead"));
    form::page(frame, text, fields, (format!("{PATH}/new"), words.say("console-create-role"), PATH))
}

/// `GET /console/roles/new`.
pub(super) async fn ask(operator: Operator) -> Outcome {
    Ok(page(&operator, Named { name: "", description: "" }, "User").into_response())
}

/// `POST /console/roles/new`.
pub(super) async fn create(Posted { by: operator, form }: Posted) -> Outcome {
    let (typed, kind) = (Named::typed(&form), form.get("type"));
    let again = must_be_described(&operator, page(&operator, typed, kind), typed)?;
    let body = json!({ "name": typed.name, "description": typed.description, "type": kind });
    let call = Call::new(Method::POST, &["api", "roles"]).body(body);
    let answer = send(&operator, again, typed.name, call).await?;
    let made: Role = Answer::read(answer).map_err(|refusal| operator.stop(&refusal))?;
    Ok(done(&made.path(), "console-role-created"))
}
