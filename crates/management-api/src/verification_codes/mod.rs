//! `/api/verification-codes`: codes that prove to a back end that somebody reads what is sent to an address.

mod body;
mod create;
#[cfg(test)]
mod tests;
mod verify;

use crate::routes::ApiRoutes;

/// What these codes are good for: nothing but [`verify`].
const PURPOSE: &str = "management-api";

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Verification codes")
        .post("/api/verification-codes", create::request_code)
        .post("/api/verification-codes/verify", verify::verify_code)
}
