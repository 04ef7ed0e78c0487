//! The operations of the Account API: the router that serves them, and their list.

use std::sync::Arc;

use axum::{Router, middleware, routing::get};
use http_kit::{
    Operation, Routes,
    layers::{entity_tags, method_not_allowed, no_store},
};
use operations::Services;

use crate::{
    audit::{Recorder, record},
    cors::open_to_any_origin,
    my_account, related_origins, verifications,
};

/// The routes of a part of the API or of all.
pub(crate) type ApiRoutes = Routes<Arc<Services>>;

fn routes() -> ApiRoutes {
    Routes::new().merge(my_account::routes()).merge(verifications::routes())
}

/// Every route of the Account API, with paths that begin with `/api`, and what browsers ask about passkeys of other origins. Unknown paths are
/// left to the caller's router.
pub fn router(services: Arc<Services>) -> Router {
    let recorder = Recorder::new(Arc::clone(&services), operations());
    routes()
        .into_router()
        .route(related_origins::PATH, get(related_origins::related_origins))
        .layer(middleware::from_fn_with_state(recorder, record))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::from_fn(entity_tags))
        .layer(middleware::from_fn(open_to_any_origin))
        .layer(middleware::map_response(no_store))
        .with_state(services)
}

/// Everything that [`router`] serves.
pub fn operations() -> Vec<Operation> {
    routes().into_operations()
}
