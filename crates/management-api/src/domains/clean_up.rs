//! `POST /api/domains/cleanup`

use api_types::domain::{CleanUpDomains, DomainsCleanedUp};
use axum::Json;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};

use super::not_configured;
use crate::{ManagementContext, rules::Body};

impl Validate for Body<CleanUpDomains> {
    fn issues(&self) -> Vec<Issue> {
        Vec::new()
    }
}

/// Removes domains that have been waiting for too long, which there cannot be here.
pub(super) async fn clean_up_domains(
    _: ManagementContext,
    ValidJson(Body(_)): ValidJson<Body<CleanUpDomains>>,
) -> Result<Json<DomainsCleanedUp>, ApiError> {
    Err(not_configured())
}
