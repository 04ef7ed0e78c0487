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

use std::sync::Arc;

use axum::{Router, routing::get};
use domain::{OrganizationScopeId, ScopeId};
use operations::Services;

pub(crate) use body::role_body;

/// The routes of this resource.
pub(crate) fn routes() -> Router<Arc<Services>> {
    Router::new()
        .route("/api/organization-roles", get(list::list_roles).post(create::create_role))
        .route(
            "/api/organization-roles/{id}",
            get(get::get_role).patch(update::update_role).delete(delete::delete_role),
        )
        .route(
            "/api/organization-roles/{id}/scopes",
            get(scopes::list_organization_scopes)
                .post(scopes::add_scopes::<OrganizationScopeId>)
                .put(scopes::replace_scopes::<OrganizationScopeId>),
        )
        .route(
            "/api/organization-roles/{id}/scopes/{organizationScopeId}",
            axum::routing::delete(scopes::remove_scope::<OrganizationScopeId>),
        )
        .route(
            "/api/organization-roles/{id}/resource-scopes",
            get(scopes::list_resource_scopes)
                .post(scopes::add_scopes::<ScopeId>)
                .put(scopes::replace_scopes::<ScopeId>),
        )
        .route(
            "/api/organization-roles/{id}/resource-scopes/{scopeId}",
            axum::routing::delete(scopes::remove_scope::<ScopeId>),
        )
}
