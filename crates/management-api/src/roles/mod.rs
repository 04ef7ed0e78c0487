//! `/api/roles`: global roles, their scopes, and the users and applications that hold them (Management API contract §7).

mod applications;
mod body;
mod create;
mod delete;
mod get;
mod list;
mod scopes;
#[cfg(test)]
mod tests;
mod update;
mod users;

use crate::routes::ApiRoutes;

pub(crate) use body::role_body;

/// The routes of this folder.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Roles")
        .get("/api/roles", list::list_roles)
        .post("/api/roles", create::create_role)
        .get("/api/roles/{id}", get::get_role)
        .patch("/api/roles/{id}", update::update_role)
        .delete("/api/roles/{id}", delete::delete_role)
        .get("/api/roles/{id}/scopes", scopes::list::list_scopes)
        .post("/api/roles/{id}/scopes", scopes::add::add_scopes)
        .delete("/api/roles/{id}/scopes/{scopeId}", scopes::remove::remove_scope)
        .get("/api/roles/{id}/users", users::list::list_users)
        .post("/api/roles/{id}/users", users::add::add_users)
        .delete("/api/roles/{id}/users/{userId}", users::remove::remove_user)
        .get("/api/roles/{id}/applications", applications::list::list_applications)
        .post("/api/roles/{id}/applications", applications::add::add_applications)
        .delete("/api/roles/{id}/applications/{applicationId}", applications::remove::remove_application)
}
