//! What a third-party application may do without a permission that its user granted to it: learn of the organization that its
//! token names, which the user opened to it, and no other; and change nothing.

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

/// Which of its user's organizations the token's application may learn of; asks the upstream whose application that is.
pub(crate) async fn sight<'a>(upstream: &Upstream, permit: &'a Permit) -> Result<Sight<'a>, Rejection> {
    match (is_third_party(upstream, permit).await?, permit.organization()) {
        (false, _) => Ok(Sight::All),
        (true, Some(organization)) => Ok(Sight::Only(organization)),
        (true, None) => Err(third_party_application(
            "A third-party application sees only the organization that its token names, and this one names none.",
        )),
    }
}

/// Lets applications alone pass that belong to those who run the server. For changes that need no permission: a user who opens an
/// organization to a third party has not granted it those.
pub(crate) async fn own_applications_only(upstream: &Upstream, permit: &Permit) -> Result<(), Rejection> {
    if is_third_party(upstream, permit).await? {
        return Err(third_party_application(
            "A third-party application does not end its user's membership of an organization.",
        ));
    }
    Ok(())
}

async fn is_third_party(upstream: &Upstream, permit: &Permit) -> Result<bool, Rejection> {
    let client_id = permit.principal().client_id();
    let application = Management { upstream, permit }.application(client_id).await?;
    Ok(application.ok_or_else(application_unknown)?.is_third_party)
}
