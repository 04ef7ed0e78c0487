//! Endpoints that the wire announces and this server does not offer: pushed authorization requests and device authorization. A client that
//! calls one is authenticated like everywhere else and then told so.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use operations::Services;
use protocol::{GrantType, OAuthError};

use crate::{
    client,
    cors::Cors,
    error::{Echo, Failure, no_store},
};

/// `POST /oidc/request`.
pub(crate) async fn pushed_authorization_request(
    State(services): State<Arc<Services>>,
    request: Request,
) -> Response {
    refuse(&services, request, "/request", "pushed authorization requests are not supported").await
}

/// `POST /oidc/device/auth`.
pub(crate) async fn device_authorization(
    State(services): State<Arc<Services>>,
    request: Request,
) -> Response {
    refuse(&services, request, "/device/auth", "device authorization is not supported").await
}

async fn refuse(services: &Services, request: Request, path: &str, description: &'static str) -> Response {
    let mut cors = Cors::of(request.headers());
    let echo = Echo::of_query(request.uri().query());
    let failure: Failure = match client::receive(services, request, path, &mut cors).await {
        Ok(received)
            if path == "/device/auth"
                && !client::may_use(received.client.client(), GrantType::DeviceCode) =>
        {
            OAuthError::invalid_request(format!(
                "{} is not allowed for this client",
                GrantType::DeviceCode.as_str()
            ))
            .into()
        }
        Ok(_) => OAuthError::invalid_request(description).into(),
        Err(refused) => refused.failure,
    };
    cors.apply(no_store(failure.into_response(services.endpoint.issuer(), &echo)))
}
