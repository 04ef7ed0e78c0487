//! Renaming and deleting applications.

use axum::response::Response;
use guard::Rejection;
use http::{Method, StatusCode};
use serde_json::{Map, Value};

use super::super::{Action, forward, no_content};
use super::{body, count_change, named};
use crate::rejections::{internal, json_response};
use crate::request::body::Payload;
use crate::upstream::Call;

pub(in crate::handlers) async fn update(action: &Action<'_>) -> Result<Response, Rejection> {
    let Payload::ApplicationChanges(fields) = &action.invocation.payload else { return Err(internal()) };
    let own = named(action).await?;
    count_change(action)?;
    let call = Call::to(["applications", own.id()]).json(Value::Object(fields.clone()));
    let answer = action.gateway.upstream.write(&action.standing, Method::PATCH, call).await?;
    let entity: Map<String, Value> = forward(answer, StatusCode::OK)?.json(StatusCode::OK)?;
    Ok(json_response(StatusCode::OK, &Value::Object(body(entity, own.roles()))))
}

pub(in crate::handlers) async fn delete(action: &Action<'_>) -> Result<Response, Rejection> {
    let own = named(action).await?;
    count_change(action)?;
    let call = Call::to(["applications", own.id()]);
    let answer = action.gateway.upstream.write(&action.standing, Method::DELETE, call).await?;
    forward(answer, StatusCode::NO_CONTENT).map(|_| no_content())
}
