//! Everything on the main address but `/oidc` and `/org`: the Management and Experience APIs, the hosted pages, their files, health, and
//! the pages of a development server.

use std::sync::Arc;

use axum::{
    Router,
    http::{StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
    routing::get,
};
use operations::Services;
use ui::{
    Brand,
    pages::{DemoPage, DevHomePage, GalleryPage, NotFoundPage},
};

use super::health;

/// What the pages of a development server show. Pages are made for each request, because they are cheap and cannot be cloned.
pub struct Development {
    /// Makes the page at `/`.
    pub home: Box<dyn Fn() -> DevHomePage + Send + Sync>,
    /// Makes the page at `/demo`.
    pub demo: Box<dyn Fn() -> DemoPage + Send + Sync>,
}

/// The router, which answers every path.
pub fn router(services: &Arc<Services>, development: Option<Arc<Development>>) -> Router {
    let router = Router::new()
        .merge(management_api::router(Arc::clone(services)))
        .merge(sign_in::router(Arc::clone(services)))
        .merge(health::router(Arc::clone(services)))
        .merge(ui::assets::router())
        .fallback(not_found);
    match development {
        Some(development) => router.merge(development_pages(&development)),
        None => router,
    }
}

fn development_pages(development: &Arc<Development>) -> Router {
    let (home, demo) = (Arc::clone(development), Arc::clone(development));
    Router::new()
        .route("/", get(move || async move { (home.home)() }))
        .route("/demo", get(move || async move { (demo.demo)() }))
        .route("/_ui", get(async || GalleryPage))
}

/// A path that nobody answers: plain text under `/api` (Management API contract §1.2), a page elsewhere.
async fn not_found(uri: Uri) -> Response {
    if uri.path() == "/api" || uri.path().starts_with("/api/") {
        return (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "Not Found")
            .into_response();
    }
    NotFoundPage { brand: Brand::named("Guildhall"), link: None }.into_response()
}
