//! Lists of roles, and what each shows of its holders. Hidden roles are in none of them (Management API contract §1.9).

use std::collections::HashMap;

use domain::{
    ApplicationId, RoleId, TenantId, UserId,
    application::ApplicationType,
    role::{Role, RoleType},
};

use super::from_row;
use crate::{
    Page, StoreError,
    db::{Exec, ListBuilder, Param, Row, ToParam as _},
    params,
    search::Search,
};

/// Which roles a list shows.
#[derive(Clone, Debug, Default)]
pub struct RoleFilter {
    /// Only roles of this type.
    pub kind: Option<RoleType>,
    /// Only roles that this user does not hold.
    pub exclude_user_id: Option<UserId>,
    /// Only roles that this application does not hold.
    pub exclude_application_id: Option<ApplicationId>,
    /// Only roles held by this user.
    pub user_id: Option<UserId>,
    /// Only roles held by this application.
    pub application_id: Option<ApplicationId>,
    /// Only roles that this finds.
    pub search: Search,
}

/// Roles that a filter lets through, by id.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &RoleFilter,
    page: Page,
) -> Result<Vec<Role>, StoreError> {
    let mut list = ListBuilder::new("SELECT id, name, description, type, is_default FROM roles", &[]);
    filter.push_to(&mut list, tenant);
    list.push(" ORDER BY id LIMIT {} OFFSET {}", params![page.limit, page.offset]);
    let (sql, params) = list.build();
    exec.scan(sql, &params, from_row).await
}

/// How many roles a filter lets through.
pub async fn count(exec: Exec<'_>, tenant: &TenantId, filter: &RoleFilter) -> Result<i64, StoreError> {
    let mut list = ListBuilder::new("SELECT COUNT(*) FROM roles", &[]);
    filter.push_to(&mut list, tenant);
    let (sql, params) = list.build();
    Ok(exec.scan(sql, &params, |row| row.int(0)).await?.into_iter().next().unwrap_or(0))
}

const NOT_OF_USER: &str =
    " AND id NOT IN (SELECT role_id FROM user_roles WHERE tenant_id = {} AND user_id = {})";
const NOT_OF_APPLICATION: &str =
    " AND id NOT IN (SELECT role_id FROM application_roles WHERE tenant_id = {} AND application_id = {})";
const OF_USER: &str = " AND id IN (SELECT role_id FROM user_roles WHERE tenant_id = {} AND user_id = {})";
const OF_APPLICATION: &str =
    " AND id IN (SELECT role_id FROM application_roles WHERE tenant_id = {} AND application_id = {})";

impl RoleFilter {
    fn push_to<'a>(&'a self, list: &mut ListBuilder<'a>, tenant: &'a TenantId) {
        list.push(" WHERE tenant_id = {} AND name NOT LIKE '#internal:%'", &[tenant.to_param()]);
        if let Some(kind) = self.kind {
            list.push(" AND type = {}", &[Param::Text(kind.as_str())]);
        }
        if let Some(user) = &self.exclude_user_id {
            list.push(NOT_OF_USER, &[tenant.to_param(), user.to_param()]);
        }
        if let Some(application) = &self.exclude_application_id {
            list.push(NOT_OF_APPLICATION, &[tenant.to_param(), application.to_param()]);
        }
        if let Some(user) = &self.user_id {
            list.push(OF_USER, &[tenant.to_param(), user.to_param()]);
        }
        if let Some(application) = &self.application_id {
            list.push(OF_APPLICATION, &[tenant.to_param(), application.to_param()]);
        }
        self.search.push_to(list);
    }
}

/// What a list of roles shows of a role's holders.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RoleHolders {
    /// How many users hold it.
    pub users_count: i64,
    /// Up to three of them.
    pub users: Vec<FeaturedUser>,
    /// How many applications hold it.
    pub applications_count: i64,
    /// Up to three of them.
    pub applications: Vec<FeaturedApplication>,
}

/// A user as a list of roles shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeaturedUser {
    /// The id.
    pub id: UserId,
    /// URL of a picture.
    pub avatar: Option<String>,
    /// The full name.
    pub name: Option<String>,
}

/// An application as a list of roles shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeaturedApplication {
    /// The id.
    pub id: ApplicationId,
    /// The name.
    pub name: String,
    /// What kind of client it is.
    pub kind: ApplicationType,
}

const COUNT_USERS: &str = "SELECT role_id, COUNT(*) FROM user_roles WHERE tenant_id = {} AND role_id IN ";
const COUNT_APPLICATIONS: &str =
    "SELECT role_id, COUNT(*) FROM application_roles WHERE tenant_id = {} AND role_id IN ";
const FEATURED_USERS: &str = "SELECT users.id, users.avatar, users.name
     FROM user_roles JOIN users ON users.tenant_id = user_roles.tenant_id AND users.id = user_roles.user_id
     WHERE user_roles.tenant_id = $1 AND user_roles.role_id = $2 ORDER BY user_roles.user_id LIMIT 3";
const FEATURED_APPLICATIONS: &str = "SELECT applications.id, applications.name, applications.type
     FROM application_roles
     JOIN applications ON applications.tenant_id = application_roles.tenant_id AND applications.id = application_roles.application_id
     WHERE application_roles.tenant_id = $1 AND application_roles.role_id = $2 ORDER BY application_roles.application_id LIMIT 3";

/// What a list shows of the holders of these roles (one page of them), by role.
pub async fn holders(
    exec: Exec<'_>,
    tenant: &TenantId,
    ids: &[RoleId],
) -> Result<HashMap<RoleId, RoleHolders>, StoreError> {
    let mut holders: HashMap<RoleId, RoleHolders> =
        ids.iter().map(|id| (id.clone(), RoleHolders::default())).collect();
    for (id, count) in counts(exec, COUNT_USERS, tenant, ids).await? {
        let users = exec.all(FEATURED_USERS, params![tenant, id], featured_user).await?;
        let of_role = holders.entry(id).or_default();
        (of_role.users_count, of_role.users) = (count, users);
    }
    for (id, count) in counts(exec, COUNT_APPLICATIONS, tenant, ids).await? {
        let applications = exec.all(FEATURED_APPLICATIONS, params![tenant, id], featured_application).await?;
        let of_role = holders.entry(id).or_default();
        (of_role.applications_count, of_role.applications) = (count, applications);
    }
    Ok(holders)
}

fn featured_user(row: &Row<'_>) -> Result<FeaturedUser, StoreError> {
    Ok(FeaturedUser { id: UserId::new(row.text(0)?), avatar: row.opt_text(1)?, name: row.opt_text(2)? })
}

fn featured_application(row: &Row<'_>) -> Result<FeaturedApplication, StoreError> {
    let kind = ApplicationType::parse(&row.text(2)?);
    let kind = kind.ok_or(StoreError::Inconsistent { table: "applications", column: "type" })?;
    Ok(FeaturedApplication { id: ApplicationId::new(row.text(0)?), name: row.text(1)?, kind })
}

async fn counts(
    exec: Exec<'_>,
    head: &'static str,
    tenant: &TenantId,
    ids: &[RoleId],
) -> Result<Vec<(RoleId, i64)>, StoreError> {
    let ids: Vec<Param<'_>> = ids.iter().map(|id| id.to_param()).collect();
    let mut list = ListBuilder::new(head, params![tenant]);
    list.push_list(&ids).push(" GROUP BY role_id ORDER BY role_id", &[]);
    let (sql, params) = list.build();
    exec.scan(sql, &params, |row| Ok((RoleId::new(row.text(0)?), row.int(1)?))).await
}
