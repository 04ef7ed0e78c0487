//! The secrets of an application. What one is, is shown in the answer that makes it and nowhere else.

use axum::response::Response;
use guard::Rejection;
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::super::lists::project;
use super::super::{Action, forward, no_content};
use super::{SECRET_FIELDS, count_change, named};
use crate::guards::{OwnApplication, may_act_as, quotas};
use crate::rejections::{internal, json_response};
use crate::request::body::Payload;
use crate::upstream::{Answer, Call, UpstreamError};

pub(in crate::handlers) async fn list(action: &Action<'_>) -> Result<Response, Rejection> {
    let own = named(action).await?;
    let secrets = secrets_of(action, &own).await?;
    let secrets: Vec<_> = secrets.into_iter().map(|secret| project(secret, &SECRET_FIELDS)).collect();
    Ok(json_response(StatusCode::OK, &json!(secrets)))
}

pub(in crate::handlers) async fn create(action: &Action<'_>) -> Result<Response, Rejection> {
    let Payload::NewSecret(new) = &action.invocation.payload else { return Err(internal()) };
    let scene = action.scene()?;
    let own = named(action).await?;
    let template = scene.template().await?;
    may_act_as(scene, &template, &own).await?;
    quotas::may_have_another_secret(secrets_of(action, &own).await?.len())?;
    count_change(action)?;
    let call = Call::to(["applications", own.id(), "secrets"])
        .json(json!({ "name": new.name, "expiresAt": new.expires_at }));
    let answer = action.gateway.upstream.write(&action.standing, Method::POST, call).await?;
    let secret = shown(&forward(answer, StatusCode::CREATED)?, StatusCode::CREATED)?;
    Ok(json_response(StatusCode::CREATED, &Value::Object(secret)))
}

pub(in crate::handlers) async fn delete(action: &Action<'_>) -> Result<Response, Rejection> {
    let name = action.invocation.ids.secret_name.as_deref().ok_or_else(internal)?;
    let own = named(action).await?;
    count_change(action)?;
    let call = Call::to(["applications", own.id(), "secrets", name]);
    let answer = action.gateway.upstream.write(&action.standing, Method::DELETE, call).await?;
    forward(answer, StatusCode::NO_CONTENT).map(|_| no_content())
}

async fn secrets_of(action: &Action<'_>, own: &OwnApplication) -> Result<Vec<Map<String, Value>>, Rejection> {
    let call = Call::to(["applications", own.id(), "secrets"]);
    let answer = action.gateway.upstream.read(action.standing.permit(), call).await?;
    Ok(forward(answer, StatusCode::OK)?.json(StatusCode::OK)?)
}

/// A secret with what it is, from an answer of status `status`.
pub(super) fn shown(answer: &Answer, status: StatusCode) -> Result<Map<String, Value>, UpstreamError> {
    let mut secret: Map<String, Value> = answer.json(status)?;
    let Some(value @ Value::String(_)) = secret.remove("value") else {
        return Err(UpstreamError::UnexpectedStatus(answer.status));
    };
    let mut shown = project(secret, &SECRET_FIELDS);
    shown.insert("value".to_owned(), value);
    Ok(shown)
}
