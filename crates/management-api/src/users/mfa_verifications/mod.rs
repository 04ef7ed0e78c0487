//! `/api/users/{userId}/mfa-verifications`: a user's second factors (Management API contract §5.7).

mod create;
mod delete;
mod list;

use domain::account::{User, second_factor::SecondFactor};

pub(super) use self::{create::create_factor, delete::delete_factor, list::list_factors};

/// The factors of a user that this version knows how to read.
fn factors(user: &User) -> impl Iterator<Item = SecondFactor> {
    user.mfa_factors.iter().filter_map(|factor| serde_json::from_value(factor.clone()).ok())
}
