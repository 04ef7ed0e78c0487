//! `/console/token-claims/{kind}`: the editor. Storing and trying are buttons of one form, so that nothing that was typed is lost.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::Path,
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use domain::script::CustomizedToken;
use hosted::{Call, Refusal};
use http_kit::Form;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use ui::{
    Page as _,
    components::{Banner, FieldState, Tone},
    pages::console::{ClaimsFields, ConsoleClaimsPage, ConsoleFrame, TrialResult},
};

use super::{PATH, samples};
use crate::{
    mark::{has_changed, mark},
    operator::Operator,
    pages::{Outcome, done::done, form::filled, question::Question},
    posted::Posted,
};

/// How many variables are read.
const MAX_VARIABLES: usize = 100;

/// A script, as the Management API shows it. Not `Debug`: it has secrets.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    script: String,
    #[serde(default)]
    environment_variables: BTreeMap<String, String>,
    context_sample: Option<Value>,
    token_sample: Option<Value>,
    block_issuance_on_error: Option<bool>,
}

/// The word of addresses.
const fn word(kind: CustomizedToken) -> &'static str {
    match kind {
        CustomizedToken::AccessToken => "access-token",
        CustomizedToken::ClientCredentials => "client-credentials",
    }
}

/// The kind that an address names, or the page that says that there is none.
#[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
fn kind_of(operator: &Operator, text: &str) -> Result<CustomizedToken, Response> {
    CustomizedToken::ALL.into_iter().find(|kind| word(*kind) == text).ok_or_else(|| operator.gone())
}

async fn find(operator: &Operator, kind: CustomizedToken) -> Result<(Option<Stored>, Value), Response> {
    match operator.call(Call::get(&["api", "configs", "jwt-customizer", word(kind)])).await {
        Ok(answer) => {
            let stored: Value = answer.read().map_err(|refusal| operator.stop(&refusal))?;
            let read =
                serde_json::from_value(stored.clone()).map_err(|_| operator.stop(&Refusal::failed()))?;
            Ok((Some(read), stored))
        }
        Err(refusal) if refusal.status == StatusCode::NOT_FOUND => Ok((None, Value::Null)),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn stored_fields(operator: &Operator, kind: CustomizedToken, stored: Option<&Stored>) -> ClaimsFields {
    let issuer = operator.console.services.endpoint.issuer();
    let sample = |value: Option<&Value>, usual: Value| pretty(value.unwrap_or(&usual));
    let variables = stored.map(|stored| &stored.environment_variables).into_iter().flatten();
    let variables: Vec<_> = variables.map(|(name, value)| format!("{name}={value}")).collect();
    ClaimsFields {
        script: filled(stored.map_or(samples::SCRIPT, |stored| &stored.script)),
        environment: filled(variables.join("\n")),
        blocks: stored.is_some_and(|stored| stored.block_issuance_on_error == Some(true)),
        token: filled(sample(
            stored.and_then(|stored| stored.token_sample.as_ref()),
            samples::token(kind, issuer),
        )),
        context: filled(sample(
            stored.and_then(|stored| stored.context_sample.as_ref()),
            samples::context(kind),
        )),
    }
}

fn typed_fields(form: &Form) -> ClaimsFields {
    let text = |name: &str| filled(form.get(name).replace("\r\n", "\n"));
    ClaimsFields {
        script: text("script"),
        environment: text("environment"),
        blocks: !form.get("blocks").is_empty(),
        token: text("token"),
        context: text("context"),
    }
}

fn page(
    operator: &Operator,
    kind: CustomizedToken,
    fields: ClaimsFields,
    (is_stored, mark): (bool, String),
) -> ConsoleClaimsPage {
    let words = &operator.words;
    let mut frame = operator.frame(PATH);
    let tabs = [("access-token", "console-claims-users"), ("client-credentials", "console-claims-machines")];
    frame.tabs = operator.tabs(PATH, &tabs, word(kind));
    let path = format!("{PATH}/{}", word(kind));
    ConsoleClaimsPage {
        lead: words.say(match kind {
            CustomizedToken::AccessToken => "console-claims-users-lead",
            CustomizedToken::ClientCredentials => "console-claims-machines-lead",
        }),
        fields,
        known: samples::fields(kind).to_vec(),
        trial: None,
        delete_url: (is_stored && operator.may_edit()).then(|| format!("{path}/delete")),
        is_stored,
        action: path,
        mark,
        frame,
    }
}

/// `GET /console/token-claims`.
pub(super) async fn show_first(operator: Operator) -> Outcome {
    shown(operator, CustomizedToken::AccessToken).await
}

/// `GET /console/token-claims/{kind}`.
pub(super) async fn show(Path(kind): Path<String>, operator: Operator) -> Outcome {
    let kind = kind_of(&operator, &kind)?;
    shown(operator, kind).await
}

async fn shown(operator: Operator, kind: CustomizedToken) -> Outcome {
    let (stored, basis) = find(&operator, kind).await?;
    let fields = stored_fields(&operator, kind, stored.as_ref());
    Ok(page(&operator, kind, fields, (stored.is_some(), mark(&basis))).into_response())
}

/// What was typed, read.
struct Read {
    environment: BTreeMap<String, String>,
    token: Map<String, Value>,
    context: Map<String, Value>,
}

/// Reads what was typed, or says beside each field what is wrong.
fn read(operator: &Operator, fields: &mut ClaimsFields) -> Option<Read> {
    let words = &operator.words;
    let object = |field: &mut FieldState| match serde_json::from_str::<Value>(&field.value) {
        Ok(Value::Object(members)) => Some(members),
        Ok(_) => {
            field.error = Some(words.say("console-claims-no-object"));
            None
        }
        Err(error) => {
            field.error = Some(words.with("console-claims-no-json", "said", &error.to_string()));
            None
        }
    };
    let (token, context) = (object(&mut fields.token), object(&mut fields.context));
    let lines = fields.environment.value.lines().map(str::trim).filter(|line| !line.is_empty());
    let variable = |line: &str| {
        let (name, value) = line.split_once('=')?;
        let is_name =
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        is_name.then(|| (name.to_owned(), value.to_owned()))
    };
    let environment: Option<BTreeMap<_, _>> = lines.take(MAX_VARIABLES).map(variable).collect();
    if environment.is_none() {
        fields.environment.error = Some(words.say("console-claims-no-variable"));
    }
    if fields.script.value.trim().is_empty() {
        fields.script.error = Some(words.say("console-claims-no-script"));
        return None;
    }
    Some(Read { environment: environment?, token: token?, context: context? })
}

/// Tries a script, and returns the claims that it adds or what is wrong with it.
async fn try_out(
    operator: &Operator,
    kind: CustomizedToken,
    (script, read): (&str, &Read),
) -> Result<Value, Refusal> {
    let body = json!({
        "tokenType": word(kind), "script": script, "environmentVariables": read.environment, "token": read.token, "context": read.context,
    });
    let call = Call::new(Method::POST, &["api", "configs", "jwt-customizer", "test"]).body(body);
    operator.call(call).await?.read()
}

/// What a script that failed says, and the line where it can be told.
fn failure(operator: &Operator, refusal: &Refusal) -> (String, Option<u64>) {
    let said = refusal.data().get("message").and_then(Value::as_str);
    let Some(said) = said else {
        let is_denial = refusal.status == StatusCode::FORBIDDEN;
        let said =
            if is_denial { operator.words.say("console-claims-denied") } else { operator.said(refusal) };
        return (said, None);
    };
    let line = said.rsplit_once("(line ").and_then(|(_, rest)| rest.trim_end_matches(')').parse().ok());
    (said.to_owned(), line)
}

/// `POST /console/token-claims/{kind}`: stores or tries what was typed.
pub(super) async fn save(Path(kind): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let kind = kind_of(&operator, &kind)?;
    let (stored, basis) = find(&operator, kind).await?;
    let state = (stored.is_some(), mark(&basis));
    let mut fields = typed_fields(&form);
    let Some(read) = read(&operator, &mut fields) else {
        return Err(page(&operator, kind, fields, state).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let script = fields.script.value.clone();
    if form.get("do") == "try" {
        let mut page = page(&operator, kind, fields, state);
        page.mark = form.get("mark").to_owned();
        return match try_out(&operator, kind, (&script, &read)).await {
            Ok(claims) => {
                page.trial = Some(TrialResult { is_good: true, text: pretty(&claims) });
                Ok(page.into_response())
            }
            Err(refusal) if refusal.status == StatusCode::UNAUTHORIZED => Err(operator.stop(&refusal)),
            Err(refusal) => {
                page.trial = Some(TrialResult { is_good: false, text: failure(&operator, &refusal).0 });
                Err(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
            }
        };
    }
    if has_changed(&form, &basis) {
        let fresh = stored_fields(&operator, kind, stored.as_ref());
        let mut page = page(&operator, kind, fresh, state);
        let text = operator.words.say("console-changed-meanwhile");
        page.frame.banner = Some(Banner { tone: Tone::Warning, text });
        return Err(page.with_status(StatusCode::CONFLICT));
    }
    let body = json!({
        "script": script, "environmentVariables": read.environment, "tokenSample": read.token, "contextSample": read.context,
        "blockIssuanceOnError": fields.blocks,
    });
    let call = Call::new(Method::PUT, &["api", "configs", "jwt-customizer", word(kind)]).body(body);
    match operator.call(call).await {
        Ok(_) => Ok(done(&format!("{PATH}/{}", word(kind)), "console-claims-saved")),
        Err(refusal) => {
            let mut page = page(&operator, kind, fields, state);
            page.frame.banner = Some(Banner::danger(operator.said(&refusal)));
            Err(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

/// `POST /console/token-claims/{kind}/check`: what is wrong with a script, for the script of the editor.
pub(super) async fn check(Path(kind): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let kind = kind_of(&operator, &kind)?;
    let mut fields = typed_fields(&form);
    let Some(read) = read(&operator, &mut fields) else {
        let said = [&fields.script, &fields.environment, &fields.token, &fields.context];
        let said = said.into_iter().find_map(|field| field.error.clone()).unwrap_or_default();
        return Ok(Json(json!({ "isGood": false, "message": said, "line": null })).into_response());
    };
    let answer = match try_out(&operator, kind, (&fields.script.value, &read)).await {
        Ok(_) => {
            json!({ "isGood": true, "message": operator.words.say("console-claims-runs"), "line": null })
        }
        Err(refusal) => {
            let (said, line) = failure(&operator, &refusal);
            json!({ "isGood": false, "message": said, "line": line })
        }
    };
    Ok(Json(answer).into_response())
}

fn question<'a>(operator: &Operator, kind: CustomizedToken) -> Question<'a> {
    Question {
        heading: operator.words.say("console-delete-claims-title"),
        consequences: &["console-delete-claims-consequence", "console-delete-claims-final"],
        typed: None,
        action: format!("{PATH}/{}/delete", word(kind)),
        hidden: Vec::new(),
        button: "console-delete-claims",
        back_url: format!("{PATH}/{}", word(kind)),
    }
}

fn question_frame(operator: &Operator) -> ConsoleFrame {
    operator.frame_below(PATH, &[(PATH, &operator.words.say("console-claims"))])
}

/// `GET /console/token-claims/{kind}/delete`.
pub(super) async fn ask_to_delete(Path(kind): Path<String>, operator: Operator) -> Outcome {
    let kind = kind_of(&operator, &kind)?;
    Ok(question(&operator, kind).ask(question_frame(&operator)))
}

/// `POST /console/token-claims/{kind}/delete`.
pub(super) async fn delete(Path(kind): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let kind = kind_of(&operator, &kind)?;
    question(&operator, kind).must_be_meant(question_frame(&operator), &form)?;
    match operator.call(Call::new(Method::DELETE, &["api", "configs", "jwt-customizer", word(kind)])).await {
        Ok(_) => Ok(done(&format!("{PATH}/{}", word(kind)), "console-claims-deleted")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
