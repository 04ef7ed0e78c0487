//! `/api/sign-in-exp`: how users sign in and register, and what pages look like (Management API contract §12.1).

mod body;
mod case_conflicts;
mod check_password;
mod custom_ui_assets;
mod get;
mod rules;
#[cfg(test)]
mod tests;
mod update;

use axum::extract::DefaultBodyLimit;

pub(crate) use rules::check_list;

use crate::{routes::ApiRoutes, user_assets::MAX_UPLOAD_BYTES};

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    let uploads = ApiRoutes::tagged("Sign-in experience")
        .post("/api/sign-in-exp/default/custom-ui-assets", custom_ui_assets::upload_custom_ui_assets)
        .layered(|router| router.layer(DefaultBodyLimit::max(MAX_UPLOAD_BYTES)));
    ApiRoutes::tagged("Sign-in experience")
        .get("/api/sign-in-exp", get::get_sign_in_experience)
        .patch("/api/sign-in-exp", update::update_sign_in_experience)
        .post("/api/sign-in-exp/default/check-password", check_password::check_password)
        .get(
            "/api/sign-in-exp/username-policy/case-sensitivity-conflicts",
            case_conflicts::list_case_conflicts,
        )
        .merge(uploads)
}
