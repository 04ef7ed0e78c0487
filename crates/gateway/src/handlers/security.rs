//! How members must sign in.

use axum::response::Response;
use guard::Rejection;
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::{Action, forward};
use crate::rejections::{internal, json_response};
use crate::request::body::Payload;
use crate::upstream::{Answer, Call};

/// What of an organization this is about.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Security {
    is_mfa_required: bool,
}

pub(super) async fn read(action: &Action<'_>) -> Result<Response, Rejection> {
    let call = Call::to(["organizations", action.organization()?.as_str()]);
    response(action.gateway.upstream.read(action.standing.permit(), call).await?)
}

pub(super) async fn update(action: &Action<'_>) -> Result<Response, Rejection> {
    let Payload::IsMfaRequired(is_required) = action.invocation.payload else { return Err(internal()) };
    let call = Call::to(["organizations", action.organization()?.as_str()])
        .json(json!({ "isMfaRequired": is_required }));
    response(action.gateway.upstream.write(&action.standing, Method::PATCH, call).await?)
}

fn response(answer: Answer) -> Result<Response, Rejection> {
    let security: Security = forward(answer, StatusCode::OK)?.json(StatusCode::OK)?;
    Ok(json_response(StatusCode::OK, &json!({ "isMfaRequired": security.is_mfa_required })))
}
