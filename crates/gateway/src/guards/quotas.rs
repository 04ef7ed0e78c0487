//! No quota of the policy is exceeded. The last guard: what is refused for another reason is not counted, and what is counted
//! is allowed otherwise. Numbers come from the upstream at each request, because no node keeps any; the organization's (or
//! the user's) turn holds from the count to the change.

use std::time::Duration;

use domain::account::identifier::is_same_email;
use domain::{UnixMillis, UserId};
use guard::Rejection;

use super::invitations::{Invitation, is_pending};
use super::management::Management;
use super::{Scene, Standing, invitations_of};
use crate::policy::Policy;
use crate::rejections::{quota_exceeded, rate_exceeded};
use crate::upstream::Upstream;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// How many invitations of one organization to one address there may be within a day, whatever the policy says and whatever became of them: who
/// has the address is shown all of them, and the wire does not page that list.
const INVITATIONS_PER_ADDRESS: u32 = 10;

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
    let Some(limit) = policy.quotas.organizations_per_user else { return Ok(()) };
    let management = Management { upstream, permit: standing.permit() };
    let organizations = management.roles_by_organization(standing.user_id()).await?;
    let is_own = organizations
        .iter()
        .filter(|roles| roles.iter().any(|role| policy.creator_roles.contains(&role.name)));
    within("organizations_per_user", Some(limit), count(is_own.count()) + 1)
}

/// Passes when the organization has room for `added` members more.
pub(crate) async fn may_have_more_members(
    scene: Scene<'_>,
    policy: &Policy,
    added: usize,
) -> Result<(), Rejection> {
    let Some(limit) = policy.quotas.members_per_organization else { return Ok(()) };
    let members = scene.management().member_count(scene.organization).await?;
    within("members_per_organization", Some(limit), members + count(added))
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
    let to_address = invitations_of(scene, Some(invitee), move |made: &mut Made, invitation| {
        if is_same_email(&invitation.invitee, &address) {
            made.count(&invitation, DAY, now);
        }
    });
    let limit = ("invitations_per_address", Some(INVITATIONS_PER_ADDRESS));
    within_time(limit, to_address.await?.at, DAY, now)?;
    let quotas = policy.quotas;
    if quotas.members_per_organization.is_none() && quotas.invitations_per_hour.is_none() {
        return Ok(());
    }
    let made =
        invitations_of(scene, None, move |made: &mut Made, invitation| made.count(&invitation, HOUR, now))
            .await?;
    if quotas.members_per_organization.is_some() {
        may_have_more_members(scene, policy, made.pending + 1).await?;
    }
    let limit = ("invitations_per_hour", quotas.invitations_per_hour);
    within_time(limit, made.at, HOUR, now)
}

/// Invitations as quotas count them.
#[derive(Default)]
struct Made {
    /// How many wait for an answer.
    pending: usize,
    /// When those were made that were made lately.
    at: Vec<i64>,
}

impl Made {
    fn count(&mut self, invitation: &Invitation, time: Duration, now: UnixMillis) {
        self.pending += usize::from(is_pending(invitation, now));
        if invitation.created_at > now.minus(time).0 {
            self.at.push(invitation.created_at);
        }
    }
}

/// Passes when fewer than the limit were made within `time`.
fn within_time(
    (quota, limit): (&'static str, Option<u32>),
    mut made_at: Vec<i64>,
    time: Duration,
    now: UnixMillis,
) -> Result<(), Rejection> {
    let Some(limit) = limit else { return Ok(()) };
    let milliseconds = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
    made_at.retain(|at| *at > now.0.saturating_sub(milliseconds));
    made_at.sort_unstable_by(|one, other| other.cmp(one));
    let allowed = usize::try_from(limit).unwrap_or(usize::MAX);
    if made_at.len() < allowed {
        return Ok(());
    }
    // There is room again when this one, and with it all that are older, is that old.
    let blocking = allowed.checked_sub(1).and_then(|index| made_at.get(index)).copied().unwrap_or(now.0);
    let left = blocking.saturating_add(milliseconds).saturating_sub(now.0);
    let seconds = u32::try_from(left.div_euclid(1000) + 1).unwrap_or(u32::MAX);
    let longest = u32::try_from(time.as_secs()).unwrap_or(u32::MAX);
    Err(rate_exceeded(quota, limit, seconds.min(longest)))
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 10_000_000;

    /// Seconds after which to try again; `None` when it passes.
    fn wait(limit: u32, ages_in_seconds: &[i64]) -> Option<String> {
        let made_at = ages_in_seconds.iter().map(|age| NOW - age * 1000).collect();
        let limit = ("invitations_per_hour", Some(limit));
        let refusal = within_time(limit, made_at, HOUR, UnixMillis(NOW)).err()?;
        assert_eq!((refusal.status().as_u16(), refusal.code()), (429, "gateway.quota_exceeded"));
        Some(refusal.into_http().headers()["retry-after"].to_str().unwrap().to_owned())
    }

    #[test]
    fn what_is_an_hour_old_does_not_count() {
        assert_eq!(wait(1, &[]), None);
        assert_eq!(wait(1, &[3600, 7200]), None);
        assert_eq!(wait(1, &[3599]), Some("2".to_owned()));
        assert_eq!(wait(2, &[10]), None);
    }

    #[test]
    fn the_wait_is_until_there_is_room_again() {
        assert_eq!(wait(2, &[10, 3000]), Some("601".to_owned()));
        assert_eq!(
            wait(2, &[3000, 20, 10]),
            Some("3581".to_owned()),
            "the oldest goes, and one is still too many"
        );
        assert_eq!(wait(0, &[]), Some("3600".to_owned()));
        assert_eq!(wait(1, &[-500]), Some("3600".to_owned()), "a clock that is ahead");
    }

    #[test]
    fn a_limit_is_the_most_there_may_be() {
        assert!(within("q", None, u64::MAX).is_ok());
        assert!(within("q", Some(3), 3).is_ok());
        assert_eq!(within("q", Some(3), 4).unwrap_err().code(), "gateway.quota_exceeded");
        assert_eq!(within("q", Some(0), 1).unwrap_err().status(), 403);
    }
}
