//! `/account/security/passkeys/new` and `/account/security/passkeys/{passkey}`: making a passkey, and calling it otherwise.

use axum::{
    extract::Path,
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use domain::{sign_in_experience::MfaFactor, user_agent::Device};
use hosted::{Answer, Call, Posted, Refusal, see_other};
use serde::Deserialize;
use serde_json::{Value, json};
use ui::{
    Page as _,
    components::FieldState,
    pages::account::{AccountPasskeyPage, AccountRenamePage},
};

use super::{
    Outcome, Section, done,
    factors::{Known, PASSKEYS_PATH, find, may_change_passkeys},
    security::PATH,
};
use crate::{holder::Holder, words::words};

const NEW_PATH: &str = "/account/security/passkeys/new";
/// The longest name, as the Account API has it.
const MAX_NAME: u64 = 64;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Begun {
    verification_record_id: String,
    registration_options: Value,
}

async fn begin(holder: &Holder, name: FieldState) -> Result<AccountPasskeyPage, Refusal> {
    let call = Call::new(Method::POST, &["api", "verifications", "web-authn", "registration"]);
    let begun: Begun = holder.call(call.body(json!({}))).await.and_then(Answer::read)?;
    Ok(AccountPasskeyPage {
        frame: holder.frame(Section::Security),
        xsrf: holder.xsrf(),
        options: begun.registration_options.to_string(),
        record: begun.verification_record_id,
        field: name,
        action: NEW_PATH.to_owned(),
        back_url: PATH.to_owned(),
    })
}

/// What a passkey that is made here may be called.
fn suggestion(holder: &Holder) -> String {
    let device = holder.user_agent().map(Device::of).unwrap_or_default();
    let known: Vec<_> = [device.browser, device.system].into_iter().flatten().collect();
    known.join(", ")
}

/// `GET /account/security/passkeys/new`.
pub(crate) async fn show(holder: Holder) -> Outcome {
    if !may_change_passkeys(&holder) || !holder.experience().allows_set_up(MfaFactor::WebAuthn) {
        return Err(holder.closed());
    }
    holder.must_have_proof(NEW_PATH)?;
    let name = FieldState { value: suggestion(&holder), error: None };
    let page = begin(&holder, name).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    Ok(page.into_response())
}

/// `POST /account/security/passkeys/new`: what the browser made, and what it is to be called.
pub(crate) async fn add(posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let (record, name) = (form.get("record"), form.get("name").trim());
    if let Some(error) = wrong_name(&holder, name) {
        return Err(again(&holder, FieldState { value: name.to_owned(), error: Some(error) }, None).await);
    }
    match keep(&holder, record, name, form.get("credential")).await {
        Ok(()) => Ok(see_other(&done::at(PATH, "passkey"))),
        Err(refusal) => {
            let name = FieldState { value: name.to_owned(), error: None };
            Err(again(&holder, name, Some(&refusal)).await)
        }
    }
}

async fn keep(holder: &Holder, record: &str, name: &str, credential: &str) -> Result<(), Refusal> {
    let failed =
        || Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "session.mfa.webauthn_verification_failed");
    let mut payload: Value = serde_json::from_str(credential).map_err(|_| failed())?;
    let members = payload.as_object_mut().filter(|members| !members.is_empty()).ok_or_else(failed)?;
    members.insert("type".to_owned(), "WebAuthn".into());
    let verify = Call::new(Method::POST, &["api", "verifications", "web-authn", "registration", "verify"]);
    let shown = json!({ "verificationRecordId": record, "payload": payload });
    holder.call(verify.body(shown)).await?;
    let add = Call::new(Method::POST, &["api", "my-account", "mfa-verifications"]);
    let body = json!({ "type": "WebAuthn", "newIdentifierVerificationRecordId": record, "name": name });
    holder.call(add.body(body)).await.map(drop)
}

/// The page again, with another question for the browser: one is answered once.
async fn again(holder: &Holder, name: FieldState, refusal: Option<&Refusal>) -> Response {
    if let Some(answer) = refusal.and_then(|refusal| holder.elsewhere(refusal, NEW_PATH)) {
        return answer;
    }
    let wrong = refusal.map(|refusal| match refusal.code.as_str() {
        "session.mfa.webauthn_verification_failed"
        | "guard.invalid_input"
        | "verification_record.not_found" => holder.words.say("own-passkey-failed"),
        _ => words(refusal, &holder.experience(), &holder.words),
    });
    match begin(holder, name).await {
        Ok(mut page) => {
            if let Some(wrong) = wrong {
                page.frame = holder.frame_with(Section::Security, wrong);
            }
            page.with_status(StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(refusal) => holder.stop(&refusal, PATH),
    }
}

/// What is wrong with a name.
fn wrong_name(holder: &Holder, name: &str) -> Option<String> {
    let max = usize::try_from(MAX_NAME).unwrap_or(usize::MAX);
    if name.is_empty() {
        Some(holder.words.say("own-missing-name"))
    } else if domain::account::chosen::text(&name.into(), max).is_err() {
        Some(holder.words.count("own-bad-name", "max", MAX_NAME))
    } else {
        None
    }
}

fn rename_page(holder: &Holder, known: &Known, name: FieldState) -> AccountRenamePage {
    AccountRenamePage {
        frame: holder.frame(Section::Security),
        xsrf: holder.xsrf(),
        current: known.label(holder),
        field: name,
        hint: holder.words.say("own-passkey-name-hint"),
        action: format!("{PASSKEYS_PATH}/{}", known.id),
        back_url: PATH.to_owned(),
    }
}

/// `GET /account/security/passkeys/{passkey}`.
pub(crate) async fn show_name(holder: Holder, Path(id): Path<String>) -> Outcome {
    let (known, _) = find(&holder, &id).await?;
    if !may_change_passkeys(&holder) || !known.is(MfaFactor::WebAuthn) {
        return Err(holder.closed());
    }
    holder.must_have_proof(&format!("{PASSKEYS_PATH}/{id}"))?;
    let name = FieldState { value: known.label(&holder), error: None };
    Ok(rename_page(&holder, &known, name).into_response())
}

/// `POST /account/security/passkeys/{passkey}`.
pub(crate) async fn rename(Path(id): Path<String>, posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let (known, _) = find(&holder, &id).await?;
    let name = form.get("name").trim();
    if let Some(error) = wrong_name(&holder, name) {
        let name = FieldState { value: name.to_owned(), error: Some(error) };
        return Err(rename_page(&holder, &known, name).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let call = Call::new(Method::PATCH, &["api", "my-account", "mfa-verifications", &id, "name"]);
    let renamed = holder.call(call.body(json!({ "name": name }))).await;
    renamed.map_err(|refusal| holder.stop(&refusal, &format!("{PASSKEYS_PATH}/{id}")))?;
    Ok(see_other(&done::at(PATH, "saved")))
}
