//! The invited accept or decline.

use axum::response::Response;
use guard::Rejection;
use http::StatusCode;
use serde_json::json;

use super::super::{Action, no_content};
use super::decide;
use crate::guards::{Invitation, InvitationToMe, invitation_to_me, quotas};
use crate::rejections::json_response;

/// The one who accepts is the token's user, whatever the request says.
pub(in crate::handlers) async fn accept(action: &Action<'_>) -> Result<Response, Rejection> {
    let found = waiting(action).await?;
    let (organization, user_id) = (found.organization(), action.standing.user_id());
    let scene = action.scene_of(&organization);
    quotas::may_become_a_member(scene, &action.gateway.policy, user_id).await?;
    let decision = json!({ "status": "Accepted", "acceptedUserId": user_id });
    let is_accepted = |decided: &Invitation| {
        decided.status == "Accepted" && decided.accepted_user_id.as_deref() == Some(user_id.as_str())
    };
    let accepted = decide(action, &found.invitation().id, decision, is_accepted).await?;
    Ok(json_response(StatusCode::OK, &json!(accepted)))
}

/// On this wire there is one word for what was declined and what was taken back.
pub(in crate::handlers) async fn decline(action: &Action<'_>) -> Result<Response, Rejection> {
    let found = waiting(action).await?;
    let is_revoked = |decided: &Invitation| decided.status == "Revoked";
    decide(action, &found.invitation().id, json!({ "status": "Revoked" }), is_revoked).await?;
    Ok(no_content())
}

/// The invitation of the path, to the token's user and not decided yet, in the turn of its organization. It is looked up
/// twice: the first time tells whose turn to wait for, the second what became of it meanwhile.
async fn waiting(action: &Action<'_>) -> Result<InvitationToMe, Rejection> {
    let look_up =
        async || invitation_to_me(&action.gateway.upstream, &action.standing, action.invitation()?).await;
    let first = look_up().await?;
    first.check_pending(action.now())?;
    action.wait_for_turn(&first.organization()).await?;
    let found = look_up().await?;
    found.check_pending(action.now())?;
    // An invitation does not move between organizations; if this one did, it is not in its turn.
    if found.organization() == first.organization() {
        Ok(found)
    } else {
        Err(crate::rejections::not_invited())
    }
}
