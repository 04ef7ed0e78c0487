//! `PUT /api/roles/{id}/organizations`

use api_types::role::{RoleOrganizations, SetRoleOrganizations};
use axum::{Json, extract::Path};
use domain::{OrganizationId, RoleId, role::RoleType};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use store::role::limit;

use super::limit_body;
use crate::{
    ManagementContext,
    roles::body::find,
    rules::{Body, Rules, distinct, violation},
};

/// How many organizations a role is limited to at the most; they are kept in memory.
const MAX_ORGANIZATIONS: usize = 1_000;

impl Validate for Body<SetRoleOrganizations> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.ids("organizationIds", &self.0.organization_ids, 0);
        if self.0.organization_ids.len() > MAX_ORGANIZATIONS {
            let message = format!("Array must contain at most {MAX_ORGANIZATIONS} element(s)");
            rules.issue(Issue::new("too_big", &["organizationIds"], message));
        }
        rules.issues()
    }
}

/// Limits a role for machines to these organizations: what its scopes open of the Management API is what belongs to them. An empty list opens
/// nothing.
pub(in crate::roles) async fn replace_role_organizations(
    context: ManagementContext,
    Path(id): Path<RoleId>,
    ValidJson(Body(body)): ValidJson<Body<SetRoleOrganizations>>,
) -> Result<Json<RoleOrganizations>, ApiError> {
    let (tenant, id) = (context.tenant(), &id);
    let organizations = &distinct(&body.organization_ids, OrganizationId::new);
    let authority = &context.authority;
    let body = context
        .reconfigure(|tx| async move {
            if find(tx.exec(), tenant, id).await?.kind != RoleType::MachineToMachine {
                return Err(ApiError::unprocessable("entity.db_constraint_violated"));
            }
            // Another organization is more than the role opened before.
            authority.check_roles(tx.exec(), tenant, std::slice::from_ref(id)).await?;
            let replaced = limit::replace(tx.exec(), tenant, id, Some(organizations)).await;
            replaced.map_err(violation("entity.unique_integrity_violation"))?;
            limit_body(tx.exec(), tenant, id).await
        })
        .await?;
    Ok(Json(body))
}
