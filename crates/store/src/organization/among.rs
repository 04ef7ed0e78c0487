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

/// How many ids one statement names at the most: databases bound the parameters of a statement.
const CHUNK: usize = 10_000;

/// A page of those of these organizations, in their order, whose id or name contains `q`, and how many there are on all pages.
pub async fn page(
    exec: Exec<'_>,
    tenant: &TenantId,
    (among, q): (&[OrganizationId], Option<&str>),
    page: Page,
) -> Result<(Vec<Organization>, i64), StoreError> {
    let (mut found, mut total) = (Vec::new(), 0);
    for ids in among.chunks(CHUNK) {
        let here = count(exec, tenant, (ids, q)).await?;
        let left = page.limit - i64::try_from(found.len()).unwrap_or(i64::MAX);
        let offset = (page.offset - total).max(0);
        if left > 0 && offset < here {
            found.extend(list(exec, tenant, (ids, q), Page { limit: left, offset }).await?);
        }
        total += here;
    }
    Ok((found, total))
}

async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    (among, q): (&[OrganizationId], Option<&str>),
    page: Page,
) -> Result<Vec<Organization>, StoreError> {
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

async fn count(
    exec: Exec<'_>,
    tenant: &TenantId,
    (among, q): (&[OrganizationId], Option<&str>),
) -> Result<i64, StoreError> {
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
