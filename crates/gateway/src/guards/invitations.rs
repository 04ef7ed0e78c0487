//! Whose invitation it is. An invitation is named by an id alone, so it is looked up before anything is decided: for the
//! organization's own members it must be one to the organization of their token, for everybody else one to their own
//! e-mail address. What is not theirs is answered as if it did not exist.

use api_types::organization_invitation as wire;
use domain::account::identifier::is_same_email;
use domain::{OrganizationId, OrganizationInvitationId, UnixMillis};
use guard::Rejection;
use http::StatusCode;

use super::management::Management;
use super::{Scene, Standing};
use crate::rejections::{invitation_not_found, invitation_not_pending, not_invited};
use crate::request::query::{ListQuery, Shown};
use crate::upstream::{Call, Upstream, UpstreamError, read_element};

/// An invitation as the wire shows it.
pub(crate) type Invitation = wire::OrganizationInvitation;

const PENDING: &str = "Pending";

/// Whether an invitation waits for an answer. Its end is looked at here too, not only by the upstream.
pub(super) fn is_pending(invitation: &Invitation, now: UnixMillis) -> bool {
    invitation.status == PENDING && invitation.expires_at > now.0
}

fn check_pending(invitation: &Invitation, now: UnixMillis) -> Result<(), Rejection> {
    if is_pending(invitation, now) {
        return Ok(());
    }
    let status = if invitation.status == PENDING { "Expired" } else { invitation.status.as_str() };
    Err(invitation_not_pending(status))
}

/// Proof that an invitation is one to the organization of the token. Only [`invitation_of`] makes one.
pub(crate) struct OwnInvitation(Invitation);

impl OwnInvitation {
    pub(crate) fn id(&self) -> &str {
        &self.0.id
    }

    /// The address that was invited.
    pub(crate) fn invitee(&self) -> &str {
        &self.0.invitee
    }

    /// Passes while it waits for an answer.
    pub(crate) fn check_pending(&self, now: UnixMillis) -> Result<(), Rejection> {
        check_pending(&self.0, now)
    }
}

/// Looks an invitation up, which must be one to the organization of the token.
pub(crate) async fn invitation_of(
    scene: Scene<'_>,
    id: &OrganizationInvitationId,
) -> Result<OwnInvitation, Rejection> {
    let invitation = scene.management().invitation(id).await?.ok_or_else(invitation_not_found)?;
    if invitation.organization_id == scene.organization.as_str() {
        Ok(OwnInvitation(invitation))
    } else {
        Err(invitation_not_found())
    }
}

/// Shows `take` every invitation to an organization, newest first; of one address alone, in any case, where one is given. The wire gives this
/// list whole, and it is as long as the organization made it.
pub(crate) async fn invitations_of<Kept: Default + Send + 'static>(
    scene: Scene<'_>,
    invitee: Option<&str>,
    take: impl Fn(&mut Kept, Invitation) + Send + Sync + 'static,
) -> Result<Kept, UpstreamError> {
    let organization = scene.organization.clone();
    let mut call = Call::to(["organization-invitations"]).query("organizationId", organization.as_str());
    if let Some(invitee) = invitee {
        call = call.query("invitee", invitee);
    }
    sift(scene.upstream, scene.standing, call, move |kept, invitation| {
        // The upstream's filter is optional: one that it did not understand would show every organization's.
        if invitation.organization_id != organization.as_str() {
            return Err(UpstreamError::AnotherObject);
        }
        take(kept, invitation);
        Ok(())
    })
    .await
}

async fn sift<Kept: Default + Send + 'static>(
    upstream: &Upstream,
    standing: &Standing,
    call: Call,
    take: impl Fn(&mut Kept, Invitation) -> Result<(), UpstreamError> + Send + Sync + 'static,
) -> Result<Kept, UpstreamError> {
    let take = move |kept: &mut Kept, element: &[u8]| take(kept, read_element(element)?);
    let (answer, kept) = upstream.sift(standing.permit(), call, take).await?;
    if answer.status == StatusCode::OK {
        Ok(kept)
    } else {
        Err(UpstreamError::UnexpectedStatus(answer.status))
    }
}

/// Proof that an invitation is one to the token's user. Only [`invitation_to_me`] makes one.
pub(crate) struct InvitationToMe(Invitation);

impl InvitationToMe {
    pub(crate) fn invitation(&self) -> &Invitation {
        &self.0
    }

    /// The organization that the user is invited to.
    pub(crate) fn organization(&self) -> OrganizationId {
        OrganizationId::new(self.0.organization_id.as_str())
    }

    /// Passes while it waits for an answer.
    pub(crate) fn check_pending(&self, now: UnixMillis) -> Result<(), Rejection> {
        check_pending(&self.0, now)
    }
}

/// Looks an invitation up, which must be one to the primary e-mail address that the token's user has now.
pub(crate) async fn invitation_to_me(
    upstream: &Upstream,
    standing: &Standing,
    id: &OrganizationInvitationId,
) -> Result<InvitationToMe, Rejection> {
    let management = Management { upstream, permit: standing.permit() };
    // Asked for whoever has no address too: a refusal is the same in every way.
    let invitation = management.invitation(id).await?.ok_or_else(not_invited)?;
    let is_mine = standing.primary_email().is_some_and(|email| is_same_email(email, &invitation.invitee));
    if is_mine { Ok(InvitationToMe(invitation)) } else { Err(not_invited()) }
}

/// Those of the invitations to the primary e-mail address of the token's user that wait for an answer which a page of `query` shows, newest
/// first. Everybody who may invite somewhere makes the list longer, which the wire gives whole.
pub(crate) async fn invitations_to_me(
    upstream: &Upstream,
    standing: &Standing,
    query: &ListQuery,
    now: UnixMillis,
) -> Result<Shown<InvitationToMe>, UpstreamError> {
    let Some(email) = standing.primary_email().filter(|email| !email.is_empty()).map(str::to_owned) else {
        return Ok(Shown::default());
    };
    let (call, query) = (Call::to(["organization-invitations"]).query("invitee", &email), query.clone());
    sift(upstream, standing, call, move |shown, invitation| {
        if is_same_email(&email, &invitation.invitee) && is_pending(&invitation, now) {
            query.show(shown, InvitationToMe(invitation));
        }
        Ok(())
    })
    .await
}

impl Management<'_> {
    /// An invitation; `None` when there is none.
    async fn invitation(&self, id: &OrganizationInvitationId) -> Result<Option<Invitation>, UpstreamError> {
        let call = Call::to(["organization-invitations", id.as_str()]);
        let answer = self.upstream.read(self.permit, call).await?;
        if answer.status == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let invitation: Invitation = answer.json(StatusCode::OK)?;
        if invitation.id == id.as_str() { Ok(Some(invitation)) } else { Err(UpstreamError::AnotherObject) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invitation(status: &str) -> Invitation {
        Invitation {
            tenant_id: "default".to_owned(),
            id: "i1".to_owned(),
            inviter_id: None,
            invitee: "eve@fjord.example".to_owned(),
            accepted_user_id: None,
            organization_id: "fjord".to_owned(),
            status: status.to_owned(),
            created_at: 1,
            updated_at: 1,
            expires_at: 10,
            organization_roles: Vec::new(),
        }
    }

    #[test]
    fn only_what_is_pending_and_not_over_waits_for_an_answer() {
        let refused = |status: &str, now: i64| {
            let data =
                check_pending(&invitation(status), UnixMillis(now)).unwrap_err().into_http().into_body();
            let body: serde_json::Value = serde_json::from_slice(&data).unwrap();
            body["data"]["status"].as_str().unwrap().to_owned()
        };
        assert!(check_pending(&invitation("Pending"), UnixMillis(9)).is_ok());
        assert_eq!(refused("Pending", 10), "Expired");
        for status in ["Accepted", "Expired", "Revoked", "pending", ""] {
            assert_eq!(refused(status, 1), status);
        }
    }
}
