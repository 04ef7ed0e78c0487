//! What a third-party application may learn of its user's organizations: the one that its token names, which the user
//! opened to it, and no other.

use domain::OrganizationId;
use guard::{Permit, Rejection};

use super::Management;
use crate::rejections::{application_unknown, third_party_application};
use crate::upstream::Upstream;

/// Which of the user's organizations a token shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight<'a> {
    /// Every one: the application belongs to those who run the server.
    All,
    /// The token's own.
    Only(&'a OrganizationId),
}

/// Asks the upstream whose application the token was issued to.
pub(crate) async fn sight<'a>(upstream: &Upstream, permit: &'a Permit) -> Result<Sight<'a>, Rejection> {
    let client_id = permit.principal().client_id();
    let application = Management { upstream, permit }.application(client_id).await?;
    match (application.ok_or_else(application_unknown)?.is_third_party, permit.organization()) {
        (false, _) => Ok(Sight::All),
        (true, Some(organization)) => Ok(Sight::Only(organization)),
        (true, None) => Err(third_party_application()),
    }
}
