//! The discovery document at both of its addresses (OIDC contract §1.3). Its URLs are those of the configured endpoint, whatever name the
//! request used, so that a forged `Host` header cannot point a client elsewhere.

use std::sync::Arc;

use axum::{extract::State, http::HeaderMap, response::Response};
use operations::Services;
use protocol::DiscoveryDocument;

use crate::{
    cors::Cors,
    error::{Echo, Failure, json_type},
};

/// `GET /oidc/.well-known/openid-configuration` and `GET /oidc/.well-known/oauth-authorization-server`.
pub(crate) async fn document(State(services): State<Arc<Services>>, headers: HeaderMap) -> Response {
    let response = write(&services).await;
    let issuer = services.endpoint.issuer();
    Cors::of(&headers)
        .apply(response.unwrap_or_else(|failure| failure.into_response(issuer, &Echo::default())))
}

async fn write(services: &Services) -> Result<Response, Failure> {
    let configuration = services.configuration().await?;
    let issuer = services.endpoint.issuer();
    let algorithm = configuration.keys.current(services.now()).algorithm().to_string();
    let body = serde_json::to_vec(&DiscoveryDocument::new(issuer, issuer, &algorithm))?;
    let mut response = Response::new(body.into());
    json_type(response.headers_mut());
    Ok(response)
}
