//! `/console/organizations/new`: makes one.

use axum::{http::Method, response::IntoResponse as _};
use hosted::{Answer, Call};
use ui::pages::console::ConsoleFormPage;

use super::{Organization, PATH};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{self, Named, send},
    },
    posted::Posted,
};

fn page(operator: &Operator, typed: Named<'_>) -> ConsoleFormPage {
    let words = &operator.words;
    let frame = operator.frame_below(PATH, &[(PATH, &words.say("console-organizations"))]);
    let text = (words.say("console-create-organization"), words.say("console-create-organization-lead"));
    let sent = (format!("{PATH}/new"), words.say("console-create-organization"), PATH);
    form::page(frame, text, typed.fields(operator), sent)
}

/// `GET /console/organizations/new`.
pub(super) async fn ask(operator: Operator) -> Outcome {
    Ok(page(&operator, Named { name: "", description: "" }).into_response())
}

/// `POST /console/organizations/new`.
pub(super) async fn create(Posted { by: operator, form }: Posted) -> Outcome {
    let typed = Named::typed(&form);
    let call = Call::new(Method::POST, &["api", "organizations"]).body(typed.body());
    let answer = send(&operator, page(&operator, typed), typed.name, call).await?;
    let made: Organization = Answer::read(answer).map_err(|refusal| operator.stop(&refusal))?;
    Ok(done(&made.path(), "console-organization-created"))
}
