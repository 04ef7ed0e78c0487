//! `/api/configs`: settings of the tenant, its keys, and its scripts (Management API contract §12.2 to §12.4).

mod actions;
mod admin_console;
mod cimd;
mod customizers;
mod id_token;
mod keys;
mod scripts;
mod session;
#[cfg(test)]
mod tests;

use http_kit::{ApiError, Issue};

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Configs")
        .get("/api/configs/admin-console", admin_console::get_admin_console)
        .patch("/api/configs/admin-console", admin_console::update_admin_console)
        .get("/api/configs/oidc/session", session::get_session)
        .patch("/api/configs/oidc/session", session::update_session)
        .get("/api/configs/oidc/{keyType}", keys::list::list_keys)
        .delete("/api/configs/oidc/{keyType}/{keyId}", keys::delete::delete_key)
        .post("/api/configs/oidc/{keyType}/rotate", keys::rotate::rotate_keys)
        .put("/api/configs/jwt-customizer/{tokenTypePath}", customizers::put::put_customizer)
        .patch("/api/configs/jwt-customizer/{tokenTypePath}", customizers::update::update_customizer)
        .get("/api/configs/jwt-customizer/{tokenTypePath}", customizers::get::get_customizer)
        .delete("/api/configs/jwt-customizer/{tokenTypePath}", customizers::delete::delete_customizer)
        .get("/api/configs/jwt-customizer", customizers::list::list_customizers)
        .post("/api/configs/jwt-customizer/test", customizers::test::test_customizer)
        .get("/api/configs/id-token", id_token::get_id_token)
        .put("/api/configs/id-token", id_token::put_id_token)
        .get("/api/configs/actions", actions::list::list_actions)
        .post("/api/configs/actions/test", actions::test::test_action)
        .get("/api/configs/actions/{actionType}", actions::get::get_action)
        .put("/api/configs/actions/{actionType}", actions::put::put_action)
        .patch("/api/configs/actions/{actionType}", actions::update::update_action)
        .delete("/api/configs/actions/{actionType}", actions::delete::delete_action)
        .get("/api/configs/cimd", cimd::get_cimd)
        .patch("/api/configs/cimd", cimd::update_cimd)
}

/// 400 for a parameter of the path that must be one of a few words and is none.
fn unknown_word(parameter: &str) -> ApiError {
    ApiError::invalid_input(vec![Issue::new("invalid_enum_value", &[parameter], "Invalid enum value")])
}

/// What does not have the form in which this server stores it.
fn inconsistent() -> ApiError {
    store::StoreError::Inconsistent { table: "tenant_settings", column: "value" }.into()
}
