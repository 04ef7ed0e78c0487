//! `/api/users/{userId}/identities`: who a user is elsewhere (Management API contract §5.7): put here by whoever knows it, or proved by a
//! connector's provider. There are no enterprise identities yet and no stored tokens of others.

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

use self::put::store_identity;

/// The 404 of an identity that a user does not have.
fn not_found() -> ApiError {
    ApiError::not_found("user.identity_not_exist")
}
