//! Members come and go.

use axum::response::Response;
use domain::UserId;
use guard::Rejection;
use http::{Method, StatusCode};
use serde_json::json;

use super::{Action, forward, no_content};
use crate::guards::{Departure, leaves_an_administrator, may_change_roles, quotas};
use crate::operations::Guard;
use crate::rejections::{internal, json_response};
use crate::request::body::Payload;
use crate::upstream::Call;

pub(super) async fn add(action: &Action<'_>) -> Result<Response, Rejection> {
    let Payload::UserIds(user_ids) = &action.invocation.payload else { return Err(internal()) };
    quotas::may_add_members(action.scene()?, &action.gateway.policy, user_ids).await?;
    let body = json!({ "userIds": user_ids });
    let call = Call::to(["organizations", action.organization()?.as_str(), "users"]).json(body.clone());
    let answer = action.gateway.upstream.write(&action.standing, Method::POST, call).await?;
    forward(answer, StatusCode::CREATED)?;
    Ok(json_response(StatusCode::CREATED, &body))
}

pub(super) async fn remove(action: &Action<'_>) -> Result<Response, Rejection> {
    take_away(action, action.user()?).await
}

/// The one who leaves is the token's user, whatever the request says.
pub(super) async fn leave(action: &Action<'_>) -> Result<Response, Rejection> {
    take_away(action, action.standing.user_id()).await
}

async fn take_away(action: &Action<'_>, user_id: &UserId) -> Result<Response, Rejection> {
    let scene = action.scene()?;
    // Who is no member has no roles to lose; the upstream says so in its own words.
    let roles = scene.member_roles(user_id).await?.unwrap_or_default();
    let role_ids: Vec<&str> = roles.iter().map(|role| role.id.as_str()).collect();
    if !role_ids.is_empty() {
        let template = scene.template().await?;
        if action.invocation.operation.guards.contains(&Guard::GrantsOnlyWhatIsHeld) {
            may_change_roles(scene, &template, &role_ids).await?;
        }
        let departure = Departure { user_id, before: &role_ids, after: &[] };
        leaves_an_administrator(scene, &template, &action.gateway.administrators, departure).await?;
    }
    let call = Call::to(["organizations", scene.organization.as_str(), "users", user_id.as_str()]);
    let answer = action.gateway.upstream.write(&action.standing, Method::DELETE, call).await?;
    forward(answer, StatusCode::NO_CONTENT).map(|_| no_content())
}
