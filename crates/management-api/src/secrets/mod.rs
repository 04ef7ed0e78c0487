//! `/api/secrets`: tokens of providers that are kept for users (`operations::token_set`). They are told of with the identities of users.

mod delete;

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Secrets").delete("/api/secrets/{id}", delete::delete_secret)
}
