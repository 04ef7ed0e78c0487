//! `GET /api/domains/{id}`

use api_types::domain::Domain;
use axum::{Json, extract::Path};
use http_kit::ApiError;

use super::not_found;
use crate::ManagementContext;

/// Shows a domain, of which there are none.
pub(super) async fn get_domain(
    _: ManagementContext,
    Path(_): Path<String>,
) -> Result<Json<Domain>, ApiError> {
    Err(not_found())
}
