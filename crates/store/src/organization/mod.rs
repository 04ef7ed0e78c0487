//! Organizations and what belongs to them (Management API contract §2 and §3).
//!
//! Here are the organizations themselves. [`membership`] answers token issue, [`standing`] the gateway, [`member`] changes members and their roles,
//! [`member_list`] lists them, [`role`] and [`scope`] hold the template that all organizations of a tenant share. Deleting takes along
//! whatever hangs on a row: the schema cascades. [`consented`] are those that users opened to third parties. [`invitation`] and [`jit`] are the two ways in which users join later: asked for, and on
//! their own when they register.

pub mod among;
pub mod consented;
pub mod invitation;
pub mod jit;
pub mod member;
pub mod member_list;
pub mod membership;
pub mod role;
pub mod role_scope;
pub mod scope;
pub mod standing;
#[cfg(test)]
mod tests;

use domain::{OrganizationId, OrganizationRoleId, TenantId, UserId, organization::Organization, text::fold};
use serde_json::{Map, Value};

use crate::{
    Exec, Page, StoreError,
    counter::{self, Counter},
    daily_count::{self, Daily},
    db::{ListBuilder, Param, Row, Sql, ToParam as _},
    listing::{Filter, Listing, Shape, Total},
    params,
    search::{Search, SearchCondition, SearchField},
};

/// The id and name of a role, as lists of members and of organizations show it.
pub type RoleName = (OrganizationRoleId, String);

/// Reads the columns `id, name, description, custom_data, is_mfa_required, color, branding, custom_css, created_at`.
fn read_organization(row: &Row<'_>) -> Result<Organization, StoreError> {
    Ok(Organization {
        id: OrganizationId::new(row.text(0)?),
        name: row.text(1)?,
        description: row.opt_text(2)?,
        custom_data: object(row, 3, "custom_data")?,
        is_mfa_required: row.bool(4)?,
        color: object(row, 5, "color")?,
        branding: object(row, 6, "branding")?,
        custom_css: row.opt_text(7)?,
        created_at: row.millis(8)?,
    })
}

fn object(row: &Row<'_>, index: usize, column: &'static str) -> Result<Map<String, Value>, StoreError> {
    match row.json(index)? {
        Value::Object(object) => Ok(object),
        _ => Err(StoreError::Inconsistent { table: "organizations", column }),
    }
}

/// Reads the id and name of a role from two columns that a `LEFT JOIN` may leave empty.
fn read_role_name(row: &Row<'_>, index: usize) -> Result<Option<RoleName>, StoreError> {
    Ok(row.opt_text(index)?.map(OrganizationRoleId::new).zip(row.opt_text(index + 1)?))
}

/// The pattern for `folded_column LIKE $n ESCAPE '\'` that finds `q` anywhere without regard to case. `%` and `_` are wildcards
/// (Management API contract §1.7); the backslash, which alone would escape, stands for itself.
fn substring_pattern(q: &str) -> String {
    format!("%{}%", fold(q).replace('\\', r"\\"))
}

/// A page of what the first statement lists or, with a `q`, of what the second finds. Their parameters are the tenant, limit, offset and
/// pattern.
async fn list_matching<T: Send>(
    exec: Exec<'_>,
    (all, matching): (&'static str, &'static str),
    (tenant, q): (&TenantId, Option<&str>),
    page: Page,
    read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
) -> Result<Vec<T>, StoreError> {
    match q {
        None => exec.page(all, params![tenant, page.limit, page.offset], page, read).await,
        Some(q) => {
            exec.scan(matching, params![tenant, page.limit, page.offset, substring_pattern(q)], read).await
        }
    }
}

/// How many rows [`list_matching`] has on all its pages, by two statements of the tenant and the pattern.
async fn count_matching(
    exec: Exec<'_>,
    (all, matching): (&'static str, &'static str),
    (tenant, q): (&TenantId, Option<&str>),
) -> Result<i64, StoreError> {
    match q {
        None => count(exec, all, params![tenant]).await,
        Some(q) => count(exec, matching, params![tenant, substring_pattern(q)]).await,
    }
}

/// Runs a statement that counts.
async fn count(exec: Exec<'_>, sql: impl Into<Sql>, params: &[Param<'_>]) -> Result<i64, StoreError> {
    Ok(exec.scan(sql, params, |row| row.int(0)).await?.into_iter().next().unwrap_or(0))
}

const FIND: &str = "
SELECT id, name, description, custom_data, is_mfa_required, color, branding, custom_css, created_at
FROM organizations WHERE tenant_id = $1 AND id = $2";

/// The organization with this id.
pub async fn find(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &OrganizationId,
) -> Result<Option<Organization>, StoreError> {
    exec.optional(FIND, params![tenant, id], read_organization).await
}

/// Which organizations a list shows.
struct OrganizationFilter(Search);

impl OrganizationFilter {
    /// Those whose id or name contains `q`, or all.
    fn new(q: Option<&str>) -> Self {
        Self(q.map_or_else(Search::default, |q| {
            Search::any_of(SEARCH_FIELDS.map(|field| SearchCondition::containing(field, q)).into())
        }))
    }
}

impl Filter for OrganizationFilter {
    fn push_to<'a>(&'a self, list: &mut ListBuilder<'a>, tenant: &'a TenantId) {
        list.push(" WHERE organizations.tenant_id = {}", &[tenant.to_param()]);
        self.0.push_to(list);
    }

    fn search(&self) -> &Search {
        &self.0
    }

    fn is_search_only(&self) -> bool {
        true
    }
}

/// What `q` looks at.
const SEARCH_FIELDS: [SearchField; 2] = [
    SearchField { name: "id", exact: "organizations.id", folded: "LOWER(organizations.id)" },
    SearchField { name: "name", exact: "organizations.name", folded: "organizations.name_folded" },
];

static SHAPE: Shape = Shape {
    counter: Counter::Organizations,
    keys: "SELECT CAST(0 AS BIGINT) AS moment, organizations.id AS id FROM organizations",
    candidates: "SELECT number FROM (SELECT rowid AS number FROM organization_trigrams WHERE organization_trigrams MATCH {} LIMIT {})
       UNION SELECT number FROM organization_trigrams_pending LIMIT {}",
    keys_of_candidates: "SELECT 0 AS moment, organizations.id AS id
       FROM candidates CROSS JOIN organizations ON organizations.search_number = candidates.number",
    after: |list, mark| {
        list.push(" AND organizations.id > {}", params![mark.id]);
    },
    order: (" ORDER BY organizations.id", " ORDER BY id"),
    columns: (
        "SELECT o.id, o.name, o.description, o.custom_data, o.is_mfa_required, o.color, o.branding, o.custom_css, o.created_at",
        9,
    ),
    rows: " FROM found JOIN organizations o ON o.tenant_id = {} AND o.id = found.id ORDER BY found.id",
    rows_or_nulls: " FROM (SELECT 1 AS one) AS one LEFT JOIN found ON TRUE
       LEFT JOIN organizations o ON o.tenant_id = {} AND o.id = found.id ORDER BY found.id",
};

/// A page of the organizations whose id or name contains `q`, ordered by id, and how many are on all pages.
pub async fn page(
    exec: Exec<'_>,
    tenant: &TenantId,
    q: Option<&str>,
    page: Page,
) -> Result<(Vec<Organization>, i64), StoreError> {
    let (organizations, total) = counted_page(exec, tenant, q, (page, None)).await?;
    Ok((organizations, total.rows))
}

/// As [`page`], where counting what `q` finds may end at `most`.
///
/// # Errors
/// [`StoreError`] when the database fails.
pub async fn counted_page(
    exec: Exec<'_>,
    tenant: &TenantId,
    q: Option<&str>,
    (page, most): (Page, Option<i64>),
) -> Result<(Vec<Organization>, Total), StoreError> {
    let filter = &OrganizationFilter::new(q);
    Listing { exec, tenant, shape: &SHAPE, filter }.page(page, most, read_organization).await
}

/// The organizations of [`page`] alone.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    q: Option<&str>,
    window: Page,
) -> Result<Vec<Organization>, StoreError> {
    Ok(page(exec, tenant, q, window).await?.0)
}

/// How many organizations [`page`] has on all its pages.
pub async fn total(exec: Exec<'_>, tenant: &TenantId, q: Option<&str>) -> Result<i64, StoreError> {
    let filter = &OrganizationFilter::new(q);
    Listing { exec, tenant, shape: &SHAPE, filter }.total().await
}

const INSERT: &str = "
INSERT INTO organizations
  (tenant_id, id, name, name_folded, description, custom_data, is_mfa_required, color, branding, custom_css, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// Stores a new organization and counts it; to be called in a transaction.
pub async fn insert(
    exec: Exec<'_>,
    tenant: &TenantId,
    organization: &Organization,
) -> Result<(), StoreError> {
    let [custom_data, color, branding] =
        [&organization.custom_data, &organization.color, &organization.branding]
            .map(|object| Value::Object(object.clone()));
    let name_folded = fold(&organization.name);
    let params = params![
        tenant,
        organization.id,
        organization.name,
        name_folded,
        organization.description,
        custom_data,
        organization.is_mfa_required,
        color,
        branding,
        organization.custom_css,
        organization.created_at,
    ];
    exec.execute(INSERT, params).await?;
    let counted = (organization.created_at, organization.id.as_str());
    daily_count::add(exec, tenant, Daily::Organizations, counted, 1).await?;
    counter::add(exec, tenant, Counter::Organizations, organization.id.as_str(), 1).await
}

/// What a change of an organization sets; `None` leaves a field as it is. JSON fields are replaced as a whole.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct OrganizationChange {
    /// The name.
    pub name: Option<String>,
    /// The description, or its removal.
    pub description: Option<Option<String>>,
    /// What the product keeps here.
    pub custom_data: Option<Map<String, Value>>,
    /// Whether a second factor is required.
    pub is_mfa_required: Option<bool>,
    /// Colours of its sign-in page.
    pub color: Option<Map<String, Value>>,
    /// Pictures of its sign-in page.
    pub branding: Option<Map<String, Value>>,
    /// Styles of its sign-in page, or their removal.
    pub custom_css: Option<Option<String>>,
}

impl OrganizationChange {
    /// Whether nothing is to be set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Changes an organization and returns it as it is then; `None` when there is none with this id. To be called in a transaction.
pub async fn update(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &OrganizationId,
    change: &OrganizationChange,
) -> Result<Option<Organization>, StoreError> {
    let folded = change.name.as_deref().map(fold);
    let [custom_data, color, branding] = [&change.custom_data, &change.color, &change.branding]
        .map(|object| object.clone().map(Value::Object));
    let assignments: [(&'static str, Option<Param<'_>>); 8] = [
        ("name = {}", change.name.as_ref().map(|value| value.to_param())),
        ("name_folded = {}", folded.as_ref().map(|value| value.to_param())),
        ("description = {}", change.description.as_ref().map(|value| value.to_param())),
        ("custom_data = {}", custom_data.as_ref().map(|value| value.to_param())),
        ("is_mfa_required = {}", change.is_mfa_required.map(Param::Bool)),
        ("color = {}", color.as_ref().map(|value| value.to_param())),
        ("branding = {}", branding.as_ref().map(|value| value.to_param())),
        ("custom_css = {}", change.custom_css.as_ref().map(|value| value.to_param())),
    ];
    let Some(mut statement) = update_statement("UPDATE organizations SET ", &assignments) else {
        return find(exec, tenant, id).await;
    };
    statement.push(" WHERE tenant_id = {} AND id = {}", params![tenant, id]);
    statement.push(
        " RETURNING id, name, description, custom_data, is_mfa_required, color, branding, custom_css, created_at",
        &[],
    );
    let (sql, params) = statement.build();
    let updated = exec.returning(sql, &params, read_organization).await?;
    if updated.is_some() && change.name.is_some() {
        counter::touch(exec, tenant, Counter::Organizations, id.as_str()).await?;
    }
    Ok(updated)
}

/// An `UPDATE` of the columns that have a value; `None` when none has.
fn update_statement<'a>(
    start: &'static str,
    assignments: &[(&'static str, Option<Param<'a>>)],
) -> Option<ListBuilder<'a>> {
    let mut statement: Option<ListBuilder<'a>> = None;
    for (assignment, value) in assignments {
        let Some(value) = value else { continue };
        match &mut statement {
            Some(statement) => statement.push(", ", &[]).push(assignment, &[*value]),
            None => statement.insert(ListBuilder::new(start, &[])).push(assignment, &[*value]),
        };
    }
    statement
}

const DELETE: &str = "DELETE FROM organizations WHERE tenant_id = $1 AND id = $2 RETURNING created_at";

/// Deletes an organization with its memberships; to be called in a transaction. Returns whether there was one.
pub async fn delete(exec: Exec<'_>, tenant: &TenantId, id: &OrganizationId) -> Result<bool, StoreError> {
    let Some(created_at) = exec.returning(DELETE, params![tenant, id], |row| row.millis(0)).await? else {
        return Ok(false);
    };
    daily_count::add(exec, tenant, Daily::Organizations, (created_at, id.as_str()), -1).await?;
    counter::add(exec, tenant, Counter::Organizations, id.as_str(), -1).await?;
    Ok(true)
}

const LOCK: &str = "UPDATE organizations SET name = name WHERE tenant_id = $1 AND id = $2";

/// Makes other transactions that call this for the same organization wait for the end of this one, so that replacing a set is one step.
/// Returns whether the organization exists. (`FOR UPDATE`, which SQLite does not know, would do the same.)
pub async fn lock(exec: Exec<'_>, tenant: &TenantId, id: &OrganizationId) -> Result<bool, StoreError> {
    Ok(exec.execute(LOCK, params![tenant, id]).await? > 0)
}

/// A member as the list of organizations shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeaturedUser {
    /// The id.
    pub id: UserId,
    /// URL of a picture.
    pub avatar: Option<String>,
    /// The full name.
    pub name: Option<String>,
}

/// How many members the list of organizations shows of each.
const FEATURED_USERS: i64 = 3;

const FEATURED: &str = "
SELECT u.id, u.avatar, u.name FROM organization_users m
JOIN users u ON u.tenant_id = m.tenant_id AND u.id = m.user_id
WHERE m.tenant_id = $1 AND m.organization_id = $2 ORDER BY m.user_id LIMIT $3";

/// The first members of an organization, ordered by id, and how many there are in all (Management API contract §2.2, `showFeatured`).
pub async fn featured_users(
    exec: Exec<'_>,
    tenant: &TenantId,
    id: &OrganizationId,
) -> Result<(Vec<FeaturedUser>, i64), StoreError> {
    let users = exec
        .all(FEATURED, params![tenant, id, FEATURED_USERS], |row| {
            Ok(FeaturedUser {
                id: UserId::new(row.text(0)?),
                avatar: row.opt_text(1)?,
                name: row.opt_text(2)?,
            })
        })
        .await?;
    let total = member_list::count_users(exec, tenant, id, &member_list::UserFilter::default()).await?;
    Ok((users, total))
}
