//! The roles of an application.

use axum::response::Response;
use guard::Rejection;
use http::{Method, StatusCode};
use serde_json::json;

use super::super::{Action, forward, no_content};
use super::{named, roles_named};
use crate::guards::may_change_roles;
use crate::rejections::internal;
use crate::request::body::Payload;
use crate::upstream::Call;

pub(in crate::handlers) async fn set(action: &Action<'_>) -> Result<Response, Rejection> {
    let Payload::RoleNames(names) = &action.invocation.payload else { return Err(internal()) };
    let scene = action.scene()?;
    let own = named(action).await?;
    let template = scene.template().await?;
    let wanted = roles_named(&template, names)?;
    let (before, after): (Vec<&str>, Vec<&str>) =
        (own.role_ids(), wanted.iter().map(|role| role.id.as_str()).collect());
    let given = after.iter().filter(|id| !before.contains(id));
    let taken: Vec<&str> = before.iter().filter(|id| !after.contains(id)).copied().collect();
    let changed: Vec<&str> = given.chain(&taken).copied().collect();
    may_change_roles(scene, &template, &changed).await?;
    let path = ["organizations", scene.organization.as_str(), "applications", own.id(), "roles"];
    let upstream = &action.gateway.upstream;
    if after.is_empty() {
        // An empty list is refused there (Management API contract §2.4). Each call takes rights away, so half of them do no harm.
        for role_id in taken {
            let call = Call::to(path.iter().copied().chain([role_id]).collect::<Vec<_>>());
            let answer = upstream.write(&action.standing, Method::DELETE, call).await?;
            if answer.status != StatusCode::NOT_FOUND {
                forward(answer, StatusCode::NO_CONTENT)?;
            }
        }
        return Ok(no_content());
    }
    // By id: what is assigned is what was judged, even if a role is renamed meanwhile.
    let call = Call::to(path).json(json!({ "organizationRoleIds": after }));
    let answer = upstream.write(&action.standing, Method::PUT, call).await?;
    forward(answer, StatusCode::NO_CONTENT).map(|_| no_content())
}
