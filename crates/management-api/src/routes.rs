//! The operations of the Management API: the router that serves them, and their list. Path templates are those of the wire's OpenAPI
//! document, so that the two can be held against each other.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use axum::{Router, middleware};
use http_kit::{
    Access, Operation, Routes,
    layers::{entity_tags, method_not_allowed, no_store},
};
use operations::Services;

use crate::{
    account_center, applications, authn, authority, captcha_provider, configs, connector_factories,
    connectors, custom_phrases, custom_profile_fields, dashboard, domains, email_templates, events, hooks,
    logs, one_time_tokens, organization_invitations, organization_roles, organization_scopes, organizations,
    resources, roles, scope_explanations, secrets, sentinel_activities, sign_in_experience, sso_connectors,
    status, subject_tokens, systems, user_assets, users, verification_codes,
};

/// The routes of one resource or of all.
pub(crate) type ApiRoutes = Routes<Arc<Services>>;

fn routes() -> ApiRoutes {
    Routes::new()
        .merge(account_center::routes())
        .merge(applications::routes())
        .merge(configs::routes())
        .merge(dashboard::routes())
        .merge(domains::routes())
        .merge(authn::routes())
        .merge(captcha_provider::routes())
        .merge(custom_phrases::routes())
        .merge(custom_profile_fields::routes())
        .merge(connector_factories::routes())
        .merge(connectors::routes())
        .merge(email_templates::routes())
        .merge(hooks::routes())
        .merge(logs::routes())
        .merge(organization_invitations::routes())
        .merge(organizations::routes())
        .merge(organization_roles::routes())
        .merge(organization_scopes::routes())
        .merge(resources::routes())
        .merge(roles::routes())
        .merge(users::routes())
        .merge(one_time_tokens::routes())
        .merge(subject_tokens::routes())
        .merge(scope_explanations::routes())
        .merge(secrets::routes())
        .merge(sentinel_activities::routes())
        .merge(sign_in_experience::routes())
        .merge(sso_connectors::routes())
        .merge(status::routes())
        .merge(systems::routes())
        .merge(user_assets::routes())
        .merge(verification_codes::routes())
}

/// Every route of the Management API, with paths that begin with `/api`. Unknown paths are left to the caller's router.
pub fn router(services: Arc<Services>) -> Router {
    router_within(services).layer(middleware::from_fn(entity_tags)).layer(middleware::map_response(no_store))
}

/// As [`router`], for calls within this process: without what only caches on the way of an answer read.
pub fn router_within(services: Arc<Services>) -> Router {
    let router = routes().into_router();
    let bare = router.clone().with_state(Arc::clone(&services));
    let announcer = events::Announcer::new(Arc::clone(&services), bare);
    router
        .layer(middleware::from_fn_with_state(announcer, events::announce))
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(services)
}

/// Everything that [`router`] serves.
pub fn operations() -> Vec<Operation> {
    OPERATIONS.clone()
}

/// The operations, listed once: they are the same for all tenants.
static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| routes().into_operations());

/// The parts of the Management API that can be granted one by one: the tags of its operations, each once.
pub fn parts() -> BTreeSet<&'static str> {
    let guarded = OPERATIONS.iter().filter(|operation| operation.access != Access::Public);
    guarded.map(|operation| operation.tag).collect()
}

/// The scopes of the Management API beside `all`, with what each is for.
pub fn scopes() -> Vec<operations::seed::ManagementScope> {
    authority::scopes_of(&OPERATIONS)
}
