//! `/api/organization-invitations` (Management API contract §4): inviting whoever has an e-mail address to an organization.

mod body;
mod create;
mod delete;
mod get;
mod list;
mod message;
mod status;
#[cfg(test)]
mod tests;

use crate::routes::ApiRoutes;

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Organization invitations")
        .get("/api/organization-invitations", list::list_invitations)
        .post("/api/organization-invitations", create::create_invitation)
        .get("/api/organization-invitations/{id}", get::get_invitation)
        .delete("/api/organization-invitations/{id}", delete::delete_invitation)
        .post("/api/organization-invitations/{id}/message", message::send_message)
        .put("/api/organization-invitations/{id}/status", status::update_status)
}
