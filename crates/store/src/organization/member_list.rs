//! The members of an organization as the Management API lists them, with filters and pages (Management API contract §2.3, §2.4).

use domain::{
    ApplicationId, OrganizationId, OrganizationRoleId, TenantId, UserId, account::User,
    application::Application,
};

use super::{RoleName, substring_pattern};
use crate::{
    Exec, Page, StoreError,
    application::from_row as read_application,
    db::{ListBuilder, Param, ToParam},
    params,
    user::{read_user, user_columns},
};

/// A member with the roles held in the organization, by name.
#[derive(Clone, PartialEq, Debug)]
pub struct WithRoles<T> {
    /// Who or what is the member.
    pub member: T,
    /// Id and name of all roles, ordered by name.
    pub roles: Vec<RoleName>,
}

/// Which users are listed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct UserFilter<'a> {
    /// What id, e-mail address, phone number, username or name contains.
    pub q: Option<&'a str>,
    /// A role that is held in the organization.
    pub role: Option<&'a OrganizationRoleId>,
}

/// What a filter's text becomes, kept while the statement borrows it.
fn pattern(q: Option<&str>) -> Option<String> {
    q.map(substring_pattern)
}

const USERS: &str = concat!(
    "SELECT ",
    user_columns!("u."),
    " FROM organization_users m JOIN users u ON u.tenant_id = m.tenant_id AND u.id = m.user_id"
);

/// Where nothing is looked for in the users themselves, the page is found by their ids, and only who is on it is read.
const IDS: &str = "WITH shown AS MATERIALIZED (SELECT m.user_id FROM organization_users m";
const SHOWN: &str = concat!(
    ") SELECT ",
    user_columns!("u."),
    " FROM shown JOIN users u ON u.tenant_id = {} AND u.id = shown.user_id ORDER BY shown.user_id"
);

/// A page of the organization's users, ordered by id.
pub async fn users(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    filter: &UserFilter<'_>,
    page: Page,
) -> Result<Vec<WithRoles<User>>, StoreError> {
    let pattern = pattern(filter.q);
    let mut statement = ListBuilder::new(if pattern.is_some() { USERS } else { IDS }, &[]);
    push_user_filter(&mut statement, (tenant, organization), filter.role, pattern.as_deref());
    statement.push(" ORDER BY m.user_id LIMIT {} OFFSET {}", params![page.limit, page.offset]);
    if pattern.is_none() {
        statement.push(SHOWN, params![tenant]);
    }
    let (sql, params) = statement.build();
    let users = exec.scan(sql, &params, read_user).await?;
    let ids: Vec<&UserId> = users.iter().map(|user| &user.id).collect();
    let roles = roles_of(exec, USER_ROLES, (tenant, organization), &ids).await?;
    Ok(users.into_iter().zip(roles).map(|(member, roles)| WithRoles { member, roles }).collect())
}

const COUNT_ALL_USERS: &str =
    "SELECT COUNT(*) FROM organization_users WHERE tenant_id = $1 AND organization_id = $2";

const COUNT_USERS: &str = "SELECT COUNT(*) FROM organization_users m JOIN users u ON u.tenant_id = m.tenant_id AND u.id = m.user_id";

/// How many users [`users`] has on all its pages.
pub async fn count_users(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    filter: &UserFilter<'_>,
) -> Result<i64, StoreError> {
    if *filter == UserFilter::default() {
        return super::count(exec, COUNT_ALL_USERS, params![tenant, organization]).await;
    }
    let pattern = pattern(filter.q);
    let mut statement = ListBuilder::new(COUNT_USERS, &[]);
    push_user_filter(&mut statement, (tenant, organization), filter.role, pattern.as_deref());
    let (sql, params) = statement.build();
    super::count(exec, sql, &params).await
}

fn push_user_filter<'a>(
    statement: &mut ListBuilder<'a>,
    (tenant, organization): (&'a TenantId, &'a OrganizationId),
    role: Option<&'a OrganizationRoleId>,
    pattern: Option<&'a str>,
) {
    statement.push(
        " WHERE m.tenant_id = {} AND m.organization_id = {}",
        &[tenant.to_param(), organization.to_param()],
    );
    if let Some(role) = role {
        let held = " AND EXISTS (SELECT 1 FROM organization_user_roles f WHERE f.tenant_id = m.tenant_id \
                    AND f.organization_id = m.organization_id AND f.user_id = m.user_id AND f.organization_role_id = {})";
        statement.push(held, &[role.to_param()]);
    }
    if let Some(pattern) = pattern {
        let found = r" AND (u.id LIKE {} ESCAPE '\' OR u.primary_email_folded LIKE {} ESCAPE '\' OR u.primary_phone LIKE {} ESCAPE '\'
          OR u.username_folded LIKE {} ESCAPE '\' OR u.name_folded LIKE {} ESCAPE '\')";
        statement.push(found, &[Param::Text(pattern); 5]);
    }
}

const USER_ROLES: &str = "
SELECT mr.user_id, r.id, r.name FROM organization_user_roles mr
JOIN organization_roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.organization_role_id
WHERE mr.tenant_id = {} AND mr.organization_id = {} AND mr.user_id IN ";

const APPLICATION_ROLES: &str = "
SELECT mr.application_id, r.id, r.name FROM organization_application_roles mr
JOIN organization_roles r ON r.tenant_id = mr.tenant_id AND r.id = mr.organization_role_id
WHERE mr.tenant_id = {} AND mr.organization_id = {} AND mr.application_id IN ";

/// The roles of each of the `members` (a page of them), in their order; `start` selects member, role id and role name.
async fn roles_of<M: ToParam + AsId>(
    exec: Exec<'_>,
    start: &'static str,
    (tenant, organization): (&TenantId, &OrganizationId),
    members: &[M],
) -> Result<Vec<Vec<RoleName>>, StoreError> {
    let mut roles = vec![Vec::new(); members.len()];
    if members.is_empty() {
        return Ok(roles);
    }
    let ids: Vec<Param<'_>> = members.iter().map(ToParam::to_param).collect();
    let mut statement = ListBuilder::new(start, params![tenant, organization]);
    statement.push_list(&ids).push(" ORDER BY r.name, r.id", &[]);
    let (sql, params) = statement.build();
    let rows = exec
        .all(sql, &params, |row| Ok((row.text(0)?, OrganizationRoleId::new(row.text(1)?), row.text(2)?)))
        .await?;
    for (member, id, name) in rows {
        let position = members.iter().position(|candidate| candidate.as_id() == member);
        if let Some(roles) = position.and_then(|position| roles.get_mut(position)) {
            roles.push((id, name));
        }
    }
    Ok(roles)
}

/// The text of a member's id.
trait AsId {
    fn as_id(&self) -> &str;
}

impl AsId for &UserId {
    fn as_id(&self) -> &str {
        self.as_str()
    }
}

impl AsId for &ApplicationId {
    fn as_id(&self) -> &str {
        self.as_str()
    }
}

const APPLICATIONS: &str = "
SELECT a.id, a.name, a.description, a.type, a.oidc_client_metadata, a.custom_client_metadata, a.protected_app_metadata, a.custom_data,
  a.is_third_party, a.app_level_access_control_enabled, a.created_at
FROM organization_applications m JOIN applications a ON a.tenant_id = m.tenant_id AND a.id = m.application_id";

/// A page of the organization's applications whose id, name or description contains `q`, ordered by id.
pub async fn applications(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    q: Option<&str>,
    page: Page,
) -> Result<Vec<WithRoles<Application>>, StoreError> {
    let pattern = pattern(q);
    let mut statement = ListBuilder::new(APPLICATIONS, &[]);
    push_application_filter(&mut statement, (tenant, organization), pattern.as_deref());
    statement.push(" ORDER BY m.application_id LIMIT {} OFFSET {}", params![page.limit, page.offset]);
    let (sql, params) = statement.build();
    let applications = exec.scan(sql, &params, read_application).await?;
    let ids: Vec<&ApplicationId> = applications.iter().map(|application| &application.id).collect();
    let roles = roles_of(exec, APPLICATION_ROLES, (tenant, organization), &ids).await?;
    Ok(applications.into_iter().zip(roles).map(|(member, roles)| WithRoles { member, roles }).collect())
}

const COUNT_APPLICATIONS: &str = "SELECT COUNT(*) FROM organization_applications m JOIN applications a ON a.tenant_id = m.tenant_id AND a.id = m.application_id";

/// How many applications [`applications`] has on all its pages.
pub async fn count_applications(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &OrganizationId,
    q: Option<&str>,
) -> Result<i64, StoreError> {
    let pattern = pattern(q);
    let mut statement = ListBuilder::new(COUNT_APPLICATIONS, &[]);
    push_application_filter(&mut statement, (tenant, organization), pattern.as_deref());
    let (sql, params) = statement.build();
    super::count(exec, sql, &params).await
}

fn push_application_filter<'a>(
    statement: &mut ListBuilder<'a>,
    (tenant, organization): (&'a TenantId, &'a OrganizationId),
    pattern: Option<&'a str>,
) {
    statement.push(
        " WHERE m.tenant_id = {} AND m.organization_id = {}",
        &[tenant.to_param(), organization.to_param()],
    );
    if let Some(pattern) = pattern {
        let found = r" AND (a.id LIKE {} ESCAPE '\' OR a.name_folded LIKE {} ESCAPE '\' OR a.description_folded LIKE {} ESCAPE '\')";
        statement.push(found, &[Param::Text(pattern); 3]);
    }
}
