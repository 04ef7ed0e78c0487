//! `GET /api/my-account/organization-invitations`, `POST /api/my-account/organization-invitations/{id}/accept` and `…/decline`: invitations to
//! the address of the user. Others are not there.

use std::collections::HashMap;

use api_types::own_account::{JoinedOrganization, MyInvitation};
use axum::{Json, extract::Path};
use domain::{OrganizationId, OrganizationInvitationId, UserId, organization_invitation::InvitationRefusal};
use http_kit::{ApiError, NoContent};
use operations::organization_invitation::{self, InvitationError, accept_in, decline_in};
use store::organization::invitation::InvitationWithRoles;

use super::organizations::role_names;
use crate::{AccountContext, error::not_sent};

/// The most invitations that are shown: who has an address does not choose how many there are.
const MAX_SHOWN: usize = 100;

/// The invitations that wait for the user's answer, newest first.
pub(super) async fn list_invitations(context: AccountContext) -> Result<Json<Vec<MyInvitation>>, ApiError> {
    invitations_of(&context).await.map(Json)
}

/// The invitations that wait for the user's answer, as they are shown.
pub(super) async fn invitations_of(context: &AccountContext) -> Result<Vec<MyInvitation>, ApiError> {
    let found = organization_invitation::list_of_user(&context.services, &context.user).await?;
    let mut names = Names::default();
    let mut shown = Vec::new();
    for InvitationWithRoles { invitation, roles } in found.into_iter().take(MAX_SHOWN) {
        let inviter_name = match &invitation.inviter_id {
            Some(inviter) => names.of_user(context, inviter).await?,
            None => None,
        };
        shown.push(MyInvitation {
            organization_name: names.of_organization(context, &invitation.organization_id).await?,
            id: invitation.id.into_string(),
            organization_id: invitation.organization_id.into_string(),
            inviter_name,
            invitee: invitation.invitee,
            organization_roles: role_names(roles),
            created_at: invitation.created_at.0,
            expires_at: invitation.expires_at.0,
        });
    }
    Ok(shown)
}

/// What organizations and users are called, each read once.
#[derive(Default)]
struct Names {
    organizations: HashMap<OrganizationId, String>,
    users: HashMap<UserId, Option<String>>,
}

impl Names {
    async fn of_organization(
        &mut self,
        context: &AccountContext,
        id: &OrganizationId,
    ) -> Result<String, ApiError> {
        if let Some(name) = self.organizations.get(id) {
            return Ok(name.clone());
        }
        let found = store::organization::find(context.exec(), context.tenant(), id).await?;
        let name = found.map(|organization| organization.name).unwrap_or_default();
        self.organizations.insert(id.clone(), name.clone());
        Ok(name)
    }

    async fn of_user(&mut self, context: &AccountContext, id: &UserId) -> Result<Option<String>, ApiError> {
        if let Some(name) = self.users.get(id) {
            return Ok(name.clone());
        }
        let name = store::user::find(context.exec(), context.tenant(), id).await?.and_then(|user| user.name);
        self.users.insert(id.clone(), name.clone());
        Ok(name)
    }
}

/// Makes the user a member of the organization, with the roles of the invitation.
pub(super) async fn accept_invitation(
    context: AccountContext,
    Path(id): Path<OrganizationInvitationId>,
) -> Result<Json<JoinedOrganization>, ApiError> {
    let (context, id) = (&context, &id);
    let joined = context.step(|tx, user| async move {
        let accepted = accept_in(&context.services, &tx, id, Some(&user.id)).await;
        let (accepted, has_joined) = accepted.map_err(refused)?;
        let organization = accepted.invitation.organization_id;
        let joined = has_joined.then(|| context.membership("addedUserIds", &organization, 200));
        Ok((organization, joined.into_iter().collect()))
    });
    let organization = joined.await?;
    Ok(Json(JoinedOrganization { organization_id: organization.into_string() }))
}

/// Takes the invitation away. Who invited may invite again.
pub(super) async fn decline_invitation(
    context: AccountContext,
    Path(id): Path<OrganizationInvitationId>,
) -> Result<NoContent, ApiError> {
    let (context, id) = (&context, &id);
    let declined = context.step(|tx, user| async move {
        decline_in(&context.services, &tx, id, &user).await.map_err(refused)?;
        Ok(((), Vec::new()))
    });
    declined.await?;
    Ok(NoContent)
}

fn refused(error: InvitationError) -> ApiError {
    match error {
        InvitationError::Store(error) => error.into(),
        InvitationError::NotSent(error) => not_sent(error),
        // That there is one to somebody else is nobody's business.
        InvitationError::NotFound
        | InvitationError::Refused(InvitationRefusal::OtherAddress | InvitationRefusal::NotPending) => {
            ApiError::not_found("entity.not_found")
        }
        InvitationError::UnknownUser
        | InvitationError::NobodyAccepts
        | InvitationError::EndsInThePast
        | InvitationError::AlreadyAMember
        | InvitationError::WrongRoleType => ApiError::unprocessable("request.invalid_input")
            .message("The invitation cannot be accepted any more."),
    }
}
