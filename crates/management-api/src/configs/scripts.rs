//! What the operations on scripts share: they are settings, their environment sealed.

use std::collections::BTreeMap;

use domain::script::ScriptEnvironment;
use http_kit::{ApiError, Put};
use operations::scripts::{RunError, open, seal};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use store::{Exec, Transaction, configuration};

use super::inconsistent;
use crate::{ManagementContext, context::internal};

/// The member with the program text.
const SCRIPT: &str = "script";
/// The member with what it is given in confidence.
const ENVIRONMENT: &str = "environmentVariables";

/// The script that is kept under a key, if there is one.
pub(super) async fn find<T: DeserializeOwned>(
    context: &ManagementContext,
    exec: Exec<'_>,
    key: &str,
) -> Result<Option<T>, ApiError> {
    let Some(stored) = configuration::setting(exec, context.tenant(), key).await? else { return Ok(None) };
    let opened = open(&context.services.sealing, context.tenant(), key, stored).map_err(internal)?;
    serde_json::from_value(Value::Object(opened)).map(Some).map_err(|_| inconsistent())
}

/// Keeps a script under a key, whether there was one or not.
pub(super) async fn put<T: Serialize>(
    context: &ManagementContext,
    key: &str,
    script: T,
) -> Result<Put<T>, ApiError> {
    let sealed = &sealed(context, key, &script)?;
    let is_new = context
        .reconfigure(|tx| async move {
            let is_new = configuration::setting(tx.exec(), context.tenant(), key).await?.is_none();
            configuration::put_setting(tx.exec(), context.tenant(), key, sealed).await?;
            Ok(is_new)
        })
        .await?;
    Ok(Put { is_new, body: script })
}

/// Changes the script that is kept under a key: members that are given replace those there are. Another program would read the environment of
/// the one before: callers who are not shown it give the new one its own.
///
/// # Errors
/// 404 `entity.not_exists_with_id` when there is none; 422 `request.invalid_input` for another program without its environment.
pub(super) async fn merge<T: Serialize + DeserializeOwned>(
    context: &ManagementContext,
    key: &str,
    given: &impl Serialize,
) -> Result<T, ApiError> {
    let given = &members(given)?;
    context.reconfigure(|tx| async move { merge_in(context, &tx, (key, given.clone())).await }).await
}

async fn merge_in<T: Serialize + DeserializeOwned>(
    context: &ManagementContext,
    tx: &Transaction,
    (key, given): (&str, Map<String, Value>),
) -> Result<T, ApiError> {
    let found: Option<Map<String, Value>> = find(context, tx.exec(), key).await?;
    let mut merged = found.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    let is_another = given.get(SCRIPT).is_some_and(|script| merged.get(SCRIPT) != Some(script));
    let takes_over = !given.contains_key(ENVIRONMENT) && merged.get(ENVIRONMENT).is_some_and(holds_any);
    if is_another && takes_over && !context.authority.is_unlimited() {
        let message = "Another `script` needs its `environmentVariables` with it: you are not shown those that are kept.";
        return Err(ApiError::unprocessable("request.invalid_input").message(message));
    }
    merged.extend(given);
    let merged: T = serde_json::from_value(Value::Object(merged)).map_err(|_| inconsistent())?;
    configuration::put_setting(tx.exec(), context.tenant(), key, &sealed(context, key, &merged)?).await?;
    Ok(merged)
}

fn holds_any(environment: &Value) -> bool {
    environment.as_object().is_none_or(|variables| !variables.is_empty())
}

/// Forgets the script that is kept under a key.
///
/// # Errors
/// 404 `entity.not_found` when there is none.
pub(super) async fn delete(context: &ManagementContext, key: &str) -> Result<(), ApiError> {
    let deleted = context
        .reconfigure(|tx| async move {
            Ok(configuration::delete_setting(tx.exec(), context.tenant(), key).await?)
        })
        .await?;
    if deleted { Ok(()) } else { Err(ApiError::not_found("entity.not_found")) }
}

fn members(script: &impl Serialize) -> Result<Map<String, Value>, ApiError> {
    match serde_json::to_value(script) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(inconsistent()),
    }
}

fn sealed(context: &ManagementContext, key: &str, script: &impl Serialize) -> Result<Value, ApiError> {
    seal(&context.services, key, members(script)?).map_err(internal)
}

/// The environment of a body.
pub(super) fn environment(given: Option<BTreeMap<String, String>>) -> ScriptEnvironment {
    let given = given.unwrap_or_default().into_iter();
    ScriptEnvironment(given.map(|(name, value)| (name, value.into())).collect())
}

/// The answer when a script that was tried refuses (403) or fails (422).
pub(super) fn refused(code: &'static str, error: RunError) -> ApiError {
    match error {
        RunError::Denied(message) => {
            let error = ApiError::new(axum::http::StatusCode::FORBIDDEN, code);
            match message {
                Some(message) => error.data(json!({ "message": message })),
                None => error,
            }
        }
        RunError::Failed(message) => ApiError::unprocessable(code).data(json!({ "message": message })),
        RunError::Operation(error) => internal(error),
    }
}
