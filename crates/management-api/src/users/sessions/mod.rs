//! `/api/users/{userId}/sessions`: where a user is signed in (Management API contract §5.6).

mod get;
mod list;
mod revoke;

use http_kit::ApiError;

pub(super) use self::{get::get_session, list::list_sessions, revoke::revoke_session};

/// The 404 of this resource.
fn not_found() -> ApiError {
    ApiError::not_found("oidc.session_not_found")
}
