//! The public keys (RFC 7517 §5; OIDC contract §1.4).

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use operations::Services;

use crate::{
    cors::Cors,
    error::{Echo, Failure},
};

/// `GET /oidc/jwks`.
pub(crate) async fn document(State(services): State<Arc<Services>>, headers: HeaderMap) -> Response {
    let response = match services.configuration().await {
        Ok(configuration) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("application/jwk-set+json; charset=utf-8")),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-cache, max-age=0, must-revalidate")),
            ];
            (headers, configuration.keys.jwks_json(services.now()).to_owned()).into_response()
        }
        Err(error) => Failure::from(error).into_response(services.endpoint.issuer(), &Echo::default()),
    };
    Cors::of(&headers).apply(response)
}
