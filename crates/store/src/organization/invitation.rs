//! Invitations to organizations (Management API contract §4).
//!
//! What may follow what is told by [`domain::organization_invitation`]; here a decision is made to count once. A missing organization,
//! user or role is a [`StoreError::ForeignKeyViolation`], a second pending invitation of the same address to the same organization a
//! [`StoreError::UniqueViolation`].

use domain::{
    OrganizationId, OrganizationInvitationId, OrganizationRoleId, TenantId, UnixMillis, UserId,
    organization_invitation::{InvitationState, OrganizationInvitation},
    text::fold,
};

use super::{RoleName, read_role_name};
use crate::{
    Exec, StoreError,
    db::{ListBuilder, Row, ToParam as _},
    params, relation,
};

/// An invitation with the roles that whoever accepts it gets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InvitationWithRoles {
    /// The invitation, as it is stored.
    pub invitation: OrganizationInvitation,
    /// Id and name of the roles, ordered by name.
    pub roles: Vec<RoleName>,
}

/// Which invitations are listed; the default lists all.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct InvitationFilter<'a> {
    /// Of this organization only.
    pub organization_id: Option<&'a OrganizationId>,
    /// Sent by this user only.
    pub inviter_id: Option<&'a UserId>,
    /// For this e-mail address only, in any case.
    pub invitee: Option<&'a str>,
}

const SELECT: &str = "
SELECT i.id, i.organization_id, i.inviter_id, i.invitee, i.status, i.accepted_user_id, i.created_at, i.updated_at, i.expires_at, r.id, r.name
FROM organization_invitations i
LEFT JOIN organization_invitation_roles ir ON ir.tenant_id = i.tenant_id AND ir.invitation_id = i.id
LEFT JOIN organization_roles r ON r.tenant_id = ir.tenant_id AND r.id = ir.organization_role_id
WHERE i.tenant_id = {}";

const NEWEST_FIRST: &str = " ORDER BY i.created_at DESC, i.id DESC, r.name, r.id";

/// Reads the columns of [`SELECT`] but for the role.
fn read_invitation(row: &Row<'_>) -> Result<OrganizationInvitation, StoreError> {
    let accepted_user_id = row.opt_text(5)?.map(UserId::new);
    let state = InvitationState::parse(&row.text(4)?, accepted_user_id)
        .ok_or(StoreError::Inconsistent { table: "organization_invitations", column: "status" })?;
    Ok(OrganizationInvitation {
        id: OrganizationInvitationId::new(row.text(0)?),
        organization_id: OrganizationId::new(row.text(1)?),
        inviter_id: row.opt_text(2)?.map(UserId::new),
        invitee: row.text(3)?,
        state,
        created_at: row.millis(6)?,
        updated_at: row.millis(7)?,
        expires_at: row.millis(8)?,
    })
}

fn read(row: &Row<'_>) -> Result<(OrganizationInvitation, Option<RoleName>), StoreError> {
    Ok((read_invitation(row)?, read_role_name(row, 9)?))
}

/// One row a role becomes one entry an invitation. Rows of one invitation follow each other.
fn gather(rows: Vec<(OrganizationInvitation, Option<RoleName>)>) -> Vec<InvitationWithRoles> {
    let mut invitations: Vec<InvitationWithRoles> = Vec::new();
    for (invitation, role) in rows {
        match invitations.last_mut() {
            Some(last) if last.invitation.id == invitation.id => last.roles.extend(role),
            _ => invitations.push(InvitationWithRoles { invitation, roles: role.into_iter().collect() }),
        }
    }
    invitations
}

/// The invitation with this id.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &OrganizationInvitationId,
) -> Result<Option<InvitationWithRoles>, StoreError> {
    let mut statement = ListBuilder::new(SELECT, params![tenant]);
    statement.push(" AND i.id = {}", params![id]).push(NEWEST_FIRST, &[]);
    let (sql, params) = statement.build();
    Ok(gather(exec.all(sql, &params, read).await?).into_iter().next())
}

/// All invitations that a filter lets through, newest first; those of the same millisecond by id.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &InvitationFilter<'_>,
) -> Result<Vec<InvitationWithRoles>, StoreError> {
    let invitee_folded = filter.invitee.map(fold);
    let mut statement = ListBuilder::new(SELECT, params![tenant]);
    if let Some(organization) = filter.organization_id {
        statement.push(" AND i.organization_id = {}", &[organization.to_param()]);
    }
    if let Some(inviter) = filter.inviter_id {
        statement.push(" AND i.inviter_id = {}", &[inviter.to_param()]);
    }
    if let Some(invitee) = &invitee_folded {
        statement.push(" AND i.invitee_folded = {}", &[invitee.to_param()]);
    }
    statement.push(NEWEST_FIRST, &[]);
    let (sql, params) = statement.build();
    Ok(gather(exec.scan(sql, &params, read).await?))
}

const MEMBER_WITH_ADDRESS: &str = "
SELECT 1 FROM users u JOIN organization_users m ON m.tenant_id = u.tenant_id AND m.user_id = u.id
WHERE u.tenant_id = $1 AND u.primary_email_folded = $2 AND u.primary_email = $3 AND m.organization_id = $4";

/// Whether a user with this primary e-mail address, spelt exactly so, belongs to the organization.
pub async fn is_member_address(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    email: &str,
) -> Result<bool, StoreError> {
    let folded = fold(email);
    let params = params![tenant, folded, email, organization];
    Ok(exec.optional(MEMBER_WITH_ADDRESS, params, |_| Ok(())).await?.is_some())
}

const EXPIRE: &str = "
UPDATE organization_invitations SET status = 'Expired'
WHERE tenant_id = $1 AND organization_id = $2 AND invitee_folded = $3 AND status = 'Pending' AND expires_at <= $4";

/// Marks what is pending past its end as expired, for one organization and one address in any case, so that it does not stand in the way
/// of another invitation. Nobody sees a difference: it was read as expired before.
pub async fn expire(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    invitee: &str,
    now: UnixMillis,
) -> Result<(), StoreError> {
    exec.execute(EXPIRE, params![tenant, organization, fold(invitee), now]).await?;
    Ok(())
}

const INSERT: &str = "
INSERT INTO organization_invitations
  (tenant_id, id, organization_id, inviter_id, invitee, invitee_folded, status, accepted_user_id, created_at, updated_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

const INSERT_ROLES: &str =
    "INSERT INTO organization_invitation_roles (tenant_id, invitation_id, organization_role_id) VALUES ";

/// Stores a new invitation with its roles, each once; to be called in a transaction.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    invitation: &OrganizationInvitation,
    roles: &[OrganizationRoleId],
) -> Result<(), StoreError> {
    let (invitee_folded, state) = (fold(&invitation.invitee), &invitation.state);
    let (status, accepted_user_id) = (state.as_str(), state.accepted_user_id());
    let params = params![
        tenant,
        invitation.id,
        invitation.organization_id,
        invitation.inviter_id,
        invitation.invitee,
        invitee_folded,
        status,
        accepted_user_id,
        invitation.created_at,
        invitation.updated_at,
        invitation.expires_at,
    ];
    exec.execute(INSERT, params).await?;
    relation::insert(exec, (INSERT_ROLES, ""), tenant, &invitation.id, roles).await?;
    Ok(())
}

const DECIDE: &str = "
UPDATE organization_invitations SET status = $3, accepted_user_id = $4, updated_at = $5
WHERE tenant_id = $1 AND id = $2 AND status = 'Pending' AND expires_at > $5";

/// Stores how a pending invitation was decided. Returns whether it counted: of several decisions at once one does, and none does once the
/// invitation has expired.
pub async fn decide(
    exec: Exec<'_>,
    tenant: &TenantId,
    decided: &OrganizationInvitation,
) -> Result<bool, StoreError> {
    let (status, accepted_user_id) = (decided.state.as_str(), decided.state.accepted_user_id());
    let params = params![tenant, decided.id, status, accepted_user_id, decided.updated_at];
    Ok(exec.execute(DECIDE, params).await? > 0)
}

const DELETE: &str = "DELETE FROM organization_invitations WHERE tenant_id = $1 AND id = $2";

/// Deletes an invitation, whatever became of it. Returns whether there was one.
pub async fn delete(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &OrganizationInvitationId,
) -> Result<bool, StoreError> {
    Ok(exec.execute(DELETE, params![tenant, id]).await? > 0)
}

#[cfg(test)]
mod tests;
