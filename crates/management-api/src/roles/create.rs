//! `POST /api/roles`

use api_types::role as wire;
use axum::Json;
use domain::{
    RoleId, ScopeId,
    role::{Role, RoleType},
};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use serde_json::Map;
use store::{role, search::Search};

use super::{
    body::{MAX_LENGTH, check_scopes, role_type},
    role_body,
};
use crate::{
    ManagementContext,
    events::{Detailed, Details},
    resources::scope_with_resource_body,
    rules::{Body, Rules, distinct, violation},
};

impl Validate for Body<wire::CreateRole> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.length(&["name"], &self.0.name, 1, MAX_LENGTH).length(
            &["description"],
            &self.0.description,
            1,
            MAX_LENGTH,
        );
        rules.ids("scopeIds", self.0.scope_ids.as_deref().unwrap_or_default(), 0).issues()
    }
}

/// Creates a role with its scopes, or nothing when one of them cannot be given. The answer is 200.
pub(super) async fn create_role(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateRole>>,
) -> Result<Detailed<Json<wire::Role>>, ApiError> {
    let tenant = context.tenant();
    let scope_ids = &distinct(body.scope_ids.as_deref().unwrap_or_default(), ScopeId::new);
    let role = Role {
        id: RoleId::new(context.services.entropy.id_21()),
        name: body.name,
        description: body.description,
        kind: body.kind.as_deref().map_or(Ok(RoleType::User), role_type)?,
        is_default: body.is_default.unwrap_or(false),
    };
    let created = &role;
    context
        .reconfigure(|tx| async move {
            role::insert(tx.exec(), tenant, created).await.map_err(violation("role.name_in_use"))?;
            check_scopes(tx.exec(), tenant, created.kind, scope_ids).await?;
            role::scope::add(tx.exec(), tenant, &created.id, scope_ids)
                .await
                .map_err(violation("role.scope_exists"))
        })
        .await?;
    let details =
        if scope_ids.is_empty() { Details::default() } else { scopes_details(&context, &role.id).await? };
    Ok(Detailed { answer: Json(role_body(tenant, role)), details })
}

/// The event that tells of a new role's scopes (Management API contract §13.5).
async fn scopes_details(context: &ManagementContext, role: &RoleId) -> Result<Details, ApiError> {
    let tenant = context.tenant();
    let scopes =
        role::scope::list(context.exec(), tenant, role, &Search::default(), store::Page::ALL).await?;
    let data = scopes.into_iter().map(|scope| scope_with_resource_body(tenant, scope)).collect::<Vec<_>>();
    let data = serde_json::to_value(data).map_err(|error| ApiError::internal(&error))?;
    let members = Map::from_iter([("roleId".to_owned(), role.as_str().into())]);
    Ok(Details { before: Some(("Role.Scopes.Updated", members, data)), ..Details::default() })
}
