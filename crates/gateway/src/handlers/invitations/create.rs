//! Somebody is invited: made first, then told by a message whose link holds the invitation's id. Both or nothing.

use std::sync::Arc;
use std::time::Duration;

use axum::response::Response;
use domain::{OrganizationId, UnixMillis};
use guard::Rejection;
use http::{Method, StatusCode};
use serde_json::json;

use super::super::{Action, forward};
use super::send_message;
use crate::compensation::{Hands, Making, StepError, begun, completed};
use crate::guards::{Invitation, Scene, invitations_of, may_change_roles, quotas};
use crate::rejections::{
    Issue, internal, invalid_input, json_response, role_names_not_found, role_not_for_users,
};
use crate::request::body::Payload;
use crate::request::invitation::NewInvitation;
use crate::upstream::{Call, UpstreamError};

/// How long an invitation is open unless the request says otherwise.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(7 * 24 * 3600);
/// How long it can be open at most.
const MAX_LIFETIME: Duration = Duration::from_secs(366 * 24 * 3600);

/// The one who invites is the token's user, and the organization is the token's, whatever the request says.
pub(in crate::handlers) async fn create(action: &Action<'_>) -> Result<Response, Rejection> {
    let Payload::Invitation(new) = &action.invocation.payload else { return Err(internal()) };
    let scene = action.scene()?;
    let expires_at = end(new, action.now())?;
    let role_ids = roles(scene, new).await?;
    quotas::may_invite(scene, &action.gateway.policy, &new.invitee, action.now()).await?;
    let inviting = Arc::new(Inviting {
        hands: action.gateway.hands(&action.standing),
        organization: scene.organization.clone(),
        invitee: new.invitee.clone(),
        expires_at,
    });
    let invitation = begun(&inviting, inviting.make(&role_ids).await).await?;
    // It counts from here on, and mail servers are slow.
    action.end_turn();
    if new.is_message_sent {
        let sent = send_message(action, &invitation.id, &new.invitee).await;
        completed(&inviting, &invitation.id, sent).await?;
        // It was not sent before: there is room.
        let _ = action.gateway.memory.rates.count(
            quotas::MESSAGES_OF_AN_INVITATION,
            &invitation.id,
            action.now(),
        );
    }
    Ok(json_response(StatusCode::CREATED, &json!(invitation)))
}

fn end(new: &NewInvitation, now: UnixMillis) -> Result<UnixMillis, Rejection> {
    let wrong = |code, message| Err(invalid_input(&[Issue::new(code, &["expiresAt"], message)]));
    match new.expires_at {
        None => Ok(now.plus(DEFAULT_LIFETIME)),
        Some(at) if at <= now => wrong("too_small", "Expected a moment in the future"),
        Some(at) if at > now.plus(MAX_LIFETIME) => wrong("too_big", "Expected a moment within a year"),
        Some(at) => Ok(at),
    }
}

/// Ids of the roles that are named, none of which holds what the caller lacks. By id, so that what is given is what was
/// judged, even if a role is renamed meanwhile.
async fn roles(scene: Scene<'_>, new: &NewInvitation) -> Result<Vec<String>, Rejection> {
    if new.role_names.is_empty() {
        return Ok(Vec::new());
    }
    let template = scene.template().await?;
    let names = || new.role_names.iter().map(String::as_str);
    let unknown: Vec<&str> = names().filter(|name| template.by_name(name).is_none()).collect();
    if !unknown.is_empty() {
        return Err(role_names_not_found(&unknown));
    }
    let named: Vec<_> = names().filter_map(|name| template.by_name(name)).collect();
    // The upstream would notice only when somebody accepts.
    if named.iter().any(|role| role.is_for_applications()) {
        return Err(role_not_for_users());
    }
    let ids: Vec<&str> = named.iter().map(|role| role.id.as_str()).collect();
    may_change_roles(scene, &template, &ids).await?;
    Ok(ids.into_iter().map(str::to_owned).collect())
}

/// An invitation that is being made.
struct Inviting {
    hands: Hands,
    organization: OrganizationId,
    invitee: String,
    expires_at: UnixMillis,
}

impl Making for Inviting {
    const HALF_MADE: &'static str = "an invitation whose message was not sent";

    fn hands(&self) -> &Hands {
        &self.hands
    }

    fn place(&self, id: &str) -> Call {
        Call::to(["organization-invitations", id])
    }

    /// Inviter and end, to the millisecond, tell it from others of the same address.
    async fn lost(&self) -> Result<Option<String>, UpstreamError> {
        let Hands { upstream, standing, .. } = &self.hands;
        let scene = Scene { upstream, standing, organization: &self.organization };
        let (inviter, expires_at) = (standing.user_id().clone(), self.expires_at.0);
        let take = move |found: &mut Option<String>, invitation: Invitation| {
            let is_it = invitation.inviter_id.as_deref() == Some(inviter.as_str())
                && invitation.expires_at == expires_at;
            if is_it && found.is_none() {
                *found = Some(invitation.id);
            }
        };
        invitations_of(scene, Some(&self.invitee), take).await
    }
}

impl Inviting {
    /// Without a message: its link needs the id that this call brings.
    async fn make(&self, role_ids: &[String]) -> Result<Invitation, StepError> {
        let Hands { upstream, standing, .. } = &self.hands;
        let call = Call::to(["organization-invitations"]).json(json!({
            "inviterId": standing.user_id(), "invitee": self.invitee, "organizationId": self.organization,
            "expiresAt": self.expires_at.0, "organizationRoleIds": role_ids, "messagePayload": false,
        }));
        let answer = upstream.write(standing, Method::POST, call).await?;
        if answer.status.is_client_error() {
            return Err(StepError::Refused(
                forward(answer, StatusCode::CREATED).err().unwrap_or_else(internal),
            ));
        }
        let invitation: Invitation = answer.json(StatusCode::CREATED)?;
        if invitation.organization_id == self.organization.as_str() {
            Ok(invitation)
        } else {
            Err(UpstreamError::AnotherObject.into())
        }
    }
}
