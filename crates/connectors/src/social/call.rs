//! Calls to providers: bounded by `outbound` in size and place, and here in time. Redirects are not followed: a provider that sends codes or
//! tokens on to another address is not the provider that was configured. No message of an error holds anything of an answer but error codes.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode, header, request::Builder};
use outbound::Answer;
use serde_json::{Map, Value};

use crate::{ConnectorContext, ConnectorError};

/// How long a provider may take for one call.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Some providers refuse callers without a name.
const USER_AGENT: &str = "Guildhall";

/// Sends a request and gives the answer, whatever its status.
pub(super) async fn send(
    context: ConnectorContext<'_>,
    request: Builder,
    body: Bytes,
) -> Result<Answer, ConnectorError> {
    let request = request
        .header(header::USER_AGENT, USER_AGENT)
        .body(body)
        .map_err(|_| ConnectorError::Failed("the request could not be written".to_owned()))?;
    let answer = context.outbound.send(request, TIMEOUT).await?;
    match answer.status {
        StatusCode::TOO_MANY_REQUESTS => Err(ConnectorError::RateLimited),
        status if status.is_redirection() => {
            Err(ConnectorError::InvalidResponse("the provider answered with a redirect".to_owned()))
        }
        status if status.is_server_error() => {
            Err(ConnectorError::Failed(format!("the provider answered with {}", status.as_u16())))
        }
        _ => Ok(answer),
    }
}

/// The object of a document that anybody may read.
pub(super) async fn document(
    context: ConnectorContext<'_>,
    url: &str,
    what: &str,
) -> Result<Map<String, Value>, ConnectorError> {
    let request = Request::get(url).header(header::ACCEPT, "application/json");
    let answer = send(context, request, Bytes::new()).await?;
    if answer.status != StatusCode::OK {
        let status = answer.status.as_u16();
        return Err(ConnectorError::Failed(format!("{what} was answered with {status}")));
    }
    object(&answer.body, what)
}

/// What an endpoint gives to the bearer of an access token.
pub(super) async fn resource(
    context: ConnectorContext<'_>,
    url: &str,
    access_token: &str,
    what: &str,
) -> Result<Value, ConnectorError> {
    let mut bearer = HeaderValue::try_from(format!("Bearer {access_token}"))
        .map_err(|_| ConnectorError::InvalidResponse("the access token cannot be sent".to_owned()))?;
    bearer.set_sensitive(true);
    let request =
        Request::get(url).header(header::ACCEPT, "application/json").header(header::AUTHORIZATION, bearer);
    let answer = send(context, request, Bytes::new()).await?;
    match answer.status {
        StatusCode::OK => serde_json::from_slice(&answer.body).map_err(|_| not_json(what)),
        status if status == StatusCode::UNAUTHORIZED || status == StatusCode::FORBIDDEN => {
            Err(ConnectorError::AccessTokenInvalid(format!("{what} does not take the access token")))
        }
        status => Err(ConnectorError::Failed(format!("{what} was answered with {}", status.as_u16()))),
    }
}

/// As [`resource`], where the answer must be an object.
pub(super) async fn resource_object(
    context: ConnectorContext<'_>,
    url: &str,
    access_token: &str,
    what: &str,
) -> Result<Map<String, Value>, ConnectorError> {
    match resource(context, url, access_token, what).await? {
        Value::Object(object) => Ok(object),
        _ => Err(not_json(what)),
    }
}

/// Reads an object.
pub(super) fn object(body: &[u8], what: &str) -> Result<Map<String, Value>, ConnectorError> {
    serde_json::from_slice(body).map_err(|_| not_json(what))
}

fn not_json(what: &str) -> ConnectorError {
    ConnectorError::InvalidResponse(format!("{what} is no JSON object"))
}
