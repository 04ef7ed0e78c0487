//! Somebody who can manage the organization stays: a member, not suspended, with a role that holds the permission which
//! the policy names. An organization that nobody can manage could only be helped from outside.

use domain::UserId;
use guard::Rejection;

use super::Scene;
use super::management::Template;
use crate::rejections::last_administrator;

/// The roles of one member before and after a change.
pub(crate) struct Departure<'a> {
    /// The member.
    pub(crate) user_id: &'a UserId,
    /// Ids of the member's roles now.
    pub(crate) before: &'a [&'a str],
    /// Ids of the member's roles afterwards; none when the member goes.
    pub(crate) after: &'a [&'a str],
}

/// Passes when the member was no administrator, stays one, or is not the last.
pub(crate) async fn leaves_an_administrator(
    scene: Scene<'_>,
    template: &Template,
    manage_permission: &str,
    departure: Departure<'_>,
) -> Result<(), Rejection> {
    let managing = template.holding(manage_permission);
    let manages = |roles: &[&str]| roles.iter().any(|id| managing.contains(id));
    if !manages(departure.before) || manages(departure.after) {
        return Ok(());
    }
    for role_id in managing {
        if scene.management().has_other_holder(scene.organization, role_id, departure.user_id).await? {
            return Ok(());
        }
    }
    Err(last_administrator())
}
