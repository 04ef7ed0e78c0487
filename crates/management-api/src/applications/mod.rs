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

use std::sync::Arc;

use axum::{
    Router,
    routing::{delete, get, patch},
};
use operations::Services;

pub(crate) use body::application_body;

/// The routes of this folder.
pub(crate) fn routes() -> Router<Arc<Services>> {
    let consent = get(user_consent_scopes::list::list_consent_scopes)
        .post(user_consent_scopes::add::add_consent_scopes);
    Router::new()
        .route("/api/applications", get(list::list_applications).post(create::create_application))
        .route(
            "/api/applications/{id}",
            get(get::get_application).patch(update::update_application).delete(delete::delete_application),
        )
        .route("/api/applications/{id}/custom-data", patch(custom_data::merge_custom_data))
        .route("/api/applications/{id}/organizations", get(organizations::list_organizations))
        .route("/api/applications/{id}/legacy-secret", delete(secrets::delete_legacy::delete_legacy_secret))
        .route(
            "/api/applications/{id}/secrets",
            get(secrets::list::list_secrets).post(secrets::create::create_secret),
        )
        .route(
            "/api/applications/{id}/secrets/{name}",
            patch(secrets::rename::rename_secret).delete(secrets::delete::delete_secret),
        )
        .route(
            "/api/applications/{id}/roles",
            get(roles::list::list_roles).post(roles::add::add_roles).put(roles::replace::replace_roles),
        )
        .route("/api/applications/{id}/roles/{role_id}", delete(roles::remove::remove_role))
        .route("/api/applications/{id}/user-consent-scopes", consent)
        .route(
            "/api/applications/{id}/user-consent-scopes/{scope_type}/{scope_id}",
            delete(user_consent_scopes::remove::remove_consent_scope),
        )
}
