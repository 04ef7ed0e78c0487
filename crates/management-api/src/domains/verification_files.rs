//! `GET` and `PUT /api/domains/{id}/verification-files`: files by which others are shown that a domain is the tenant's.

use api_types::domain::PutVerificationFiles;
use axum::{Json, extract::Path};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use serde_json::{Map, Value};

use super::not_found;
use crate::{ManagementContext, rules::Body};

impl Validate for Body<PutVerificationFiles> {
    fn issues(&self) -> Vec<Issue> {
        Vec::new()
    }
}

/// Shows the files of a domain, of which there are none.
pub(super) async fn get_verification_files(
    _: ManagementContext,
    Path(_): Path<String>,
) -> Result<Json<Map<String, Value>>, ApiError> {
    Err(not_found())
}

/// Sets the files of a domain, of which there are none.
pub(super) async fn put_verification_files(
    _: ManagementContext,
    Path(_): Path<String>,
    ValidJson(Body(_)): ValidJson<Body<PutVerificationFiles>>,
) -> Result<Json<Map<String, Value>>, ApiError> {
    Err(not_found())
}
