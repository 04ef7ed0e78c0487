//! `GET /api/domains`

use api_types::domain::Domain;
use axum::Json;

use crate::ManagementContext;

/// Lists the domains, of which there are none.
pub(super) async fn list_domains(_: ManagementContext) -> Json<Vec<Domain>> {
    Json(Vec::new())
}
