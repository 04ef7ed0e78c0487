//! `/console/applications/{application}/secrets`: what one proves itself with. What a secret is, is on one page, once.

use std::time::Duration;

use axum::{
    extract::Path,
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use form_urlencoded::Serializer;
use hosted::{Answer, Call};
use serde::Deserialize;
use serde_json::json;
use ui::{
    Page as _,
    components::{Banner, FieldState, Link},
    pages::console::{
        ConsoleApplicationSecretsPage, ConsoleOption, ConsoleShownOncePage, Once, SecretListRow,
    },
};

use super::{Application, find, frame, kind};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, question::Question},
    posted::Posted,
    words::of_field,
};

/// How many days a secret is good, to choose from; none for ever.
const DAYS: [u64; 4] = [30, 90, 180, 365];

/// A secret as the Management API lists it. Its value is not read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    name: String,
    created_at: i64,
    expires_at: Option<i64>,
}

/// A secret that was made.
#[derive(Deserialize)]
struct Made {
    name: String,
    value: String,
}

fn path(of: &Application) -> String {
    format!("{}/secrets", of.path())
}

fn deletion_path(of: &Application, name: &str) -> String {
    let query = Serializer::new(String::new()).append_pair("name", name).finish();
    format!("{}/delete?{query}", path(of))
}

async fn page(operator: &Operator, of: &Application) -> Result<ConsoleApplicationSecretsPage, Response> {
    let may_see = operator.may_edit();
    let listed: Vec<Listed> = if may_see {
        let answer = operator.call(Call::get(&["api", "applications", &of.id, "secrets"])).await;
        answer.and_then(Answer::read).map_err(|refusal| operator.stop(&refusal))?
    } else {
        Vec::new()
    };
    let now = operator.now();
    let row = |one: Listed| SecretListRow {
        delete_url: deletion_path(of, &one.name),
        created: operator.moment(one.created_at),
        ends: one.expires_at.map(|at| operator.moment(at)),
        has_ended: one.expires_at.is_some_and(|at| at <= now.0),
        name: one.name,
    };
    Ok(ConsoleApplicationSecretsPage {
        title: of.name.clone(),
        kind: kind(&of.kind, &operator.words),
        secrets: listed.into_iter().map(row).collect(),
        is_shown: may_see,
        action: path(of),
        name_field: FieldState::default(),
        lifetimes: lifetimes(operator, ""),
        frame: frame(operator, of, "secrets"),
    })
}

fn lifetimes(operator: &Operator, chosen: &str) -> Vec<ConsoleOption> {
    let option = |value: String, label: String| ConsoleOption { is_selected: value == chosen, value, label };
    let forever = option(String::new(), operator.words.say("console-lifetime-forever"));
    let days = DAYS
        .iter()
        .map(|days| option(days.to_string(), operator.words.count("console-lifetime-days", "count", *days)));
    std::iter::once(forever).chain(days).collect()
}

/// `GET /console/applications/{application}/secrets`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(page(&operator, &of).await?.into_response())
}

/// `POST /console/applications/{application}/secrets`: answers with the secret itself.
pub(super) async fn create(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    let (name, chosen) = (form.get("name").trim(), form.get("days"));
    let days = chosen.parse::<u64>().ok().filter(|days| DAYS.contains(days));
    let ends_at = days.map(|days| operator.now().plus(Duration::from_secs(days * 24 * 3_600)).0);
    let body = match ends_at {
        Some(at) => json!({ "name": name, "expiresAt": at }),
        None => json!({ "name": name }),
    };
    let call = Call::new(Method::POST, &["api", "applications", &id, "secrets"]).body(body);
    match operator.call(call).await.and_then(Answer::read::<Made>) {
        Ok(made) => Ok(ConsoleShownOncePage {
            heading: operator.words.with("console-secret-title", "name", &made.name),
            lead: operator.words.say("console-secret-lead"),
            values: vec![
                Once { label: operator.words.say("console-label-app-id"), value: of.id.clone() },
                Once { label: operator.words.say("console-label-secret"), value: made.value },
            ],
            done: Link { href: path(&of), label: operator.words.say("console-done") },
            frame: frame(&operator, &of, "secrets"),
        }
        .into_response()),
        Err(refusal) => {
            let mut again = page(&operator, &of).await?;
            name.clone_into(&mut again.name_field.value);
            again.lifetimes = lifetimes(&operator, chosen);
            again.name_field.error = match refusal.code.as_str() {
                "application.secret_name_exists" => Some(operator.words.say("console-secret-taken")),
                _ if name.is_empty() => Some(operator.words.say("console-missing-name")),
                _ => of_field(&refusal, "name", &operator.words),
            };
            if again.name_field.error.is_none() {
                again.frame.banner = Some(Banner::danger(operator.said(&refusal)));
            }
            Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

fn question<'a>(operator: &Operator, of: &Application, name: &str) -> Question<'a> {
    Question {
        heading: operator.words.with("console-delete-secret-title", "name", name),
        consequences: &["console-delete-secret-consequence", "console-delete-secret-final"],
        typed: None,
        action: format!("{}/delete", path(of)),
        hidden: vec![("name".to_owned(), name.to_owned())],
        button: "console-delete-secret",
        back_url: path(of),
    }
}

/// `GET /console/applications/{application}/secrets/delete?name=…`.
pub(super) async fn ask_to_delete(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let name = operator.query.get("name").unwrap_or_default();
    Ok(question(&operator, &of, name).ask(frame(&operator, &of, "secrets")))
}

/// `POST /console/applications/{application}/secrets/delete`.
pub(super) async fn delete(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    let name = form.get("name");
    question(&operator, &of, name).must_be_meant(frame(&operator, &of, "secrets"), &form)?;
    let call = Call::new(Method::DELETE, &["api", "applications", &id, "secrets"]).named(name);
    match operator.call(call).await {
        Ok(_) => Ok(done(&path(&of), "console-secret-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
