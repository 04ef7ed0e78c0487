//! On whose behalf a machine writes: the gateway, here or elsewhere, names the user whom it let through. It gives no right; it is
//! what the record of the write says.

use axum::http::{HeaderMap, HeaderValue, request::Parts};
use domain::{UserId, audit::ActingUser};
use http_kit::{ApiError, Issue};
use protocol::identifiers::ACTING_USER_HEADER;

use crate::context::{Caller, ManagementContext};

/// Longest id that is taken, in bytes.
const MAX_ID_BYTES: usize = 128;

/// The user whom a request names. Only a machine that may do everything is believed, for it could do anything in anybody's name as well;
/// what others say here counts as not said.
pub(super) fn of(parts: &Parts, context: &ManagementContext) -> Result<Option<ActingUser>, ApiError> {
    if let Some(beside_the_call) = parts.extensions.get::<ActingUser>() {
        return Ok(Some(beside_the_call.clone()));
    }
    let is_believed = matches!(context.caller, Caller::Application(_)) && context.authority.is_unlimited();
    if is_believed { read(&parts.headers) } else { Ok(None) }
}

/// A header that names nobody clearly is refused: a record that names the wrong one would be worse than none.
fn read(headers: &HeaderMap) -> Result<Option<ActingUser>, ApiError> {
    let mut values = headers.get_all(ACTING_USER_HEADER).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => id(value).map(|id| Some(ActingUser(UserId::new(id)))).ok_or_else(unclear),
        (Some(_), Some(_)) => Err(unclear()),
    }
}

fn id(value: &HeaderValue) -> Option<&str> {
    let is_plain = |id: &&str| {
        (1..=MAX_ID_BYTES).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    value.to_str().ok().filter(is_plain)
}

fn unclear() -> ApiError {
    let message = "Expected the id of one user";
    ApiError::invalid_input(vec![Issue::new("custom", &["headers", ACTING_USER_HEADER], message)])
}
