//! The organization's invitations.

use axum::response::Response;
use guard::Rejection;

use super::super::Action;
use super::super::lists::page_response;
use crate::guards::{Invitation, invitations_of};
use crate::request::query::Shown;

/// The upstream gives this list whole; the gateway takes out the page.
pub(in crate::handlers) async fn list(action: &Action<'_>) -> Result<Response, Rejection> {
    let asked = &action.invocation.query;
    let query = asked.clone();
    let take = move |shown: &mut Shown<Invitation>, invitation: Invitation| {
        if query.status.is_none_or(|status| invitation.status == status) {
            query.show(shown, invitation);
        }
    };
    let shown = invitations_of(action.scene()?, None, take).await?;
    Ok(page_response(&shown.items, asked, shown.total))
}
