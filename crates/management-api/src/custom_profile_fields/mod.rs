//! `/api/custom-profile-fields`: what registration asks for beside identifier and password.

mod body;
mod create;
mod delete;
mod get;
mod list;
mod order;
mod put;
#[cfg(test)]
mod tests;

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Custom profile fields")
        .get("/api/custom-profile-fields", list::list_custom_profile_fields)
        .post("/api/custom-profile-fields", create::create_custom_profile_field)
        .post("/api/custom-profile-fields/batch", create::create_custom_profile_fields)
        .post("/api/custom-profile-fields/properties/sie-order", order::order_custom_profile_fields)
        .get("/api/custom-profile-fields/{name}", get::get_custom_profile_field)
        .put("/api/custom-profile-fields/{name}", put::put_custom_profile_field)
        .delete("/api/custom-profile-fields/{name}", delete::delete_custom_profile_field)
}
