//! `/api/users` (Management API contract §5.1–5.4): users, their passwords, their global roles and their organizations.

mod body;
mod create;
mod custom_data;
mod delete;
mod get;
mod has_password;
mod list;
mod organizations;
mod password;
mod profile;
mod roles;
mod suspend;
#[cfg(test)]
mod tests;
mod update;

use crate::routes::ApiRoutes;
pub(crate) use body::user_info;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::new()
        .get("/api/users", list::list_users)
        .post("/api/users", create::create_user)
        .get("/api/users/{userId}", get::get_user)
        .patch("/api/users/{userId}", update::update_user)
        .delete("/api/users/{userId}", delete::delete_user)
        .get("/api/users/{userId}/custom-data", custom_data::get_custom_data)
        .patch("/api/users/{userId}/custom-data", custom_data::patch_custom_data)
        .patch("/api/users/{userId}/profile", profile::patch_profile)
        .patch("/api/users/{userId}/password", password::set_password)
        .post("/api/users/{userId}/password/verify", password::verify_password)
        .get("/api/users/{userId}/has-password", has_password::has_password)
        .patch("/api/users/{userId}/is-suspended", suspend::set_suspended)
        .get("/api/users/{userId}/organizations", organizations::list_organizations)
        .get("/api/users/{userId}/roles", roles::list_roles)
        .post("/api/users/{userId}/roles", roles::add_roles)
        .put("/api/users/{userId}/roles", roles::replace_roles)
        .delete("/api/users/{userId}/roles/{roleId}", roles::remove_role)
}
