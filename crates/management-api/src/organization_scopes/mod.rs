//! `/api/organization-scopes` (Management API contract §3.2): the permissions of the organization template.

mod body;
mod create;
mod delete;
mod get;
mod list;
#[cfg(test)]
mod tests;
mod update;

use crate::routes::ApiRoutes;

pub(crate) use body::scope_body;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Organization scopes")
        .get("/api/organization-scopes", list::list_scopes)
        .post("/api/organization-scopes", create::create_scope)
        .get("/api/organization-scopes/{id}", get::get_scope)
        .patch("/api/organization-scopes/{id}", update::update_scope)
        .delete("/api/organization-scopes/{id}", delete::delete_scope)
}
