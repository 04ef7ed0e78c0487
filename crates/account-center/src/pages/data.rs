//! `/account/data`: taking everything along, and the end of the account.

use api_types::account_center::FieldAccess;
use axum::{
    body::Body,
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use domain::calendar::Day;
use hosted::{Answer, Call, Posted, Refusal, notice::notice, see_other};
use serde_json::{Value, json};
use ui::{
    Page as _,
    components::FieldState,
    pages::account::{AccountDataPage, AccountDeletePage},
};

use super::{Outcome, Section, organizations::last_administrator};
use crate::{holder::Holder, words::words};

const PATH: &str = "/account/data";
const DELETE_PATH: &str = "/account/data/delete";

/// `GET /account/data`.
pub(crate) async fn show(holder: Holder) -> Outcome {
    Ok(page(&holder).into_response())
}

fn page(holder: &Holder) -> AccountDataPage {
    let access = holder.settings.fields.account;
    let is_open = matches!(access, Some(FieldAccess::ReadOnly | FieldAccess::Edit));
    let own = (access == Some(FieldAccess::Edit)).then(|| DELETE_PATH.to_owned());
    AccountDataPage {
        frame: holder.frame(Section::Data),
        xsrf: holder.xsrf(),
        export_action: is_open.then(|| format!("{PATH}/export")),
        // Operators may delete accounts by steps of their own.
        delete_url: holder.settings.delete_account_url.clone().or(own),
    }
}

/// `GET /account/data/export`, after a sign-in on the way.
pub(crate) async fn back(_holder: Holder) -> Outcome {
    Ok(see_other(PATH))
}

/// `POST /account/data/export`: the file itself.
pub(crate) async fn export(posted: Posted<Holder>) -> Outcome {
    let holder = posted.by;
    let call = Call::new(Method::POST, &["api", "my-account", "export"]).body(json!({}));
    match holder.call(call).await.and_then(Answer::read::<Value>) {
        Ok(export) => Ok(file(&holder, &export)),
        Err(refusal) => Err(again(&holder, &refusal)),
    }
}

fn file(holder: &Holder, export: &Value) -> Response {
    let today = Day::of(holder.center.services.now());
    let disposition = format!("attachment; filename=\"account-{today}.json\"");
    let body = serde_json::to_vec_pretty(export).unwrap_or_default();
    let mut answer = Response::new(Body::from(body));
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.extend(HeaderValue::try_from(disposition).ok().map(|text| (header::CONTENT_DISPOSITION, text)));
    answer
}

fn again(holder: &Holder, refusal: &Refusal) -> Response {
    if let Some(answer) = holder.elsewhere(refusal, PATH) {
        return answer;
    }
    let mut page = page(holder);
    let wrong = words(refusal, &holder.experience(), &holder.words);
    page.frame = holder.frame_with(Section::Data, wrong);
    page.with_status(refusal.status)
}

fn question(holder: &Holder, field: FieldState) -> AccountDeletePage {
    AccountDeletePage {
        frame: holder.frame(Section::Data),
        xsrf: holder.xsrf(),
        text: confirmation(holder),
        field,
        action: DELETE_PATH.to_owned(),
        back_url: PATH.to_owned(),
    }
}

/// What is to be typed: what the user is known by.
fn confirmation(holder: &Holder) -> String {
    let user = &holder.visitor.user;
    let known = [&user.username, &user.primary_email, &user.primary_phone];
    known.into_iter().flatten().next().map_or_else(|| user.id.to_string(), Clone::clone)
}

/// `GET /account/data/delete`.
pub(crate) async fn ask_to_delete(holder: Holder) -> Outcome {
    holder.must_edit(holder.settings.fields.account)?;
    holder.must_have_proof(DELETE_PATH)?;
    Ok(question(&holder, FieldState::default()).into_response())
}

/// `POST /account/data/delete`.
pub(crate) async fn delete(posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let typed = form.get("confirm").trim();
    let text = confirmation(&holder);
    if typed != text {
        let error = Some(holder.words.with("own-delete-mistyped", "text", &text));
        let field = FieldState { value: typed.to_owned(), error };
        return Err(question(&holder, field).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let Err(refusal) = holder.call(Call::new(Method::DELETE, &["api", "my-account"])).await else {
        let said = ("own-deleted-title", "own-deleted-lead");
        return Ok(notice(&*holder.center, holder.words.clone(), StatusCode::OK, said, None));
    };
    if let Some(answer) = holder.elsewhere(&refusal, DELETE_PATH) {
        return Err(answer);
    }
    let wrong = match refusal.code.as_str() {
        "organization.last_administrator" => last_administrator(&holder, &organizations(&refusal)),
        _ => words(&refusal, &holder.experience(), &holder.words),
    };
    let mut page = question(&holder, FieldState { value: typed.to_owned(), error: None });
    page.frame = holder.frame_with(Section::Data, wrong);
    Err(page.with_status(refusal.status))
}

fn organizations(refusal: &Refusal) -> Vec<String> {
    let named = refusal.data().get("organizations").and_then(Value::as_array);
    let named = named.into_iter().flatten().filter_map(|organization| organization.get("name")?.as_str());
    named.map(str::to_owned).collect()
}
