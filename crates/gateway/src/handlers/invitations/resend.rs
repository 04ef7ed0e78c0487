//! The message of an invitation is sent again.

use axum::response::Response;
use guard::Rejection;

use super::super::{Action, no_content};
use super::send_message;
use crate::guards::invitation_of;

pub(in crate::handlers) async fn resend(action: &Action<'_>) -> Result<Response, Rejection> {
    let invitation = invitation_of(action.scene()?, action.invitation()?).await?;
    invitation.check_pending(action.now())?;
    // Nothing depends on it any more, and mail servers are slow.
    action.end_turn();
    send_message(action, invitation.id(), invitation.invitee()).await.map(|()| no_content())
}
