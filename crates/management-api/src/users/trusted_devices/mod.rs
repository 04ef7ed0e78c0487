//! `/api/users/{userId}/trusted-devices`: browsers in which a user is not asked for the second factor. The wire documents no such operations.

mod list;
mod revoke;

pub(super) use self::{list::list_devices, revoke::revoke_device};
