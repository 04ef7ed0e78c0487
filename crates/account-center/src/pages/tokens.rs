//! `/account/tokens`: personal access tokens. What a token is, is on one page, once.

use std::time::Duration;

use api_types::account_center::FieldAccess;
use axum::{
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use form_urlencoded::Serializer;
use hosted::{Answer, Call, Posted, Refusal, see_other, time::said};
use serde::Deserialize;
use serde_json::json;
use ui::{
    Page as _,
    components::FieldState,
    pages::{
        account::{AccountNewTokenPage, AccountRenamePage, AccountTokenPage, AccountTokensPage, TokenRow},
        portal::SelectOption,
    },
};

use super::{Outcome, Section, confirm::Question, done};
use crate::{holder::Holder, words::words};

const PATH: &str = "/account/tokens";
const NEW_PATH: &str = "/account/tokens/new";
/// How many days a token is good, to choose from; none for ever.
const DAYS: [u64; 4] = [30, 90, 180, 365];
/// What is chosen at first.
const USUAL: u64 = 90;
/// The longest name, as the Account API has it.
const MAX_NAME: u64 = 128;

/// A token as the Account API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Token {
    name: String,
    created_at: i64,
    expires_at: Option<i64>,
}

#[derive(Deserialize)]
struct Made {
    value: String,
    name: String,
}

async fn read(holder: &Holder) -> Result<Vec<Token>, Refusal> {
    let call = Call::get(&["api", "my-account", "personal-access-tokens"]);
    holder.call(call).await.and_then(Answer::read)
}

/// The address of what is done to a token.
fn path_to(step: &str, name: &str) -> String {
    let query = Serializer::new(String::new()).append_pair("name", name).finish();
    format!("{PATH}/{step}?{query}")
}

/// `GET /account/tokens`.
pub(crate) async fn show(holder: Holder) -> Outcome {
    let tokens = read(&holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    let may_change = holder.settings.fields.personal_access_token == Some(FieldAccess::Edit);
    let now = holder.center.services.now();
    let row = |token: Token| TokenRow {
        rename_url: may_change.then(|| path_to("rename", &token.name)),
        delete_url: may_change.then(|| path_to("delete", &token.name)),
        added: said(&holder.words, ("own-added", "date"), token.created_at, now),
        ends: token
            .expires_at
            .filter(|at| *at > now.0)
            .map(|at| said(&holder.words, ("own-ends", "date"), at, now)),
        has_ended: token.expires_at.is_some_and(|at| at <= now.0),
        name: token.name,
    };
    Ok(AccountTokensPage {
        tokens: tokens.into_iter().map(row).collect(),
        create_url: may_change.then(|| NEW_PATH.to_owned()),
        frame: holder.frame(Section::Tokens),
    }
    .into_response())
}

fn new_page(holder: &Holder, name: FieldState, chosen: &str) -> AccountNewTokenPage {
    let option = |value: String, label: String| SelectOption { is_selected: value == chosen, value, label };
    let mut days: Vec<_> = DAYS
        .iter()
        .map(|days| option(days.to_string(), holder.words.count("own-token-days", "count", *days)))
        .collect();
    days.push(option(String::new(), holder.words.say("own-token-never")));
    AccountNewTokenPage {
        frame: holder.frame(Section::Tokens),
        xsrf: holder.xsrf(),
        field: name,
        days,
        action: NEW_PATH.to_owned(),
        back_url: PATH.to_owned(),
    }
}

/// `GET /account/tokens/new`.
pub(crate) async fn ask(holder: Holder) -> Outcome {
    holder.must_edit(holder.settings.fields.personal_access_token)?;
    holder.must_have_proof(NEW_PATH)?;
    Ok(new_page(&holder, FieldState::default(), &USUAL.to_string()).into_response())
}

/// `POST /account/tokens/new`.
pub(crate) async fn create(posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let (name, chosen) = (form.get("name").trim(), form.get("days"));
    let days = chosen.parse::<u64>().ok().filter(|days| DAYS.contains(days));
    let ends_at = |days| holder.center.services.now().plus(Duration::from_secs(days * 24 * 3_600)).0;
    let body = match days {
        Some(days) => json!({ "name": name, "expiresAt": ends_at(days) }),
        None => json!({ "name": name }),
    };
    let call = Call::new(Method::POST, &["api", "my-account", "personal-access-tokens"]).body(body);
    match holder.call(call).await.and_then(Answer::read::<Made>) {
        Ok(made) => Ok(AccountTokenPage {
            frame: holder.frame(Section::Tokens),
            name: made.name,
            value: made.value,
            back_url: PATH.to_owned(),
        }
        .into_response()),
        Err(refusal) => Err(again(&holder, (name, chosen), &refusal)),
    }
}

/// A name with what the Account API has against it.
fn refused_name(holder: &Holder, name: &str, refusal: &Refusal) -> FieldState {
    let error = match refusal.code.as_str() {
        "guard.invalid_input" if name.is_empty() => holder.words.say("own-missing-name"),
        "guard.invalid_input" => holder.words.count("own-bad-name", "max", MAX_NAME),
        _ => words(refusal, &holder.experience(), &holder.words),
    };
    FieldState { value: name.to_owned(), error: Some(error) }
}

fn again(holder: &Holder, (name, chosen): (&str, &str), refusal: &Refusal) -> Response {
    if let Some(answer) = holder.elsewhere(refusal, NEW_PATH) {
        return answer;
    }
    new_page(holder, refused_name(holder, name, refusal), chosen)
        .with_status(StatusCode::UNPROCESSABLE_ENTITY)
}

fn deleting<'a>(holder: &Holder, name: &str, path: &'a str) -> Question<'a> {
    Question {
        section: Section::Tokens,
        heading: holder.words.with("own-delete-question", "name", name),
        consequences: vec![holder.words.say("own-delete-token-consequence")],
        path,
        button: holder.words.say("own-delete"),
        back: PATH,
    }
}

/// The token that the address names, and the address of the page of this step.
#[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
fn named(holder: &Holder, step: &str) -> Result<(String, String), Response> {
    holder.must_edit(holder.settings.fields.personal_access_token)?;
    let name = holder.query.get("name").ok_or_else(|| see_other(PATH))?;
    Ok((name.to_owned(), path_to(step, name)))
}

/// Goes to the list where there is no token of this name.
async fn must_be_there(holder: &Holder, name: &str) -> Result<(), Response> {
    let tokens = read(holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    if tokens.iter().any(|token| token.name == name) { Ok(()) } else { Err(see_other(PATH)) }
}

fn rename_page(holder: &Holder, (current, path): (String, String), name: FieldState) -> AccountRenamePage {
    AccountRenamePage {
        frame: holder.frame(Section::Tokens),
        xsrf: holder.xsrf(),
        current,
        field: name,
        hint: holder.words.say("own-token-name-hint"),
        action: path,
        back_url: PATH.to_owned(),
    }
}

/// `GET /account/tokens/rename?name=…`.
pub(crate) async fn ask_to_rename(holder: Holder) -> Outcome {
    let (current, path) = named(&holder, "rename")?;
    holder.must_have_proof(&path)?;
    must_be_there(&holder, &current).await?;
    let name = FieldState { value: current.clone(), error: None };
    Ok(rename_page(&holder, (current, path), name).into_response())
}

/// `POST /account/tokens/rename?name=…`, with what it is to be called in the form.
pub(crate) async fn rename(posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let (current, path) = named(&holder, "rename")?;
    let name = form.get("name").trim();
    let call = Call::new(Method::PATCH, &["api", "my-account", "personal-access-tokens"])
        .body(json!({ "currentName": current, "name": name }));
    match holder.call(call).await {
        Ok(_) => Ok(see_other(&done::at(PATH, "saved"))),
        Err(refusal) if refusal.status == StatusCode::NOT_FOUND => Ok(see_other(PATH)),
        Err(refusal) => {
            if let Some(answer) = holder.elsewhere(&refusal, &path) {
                return Err(answer);
            }
            let name = refused_name(&holder, name, &refusal);
            let page = rename_page(&holder, (current, path), name);
            Err(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// `GET /account/tokens/delete?name=…`.
pub(crate) async fn ask_to_delete(holder: Holder) -> Outcome {
    let (name, path) = named(&holder, "delete")?;
    holder.must_have_proof(&path)?;
    must_be_there(&holder, &name).await?;
    Ok(deleting(&holder, &name, &path).ask(&holder))
}

/// `POST /account/tokens/delete?name=…`.
pub(crate) async fn delete(posted: Posted<Holder>) -> Outcome {
    let holder = posted.by;
    let (name, path) = named(&holder, "delete")?;
    let call = Call::new(Method::POST, &["api", "my-account", "personal-access-tokens", "delete"])
        .body(json!({ "name": name }));
    match holder.call(call).await {
        Ok(_) => Ok(see_other(&done::at(PATH, "token-deleted"))),
        Err(refusal) if refusal.status == StatusCode::NOT_FOUND => Ok(see_other(PATH)),
        Err(refusal) => Ok(deleting(&holder, &name, &path).refused(&holder, &refusal)),
    }
}
