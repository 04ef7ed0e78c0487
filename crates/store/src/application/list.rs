//! Lists of applications, newest first.

use domain::{
    ApplicationId, OrganizationId, RoleId, TenantId,
    application::{Application, ApplicationType},
};

use super::from_row;
use crate::{
    Page, StoreError,
    db::{Exec, ListBuilder, Param, ToParam as _},
    params, relation,
    search::Search,
};

/// Which applications a list shows.
#[derive(Clone, Debug, Default)]
pub struct ApplicationFilter {
    /// Only these types; all when empty.
    pub kinds: Vec<ApplicationType>,
    /// Only those that belong to somebody else, or only those that do not.
    pub is_third_party: Option<bool>,
    /// Only those that hold this role.
    pub role_id: Option<RoleId>,
    /// Only those that do not hold this role.
    pub exclude_role_id: Option<RoleId>,
    /// Only those that are not members of this organization.
    pub exclude_organization_id: Option<OrganizationId>,
    /// Only those that this finds.
    pub search: Search,
}

const COLUMNS: &str = "SELECT id, name, description, type, oidc_client_metadata, custom_client_metadata, protected_app_metadata, custom_data,
                              is_third_party, app_level_access_control_enabled, created_at
                       FROM applications";

/// Applications that a filter lets through, newest first.
pub async fn list(
    exec: Exec<'_>,
    tenant: &TenantId,
    filter: &ApplicationFilter,
    page: Page,
) -> Result<Vec<Application>, StoreError> {
    let mut list = ListBuilder::new(COLUMNS, &[]);
    filter.push_to(&mut list, tenant);
    list.push(" ORDER BY created_at DESC, id DESC LIMIT {} OFFSET {}", params![page.limit, page.offset]);
    let (sql, params) = list.build();
    exec.scan(sql, &params, from_row).await
}

/// How many applications a filter lets through.
pub async fn count(exec: Exec<'_>, tenant: &TenantId, filter: &ApplicationFilter) -> Result<i64, StoreError> {
    let mut list = ListBuilder::new("SELECT COUNT(*) FROM applications", &[]);
    filter.push_to(&mut list, tenant);
    let (sql, params) = list.build();
    Ok(exec.scan(sql, &params, |row| row.int(0)).await?.into_iter().next().unwrap_or(0))
}

const WITH_ROLE: &str =
    " AND id IN (SELECT application_id FROM application_roles WHERE tenant_id = {} AND role_id = {})";
const WITHOUT_ROLE: &str =
    " AND id NOT IN (SELECT application_id FROM application_roles WHERE tenant_id = {} AND role_id = {})";
const OUTSIDE: &str = " AND id NOT IN (SELECT application_id FROM organization_applications WHERE tenant_id = {} AND organization_id = {})";

impl ApplicationFilter {
    fn push_to<'a>(&'a self, list: &mut ListBuilder<'a>, tenant: &'a TenantId) {
        list.push(" WHERE tenant_id = {}", &[tenant.to_param()]);
        if !self.kinds.is_empty() {
            let kinds: Vec<_> = self.kinds.iter().map(|kind| Param::Text(kind.as_str())).collect();
            list.push(" AND type IN ", &[]).push_list(&kinds);
        }
        if let Some(is_third_party) = self.is_third_party {
            list.push(" AND is_third_party = {}", &[Param::Bool(is_third_party)]);
        }
        if let Some(role) = &self.role_id {
            list.push(WITH_ROLE, &[tenant.to_param(), role.to_param()]);
        }
        if let Some(role) = &self.exclude_role_id {
            list.push(WITHOUT_ROLE, &[tenant.to_param(), role.to_param()]);
        }
        if let Some(organization) = &self.exclude_organization_id {
            list.push(OUTSIDE, &[tenant.to_param(), organization.to_param()]);
        }
        self.search.push_to(list);
    }
}

const AMONG: &str = "SELECT id FROM applications WHERE tenant_id = {} AND type = {} AND id IN ";
const EXISTING: &str = "SELECT id FROM applications WHERE tenant_id = {} AND id IN ";

/// Which of these applications exist.
pub async fn existing(
    exec: Exec<'_>,
    tenant: &TenantId,
    ids: &[ApplicationId],
) -> Result<Vec<ApplicationId>, StoreError> {
    let found = relation::among(exec, EXISTING, params![tenant], ids).await?;
    Ok(found.into_iter().map(ApplicationId::new).collect())
}

/// Which of these applications are of a type.
pub async fn of_kind(
    exec: Exec<'_>,
    tenant: &TenantId,
    kind: ApplicationType,
    ids: &[ApplicationId],
) -> Result<Vec<ApplicationId>, StoreError> {
    let found = relation::among(exec, AMONG, params![tenant, kind.as_str()], ids).await?;
    Ok(found.into_iter().map(ApplicationId::new).collect())
}
