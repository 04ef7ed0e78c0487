//! `/api/connectors`: what messages are sent through, and with whom users sign in (Management API contract §9).

mod authorization_uri;
mod body;
mod bounds;
mod create;
mod delete;
mod get;
mod list;
mod test;
#[cfg(test)]
mod tests;
mod update;

pub(crate) use authorization_uri::authorization_error;
pub(crate) use body::{connector_error, not_sent};
pub(crate) use bounds::check_bounds;

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Connectors")
        .get("/api/connectors", list::list_connectors)
        .post("/api/connectors", create::create_connector)
        .get("/api/connectors/{id}", get::get_connector)
        .patch("/api/connectors/{id}", update::update_connector)
        .delete("/api/connectors/{id}", delete::delete_connector)
        .post("/api/connectors/{factoryId}/test", test::test_connector)
        .post("/api/connectors/{connectorId}/authorization-uri", authorization_uri::authorization_uri)
}
