//! `/console/enterprise-sso/new/{kind}`: makes one. It is set up on its own page, which knows its callback URI.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::{Answer, Call};
use serde::Deserialize;
use serde_json::json;
use ui::pages::console::{ConsoleFormPage, FormField};

use super::{API, Kind, PATH, again, kinds};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{self, filled, tell, wrong},
    },
    posted::Posted,
};

/// One that was made.
#[derive(Deserialize)]
struct Made {
    id: String,
}

/// The field of its name.
pub(super) fn name_field(operator: &Operator, name: &str) -> FormField {
    let words = &operator.words;
    let (label, missing) = (words.say("console-label-name"), words.say("console-missing-name"));
    FormField::line("connectorName", label, filled(name), missing).hint(words.say("console-sso-name-hint"))
}

/// The kind that a path names, or the page that says that there is none.
async fn find_kind(operator: &Operator, id: &str) -> Result<Kind, Response> {
    let found = kinds(operator).await?.into_iter().find(|kind| kind.provider_name == id);
    found.ok_or_else(|| operator.gone())
}

fn page(operator: &Operator, of: &Kind, name: &str) -> ConsoleFormPage {
    let (words, choice) = (&operator.words, format!("{PATH}/new"));
    let crumbs = [(PATH, words.say("console-sso")), (&*choice, words.say("console-sso-add"))];
    let crumbs = crumbs.each_ref().map(|(href, label)| (*href, label.as_str()));
    form::page(
        operator.frame_below(PATH, &crumbs),
        (of.name.clone(), of.description.clone()),
        vec![name_field(operator, name)],
        (format!("{PATH}/new/{}", of.provider_name), words.say("console-connector-create"), &choice),
    )
}

/// `GET /console/enterprise-sso/new/{kind}`.
pub(super) async fn ask(Path(kind): Path<String>, operator: Operator) -> Outcome {
    let of = find_kind(&operator, &kind).await?;
    Ok(page(&operator, &of, "").into_response())
}

/// `POST /console/enterprise-sso/new/{kind}`.
pub(super) async fn create(Path(kind): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find_kind(&operator, &kind).await?;
    let name = form.get("connectorName").trim();
    let mut page = page(&operator, &of, name);
    if name.is_empty() {
        tell(&mut page, "connectorName", operator.words.say("console-missing-name"));
        return Err(wrong(page));
    }
    let body = json!({ "providerName": of.provider_name, "connectorName": name });
    match operator.call(Call::new(Method::POST, &API).body(body)).await.and_then(Answer::read::<Made>) {
        Ok(made) => Ok(done(&format!("{PATH}/{}", made.id), "console-sso-created")),
        Err(refusal) => Err(again(&operator, page, &refusal)),
    }
}
