//! `POST /oidc/device/auth`: a device asks for a code (RFC 8628 §3.1, §3.2).

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use domain::{HashedToken, grant::DEVICE_CODE_TTL};
use form_urlencoded::Serializer;
use operations::{
    Services,
    device::{new_user_code, user_code_hash},
};
use protocol::{GrantType, OAuthError, Parameters};
use serde::Serialize;
use store::device_code::{self, DeviceCode, DeviceCodeState};

use super::check::check;
use crate::{
    authorize::{check_parameters, with},
    client,
    cors::Cors,
    error::{Echo, Failure, json_type, no_store},
};

/// How long a device waits between two questions, as RFC 8628 §3.5 has it where nothing is said.
const POLL_INTERVAL: Duration = Duration::from_secs(5);
/// How many codes are tried when one is taken. Of 25 billion codes few are.
const MOST_TRIES: usize = 8;

/// The answer to a device.
#[derive(Serialize)]
struct DeviceAuthorization<'a> {
    device_code: &'a str,
    user_code: &'a str,
    verification_uri: &'a str,
    verification_uri_complete: &'a str,
    expires_in: u64,
}

/// `POST /oidc/device/auth`.
#[tracing::instrument(name = "oidc.device_authorization", skip_all)]
pub(crate) async fn post(State(services): State<Arc<Services>>, request: Request) -> Response {
    let mut cors = Cors::of(request.headers());
    let echo = Echo::of_query(request.uri().query());
    let response = answer(&services, request, &mut cors).await;
    let response =
        response.unwrap_or_else(|failure| failure.into_response(services.endpoint.issuer(), &echo));
    cors.apply(no_store(response))
}

async fn answer(services: &Services, request: Request, cors: &mut Cors) -> Result<Response, Failure> {
    let received = client::receive(services, request, "/device/auth", cors).await;
    let received = received.map_err(|refused| refused.failure)?;
    let client = received.client.client();
    if !client::may_use(client, GrantType::DeviceCode) {
        let text = format!("{} is not allowed for this client", GrantType::DeviceCode.as_str());
        return Err(OAuthError::invalid_request(text).into());
    }
    let configuration = services.configuration().await?;
    // The client may have said who it is in a header alone; what is kept must name it.
    let parameters = with(&received.parameters, "client_id", client.application.id.as_str());
    let checked = check(services, &configuration, &parameters).await?;
    let (code, user_code) = begin(services, &checked.parameters).await?;
    let page = format!("{}/device", services.endpoint.base());
    let query = Serializer::new(String::new()).append_pair("user_code", &user_code).finish();
    let body = DeviceAuthorization {
        device_code: code.reveal(),
        user_code: &user_code,
        verification_uri: &page,
        verification_uri_complete: &format!("{page}?{query}"),
        expires_in: DEVICE_CODE_TTL.as_secs(),
    };
    let mut response = Json(body).into_response();
    json_type(response.headers_mut());
    Ok(response)
}

/// Stores the request under two fresh codes: the device's own, and the one that its user types.
async fn begin(
    services: &Services,
    parameters: &Parameters,
) -> Result<(domain::PlainToken, String), Failure> {
    let configuration = services.configuration().await?;
    let code = services.entropy.token_43();
    let kept = parameters.iter().filter(|(name, _)| check_parameters::is_kept(name));
    let row = DeviceCode {
        hash: HashedToken::of(code.reveal()),
        application_id: domain::ApplicationId::new(parameters.require("client_id")?),
        parameters: kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        state: DeviceCodeState::Pending,
        session_id: None,
        approved: None,
        poll_interval: POLL_INTERVAL,
        polled_at: None,
        expires_at: services.now().plus(DEVICE_CODE_TTL),
    };
    for _ in 0..MOST_TRIES {
        let user_code = new_user_code(services);
        let Some(hash) = user_code_hash(&configuration, &user_code) else { continue };
        if device_code::insert(services.db.exec(), &services.tenant, &row, &hash).await? {
            return Ok((code, user_code));
        }
    }
    Err(OAuthError::new(protocol::OAuthErrorCode::TemporarilyUnavailable).into())
}
