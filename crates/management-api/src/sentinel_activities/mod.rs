//! `/api/sentinel-activities`: failed attempts that lock identifiers (OIDC contract §6.3).

mod delete;
#[cfg(test)]
mod tests;

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Sentinel activities")
        .post("/api/sentinel-activities/delete", delete::delete_activities)
}
