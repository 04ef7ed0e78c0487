//! Requests that another site makes a browser post. Browsers send no `SameSite=Lax` cookies with them but keep those of the answer: an answer
//! that sets a session or an interaction would replace what the browser has. Such a request is sent back as `GET`, with which the cookies
//! come along.

use axum::{http::request::Parts, response::Response};
use operations::Endpoint;
use protocol::{OAuthError, Parameters};

use crate::{authorize::see_other, error::Failure};

/// The longest query that a request is sent back with, in bytes: what common proxies take of a request line.
const MAX_QUERY_BYTES: usize = 7_168;

/// The way back to `path`, relative to the mount, for a request that a page of another origin posted; `None` for every other one. Of the
/// parameters those that are known travel on.
///
/// # Errors
/// `invalid_request` when they are too long for an address.
pub(crate) fn as_get(
    endpoint: &Endpoint,
    parts: &Parts,
    (path, parameters): (&str, &Parameters),
    is_known: impl Fn(&str) -> bool,
) -> Result<Option<Response>, Failure> {
    if !http_kit::is_from_another_origin(&parts.headers, endpoint.base()) {
        return Ok(None);
    }
    let known = parameters.iter().filter(|(name, _)| is_known(name));
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(known).finish();
    if query.len() > MAX_QUERY_BYTES {
        return Err(OAuthError::invalid_request("the request is too long to come from another site").into());
    }
    Ok(Some(see_other(&format!("{}{path}?{query}", endpoint.issuer()))))
}
