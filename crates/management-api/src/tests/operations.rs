//! Every operation is served, once, and does its work for a caller who may use it. Without this, the other tests of all operations could
//! pass because nothing works.

use std::collections::BTreeSet;

use axum::http::Method;
use http_kit::{Access, Operation};
use store::both_databases;
use testkit::TestClient;

use super::{
    descriptions::Descriptions,
    world::{World, send},
};
use crate::operations;

/// What cannot succeed: applications of this server never have a legacy secret (Management API contract §8.3), passwords do not expire,
/// the one connector that the path names signs nobody in (§9), and there are neither host names (§11) nor a proxy for protected applications
/// (§8.2), nor pages of the tenant's own (§12.1). Hasura must name a resource.
pub(super) const NEVER_SUCCEEDS: [(Method, &str, u16); 16] = [
    (Method::POST, "/api/domains", 400),
    (Method::POST, "/api/domains/cleanup", 400),
    (Method::GET, "/api/domains/{id}", 404),
    (Method::DELETE, "/api/domains/{id}", 400),
    (Method::GET, "/api/domains/{id}/verification-files", 404),
    (Method::PUT, "/api/domains/{id}/verification-files", 404),
    (Method::GET, "/api/applications/{id}/protected-app-metadata/custom-domains", 501),
    (Method::POST, "/api/applications/{id}/protected-app-metadata/custom-domains", 501),
    (Method::DELETE, "/api/applications/{id}/protected-app-metadata/custom-domains/{domain}", 501),
    (Method::DELETE, "/api/applications/{id}/legacy-secret", 400),
    (Method::POST, "/api/connectors/{connectorId}/authorization-uri", 400),
    (Method::PATCH, "/api/users/{userId}/password/expiration", 400),
    (Method::POST, "/api/users/{userId}/identities", 404),
    (Method::GET, "/api/authn/hasura", 400),
    (Method::GET, "/api/systems/application", 501),
    (Method::POST, "/api/sign-in-exp/default/custom-ui-assets", 400),
];

/// Whether an operation is one that this server does not offer, and the status says so.
pub(super) fn is_not_offered(operation: &Operation, status: u16) -> bool {
    status == 501 && NEVER_SUCCEEDS.contains(&(operation.method.clone(), operation.path, 501))
}

#[test]
fn every_operation_is_listed_once() {
    let operations = operations();
    let distinct: BTreeSet<_> =
        operations.iter().map(|operation| (operation.method.to_string(), operation.path)).collect();
    assert_eq!(distinct.len(), operations.len());
    assert!(operations.len() >= 160, "{} operations: none may be lost", operations.len());
    assert!(operations.iter().all(|operation| operation.path.starts_with("/api/")));
}

#[tokio::test]
async fn every_operation_is_served_and_asks_for_credentials() {
    let services = testkit::TestServices::sqlite().await;
    let client = TestClient::new(crate::router(services.services.clone()));
    for operation in operations() {
        let answer = send(&client, &operation, operation.path, &[], "{}".into()).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{}", operation.path);
        if operation.access == Access::Public {
            assert_ne!(answer.status, 401, "{}", operation.path);
        } else {
            answer.assert_error(401, "auth.authorization_header_missing");
        }
        let other = Operation { method: Method::TRACE, ..operation };
        assert_eq!(send(&client, &other, other.path, &[], "{}".into()).await.status, 405, "{}", other.path);
    }
}

/// Readers first, then those that add, those that change and those that delete, deepest first: so that each finds what it works on.
fn order(operation: &Operation) -> (usize, std::cmp::Reverse<usize>, bool) {
    let methods = [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE];
    // Suspending and a new password end every session and grant of a user, and the trust in every browser.
    let is_ended_by_a_change =
        ["/sessions/", "/grants/", "/trusted-devices/"].iter().any(|part| operation.path.contains(part));
    let method = if is_ended_by_a_change { &Method::GET } else { &operation.method };
    let place = methods.iter().position(|known| known == method).unwrap();
    let depth = operation.path.matches('/').count();
    // The deletion of a scope takes it from every role that holds it.
    (place, std::cmp::Reverse(depth), operation.path.starts_with("/api/resources"))
}

/// The tables whose rows nodes keep in memory (`operations::configuration`).
const CACHED: [&str; 19] = [
    "application_organization_resource_scopes",
    "application_organization_scopes",
    "application_resource_scopes",
    "application_roles",
    "application_secrets",
    "application_sign_in_experiences",
    "application_user_scopes",
    "applications",
    "organization_role_resource_scopes",
    "organization_role_scopes",
    "organization_roles",
    "organization_scopes",
    "resources",
    "role_scopes",
    "roles",
    "scopes",
    "signing_keys",
    "tenant_secrets",
    "tenant_settings",
];
/// What every change of them must move, so that other nodes hear of it.
const VERSIONS: &str = "configuration_versions";

both_databases! {
    async fn every_operation_does_its_work(db: Db) {
        let world = World::over(db).await;
        let mut all = operations();
        all.sort_by_key(order);
        let descriptions = Descriptions::of(&all);
        let mut changed_configuration = 0;
        let mut complaints = Vec::new();
        for operation in &all {
            let never = NEVER_SUCCEEDS.iter().find(|(method, path, _)| (method, *path) == (&operation.method, operation.path));
            let before = world.contents().await;
            let answer = world.send(operation, &world.path(operation, None), world.body(operation).as_ref()).await;
            let (method, path) = (&operation.method, operation.path);
            let after = world.contents().await;
            if CACHED.iter().any(|table| before[*table] != after[*table]) {
                changed_configuration += 1;
                assert_ne!(before[VERSIONS], after[VERSIONS], "{method} {path}: other nodes would not hear of it");
            }
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{method} {path}");
            if let Some((.., status)) = never {
                assert_eq!(answer.status.as_u16(), *status, "{method} {path}: {}", answer.body);
            } else {
                assert!(answer.status.is_success(), "{method} {path}: {} {}", answer.status, answer.body);
                complaints.extend(descriptions.complaints(operation, &answer));
            }
        }
        assert_eq!(complaints, Vec::<String>::new(), "the documentation is not true");
        assert!(changed_configuration > 30, "{changed_configuration} operations changed configuration");
    }
}
