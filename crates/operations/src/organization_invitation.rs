//! Inviting people to organizations (Management API contract §4): what is checked and written in one step, so that an address has one
//! pending invitation to an organization and an invitation is decided once.
//!
//! Single statements are in [`store::organization::invitation`], what may follow what in [`domain::organization_invitation`].

use domain::{
    OrganizationId, OrganizationInvitationId, OrganizationRoleId, TenantId, UserId,
    account::User,
    message_template::TemplateType,
    organization_invitation::{InvitationRefusal, InvitationState, OrganizationInvitation},
    role::RoleType,
};
use serde_json::{Map, Value};
use store::{
    AsStoreError, Exec, StoreError, Transaction,
    organization::{
        RoleName,
        invitation::{self, InvitationFilter, InvitationWithRoles},
        member,
        role::{self, RoleCheck},
    },
};

use crate::{
    messages::{self, Outgoing, Recipient, SendError},
    services::Services,
};

/// Why an invitation was not made, sent or decided.
#[derive(Debug, thiserror::Error)]
pub enum InvitationError {
    /// The store failed; a missing organization, inviter or role and a second pending invitation are told by it too.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such invitation.
    #[error("the invitation does not exist")]
    NotFound,
    /// Its end is not in the future.
    #[error("the end of an invitation must be in the future")]
    EndsInThePast,
    /// Whoever has the address belongs to the organization already.
    #[error("the invitee is a member already")]
    AlreadyAMember,
    /// It stays as it is.
    #[error(transparent)]
    Refused(#[from] InvitationRefusal),
    /// Nobody was named who accepts.
    #[error("it was not told who accepts")]
    NobodyAccepts,
    /// There is no such user.
    #[error("the user who accepts does not exist")]
    UnknownUser,
    /// One of its roles is for machines.
    #[error("a role of the invitation is not for users")]
    WrongRoleType,
    /// The message was not sent.
    #[error(transparent)]
    NotSent(#[from] SendError),
}

impl AsStoreError for InvitationError {
    fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

/// An invitation to be made. The form and the length of the address were checked by the caller.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// The organization.
    pub organization_id: OrganizationId,
    /// Who invites, if it is told.
    pub inviter_id: Option<UserId>,
    /// The e-mail address.
    pub invitee: String,
    /// From this moment on it cannot be accepted.
    pub expires_at: domain::UnixMillis,
    /// The roles that whoever accepts gets, each once.
    pub roles: Vec<OrganizationRoleId>,
    /// What its message says; none is sent without.
    pub message: Option<Map<String, Value>>,
}

/// Makes an invitation and sends its message, if there is one; when that fails, nothing is kept. The message is sent after the invitation
/// was committed, because no transaction waits for a mail server, and the invitation is taken away again when that fails.
pub async fn create(services: &Services, new: NewInvitation) -> Result<InvitationWithRoles, InvitationError> {
    let now = services.now();
    if new.expires_at <= now {
        return Err(InvitationError::EndsInThePast);
    }
    let NewInvitation { organization_id, inviter_id, invitee, expires_at, roles, message } = new;
    let invitation = &OrganizationInvitation {
        id: OrganizationInvitationId::new(services.entropy.id_21()),
        organization_id,
        inviter_id,
        invitee,
        state: InvitationState::Pending,
        created_at: now,
        updated_at: now,
        expires_at,
    };
    let stored = store_new(services, invitation, &roles, message.is_some()).await?;
    let Some(variables) = message else { return Ok(stored) };
    match send(services, invitation, &variables).await {
        Ok(()) => Ok(stored),
        Err(error) => {
            invitation::delete(services.db.exec(), &services.tenant, &invitation.id).await?;
            Err(error)
        }
    }
}

/// Checks and stores an invitation. One that has a message is not stored when nothing could send it.
async fn store_new(
    services: &Services,
    invitation: &OrganizationInvitation,
    roles: &[OrganizationRoleId],
    has_message: bool,
) -> Result<InvitationWithRoles, InvitationError> {
    let (tenant, now) = (&services.tenant, invitation.created_at);
    services
        .db
        .transaction(|tx| async move {
            let (organization, invitee) = (&invitation.organization_id, invitation.invitee.as_str());
            if invitation::is_member_address(tx.exec(), tenant, organization, invitee).await? {
                return Err(InvitationError::AlreadyAMember);
            }
            invitation::expire(tx.exec(), tenant, organization, invitee, now).await?;
            invitation::insert(tx.exec(), tenant, invitation, roles).await?;
            if has_message {
                messages::require_connector(tx.exec(), services, Recipient::Email(invitee)).await?;
            }
            find_in(tx.exec(), tenant, &invitation.id).await
        })
        .await
}

/// Sends the message of an invitation again, whatever became of it. Returns the organization that it is to.
pub async fn resend(
    services: &Services,
    id: &OrganizationInvitationId,
    variables: &Map<String, Value>,
) -> Result<OrganizationId, InvitationError> {
    let invitation = find(services, id).await?.invitation;
    send(services, &invitation, variables).await?;
    Ok(invitation.organization_id)
}

/// Sends the message of an invitation. What the server knows of organization and inviter goes before what the caller says of them.
async fn send(
    services: &Services,
    invitation: &OrganizationInvitation,
    variables: &Map<String, Value>,
) -> Result<(), InvitationError> {
    let (exec, tenant) = (services.db.exec(), &services.tenant);
    let mut variables = variables.clone();
    if let Some(organization) = store::organization::find(exec, tenant, &invitation.organization_id).await? {
        variables.insert("organization".to_owned(), messages::organization_variable(&organization));
    }
    if let Some(inviter) = &invitation.inviter_id
        && let Some(inviter) = store::user::find(exec, tenant, inviter).await?
    {
        variables.insert("inviter".to_owned(), messages::inviter_variable(&inviter));
    }
    let message = Outgoing {
        template_type: TemplateType::OrganizationInvitation,
        recipient: Recipient::Email(&invitation.invitee),
        variables: &variables,
        languages: "",
    };
    Ok(messages::send(services, &message).await?)
}

/// The invitation with this id, as it is now.
pub async fn find(
    services: &Services,
    id: &OrganizationInvitationId,
) -> Result<InvitationWithRoles, InvitationError> {
    Ok(at_present(services, find_in(services.db.exec(), &services.tenant, id).await?))
}

/// All invitations that a filter lets through, newest first, as they are now.
pub async fn list(
    services: &Services,
    filter: &InvitationFilter<'_>,
) -> Result<Vec<InvitationWithRoles>, StoreError> {
    let invitations = invitation::list(services.db.exec(), &services.tenant, filter).await?;
    Ok(invitations.into_iter().map(|invitation| at_present(services, invitation)).collect())
}

fn at_present(services: &Services, found: InvitationWithRoles) -> InvitationWithRoles {
    InvitationWithRoles { invitation: found.invitation.at(services.now()), ..found }
}

async fn find_in(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &OrganizationInvitationId,
) -> Result<InvitationWithRoles, InvitationError> {
    invitation::find(exec, tenant, id).await?.ok_or(InvitationError::NotFound)
}

/// Makes a user a member with the roles of the invitation. The user must exist and have the address that was invited; who is a member
/// already gets the roles. Tells whether the user was none.
pub async fn accept(
    services: &Services,
    id: &OrganizationInvitationId,
    user: Option<&UserId>,
) -> Result<(InvitationWithRoles, bool), InvitationError> {
    services.db.transaction(|tx| async move { accept_in(services, &tx, id, user).await }).await
}

/// As [`accept`], as part of `tx`.
pub async fn accept_in(
    services: &Services,
    tx: &Transaction,
    id: &OrganizationInvitationId,
    user: Option<&UserId>,
) -> Result<(InvitationWithRoles, bool), InvitationError> {
    let (tenant, now) = (&services.tenant, services.now());
    let found = find_in(tx.exec(), tenant, id).await?;
    let pending = found.invitation.pending(now)?;
    let user = user.ok_or(InvitationError::NobodyAccepts)?;
    let user = store::user::find(tx.exec(), tenant, user).await?;
    let user = user.ok_or(InvitationError::UnknownUser)?;
    let accepted = decide(tx, tenant, pending.accept(&user, now)?).await?;
    let has_joined = join(tx, tenant, (&accepted.organization_id, &user.id), &found.roles).await?;
    Ok((InvitationWithRoles { invitation: accepted, roles: found.roles }, has_joined))
}

/// The invitations to a user that still wait, by the address that the account has; newest first.
pub async fn list_of_user(services: &Services, user: &User) -> Result<Vec<InvitationWithRoles>, StoreError> {
    let Some(email) = user.primary_email.as_deref() else { return Ok(Vec::new()) };
    let filter = InvitationFilter { invitee: Some(email), ..InvitationFilter::default() };
    let mut found = invitation::list(services.db.exec(), &services.tenant, &filter).await?;
    found.retain(|found| waits_for(services, &found.invitation, user));
    Ok(found)
}

fn waits_for(services: &Services, invitation: &OrganizationInvitation, user: &User) -> bool {
    invitation.clone().accept(user, services.now()).is_ok()
}

/// Takes back an invitation that its invitee declines, as part of `tx`; the user must have the address that was invited.
pub async fn decline_in(
    services: &Services,
    tx: &Transaction,
    id: &OrganizationInvitationId,
    user: &User,
) -> Result<InvitationWithRoles, InvitationError> {
    let (tenant, now) = (&services.tenant, services.now());
    let found = find_in(tx.exec(), tenant, id).await?;
    // Whose it is before what became of it.
    found.invitation.clone().accept(user, now)?;
    let revoked = decide(tx, tenant, found.invitation.revoke(now)?).await?;
    Ok(InvitationWithRoles { invitation: revoked, roles: found.roles })
}

/// Takes an invitation back.
pub async fn revoke(
    services: &Services,
    id: &OrganizationInvitationId,
) -> Result<InvitationWithRoles, InvitationError> {
    let (tenant, now) = (&services.tenant, services.now());
    services
        .db
        .transaction(|tx| async move {
            let found = find_in(tx.exec(), tenant, id).await?;
            let revoked = decide(&tx, tenant, found.invitation.revoke(now)?).await?;
            Ok(InvitationWithRoles { invitation: revoked, roles: found.roles })
        })
        .await
}

/// Lets one of several decisions at once count; the others find the invitation decided.
async fn decide(
    tx: &Transaction,
    tenant: &TenantId,
    decided: OrganizationInvitation,
) -> Result<OrganizationInvitation, InvitationError> {
    if invitation::decide(tx.exec(), tenant, &decided).await? {
        Ok(decided)
    } else {
        Err(InvitationRefusal::NotPending.into())
    }
}

async fn join(
    tx: &Transaction,
    tenant: &TenantId,
    (organization, user): (&OrganizationId, &UserId),
    roles: &[RoleName],
) -> Result<bool, InvitationError> {
    let roles: Vec<OrganizationRoleId> = roles.iter().map(|(id, _)| id.clone()).collect();
    match role::check(tx.exec(), tenant, &roles, RoleType::User).await? {
        RoleCheck::Suitable => {}
        RoleCheck::WrongKind => return Err(InvitationError::WrongRoleType),
        // One was deleted since the invitation was read: the next attempt no longer sees it.
        RoleCheck::Unknown => return Err(StoreError::Conflict.into()),
    }
    let added = member::add(tx.exec(), tenant, organization, std::slice::from_ref(user)).await?;
    member::add_roles(tx.exec(), tenant, organization, user, &roles).await?;
    Ok(!added.is_empty())
}
