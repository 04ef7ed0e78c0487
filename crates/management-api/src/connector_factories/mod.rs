//! `/api/connector-factories`: what kinds of connectors there are (Management API contract §9).

mod body;
mod get;
mod list;
#[cfg(test)]
mod tests;

pub(crate) use body::kind_body;
#[cfg(test)]
pub(crate) use body::localized;

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Connector factories")
        .get("/api/connector-factories", list::list_factories)
        .get("/api/connector-factories/{id}", get::get_factory)
}
