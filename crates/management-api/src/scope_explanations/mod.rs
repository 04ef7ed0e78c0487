//! Which scopes a user or a machine has for an audience now, and why: an extension of the wire, for people who wonder what a token says. It asks what
//! token issue asks, of the same configuration, and issues nothing.

mod application;
mod explain;
#[cfg(test)]
mod tests;
mod user;

use crate::routes::ApiRoutes;

/// The routes of these.
pub(crate) fn routes() -> ApiRoutes {
    let of_users =
        ApiRoutes::tagged("Users").get("/api/users/{userId}/scope-explanation", user::explain_scopes_of_user);
    let of_applications = ApiRoutes::tagged("Applications")
        .get("/api/applications/{id}/scope-explanation", application::explain_scopes_of_application);
    of_users.merge(of_applications)
}
