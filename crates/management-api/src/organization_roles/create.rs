//! `POST /api/organization-roles`

use api_types::organization_template as wire;

use domain::{
    OrganizationRoleId, OrganizationScopeId, ScopeId, organization::OrganizationRole, role::RoleType,
};
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};
use serde_json::Map;
use store::{
    Transaction,
    organization::{role, role_scope},
};

use super::body::{check, role_body};
use crate::{
    ManagementContext,
    events::{Detailed, Details},
    organization_scopes::scope_body,
    organizations::violation,
    rules::{Body, Rules, distinct, empty_as_null},
};

impl Validate for Body<wire::CreateOrganizationRole> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        check(&mut rules, Some(&self.0.name), self.0.description.as_deref(), self.0.kind.as_deref());
        rules.ids("organizationScopeIds", &self.0.organization_scope_ids, 0);
        rules.ids("resourceScopeIds", &self.0.resource_scope_ids, 0).issues()
    }
}

/// Creates a role with the scopes given: all of it or nothing.
pub(super) async fn create_role(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateOrganizationRole>>,
) -> Result<Detailed<Created<wire::OrganizationRole>>, ApiError> {
    let role = OrganizationRole {
        id: OrganizationRoleId::new(context.services.entropy.id_21()),
        name: body.name,
        description: empty_as_null(body.description),
        kind: body.kind.as_deref().and_then(RoleType::parse).unwrap_or(RoleType::User),
    };
    let scopes = distinct(&body.organization_scope_ids, OrganizationScopeId::new);
    let resource_scopes = distinct(&body.resource_scope_ids, ScopeId::new);
    let (tenant, new, scopes, resource_scopes) = (context.tenant(), &role, &scopes, &resource_scopes);
    let create = |tx: Transaction| async move {
        role::insert(tx.exec(), tenant, new).await?;
        role_scope::add(tx.exec(), tenant, &new.id, scopes).await?;
        role_scope::add(tx.exec(), tenant, &new.id, resource_scopes).await
    };
    context.reconfigure(|tx| async move { create(tx).await.map_err(violation) }).await?;
    let details =
        if scopes.is_empty() { Details::default() } else { scopes_details(&context, &role.id).await? };
    Ok(Detailed { answer: Created(role_body(tenant, role)), details })
}

/// The event that tells of a new role's scopes (Management API contract §13.5).
async fn scopes_details(context: &ManagementContext, role: &OrganizationRoleId) -> Result<Details, ApiError> {
    let tenant = context.tenant();
    let scopes = role_scope::organization_scopes(context.exec(), tenant, role, store::Page::ALL).await?;
    let data = scopes.into_iter().map(|scope| scope_body(tenant, scope)).collect::<Vec<_>>();
    let data = serde_json::to_value(data).map_err(|error| ApiError::internal(&error))?;
    let members = Map::from_iter([("organizationRoleId".to_owned(), role.as_str().into())]);
    Ok(Details { before: Some(("OrganizationRole.Scopes.Updated", members, data)), ..Details::default() })
}
