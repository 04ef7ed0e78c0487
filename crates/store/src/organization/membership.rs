//! Who belongs to which organization, as token issue asks it: each question one statement that an index answers.
//!
//! Changes of membership are in [`super::member`]; what the Management API lists is in [`super::member_list`]. Roles here are those of the
//! organization template (Management API contract §2.3, §2.4, §2.7).

use domain::{
    ApplicationId, OrganizationId, OrganizationRoleId, TenantId, UserId, organization::Organization,
};

use super::{read_organization, read_role_name};
use crate::{Exec, Page, StoreError, db::Row, params};

/// A user's membership in one organization.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UserMembership {
    /// Whether the organization asks its members for a second factor.
    pub is_mfa_required: bool,
    /// The user's roles there, ordered by id.
    pub role_ids: Vec<OrganizationRoleId>,
}

const USER_MEMBERSHIP: &str = "
SELECT o.is_mfa_required, r.organization_role_id FROM organization_users m
JOIN organizations o ON o.tenant_id = m.tenant_id AND o.id = m.organization_id
LEFT JOIN organization_user_roles r
  ON r.tenant_id = m.tenant_id AND r.organization_id = m.organization_id AND r.user_id = m.user_id
WHERE m.tenant_id = $1 AND m.organization_id = $2 AND m.user_id = $3
ORDER BY r.organization_role_id";

/// The user's membership in the organization; `None` when the user does not belong to it.
pub async fn of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    user: &UserId,
) -> Result<Option<UserMembership>, StoreError> {
    let row = |row: &Row<'_>| Ok((row.bool(0)?, row.opt_text(1)?));
    let rows = exec.all(USER_MEMBERSHIP, params![tenant, organization, user], row).await?;
    let is_mfa_required = rows.first().is_some_and(|(is_mfa_required, _)| *is_mfa_required);
    let role_ids = member_role_ids(rows.into_iter().map(|(_, role)| role).collect());
    Ok(role_ids.map(|role_ids| UserMembership { is_mfa_required, role_ids }))
}

const APPLICATION_ROLE_IDS: &str = "
SELECT r.organization_role_id FROM organization_applications m
LEFT JOIN organization_application_roles r
  ON r.tenant_id = m.tenant_id AND r.organization_id = m.organization_id AND r.application_id = m.application_id
WHERE m.tenant_id = $1 AND m.organization_id = $2 AND m.application_id = $3
ORDER BY r.organization_role_id";

/// The application's roles in the organization, ordered by id; `None` when the application does not belong to it.
pub async fn application_role_ids(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    application: &ApplicationId,
) -> Result<Option<Vec<OrganizationRoleId>>, StoreError> {
    Ok(member_role_ids(
        exec.all(APPLICATION_ROLE_IDS, params![tenant, organization, application], |row| row.opt_text(0))
            .await?,
    ))
}

/// No row means no membership; one row without a role means a member without roles.
fn member_role_ids(rows: Vec<Option<String>>) -> Option<Vec<OrganizationRoleId>> {
    (!rows.is_empty()).then(|| rows.into_iter().flatten().map(OrganizationRoleId::new).collect())
}

const USER_ROLES_EVERYWHERE: &str = "
SELECT m.organization_id, r.organization_role_id FROM organization_users m
LEFT JOIN organization_user_roles r
  ON r.tenant_id = m.tenant_id AND r.organization_id = m.organization_id AND r.user_id = m.user_id
WHERE m.tenant_id = $1 AND m.user_id = $2
ORDER BY m.organization_id, r.organization_role_id";

/// All organizations of the user with the roles held there, also those without any, ordered by organization id.
pub async fn user_roles_everywhere(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
) -> Result<Vec<(OrganizationId, Vec<OrganizationRoleId>)>, StoreError> {
    Ok(group_by_organization(exec.all(USER_ROLES_EVERYWHERE, params![tenant, user], read_pair).await?))
}

const APPLICATION_ROLES_EVERYWHERE: &str = "
SELECT m.organization_id, r.organization_role_id FROM organization_applications m
LEFT JOIN organization_application_roles r
  ON r.tenant_id = m.tenant_id AND r.organization_id = m.organization_id AND r.application_id = m.application_id
WHERE m.tenant_id = $1 AND m.application_id = $2
ORDER BY m.organization_id, r.organization_role_id";

/// All organizations of the application with the roles held there, also those without any, ordered by organization id.
pub async fn application_roles_everywhere(
    exec: Exec<'_>,
    tenant: &TenantId,
    application: &ApplicationId,
) -> Result<Vec<(OrganizationId, Vec<OrganizationRoleId>)>, StoreError> {
    Ok(group_by_organization(
        exec.all(APPLICATION_ROLES_EVERYWHERE, params![tenant, application], read_pair).await?,
    ))
}

fn read_pair(row: &Row<'_>) -> Result<(String, Option<String>), StoreError> {
    Ok((row.text(0)?, row.opt_text(1)?))
}

fn group_by_organization(
    rows: Vec<(String, Option<String>)>,
) -> Vec<(OrganizationId, Vec<OrganizationRoleId>)> {
    let mut grouped: Vec<(OrganizationId, Vec<OrganizationRoleId>)> = Vec::new();
    for (organization, role) in rows {
        if grouped.last().is_none_or(|(last, _)| last.as_str() != organization) {
            grouped.push((OrganizationId::new(organization), Vec::new()));
        }
        if let (Some((_, roles)), Some(role)) = (grouped.last_mut(), role) {
            roles.push(OrganizationRoleId::new(role));
        }
    }
    grouped
}

const ORGANIZATIONS_OF_USER_BRIEF: &str = "
SELECT o.id, o.name, o.description, o.is_mfa_required FROM organization_users m
JOIN organizations o ON o.tenant_id = m.tenant_id AND o.id = m.organization_id
WHERE m.tenant_id = $1 AND m.user_id = $2
ORDER BY m.organization_id";

/// Id, name, description and "requires a second factor" of each of the user's organizations, ordered by id.
pub async fn organizations_of_user_brief(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
) -> Result<Vec<(OrganizationId, String, Option<String>, bool)>, StoreError> {
    exec.all(ORGANIZATIONS_OF_USER_BRIEF, params![tenant, user], read_brief).await
}

fn read_brief(row: &Row<'_>) -> Result<(OrganizationId, String, Option<String>, bool), StoreError> {
    Ok((OrganizationId::new(row.text(0)?), row.text(1)?, row.opt_text(2)?, row.bool(3)?))
}

const PAGE_OF_USER: &str = "
SELECT o.id, o.name FROM organization_users m
JOIN organizations o ON o.tenant_id = m.tenant_id AND o.id = m.organization_id
WHERE m.tenant_id = $1 AND m.user_id = $2 AND ($3 = '' OR o.name_folded LIKE $4 ESCAPE '!')
ORDER BY o.name_folded, o.id LIMIT $5 OFFSET $6";

/// Id and name of a part of the user's organizations, ordered by name: those whose name contains `search`, in any case, or all.
pub async fn page_of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
    search: &str,
    page: Page,
) -> Result<Vec<(OrganizationId, String)>, StoreError> {
    let folded = domain::text::fold(search.trim());
    let mut pattern = String::with_capacity(folded.len() + 2);
    pattern.push('%');
    for character in folded.chars() {
        if matches!(character, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(character);
    }
    pattern.push('%');
    let parameters = params![tenant, user, folded, pattern, page.limit, page.offset];
    exec.all(PAGE_OF_USER, parameters, |row| Ok((OrganizationId::new(row.text(0)?), row.text(1)?))).await
}

const HAS_OTHER_HOLDER: &str = "
SELECT 1 FROM organization_user_roles r
JOIN users u ON u.tenant_id = r.tenant_id AND u.id = r.user_id
WHERE r.tenant_id = $1 AND r.organization_id = $2 AND r.organization_role_id = $3 AND r.user_id <> $4
  AND u.is_suspended = FALSE LIMIT 1";

/// Whether somebody else, who is not suspended, holds this role in the organization.
pub async fn has_other_holder(
    exec: Exec<'_>,
    tenant: &TenantId,
    (organization, role): (&OrganizationId, &OrganizationRoleId),
    user: &UserId,
) -> Result<bool, StoreError> {
    let params = params![tenant, organization, role, user];
    Ok(exec.optional(HAS_OTHER_HOLDER, params, |_| Ok(())).await?.is_some())
}

/// An organization and the roles that one member holds there, by name.
#[derive(Clone, PartialEq, Debug)]
pub struct OrganizationWithRoles {
    /// The organization.
    pub organization: Organization,
    /// Id and name of the roles, ordered by name.
    pub roles: Vec<(OrganizationRoleId, String)>,
}

const ORGANIZATIONS_OF_USER: &str = "
SELECT o.id, o.name, o.description, o.custom_data, o.is_mfa_required, o.color, o.branding, o.custom_css, o.created_at, r.id, r.name
FROM organization_users m
JOIN organizations o ON o.tenant_id = m.tenant_id AND o.id = m.organization_id
LEFT JOIN organization_user_roles mr
  ON mr.tenant_id = m.tenant_id AND mr.organization_id = m.organization_id AND mr.user_id = m.user_id
LEFT JOIN organization_roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.organization_role_id
WHERE m.tenant_id = $1 AND m.user_id = $2
ORDER BY m.organization_id, r.name, r.id";

/// The user's organizations with the roles held in each, ordered by id (Management API contract §2.7).
pub async fn organizations_of_user(
    exec: Exec<'_>,
    tenant: &TenantId,
    user: &UserId,
) -> Result<Vec<OrganizationWithRoles>, StoreError> {
    Ok(group_with_roles(exec.all(ORGANIZATIONS_OF_USER, params![tenant, user], read_with_role).await?))
}

const ORGANIZATIONS_OF_APPLICATION: &str = "
SELECT o.id, o.name, o.description, o.custom_data, o.is_mfa_required, o.color, o.branding, o.custom_css, o.created_at, r.id, r.name
FROM (
  SELECT tenant_id, organization_id, application_id FROM organization_applications
  WHERE tenant_id = $1 AND application_id = $2
  ORDER BY organization_id LIMIT $3 OFFSET $4
) m
JOIN organizations o ON o.tenant_id = m.tenant_id AND o.id = m.organization_id
LEFT JOIN organization_application_roles mr
  ON mr.tenant_id = m.tenant_id AND mr.organization_id = m.organization_id AND mr.application_id = m.application_id
LEFT JOIN organization_roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.organization_role_id
ORDER BY m.organization_id, r.name, r.id";

/// A page of the application's organizations with the roles held in each, ordered by id (Management API contract §2.7).
pub async fn organizations_of_application(
    exec: Exec<'_>,
    tenant: &TenantId,
    application: &ApplicationId,
    page: Page,
) -> Result<Vec<OrganizationWithRoles>, StoreError> {
    let params = params![tenant, application, page.limit, page.offset];
    Ok(group_with_roles(exec.page(ORGANIZATIONS_OF_APPLICATION, params, page, read_with_role).await?))
}

const COUNT_ORGANIZATIONS_OF_APPLICATION: &str =
    "SELECT COUNT(*) FROM organization_applications WHERE tenant_id = $1 AND application_id = $2";

/// How many organizations the application belongs to.
pub async fn count_organizations_of_application(
    exec: Exec<'_>,
    tenant: &TenantId,
    application: &ApplicationId,
) -> Result<i64, StoreError> {
    super::count(exec, COUNT_ORGANIZATIONS_OF_APPLICATION, params![tenant, application]).await
}

fn read_with_role(row: &Row<'_>) -> Result<(Organization, Option<(OrganizationRoleId, String)>), StoreError> {
    Ok((read_organization(row)?, read_role_name(row, 9)?))
}

fn group_with_roles(
    rows: Vec<(Organization, Option<(OrganizationRoleId, String)>)>,
) -> Vec<OrganizationWithRoles> {
    let mut grouped: Vec<OrganizationWithRoles> = Vec::new();
    for (organization, role) in rows {
        if grouped.last().is_none_or(|last| last.organization.id != organization.id) {
            grouped.push(OrganizationWithRoles { organization, roles: Vec::new() });
        }
        if let Some(last) = grouped.last_mut() {
            last.roles.extend(role);
        }
    }
    grouped
}
