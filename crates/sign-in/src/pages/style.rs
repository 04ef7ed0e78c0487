//! `/assets/own/…`: the styles that the operator wrote for pages ([`hosted::style`]).
//!
//! A page's policy decides what such a file can load: pictures from this server and from where the page's logos are, and nothing else.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hosted::style::{Sheet, digest};

use super::notice::AppState;

/// `GET /assets/own/{file}`. A file that has changed since its address was made is answered as it is now, and is not kept.
pub(super) async fn show(State(services): AppState, path: Result<Path<String>, PathRejection>) -> Response {
    let named = path.ok().and_then(|Path(file)| {
        let (name, digest) = file.strip_suffix(".css")?.rsplit_once('.')?;
        Some((Sheet::parse(name)?, digest.to_owned()))
    });
    let Some((sheet, named)) = named else { return StatusCode::NOT_FOUND.into_response() };
    let css = match sheet.read(&services).await {
        Ok(Some(css)) => css,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return error.into_response(),
    };
    let mut headers = HeaderMap::new();
    let kept = match HeaderValue::try_from(format!("\"{named}\"")) {
        Ok(entity_tag) if digest(&css) == named => {
            headers.insert(header::ETAG, entity_tag);
            "public, max-age=31536000, immutable"
        }
        _ => "no-store",
    };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/css; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    (headers, css).into_response()
}
