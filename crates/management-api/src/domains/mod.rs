//! `/api/domains`: host names of the tenant's own, which the cloud product gets from a provider. This server is reached under the names that
//! its operator gives it, so that there are none to list and none can be added (Management API contract §11).

mod add;
mod clean_up;
mod delete;
mod get;
mod list;
#[cfg(test)]
mod tests;
mod verification_files;

use http_kit::ApiError;

use crate::routes::ApiRoutes;

/// The routes of this folder.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Domains")
        .get("/api/domains", list::list_domains)
        .post("/api/domains", add::add_domain)
        .post("/api/domains/cleanup", clean_up::clean_up_domains)
        .get("/api/domains/{id}", get::get_domain)
        .delete("/api/domains/{id}", delete::delete_domain)
        .get("/api/domains/{id}/verification-files", verification_files::get_verification_files)
        .put("/api/domains/{id}/verification-files", verification_files::put_verification_files)
}

/// 400: nobody gives host names here.
fn not_configured() -> ApiError {
    ApiError::bad_request("domain.not_configured")
}

/// 404: there is no domain.
fn not_found() -> ApiError {
    ApiError::not_found("entity.not_exists_with_id")
}
