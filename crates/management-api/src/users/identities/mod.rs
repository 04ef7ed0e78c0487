//! `/api/users/{userId}/identities`: who a user is elsewhere (Management API contract §5.7). This server has no connectors yet: identities
//! are put here by whoever knows them, and there are no enterprise ones and no stored tokens of others.

mod all;
mod delete;
mod get;
mod link;
mod put;
mod sso;

use http_kit::ApiError;

pub(super) use self::{
    all::all_identities, delete::delete_identity, get::get_identity, link::link_identity, put::put_identity,
    sso::get_sso_identity,
};

/// The 404 of an identity that a user does not have.
fn not_found() -> ApiError {
    ApiError::not_found("user.identity_not_exist")
}
