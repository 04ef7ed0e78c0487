//! `/api/authn`: answers for other systems that ask who their caller is.

mod hasura;
#[cfg(test)]
mod tests;

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Authn").public().get("/api/authn/hasura", hasura::authorize_for_hasura)
}
