//! `/api/sso-connectors` and `/api/sso-connector-providers`: the providers by which the people of enterprises sign in, and what kinds of them there are.
//! Kinds that speak SAML are not among them.

mod body;
mod create;
mod delete;
mod get;
mod list;
mod providers;
mod test;
#[cfg(test)]
mod tests;
mod update;

pub(crate) use body::without_config;

use crate::routes::ApiRoutes;

/// The routes of this resource. Who may look after connectors may look after these too.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Connectors")
        .get("/api/sso-connector-providers", providers::list_providers)
        .get("/api/sso-connectors", list::list_connectors)
        .post("/api/sso-connectors", create::create_connector)
        .get("/api/sso-connectors/{id}", get::get_connector)
        .patch("/api/sso-connectors/{id}", update::update_connector)
        .delete("/api/sso-connectors/{id}", delete::delete_connector)
        .post("/api/sso-connectors/{id}/test", test::test_connector)
}
