//! An endpoint that the wire announces and this server does not offer: pushed authorization requests. A client that calls it is authenticated
//! like everywhere else and then told so.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::Response,
};
use operations::Services;
use protocol::OAuthError;

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
    let mut cors = Cors::of(request.headers());
    let echo = Echo::of_query(request.uri().query());
    let failure: Failure = match client::receive(&services, request, "/request", &mut cors).await {
        Ok(_) => OAuthError::invalid_request("pushed authorization requests are not supported").into(),
        Err(refused) => refused.failure,
    };
    cors.apply(no_store(failure.into_response(services.endpoint.issuer(), &echo)))
}
