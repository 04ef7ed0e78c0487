//! What a gateway asks before each request: whether a user is there, may sign in, and still holds a permission in an organization. One
//! statement, so that its parts are of one moment.

use domain::{OrganizationId, TenantId, UserId};

use crate::{Exec, StoreError, db::Row, params};

/// A user's standing at one moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UserStanding {
    /// Whether the user may not sign in.
    pub is_suspended: bool,
    /// The primary e-mail address.
    pub primary_email: Option<String>,
    /// Whether one of the user's roles in the organization gives the permission. Never without an organization.
    pub holds: bool,
}

const OF_USER: &str = "
SELECT u.is_suspended, u.primary_email, EXISTS (
  SELECT 1 FROM organization_user_roles m
  JOIN organization_role_scopes rs ON rs.tenant_id = m.tenant_id AND rs.organization_role_id = m.organization_role_id
  JOIN organization_scopes s ON s.tenant_id = rs.tenant_id AND s.id = rs.organization_scope_id
  WHERE m.tenant_id = u.tenant_id AND m.user_id = u.id AND m.organization_id = $3 AND s.name = $4
)
FROM users u WHERE u.tenant_id = $1 AND u.id = $2";

/// The user's standing, with whether they hold the permission of this name in the organization; `None` when there is no such user.
pub async fn of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    permission: Option<(&OrganizationId, &str)>,
) -> Result<Option<UserStanding>, StoreError> {
    // No organization has an empty id.
    let (organization, permission) = permission.map_or(("", ""), |(id, name)| (id.as_str(), name));
    let read = |row: &Row<'_>| {
        Ok(UserStanding { is_suspended: row.bool(0)?, primary_email: row.opt_text(1)?, holds: row.bool(2)? })
    };
    exec.optional(OF_USER, params![tenant, user, organization, permission], read).await
}
