//! `/api/status`: whether the server answers (Management API contract §11). Whether it can do its work, `/readyz` tells.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue},
};
use domain::HashedToken;
use http_kit::{ApiError, NoContent};
use operations::Services;

use crate::routes::ApiRoutes;

/// The header in which a caller shows the operator's key.
const KEY: HeaderName = HeaderName::from_static("logto-status-api-key");
/// The header that tells such a caller which tenant answers.
const TENANT: HeaderName = HeaderName::from_static("logto-tenant-id");

/// The routes of this resource.
pub(crate) fn routes() -> ApiRoutes {
    ApiRoutes::tagged("Status").public().get("/api/status", get_status)
}

/// Answers, and tells the tenant to whoever shows the key that the operator has set.
async fn get_status(
    State(services): State<Arc<Services>>,
    headers: HeaderMap,
) -> Result<(HeaderMap, NoContent), ApiError> {
    let mut answer = HeaderMap::new();
    let shown = headers.get(KEY).and_then(|key| key.to_str().ok()).map(HashedToken::of);
    if shown.is_some() && shown == services.status_api_key {
        let tenant = HeaderValue::from_str(services.tenant.as_str());
        answer.extend(tenant.ok().map(|tenant| (TENANT, tenant)));
    }
    Ok((answer, NoContent))
}

#[cfg(test)]
mod tests {
    use store::both_databases;
    use testkit::{TestClient, services::STATUS_API_KEY};

    use crate::test_api::TestApi;

    both_databases! {
        async fn the_tenant_is_told_to_whoever_shows_the_key(db: Db) {
            let api = TestApi::over(db).await;
            let anybody = TestClient::new(crate::router(api.services.services.clone()));
            for (key, tenant) in [(None, None), (Some("wrong"), None), (Some(STATUS_API_KEY), Some("default"))] {
                let headers: Vec<_> = key.map(|key| ("logto-status-api-key", key)).into_iter().collect();
                let answer = anybody.send(http::Method::GET, "/api/status", &headers, axum::body::Body::empty()).await;
                let answer = answer.assert_status(204);
                assert_eq!(answer.header("logto-tenant-id"), tenant);
            }
        }
    }
}
