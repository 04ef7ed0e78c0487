//! The message of an invitation is sent again.

use axum::response::Response;
use guard::Rejection;

use super::super::{Action, no_content};
use super::send_message;
use crate::guards::{invitation_of, quotas};

pub(in crate::handlers) async fn resend(action: &Action<'_>) -> Result<Response, Rejection> {
    let scene = action.scene()?;
    let invitation = invitation_of(scene, action.invitation()?).await?;
    let now = action.now();
    invitation.check_pending(now)?;
    let gateway = action.gateway;
    quotas::may_send_again(scene, &gateway.policy, &gateway.memory.rates, (invitation.id(), now))?;
    // Nothing depends on it any more, and mail servers are slow.
    action.end_turn();
    let sent = send_message(action, invitation.id(), invitation.invitee()).await;
    if sent.is_err() {
        gateway.memory.rates.take_back(quotas::MESSAGES_OF_AN_INVITATION, invitation.id(), now);
    }
    sent.map(|()| no_content())
}
