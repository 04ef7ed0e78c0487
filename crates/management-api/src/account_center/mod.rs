//! `/api/account-center`: what users may see and change of their own accounts.

mod get;
#[cfg(test)]
mod tests;
mod update;

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Account center")
        .get("/api/account-center", get::get_account_center)
        .patch("/api/account-center", update::update_account_center)
}
