//! `/api/applications`: the OAuth clients of a tenant, their secrets, roles and organizations, and what third-party ones may ask for
//! (Management API contract §8).

mod body;
mod built_in;
mod create;
mod custom_data;
mod delete;
mod get;
mod list;
mod metadata;
mod organizations;
mod roles;
mod secrets;
#[cfg(test)]
mod tests;
mod update;
mod user_consent_scopes;

use crate::routes::ApiRoutes;

pub(crate) use self::{body::application_body, built_in::name as built_in_name};

/// The routes of this folder.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Applications")
        .get("/api/applications", list::list_applications)
        .post("/api/applications", create::create_application)
        .get("/api/applications/{id}", get::get_application)
        .patch("/api/applications/{id}", update::update_application)
        .delete("/api/applications/{id}", delete::delete_application)
        .patch("/api/applications/{applicationId}/custom-data", custom_data::merge_custom_data)
        .get("/api/applications/{id}/organizations", organizations::list_organizations)
        .delete("/api/applications/{id}/legacy-secret", secrets::delete_legacy::delete_legacy_secret)
        .get("/api/applications/{id}/secrets", secrets::list::list_secrets)
        .post("/api/applications/{id}/secrets", secrets::create::create_secret)
        .patch("/api/applications/{id}/secrets/{name}", secrets::rename::rename_secret)
        .delete("/api/applications/{id}/secrets/{name}", secrets::delete::delete_secret)
        .get("/api/applications/{applicationId}/roles", roles::list::list_roles)
        .post("/api/applications/{applicationId}/roles", roles::add::add_roles)
        .put("/api/applications/{applicationId}/roles", roles::replace::replace_roles)
        .delete("/api/applications/{applicationId}/roles/{roleId}", roles::remove::remove_role)
        .get(
            "/api/applications/{applicationId}/user-consent-scopes",
            user_consent_scopes::list::list_consent_scopes,
        )
        .post(
            "/api/applications/{applicationId}/user-consent-scopes",
            user_consent_scopes::add::add_consent_scopes,
        )
        .delete(
            "/api/applications/{applicationId}/user-consent-scopes/{scopeType}/{scopeId}",
            user_consent_scopes::remove::remove_consent_scope,
        )
}
