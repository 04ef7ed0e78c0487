//! Lists of users, newest first.

use domain::{OrganizationId, RoleId, TenantId, account::User};

use super::{read_user, user_columns};
use crate::{
    Exec, Page, StoreError,
    counter::Counter,
    db::{ListBuilder, ToParam as _},
    listing::{Filter, Listing, Shape},
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

static SHAPE: Shape = Shape {
    counter: Counter::Users,
    keys: "SELECT users.created_at AS moment, users.id AS id FROM users",
    candidates: "SELECT rowid AS number FROM user_trigrams WHERE user_trigrams MATCH {}
       UNION SELECT number FROM user_trigrams_pending LIMIT {}",
    // The order of the tables is said, because the other way round reads all users.
    keys_of_candidates: "SELECT users.created_at AS moment, users.id AS id
       FROM candidates CROSS JOIN users ON users.search_number = candidates.number",
    after: |list, mark| {
        list.push(" AND (users.created_at, users.id) < ({}, {})", params![mark.moment, mark.id]);
    },
    order: (" ORDER BY users.created_at DESC, users.id DESC", " ORDER BY moment DESC, id DESC"),
    columns: (concat!("SELECT ", user_columns!("users.")), 17),
    rows: " FROM found JOIN users ON users.tenant_id = {} AND users.id = found.id ORDER BY found.moment DESC, found.id DESC",
    rows_or_nulls: " FROM (SELECT 1 AS one) AS one LEFT JOIN found ON TRUE
       LEFT JOIN users ON users.tenant_id = {} AND users.id = found.id ORDER BY found.moment DESC, found.id DESC",
};
const OF_ROLE: &str =
    " AND users.id IN (SELECT user_id FROM user_roles WHERE tenant_id = {} AND role_id = {})";
const NOT_OF_ROLE: &str = "
 AND NOT EXISTS (SELECT 1 FROM user_roles r WHERE r.tenant_id = {} AND r.role_id = {} AND r.user_id = users.id)";
const NOT_OF_ORGANIZATION: &str = "
 AND NOT EXISTS (SELECT 1 FROM organization_users m WHERE m.tenant_id = {} AND m.organization_id = {} AND m.user_id = users.id)";

impl Filter for UserFilter {
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

    fn search(&self) -> &Search {
        &self.search
    }

    fn is_search_only(&self) -> bool {
        self.role_id.is_none() && self.exclude_role_id.is_none() && self.exclude_organization_id.is_none()
    }
}

fn listing<'a>(exec: Exec<'a>, tenant: &'a TenantId, filter: &'a UserFilter) -> Listing<'a, UserFilter> {
    Listing { exec, tenant, shape: &SHAPE, filter }
}

/// A page of the users that a filter lets through, newest first (users of the same millisecond by id), and how many are on all pages.
pub async fn page(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &UserFilter,
    page: Page,
) -> Result<(Vec<User>, i64), StoreError> {
    listing(exec, tenant, filter).page(page, read_user).await
}

/// The users of [`page`] alone.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &UserFilter,
    window: Page,
) -> Result<Vec<User>, StoreError> {
    Ok(page(exec, tenant, filter, window).await?.0)
}

/// How many users [`page`] has on all its pages.
pub async fn total(exec: Exec<'_>, tenant: &TenantId, filter: &UserFilter) -> Result<i64, StoreError> {
    listing(exec, tenant, filter).total().await
}
