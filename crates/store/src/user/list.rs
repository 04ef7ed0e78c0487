//! Lists of users, newest first.

use domain::{OrganizationId, RoleId, TenantId, UnixMillis, account::User};

use super::{read_user, user_columns};
use crate::{
    Exec, Page, StoreError,
    counter::{self, Counter},
    db::{ListBuilder, ToParam as _},
    params,
    search::{Search, SearchField},
};

/// What a search of users may look at (Management API contract §1.7).
pub const SEARCH_FIELDS: [SearchField; 5] = [
    SearchField { name: "id", exact: "users.id", folded: "LOWER(users.id)" },
    SearchField { name: "primaryEmail", exact: "users.primary_email", folded: "users.primary_email_folded" },
    SearchField { name: "primaryPhone", exact: "users.primary_phone", folded: "users.primary_phone" },
    SearchField { name: "username", exact: "users.username", folded: "users.username_folded" },
    SearchField { name: "name", exact: "users.name", folded: "users.name_folded" },
];

/// Which users a list shows. The default shows all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFilter {
    /// Only users that hold this role.
    pub role_id: Option<RoleId>,
    /// Only users that do not hold this role.
    pub exclude_role_id: Option<RoleId>,
    /// Only users that are not members of this organization.
    pub exclude_organization_id: Option<OrganizationId>,
    /// Only users that this finds.
    pub search: Search,
}

const SELECT: &str = concat!("SELECT ", user_columns!("users."), " FROM users");
const OF_ROLE: &str =
    " AND users.id IN (SELECT user_id FROM user_roles WHERE tenant_id = {} AND role_id = {})";
const NOT_OF_ROLE: &str = "
 AND NOT EXISTS (SELECT 1 FROM user_roles r WHERE r.tenant_id = {} AND r.role_id = {} AND r.user_id = users.id)";
const NOT_OF_ORGANIZATION: &str = "
 AND NOT EXISTS (SELECT 1 FROM organization_users m WHERE m.tenant_id = {} AND m.organization_id = {} AND m.user_id = users.id)";

impl UserFilter {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn push_to<'a>(&'a self, list: &mut ListBuilder<'a>, tenant: &'a TenantId) {
        list.push(" WHERE users.tenant_id = {}", &[tenant.to_param()]);
        if let Some(role) = &self.role_id {
            list.push(OF_ROLE, &[tenant.to_param(), role.to_param()]);
        }
        if let Some(role) = &self.exclude_role_id {
            list.push(NOT_OF_ROLE, &[tenant.to_param(), role.to_param()]);
        }
        if let Some(organization) = &self.exclude_organization_id {
            list.push(NOT_OF_ORGANIZATION, &[tenant.to_param(), organization.to_param()]);
        }
        self.search.push_to(list);
    }
}

/// A page of the users that a filter lets through, newest first; users of the same millisecond by id.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &UserFilter,
    page: Page,
) -> Result<Vec<User>, StoreError> {
    let mut list = ListBuilder::new(SELECT, &[]);
    filter.push_to(&mut list, tenant);
    list.push(
        " ORDER BY users.created_at DESC, users.id DESC LIMIT {} OFFSET {}",
        params![page.limit, page.offset],
    );
    let (sql, params) = list.build();
    exec.scan(sql, &params, read_user).await
}

/// How many users [`list`] has on all its pages.
pub async fn total(exec: Exec<'_>, tenant: &TenantId, filter: &UserFilter) -> Result<i64, StoreError> {
    if filter.is_empty() {
        return counter::total(exec, tenant, Counter::Users).await;
    }
    let mut list = ListBuilder::new("SELECT COUNT(*) FROM users", &[]);
    filter.push_to(&mut list, tenant);
    let (sql, params) = list.build();
    Ok(exec.scan(sql, &params, |row| row.int(0)).await?.into_iter().next().unwrap_or(0))
}

const CREATED_BETWEEN: &str =
    "SELECT COUNT(*) FROM users WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3";

/// How many of the users there are were made from `from` on and before `to`.
pub async fn count_created(
    exec: Exec<'_>,
    tenant: &TenantId,
    from: UnixMillis,
    to: UnixMillis,
) -> Result<i64, StoreError> {
    let rows = exec.scan(CREATED_BETWEEN, params![tenant, from, to], |row| row.int(0)).await?;
    Ok(rows.into_iter().next().unwrap_or(0))
}
