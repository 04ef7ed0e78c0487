//! `/api/user-assets`: pictures that are uploaded and then served to everybody, at `/user-assets/{name}`.

mod serve;
mod status;
#[cfg(test)]
mod tests;
mod upload;

use axum::extract::DefaultBodyLimit;

use crate::routes::ApiRoutes;
pub(crate) use http_kit::MAX_UPLOAD_BYTES;
pub use serve::asset_router;

/// The paths whose bodies may be as large as that.
pub(crate) const UPLOADS: [&str; 2] = ["/api/user-assets", "/api/sign-in-exp/default/custom-ui-assets"];

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("User assets")
        .post("/api/user-assets", upload::upload_user_asset)
        .layered(|router| router.layer(DefaultBodyLimit::max(MAX_UPLOAD_BYTES)))
        .get("/api/user-assets/service-status", status::get_service_status)
}
