//! `/api/resources`: API resources and their scopes (Management API contract §6).

mod body;
mod create;
mod delete;
mod get;
mod list;
mod scopes;
mod set_default;
#[cfg(test)]
mod tests;
mod update;

use crate::routes::ApiRoutes;

pub(crate) use body::{resource_body, scope_body, scope_with_resource_body};

/// The routes of this folder.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Resources")
        .get("/api/resources", list::list_resources)
        .post("/api/resources", create::create_resource)
        .get("/api/resources/{id}", get::get_resource)
        .patch("/api/resources/{id}", update::update_resource)
        .delete("/api/resources/{id}", delete::delete_resource)
        .patch("/api/resources/{id}/is-default", set_default::set_default_resource)
        .get("/api/resources/{resourceId}/scopes", scopes::list::list_scopes)
        .post("/api/resources/{resourceId}/scopes", scopes::create::create_scope)
        .patch("/api/resources/{resourceId}/scopes/{scopeId}", scopes::update::update_scope)
        .delete("/api/resources/{resourceId}/scopes/{scopeId}", scopes::delete::delete_scope)
}
