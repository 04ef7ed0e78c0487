//! An organization comes into being, with its creator in it.

use axum::response::Response;
use guard::Rejection;
use http::StatusCode;

use super::Action;
use crate::creation::{NewOrganization, create_with_compensation};
use crate::guards::quotas;
use crate::rejections::{internal, json_response};
use crate::request::body::Payload;

/// The creator is the token's user, whatever the request says.
pub(super) async fn create(action: &Action<'_>) -> Result<Response, Rejection> {
    let Payload::Organization(fields) = &action.invocation.payload else { return Err(internal()) };
    let gateway = action.gateway;
    quotas::may_have_another_organization(&gateway.upstream, &action.standing, &gateway.policy).await?;
    let new = NewOrganization {
        creator: action.standing.user_id().clone(),
        fields: fields.clone(),
        creator_roles: gateway.policy.creator_roles.clone(),
    };
    let organization = match &gateway.atomic_create {
        Some(create) => create(new).await?,
        None => create_with_compensation(gateway, &action.standing, new).await?,
    };
    Ok(json_response(StatusCode::CREATED, &organization))
}
