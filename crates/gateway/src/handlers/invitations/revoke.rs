//! An invitation is taken back.

use axum::response::Response;
use guard::Rejection;
use serde_json::json;

use super::super::{Action, no_content};
use super::decide;
use crate::guards::invitation_of;

/// It is kept as revoked, and so goes on to count among the invitations of the hour.
pub(in crate::handlers) async fn revoke(action: &Action<'_>) -> Result<Response, Rejection> {
    let invitation = invitation_of(action.scene()?, action.invitation()?).await?;
    invitation.check_pending(action.now())?;
    let is_revoked = |decided: &crate::guards::Invitation| decided.status == "Revoked";
    decide(action, invitation.id(), json!({ "status": "Revoked" }), is_revoked).await?;
    Ok(no_content())
}
