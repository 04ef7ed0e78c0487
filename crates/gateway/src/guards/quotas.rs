//! No quota of the policy is exceeded. The last guard: what is refused for another reason is not counted, and what is counted
//! is allowed otherwise. Numbers come from the upstream at each request, because no node keeps any but of what leaves nothing to count
//! ([`crate::rates`]); the organization's (or the user's) turn holds from the count to the change.

use std::time::Duration;

use domain::account::identifier::is_same_email;
use domain::{UnixMillis, UserId};
use guard::Rejection;

use super::invitations::{Invitation, is_pending};
use super::management::Management;
use super::{Scene, Standing, invitations_of};
use crate::policy::Policy;
use crate::rates::{Rate, Rates};
use crate::rejections::quota_exceeded;
use crate::upstream::Upstream;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// How many organizations of their own a user may have where the policy does not say: the wire gives the list of all whole.
const ORGANIZATIONS_PER_USER: u32 = 1000;
/// How many invitations of one organization there may be that wait for an answer or were made within a month, whatever the policy says: the wire
/// gives that list whole.
const INVITATIONS_PER_ORGANIZATION: u32 = 10_000;
const MONTH: Duration = Duration::from_secs(30 * 24 * 3600);
/// How many invitations of one organization to one address there may be within a day, whatever the policy says and whatever became of them: who
/// has the address is shown all of them, and the wire does not page that list.
const INVITATIONS_TO_AN_ADDRESS: Rate = Rate { name: "invitations_per_address", limit: 10, time: DAY };
/// How often the message of one invitation goes out, whatever the policy says: whoever gets it did not ask for it.
pub(crate) const MESSAGES_OF_AN_INVITATION: Rate =
    Rate { name: "messages_of_an_invitation", limit: 1, time: Duration::from_secs(600) };
/// How many secrets an application has, whatever the policy says: whoever sends its id with a wrong one has all of them compared.
const SECRETS_PER_APPLICATION: u32 = 10;

/// Passes when `count`, which is how many there will be, is within `limit`. `quota` is its name in the policy.
pub(crate) fn within(quota: &'static str, limit: Option<u32>, count: u64) -> Result<(), Rejection> {
    match limit {
        Some(limit) if count > u64::from(limit) => Err(quota_exceeded(quota, limit)),
        _ => Ok(()),
    }
}

/// Passes when the token's user may have one more organization, among those where the user has a role that creators get.
pub(crate) async fn may_have_another_organization(
    upstream: &Upstream,
    standing: &Standing,
    policy: &Policy,
) -> Result<(), Rejection> {
    let limit = policy.quotas.organizations_per_user.unwrap_or(ORGANIZATIONS_PER_USER);
    let management = Management { upstream, permit: standing.permit() };
    let organizations = management.roles_by_organization(standing.user_id()).await?;
    let is_own = organizations
        .iter()
        .filter(|roles| roles.iter().any(|role| policy.creator_roles.contains(&role.name)));
    within("organizations_per_user", Some(limit), count(is_own.count()) + 1)
}

/// Passes when the organization has room for `added` members more.
async fn may_have_more_members(scene: Scene<'_>, policy: &Policy, added: usize) -> Result<(), Rejection> {
    let Some(limit) = policy.quotas.members_per_organization else { return Ok(()) };
    let members = scene.management().member_count(scene.organization).await?;
    within("members_per_organization", Some(limit), members + count(added))
}

/// As [`may_have_more_members`], of these users, of whom members need no room.
pub(crate) async fn may_add_members(
    scene: Scene<'_>,
    policy: &Policy,
    user_ids: &[UserId],
) -> Result<(), Rejection> {
    if may_have_more_members(scene, policy, user_ids.len()).await.is_ok() {
        return Ok(());
    }
    // Only refusals pay for asking.
    let mut added = 0;
    for user_id in user_ids {
        added += usize::from(scene.member_roles(user_id).await?.is_none());
    }
    if added == 0 { Ok(()) } else { may_have_more_members(scene, policy, added).await }
}

/// As [`may_have_more_members`], of one user, who needs no room as a member already.
pub(crate) async fn may_become_a_member(
    scene: Scene<'_>,
    policy: &Policy,
    user_id: &UserId,
) -> Result<(), Rejection> {
    let Err(refusal) = may_have_more_members(scene, policy, 1).await else { return Ok(()) };
    // Only refusals pay for asking.
    match scene.member_roles(user_id).await? {
        Some(_) => Ok(()),
        None => Err(refusal),
    }
}

/// Passes when this address may be invited: there were not too many invitations to it within a day, members and those who are invited
/// fit into the organization, and there were not too many invitations within an hour.
pub(crate) async fn may_invite(
    scene: Scene<'_>,
    policy: &Policy,
    invitee: &str,
    now: UnixMillis,
) -> Result<(), Rejection> {
    let address = invitee.to_owned();
    let take = move |made: &mut Made, invitation| made.count(&invitation, &address, now);
    let made = invitations_of(scene, None, take).await?;
    INVITATIONS_TO_AN_ADDRESS.check(made.to_address, now)?;
    let many = count(made.lately_or_pending) + 1;
    within("invitations_per_organization", Some(INVITATIONS_PER_ORGANIZATION), many)?;
    let quotas = policy.quotas;
    if quotas.members_per_organization.is_some() {
        may_have_more_members(scene, policy, made.pending + 1).await?;
    }
    match quotas.invitations_per_hour {
        Some(limit) => {
            Rate { name: "invitations_per_hour", limit, time: HOUR }.check(made.within_an_hour, now)
        }
        None => Ok(()),
    }
}

/// Passes when the message of an invitation may be sent once more, and counts that. `invitation` is its id.
pub(crate) fn may_send_again(
    scene: Scene<'_>,
    policy: &Policy,
    rates: &Rates,
    (invitation, now): (&str, UnixMillis),
) -> Result<(), Rejection> {
    if let Some(limit) = policy.quotas.invitations_per_hour {
        let rate = Rate { name: "invitations_per_hour", limit, time: HOUR };
        rates.count(rate, scene.organization.as_str(), now)?;
    }
    rates.count(MESSAGES_OF_AN_INVITATION, invitation, now)
}

/// Passes when the application may have one more secret than the `count` that it has.
pub(crate) fn may_have_another_secret(secrets: usize) -> Result<(), Rejection> {
    within("secrets_per_application", Some(SECRETS_PER_APPLICATION), count(secrets) + 1)
}

/// Passes when the organization may change its applications and their secrets once more, and counts that. Every such change makes the server
/// behind read anew what it remembers of everybody's.
pub(crate) fn may_change_applications(
    scene: Scene<'_>,
    policy: &Policy,
    rates: &Rates,
    now: UnixMillis,
) -> Result<(), Rejection> {
    let Some(limit) = policy.quotas.application_changes_per_hour else { return Ok(()) };
    let rate = Rate { name: "application_changes_per_hour", limit, time: HOUR };
    rates.count(rate, scene.organization.as_str(), now)
}

/// Invitations as quotas count them.
#[derive(Default)]
struct Made {
    /// How many wait for an answer.
    pending: usize,
    /// How many wait for an answer or were made within a month.
    lately_or_pending: usize,
    /// When those were made that were made within an hour.
    within_an_hour: Vec<i64>,
    /// When those to the address were made that were made within a day.
    to_address: Vec<i64>,
}

impl Made {
    fn count(&mut self, invitation: &Invitation, address: &str, now: UnixMillis) {
        let was_made_within = |time| invitation.created_at > now.minus(time).0;
        let is_pending = is_pending(invitation, now);
        self.pending += usize::from(is_pending);
        self.lately_or_pending += usize::from(is_pending || was_made_within(MONTH));
        if was_made_within(HOUR) {
            self.within_an_hour.push(invitation.created_at);
        }
        if was_made_within(DAY) && is_same_email(&invitation.invitee, address) {
            self.to_address.push(invitation.created_at);
        }
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_the_most_there_may_be() {
        assert!(within("q", None, u64::MAX).is_ok());
        assert!(within("q", Some(3), 3).is_ok());
        assert_eq!(within("q", Some(3), 4).unwrap_err().code(), "gateway.quota_exceeded");
        assert_eq!(within("q", Some(0), 1).unwrap_err().status(), 403);
    }
}
