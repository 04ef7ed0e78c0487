//! The organization itself.

use axum::response::Response;
use guard::Rejection;
use http::{Method, StatusCode};
use serde_json::Value;

use super::applications::delete_all;
use super::{Action, forward, no_content, object_response};
use crate::rejections::internal;
use crate::request::body::Payload;
use crate::upstream::Call;

pub(super) async fn read(action: &Action<'_>) -> Result<Response, Rejection> {
    let call = Call::to(["organizations", action.organization()?.as_str()]);
    let answer = action.gateway.upstream.read(action.standing.permit(), call).await?;
    object_response(&forward(answer, StatusCode::OK)?, StatusCode::OK)
}

pub(super) async fn update(action: &Action<'_>) -> Result<Response, Rejection> {
    let Payload::Organization(fields) = &action.invocation.payload else { return Err(internal()) };
    let call =
        Call::to(["organizations", action.organization()?.as_str()]).json(Value::Object(fields.clone()));
    let answer = action.gateway.upstream.write(&action.standing, Method::PATCH, call).await?;
    object_response(&forward(answer, StatusCode::OK)?, StatusCode::OK)
}

/// Credentials first: if what follows fails, the organization is still there and can be deleted again.
pub(super) async fn delete(action: &Action<'_>) -> Result<Response, Rejection> {
    delete_all(action).await?;
    let call = Call::to(["organizations", action.organization()?.as_str()]);
    let answer = action.gateway.upstream.write(&action.standing, Method::DELETE, call).await?;
    forward(answer, StatusCode::NO_CONTENT).map(|_| no_content())
}
