//! Invitations: what an organization's members do with theirs, and what the invited do with those to them.

mod create;
mod decide;
mod list;
mod mine;
mod resend;
mod revoke;

pub(super) use create::create;
pub(super) use decide::{accept, decline};
pub(super) use list::list;
pub(super) use mine::{list_mine, read_mine};
pub(super) use resend::resend;
pub(super) use revoke::revoke;

use guard::Rejection;
use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Action, forward, in_its_words};
use crate::guards::Invitation;
use crate::upstream::{Call, UpstreamError};

/// Decides an invitation at the upstream, which lets one decision count, and looks at what it says that became of it.
async fn decide(
    action: &Action<'_>,
    id: &str,
    decision: Value,
    is_as_decided: impl Fn(&Invitation) -> bool,
) -> Result<Invitation, Rejection> {
    let call = Call::to(["organization-invitations", id, "status"]).json(decision);
    let answer = action.gateway.upstream.write(&action.standing, Method::PUT, call).await?;
    let decided: Invitation = forward(answer, StatusCode::OK)?.json(StatusCode::OK)?;
    if decided.id == id && is_as_decided(&decided) {
        Ok(decided)
    } else {
        Err(UpstreamError::AnotherObject.into())
    }
}

/// Sends the message of an invitation, with the link that the policy names.
async fn send_message(action: &Action<'_>, id: &str, invitee: &str) -> Result<(), Rejection> {
    let payload = match action.gateway.policy.link_to(id, invitee) {
        Some(link) => json!({ "link": link }),
        None => json!({}),
    };
    let call = Call::to(["organization-invitations", id, "message"]).json(payload).sends_message();
    let answer = action.gateway.upstream.write(&action.standing, Method::POST, call).await?;
    match in_its_words(&answer) {
        Some(rejection) if answer.tells_why_no_message_was_sent() => Err(rejection),
        _ => forward(answer, StatusCode::NO_CONTENT).map(drop),
    }
}
