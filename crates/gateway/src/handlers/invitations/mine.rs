//! Invitations to the token's user, with what the invited need to know of the organization.

use axum::response::Response;
use domain::OrganizationId;
use futures_util::future::try_join_all;
use guard::Rejection;
use http::StatusCode;
use serde_json::{Value, json};

use super::super::Action;
use super::super::lists::{Item, page_response, project};
use crate::guards::{InvitationToMe, invitation_to_me, invitations_to_me};
use crate::rejections::{json_response, not_invited};
use crate::upstream::{Call, UpstreamError};

/// What the invited learn of an organization: nothing but how it presents itself.
const ORGANIZATION_FIELDS: [&str; 3] = ["id", "name", "branding"];
/// The same in a list.
const ORGANIZATION_FIELDS_IN_LISTS: [&str; 2] = ["id", "name"];
/// How many organizations are asked for at once.
const AT_ONCE: usize = 8;

pub(in crate::handlers) async fn read_mine(action: &Action<'_>) -> Result<Response, Rejection> {
    let found = invitation_to_me(&action.gateway.upstream, &action.standing, action.invitation()?).await?;
    // With its organization the invitation goes away: whoever asks in between hears what they hear a moment later.
    let organization = organization(action, &found, &ORGANIZATION_FIELDS).await?.ok_or_else(not_invited)?;
    Ok(json_response(StatusCode::OK, &with_organization(&found, organization)))
}

/// The upstream gives this list whole; the gateway takes out the page and asks for the organizations on it.
pub(in crate::handlers) async fn list_mine(action: &Action<'_>) -> Result<Response, Rejection> {
    let query = &action.invocation.query;
    let (upstream, standing) = (&action.gateway.upstream, &action.standing);
    let found = invitations_to_me(upstream, standing, query, action.now()).await?;
    let mut items: Vec<Value> = Vec::new();
    for some in found.items.chunks(AT_ONCE) {
        let mut shown = Vec::with_capacity(some.len());
        for found in some {
            shown.push(show(action, found));
        }
        items.extend(try_join_all(shown).await?.into_iter().flatten());
    }
    Ok(page_response(&items, query, found.total))
}

/// An invitation as the list shows it; `None` when its organization, and with it the invitation, is gone.
async fn show(action: &Action<'_>, found: &InvitationToMe) -> Result<Option<Value>, UpstreamError> {
    let organization = organization(action, found, &ORGANIZATION_FIELDS_IN_LISTS).await?;
    Ok(organization.map(|organization| with_organization(found, organization)))
}

/// These fields of the organization that somebody is invited to; `None` when it is gone.
async fn organization(
    action: &Action<'_>,
    found: &InvitationToMe,
    fields: &[&str],
) -> Result<Option<Item>, UpstreamError> {
    let id: OrganizationId = found.organization();
    let call = Call::to(["organizations", id.as_str()]);
    let answer = action.gateway.upstream.read(action.standing.permit(), call).await?;
    if answer.status == StatusCode::NOT_FOUND {
        return Ok(None);
    }
    let organization: Item = answer.json(StatusCode::OK)?;
    if organization.get("id").and_then(Value::as_str) != Some(id.as_str()) {
        return Err(UpstreamError::AnotherObject);
    }
    Ok(Some(project(organization, fields)))
}

fn with_organization(found: &InvitationToMe, organization: Item) -> Value {
    let mut item = json!(found.invitation());
    if let Some(members) = item.as_object_mut() {
        members.insert("organization".to_owned(), Value::Object(organization));
    }
    item
}
