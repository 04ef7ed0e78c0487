//! `/api/applications`: the OAuth clients of a tenant, their secrets, roles and organizations, who is let in to them, how their pages look, and
//! what third-party ones may ask for (Management API contract §8).

mod access_control;
mod body;
mod built_in;
mod consent_organizations;
mod create;
mod custom_data;
mod delete;
mod get;
mod list;
mod metadata;
mod organizations;
mod protected_app;
mod roles;
mod secrets;
mod sign_in_experience;
#[cfg(test)]
mod tests;
mod update;
mod user_consent_scopes;

use crate::routes::ApiRoutes;

pub(crate) use self::body::application_body;

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
        .merge(settings())
}

/// What is beside an application: who is let in, how its pages look, what users have opened to it.
fn settings() -> ApiRoutes {
    const ACCESS_CONTROL: &str = "/api/applications/{applicationId}/access-control";
    const SIGN_IN_EXPERIENCE: &str = "/api/applications/{applicationId}/sign-in-experience";
    const CONSENT_ORGANIZATIONS: &str = "/api/applications/{id}/users/{userId}/consent-organizations";
    const CUSTOM_DOMAINS: &str = "/api/applications/{id}/protected-app-metadata/custom-domains";
    ApiRoutes::tagged("Applications")
        .get(ACCESS_CONTROL, access_control::get::get_access_control)
        .put(ACCESS_CONTROL, access_control::put::put_access_control)
        .get(SIGN_IN_EXPERIENCE, sign_in_experience::get::get_sign_in_experience)
        .put(SIGN_IN_EXPERIENCE, sign_in_experience::put::put_sign_in_experience)
        .get(CONSENT_ORGANIZATIONS, consent_organizations::list::list_consent_organizations)
        .post(CONSENT_ORGANIZATIONS, consent_organizations::add::add_consent_organizations)
        .put(CONSENT_ORGANIZATIONS, consent_organizations::replace::replace_consent_organizations)
        .delete(
            "/api/applications/{id}/users/{userId}/consent-organizations/{organizationId}",
            consent_organizations::remove::remove_consent_organization,
        )
        .get(CUSTOM_DOMAINS, protected_app::list_domains)
        .post(CUSTOM_DOMAINS, protected_app::add_domain)
        .delete(
            "/api/applications/{id}/protected-app-metadata/custom-domains/{domain}",
            protected_app::remove_domain,
        )
}
