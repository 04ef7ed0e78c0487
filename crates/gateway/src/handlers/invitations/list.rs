//! The organization's invitations.

use axum::response::Response;
use guard::Rejection;

use super::super::Action;
use super::super::lists::page_response;
use crate::guards::{Invitation, invitations_of};

/// The upstream gives this list whole; the gateway cuts out the page.
pub(in crate::handlers) async fn list(action: &Action<'_>) -> Result<Response, Rejection> {
    let query = &action.invocation.query;
    let mut invitations = invitations_of(action.scene()?, None).await?;
    if let Some(status) = query.status {
        invitations.retain(|invitation: &Invitation| invitation.status == status);
    }
    let total = u64::try_from(invitations.len()).unwrap_or(u64::MAX);
    Ok(page_response(query.cut(&invitations), query, total))
}
