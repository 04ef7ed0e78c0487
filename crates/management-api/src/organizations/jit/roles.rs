//! `/api/organizations/{id}/jit/roles`: the roles that whoever joins on their own gets. Roles for machines are taken and given to nobody.

use api_types::{organization as wire, organization_template::OrganizationRole};
use axum::extract::Path;
use domain::{OrganizationId, OrganizationRoleId};
use http_kit::{ApiError, CreatedText, Issue, NoContent, Page, Pagination, ValidJson, body::Validate};
use serde::Deserialize;
use store::organization::jit;

use super::{
    super::body::{removed, violation},
    ensure_organization,
};
use crate::{
    ManagementContext,
    organization_roles::role_body,
    rules::{Rules, distinct, window},
};

/// A body of at least `LEAST` roles.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::organizations) struct Roles<const LEAST: usize>(wire::OrganizationRoleIds);

impl<const LEAST: usize> Validate for Roles<LEAST> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("organizationRoleIds", &self.0.organization_role_ids, LEAST).issues()
    }
}

/// Lists the roles by name; pagination is optional.
pub(in crate::organizations) async fn list(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
    pagination: Pagination,
) -> Result<Page<OrganizationRole>, ApiError> {
    ensure_organization(&context, &id).await?;
    let (exec, tenant) = (context.exec(), context.tenant());
    let pagination = pagination.or_all();
    let page = pagination.as_ref().map_or(store::Page::ALL, window);
    let roles = jit::roles(exec, tenant, &id, page).await?;
    let rows = roles.into_iter().map(|role| role_body(tenant, role)).collect();
    Ok(match pagination {
        None => Page::all(rows),
        Some(pagination) => pagination.page(rows, jit::count_roles(exec, tenant, &id).await?),
    })
}

/// Adds roles, all of them or none; those that are there stay.
pub(in crate::organizations) async fn add(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
    ValidJson(Roles(body)): ValidJson<Roles<1>>,
) -> Result<CreatedText, ApiError> {
    let roles = &distinct(&body.organization_role_ids, OrganizationRoleId::new);
    let (services, id) = (&context.services, &id);
    services
        .db
        .transaction(|tx| async move { jit::add_roles(tx.exec(), &services.tenant, id, roles).await })
        .await
        .map_err(violation)?;
    Ok(CreatedText)
}

/// Makes the roles given those of the organization.
pub(in crate::organizations) async fn replace(
    context: ManagementContext,
    Path(id): Path<OrganizationId>,
    ValidJson(Roles(body)): ValidJson<Roles<0>>,
) -> Result<NoContent, ApiError> {
    let roles = &distinct(&body.organization_role_ids, OrganizationRoleId::new);
    let (services, id) = (&context.services, &id);
    services
        .db
        .transaction(|tx| async move { jit::replace_roles(tx.exec(), &services.tenant, id, roles).await })
        .await
        .map_err(violation)?;
    Ok(NoContent)
}

/// Removes a role.
pub(in crate::organizations) async fn remove(
    context: ManagementContext,
    Path((id, role)): Path<(OrganizationId, OrganizationRoleId)>,
) -> Result<NoContent, ApiError> {
    let gone = jit::remove_role(context.exec(), context.tenant(), &id, &role).await;
    removed(gone.map_err(violation)?)
}
