//! `/api/users/{userId}/mfa-verifications`: a user's second factors (Management API contract §5.7).

mod create;
mod delete;
mod list;

pub(super) use self::{create::create_factor, delete::delete_factor, list::list_factors};
