//! `/api/organization-roles` (Management API contract §3.1): the roles of the organization template and what they allow.

mod body;
mod create;
mod delete;
mod get;
mod list;
mod scopes;
#[cfg(test)]
mod tests;
mod update;

use crate::routes::ApiRoutes;
use domain::{OrganizationScopeId, ScopeId};

pub(crate) use body::role_body;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Organization roles")
        .get("/api/organization-roles", list::list_roles)
        .post("/api/organization-roles", create::create_role)
        .get("/api/organization-roles/{id}", get::get_role)
        .patch("/api/organization-roles/{id}", update::update_role)
        .delete("/api/organization-roles/{id}", delete::delete_role)
        .get("/api/organization-roles/{id}/scopes", scopes::list_organization_scopes)
        .post("/api/organization-roles/{id}/scopes", scopes::add_scopes::<OrganizationScopeId>)
        .put("/api/organization-roles/{id}/scopes", scopes::replace_scopes::<OrganizationScopeId>)
        .delete(
            "/api/organization-roles/{id}/scopes/{organizationScopeId}",
            scopes::remove_scope::<OrganizationScopeId>,
        )
        .get("/api/organization-roles/{id}/resource-scopes", scopes::list_resource_scopes)
        .post("/api/organization-roles/{id}/resource-scopes", scopes::add_scopes::<ScopeId>)
        .put("/api/organization-roles/{id}/resource-scopes", scopes::replace_scopes::<ScopeId>)
        .delete("/api/organization-roles/{id}/resource-scopes/{scopeId}", scopes::remove_scope::<ScopeId>)
}
