//! `/api/hooks`: webhooks, their deliveries, and a way to try one (Management API contract §10).

mod body;
mod create;
mod delete;
mod get;
mod list;
mod recent_logs;
mod replay;
mod signing_key;
mod test;
#[cfg(test)]
mod tests;
mod update;

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Hooks")
        .get("/api/hooks", list::list_hooks)
        .post("/api/hooks", create::create_hook)
        .get("/api/hooks/{id}", get::get_hook)
        .patch("/api/hooks/{id}", update::update_hook)
        .delete("/api/hooks/{id}", delete::delete_hook)
        .get("/api/hooks/{id}/recent-logs", recent_logs::list_recent_logs)
        .post("/api/hooks/{id}/deliveries/{logId}/replay", replay::replay_delivery)
        .post("/api/hooks/{id}/test", test::test_hook)
        .patch("/api/hooks/{id}/signing-key", signing_key::replace_signing_key)
}
