//! `/api/subject-tokens`: tokens with which an application may once speak for a user (Management API contract §11).

mod create;
#[cfg(test)]
mod tests;

use domain::console::IMPERSONATION_PART;

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged(IMPERSONATION_PART).post("/api/subject-tokens", create::create_subject_token)
}
