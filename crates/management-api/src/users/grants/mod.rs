//! `/api/users/{userId}/grants`: what a user allows applications (Management API contract §5.6).

mod list;
mod revoke;

pub(super) use self::{list::list_grants, revoke::revoke_grant};
