//! `/api/verifications`: what a user proves in order to change their account.

mod password;
mod social;
mod verification_code;
mod web_authn;

use crate::routes::ApiRoutes;

/// The routes of this part.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Verifications")
        .post("/api/verifications/password", password::verify_password)
        .post("/api/verifications/verification-code", verification_code::send_code)
        .post("/api/verifications/verification-code/verify", verification_code::verify_code)
        .post("/api/verifications/social", social::begin)
        .post("/api/verifications/social/verify", social::verify)
        .post("/api/verifications/web-authn/registration", web_authn::begin_registration)
        .post("/api/verifications/web-authn/registration/verify", web_authn::verify_registration)
}
