//! Lists of organizations for those who may see some of them only.

use domain::{OrganizationId, TenantId, organization::Organization};

use super::{read_organization, substring_pattern};
use crate::{
    Page, StoreError,
    db::{Exec, ListBuilder, Param, ToParam as _},
    params,
};

const COLUMNS: &str =
    "SELECT id, name, description, custom_data, is_mfa_required, color, branding, custom_css, created_at";
const COUNT: &str = "SELECT COUNT(*)";
const AMONG: &str = " FROM organizations WHERE tenant_id = {} AND id IN ";
const MATCHING: &str = r" AND (id LIKE {} ESCAPE '\' OR name_folded LIKE {} ESCAPE '\')";

/// A page of those of these organizations whose id or name contains `q`, by id.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    (among, q): (&[OrganizationId], Option<&str>),
    page: Page,
) -> Result<Vec<Organization>, StoreError> {
    if among.is_empty() {
        return Ok(Vec::new());
    }
    let (ids, pattern) = (ids(among), q.map(substring_pattern));
    let matching: Vec<Param<'_>> = pattern.iter().map(|pattern| pattern.to_param()).collect();
    let mut list = ListBuilder::new(COLUMNS, &[]);
    list.push(AMONG, params![tenant]).push_list(&ids);
    for pattern in matching {
        list.push(MATCHING, &[pattern, pattern]);
    }
    list.push(" ORDER BY id LIMIT {} OFFSET {}", params![page.limit, page.offset]);
    let (sql, params) = list.build();
    exec.scan(sql, &params, read_organization).await
}

/// How many organizations [`list`] has on all its pages.
pub async fn total(
    exec: Exec<'_>,
    tenant: &TenantId,
    (among, q): (&[OrganizationId], Option<&str>),
) -> Result<i64, StoreError> {
    if among.is_empty() {
        return Ok(0);
    }
    let (ids, pattern) = (ids(among), q.map(substring_pattern));
    let matching: Vec<Param<'_>> = pattern.iter().map(|pattern| pattern.to_param()).collect();
    let mut list = ListBuilder::new(COUNT, &[]);
    list.push(AMONG, params![tenant]).push_list(&ids);
    for pattern in matching {
        list.push(MATCHING, &[pattern, pattern]);
    }
    let (sql, params) = list.build();
    Ok(exec.scan(sql, &params, |row| row.int(0)).await?.into_iter().next().unwrap_or(0))
}

fn ids(among: &[OrganizationId]) -> Vec<Param<'_>> {
    among.iter().map(|id| id.to_param()).collect()
}
