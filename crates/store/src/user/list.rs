//! Lists of users, newest first.

use domain::{OrganizationId, RoleId, TenantId, account::User};

use super::{read_user, user_columns};
use crate::{
    Exec, Page, StoreError,
    counter::Counter,
    db::{ListBuilder, Param, ToParam as _},
    listing::{Filter, Listing, Place, Rest, Shape, Total},
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
    /// Only members of this organization.
    pub organization_id: Option<OrganizationId>,
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
    candidates: "SELECT number FROM (SELECT rowid AS number FROM user_trigrams WHERE user_trigrams MATCH {} LIMIT {})
       UNION SELECT number FROM user_trigrams_pending LIMIT {}",
    // The order of the tables is said, because the other way round reads all users.
    keys_of_candidates: "SELECT users.created_at AS moment, users.id AS id
       FROM candidates CROSS JOIN users ON users.search_number = candidates.number",
    after: |list, mark| {
        list.push(" AND (users.created_at, users.id) < ({}, {})", params![mark.moment, mark.id]);
    },
    order: (" ORDER BY users.created_at DESC, users.id DESC", " ORDER BY moment DESC, id DESC"),
    columns: (concat!("SELECT ", user_columns!("users.")), 18),
    rows: " FROM found JOIN users ON users.tenant_id = {} AND users.id = found.id ORDER BY found.moment DESC, found.id DESC",
    rows_or_nulls: " FROM (SELECT 1 AS one) AS one LEFT JOIN found ON TRUE
       LEFT JOIN users ON users.tenant_id = {} AND users.id = found.id ORDER BY found.moment DESC, found.id DESC",
};
const OF_ROLE: &str =
    " AND users.id IN (SELECT user_id FROM user_roles WHERE tenant_id = {} AND role_id = {})";
const ALSO_OF_ROLE: &str = "
 AND EXISTS (SELECT 1 FROM user_roles h WHERE h.tenant_id = {} AND h.role_id = {} AND h.user_id = users.id)";
const OF_ORGANIZATION: &str =
    " AND users.id IN (SELECT user_id FROM organization_users WHERE tenant_id = {} AND organization_id = {})";
const NOT_OF_ROLE: &str = "
 AND NOT EXISTS (SELECT 1 FROM user_roles r WHERE r.tenant_id = {} AND r.role_id = {} AND r.user_id = users.id)";
const NOT_OF_ORGANIZATION: &str = "
 AND NOT EXISTS (SELECT 1 FROM organization_users m WHERE m.tenant_id = {} AND m.organization_id = {} AND m.user_id = users.id)";

/// A filter with what is known of it.
struct Sieve<'a> {
    filter: &'a UserFilter,
    /// Whether so many users hold the role that a list of all finds them soon.
    is_role_common: bool,
}

impl Filter for Sieve<'_> {
    fn push_to<'a>(&'a self, list: &mut ListBuilder<'a>, tenant: &'a TenantId) {
        let filter = self.filter;
        list.push(" WHERE users.tenant_id = {}", &[tenant.to_param()]);
        if let Some(role) = &filter.role_id {
            let condition = if self.is_role_common { ALSO_OF_ROLE } else { OF_ROLE };
            list.push(condition, &[tenant.to_param(), role.to_param()]);
        }
        if let Some(organization) = &filter.organization_id {
            list.push(OF_ORGANIZATION, &[tenant.to_param(), organization.to_param()]);
        }
        for (condition, values) in filter.left_out(tenant) {
            list.push(condition, &values);
        }
        filter.search.push_to(list);
    }

    fn search(&self) -> &Search {
        &self.filter.search
    }

    fn is_search_only(&self) -> bool {
        let UserFilter { role_id, organization_id, exclude_role_id, exclude_organization_id, search: _ } =
            self.filter;
        role_id.is_none()
            && organization_id.is_none()
            && exclude_role_id.is_none()
            && exclude_organization_id.is_none()
    }
}

impl UserFilter {
    const fn sieve(&self) -> Sieve<'_> {
        Sieve { filter: self, is_role_common: false }
    }

    /// The conditions that leave out what a role or an organization has, with their values.
    fn left_out<'a>(&'a self, tenant: &'a TenantId) -> Vec<(&'static str, [Param<'a>; 2])> {
        let role = self.exclude_role_id.as_ref().map(|role| (NOT_OF_ROLE, role.to_param()));
        let organization = self.exclude_organization_id.as_ref();
        let organization = organization.map(|id| (NOT_OF_ORGANIZATION, id.to_param()));
        let conditions = [role, organization].into_iter().flatten();
        conditions.map(|(condition, id)| (condition, [tenant.to_param(), id])).collect()
    }

    /// For a filter that leaves out what one role or one organization has: the same that does not, and all that it leaves out.
    fn split(&self) -> Option<(Self, Self)> {
        let whole = Self { search: self.search.clone(), ..Self::default() };
        let left_out = match self {
            Self {
                role_id: None,
                organization_id: None,
                exclude_role_id: Some(role),
                exclude_organization_id: None,
                search: _,
            } => Self { role_id: Some(role.clone()), ..whole.clone() },
            Self {
                role_id: None,
                organization_id: None,
                exclude_role_id: None,
                exclude_organization_id: Some(organization),
                search: _,
            } => Self { organization_id: Some(organization.clone()), ..whole.clone() },
            _ => return None,
        };
        Some((whole, left_out))
    }

    /// The role, where nothing else is asked for.
    fn role_alone(&self) -> Option<&RoleId> {
        let alone = Self { role_id: self.role_id.clone(), ..Self::default() };
        self.role_id.as_ref().filter(|_| *self == alone)
    }
}

fn listing<'a>(exec: Exec<'a>, tenant: &'a TenantId, sieve: &'a Sieve<'a>) -> Listing<'a, Sieve<'a>> {
    Listing { exec, tenant, shape: &SHAPE, filter: sieve }
}

/// A page of the users that a filter lets through, newest first (users of the same millisecond by id), and how many are on all pages.
pub async fn page(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &UserFilter,
    page: Page,
) -> Result<(Vec<User>, i64), StoreError> {
    let (users, total) = counted_page(exec, tenant, filter, (page, None)).await?;
    Ok((users, total.rows))
}

/// As [`page`], where counting what a search finds may end at `most`.
///
/// # Errors
/// [`StoreError`] when the database fails.
pub async fn counted_page(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &UserFilter,
    (page, most): (Page, Option<i64>),
) -> Result<(Vec<User>, Total), StoreError> {
    if let Some(role) = filter.role_alone() {
        let counted = holders(exec, tenant, role, most).await?;
        let sieve = Sieve { filter, is_role_common: counted.rows > COMMON };
        let total = counted.ending_at(most);
        return listing(exec, tenant, &sieve).page_of(page, async { Ok(total) }, read_user).await;
    }
    let sieve = filter.sieve();
    let listing = listing(exec, tenant, &sieve);
    match filter.split() {
        // Of a long list without a few, the few are counted, and the long one is known.
        Some(parts) => {
            let total = async { without(exec, tenant, &parts).await.map(Total::exact) };
            listing.page_of(page, total, read_user).await
        }
        None => listing.page(page, most, read_user).await,
    }
}

/// With more holders than this, the users of a role are found among all users, in their order; with fewer, all of them are sorted.
const COMMON: i64 = if cfg!(test) { 3 } else { 5_000 };

const HOLDERS: &str = "SELECT COUNT(*) FROM user_roles WHERE tenant_id = $1 AND role_id = $2";
const HOLDERS_UP_TO: &str = "
SELECT COUNT(*) FROM (SELECT 1 FROM user_roles WHERE tenant_id = $1 AND role_id = $2 LIMIT $3) AS holders";
const MEMBERS: &str = "SELECT COUNT(*) FROM organization_users WHERE tenant_id = $1 AND organization_id = $2";

/// How many users hold a role; where a count may end at `most`, it goes no further than that, and than what tells whether the role is common.
async fn holders(
    exec: Exec<'_>,
    tenant: &TenantId,
    role: &RoleId,
    most: Option<i64>,
) -> Result<Total, StoreError> {
    let most = most.map(|most| most.max(COMMON + 1));
    let rows = match most {
        None => exec.scan(HOLDERS, params![tenant, role], |row| row.int(0)).await?,
        Some(most) => exec.scan(HOLDERS_UP_TO, params![tenant, role, most], |row| row.int(0)).await?,
    };
    let rows = rows.into_iter().next().unwrap_or(0);
    Ok(Total { rows, is_capped: most.is_some_and(|most| rows >= most) })
}

/// How many users the first filter lets through and the second, which is one of role or organization and lets through fewer, does not.
async fn without(
    exec: Exec<'_>,
    tenant: &TenantId,
    (whole, left_out): &(UserFilter, UserFilter),
) -> Result<i64, StoreError> {
    let sieve = whole.sieve();
    let whole = listing(exec, tenant, &sieve).total().await?;
    let left_out = match left_out {
        UserFilter { role_id: Some(role), search, .. } if search.is_empty() => {
            holders(exec, tenant, role, None).await?.rows
        }
        UserFilter { organization_id: Some(organization), search, .. } if search.is_empty() => {
            let rows = exec.scan(MEMBERS, params![tenant, organization], |row| row.int(0)).await?;
            rows.into_iter().next().unwrap_or(0)
        }
        other => {
            let sieve = other.sieve();
            listing(exec, tenant, &sieve).total().await?
        }
    };
    Ok((whole - left_out).max(0))
}

/// At most `limit` of the users that a filter lets through, in the order of [`page`], that come after a place; and from where somebody goes on, unless these
/// are all. How many there are in all is not counted, nor who is left out: where these are so many that a page would not be filled soon, it has fewer users
/// than it could, or none, and the rest follows.
///
/// # Errors
/// [`StoreError`] when the database fails.
pub async fn following(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &UserFilter,
    (after, limit): (Option<&Place>, i64),
) -> Result<(Vec<User>, Option<Place>), StoreError> {
    let whole = UserFilter { exclude_role_id: None, exclude_organization_id: None, ..filter.clone() };
    let rest = Rest { sieve: filter.left_out(tenant), after: after.map(|place| &place.0), limit };
    listing(exec, tenant, &whole.sieve()).following(&rest, read_user).await
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
    let sieve = filter.sieve();
    listing(exec, tenant, &sieve).total().await
}
