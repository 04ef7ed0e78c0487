//! The roles of a member.

use axum::response::Response;
use guard::Rejection;
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::{Action, forward, no_content};
use crate::guards::{Departure, leaves_an_administrator, may_change_roles};
use crate::rejections::{internal, json_response, membership_required, role_names_not_found};
use crate::request::body::Payload;
use crate::upstream::Call;

pub(super) async fn read(action: &Action<'_>) -> Result<Response, Rejection> {
    let call = Call::to([
        "organizations",
        action.organization()?.as_str(),
        "users",
        action.user()?.as_str(),
        "roles",
    ]);
    let answer =
        forward(action.gateway.upstream.read(action.standing.permit(), call).await?, StatusCode::OK)?;
    let roles: Vec<Map<String, Value>> = answer.json(StatusCode::OK)?;
    Ok(json_response(StatusCode::OK, &json!(roles)))
}

pub(super) async fn set(action: &Action<'_>) -> Result<Response, Rejection> {
    let Payload::RoleNames(names) = &action.invocation.payload else { return Err(internal()) };
    let (scene, user_id) = (action.scene()?, action.user()?);
    let path = ["organizations", scene.organization.as_str(), "users", user_id.as_str(), "roles"];
    let current = scene.member_roles(user_id).await?.ok_or_else(membership_required)?;
    let template = scene.template().await?;
    let unknown: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| template.by_name(name).is_none()).collect();
    if !unknown.is_empty() {
        return Err(role_names_not_found(&unknown));
    }
    let before: Vec<&str> = current.iter().map(|role| role.id.as_str()).collect();
    let after: Vec<&str> =
        names.iter().filter_map(|name| template.by_name(name)).map(|role| role.id.as_str()).collect();
    let given = after.iter().filter(|id| !before.contains(id));
    let taken = before.iter().filter(|id| !after.contains(id));
    let changed: Vec<&str> = given.chain(taken).copied().collect();
    may_change_roles(scene, &template, &changed).await?;
    let departure = Departure { user_id, before: &before, after: &after };
    leaves_an_administrator(scene, &template, &action.gateway.administrators, departure).await?;
    // By id: what is assigned is what was judged, even if a role is renamed meanwhile.
    let call = Call::to(path).json(json!({ "organizationRoleIds": after }));
    let answer = action.gateway.upstream.write(&action.standing, Method::PUT, call).await?;
    forward(answer, StatusCode::NO_CONTENT).map(|_| no_content())
}
