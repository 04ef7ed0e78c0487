//! `GET /user-assets/{name}`: an uploaded file, for everybody, and so that it is a picture and nothing more.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use domain::user_asset::AssetName;
use operations::{Services, user_assets};

use crate::context::internal;

/// Nothing in a file does anything, even where it is opened as a page of its own: an SVG draws itself, and runs no script, loads nothing and
/// has no origin.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'";
/// A name is never used for another file.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The route at which uploaded files are served. It is no operation of the Management API.
pub fn asset_router(services: Arc<Services>) -> Router {
    Router::new().route(&format!("{}/{{name}}", user_assets::PATH), get(serve)).with_state(services)
}

async fn serve(State(services): State<Arc<Services>>, Path(name): Path<String>) -> Response {
    let not_found = || (StatusCode::NOT_FOUND, "Not Found").into_response();
    let Some(name) = AssetName::parse(&name) else { return not_found() };
    let file = match user_assets::find(&services, &name).await {
        Ok(Some(file)) => file,
        Ok(None) => return not_found(),
        Err(error) => return internal(error).into_response(),
    };
    let headers = [
        (header::CONTENT_TYPE, name.kind().media_type()),
        (header::CACHE_CONTROL, FOR_EVER),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        // Products show these pictures on their own pages.
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
    (headers, file).into_response()
}
