//! `/api/email-templates`: what e-mails say, by kind and language.

mod body;
mod delete;
mod get;
mod list;
mod put;
#[cfg(test)]
mod tests;
mod update_details;

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Email templates")
        .get("/api/email-templates", list::list_templates)
        .put("/api/email-templates", put::put_templates)
        .delete("/api/email-templates", delete::delete_templates)
        .get("/api/email-templates/{id}", get::get_template)
        .delete("/api/email-templates/{id}", delete::delete_template)
        .patch("/api/email-templates/{id}/details", update_details::update_details)
}
