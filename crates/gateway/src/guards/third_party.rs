//! What a third-party application may do without a permission that its user granted to it: learn of the organization that its
//! token names, which the user opened to it, and no other; and change nothing.

use domain::OrganizationId;
use guard::Rejection;

use super::Standing;
use crate::rejections::third_party_application;

/// Which of the user's organizations a token shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight<'a> {
    /// Every one: the application belongs to those who run the server.
    All,
    /// The token's own.
    Only(&'a OrganizationId),
}

/// Which of its user's organizations the token's application may learn of.
pub(crate) fn sight(standing: &Standing) -> Result<Sight<'_>, Rejection> {
    match (standing.is_third_party(), standing.permit().organization()) {
        (false, _) => Ok(Sight::All),
        (true, Some(organization)) => Ok(Sight::Only(organization)),
        (true, None) => Err(third_party_application(
            "A third-party application sees only the organization that its token names, and this one names none.",
        )),
    }
}

/// Lets applications alone pass that belong to those who run the server. For what needs no permission: a user who opens an
/// organization to a third party has not granted it to end the membership, or to see and answer invitations to others.
pub(crate) fn own_applications_only(standing: &Standing) -> Result<(), Rejection> {
    if standing.is_third_party() {
        return Err(third_party_application(
            "A third-party application does not do what its user could not grant to it by a permission.",
        ));
    }
    Ok(())
}
