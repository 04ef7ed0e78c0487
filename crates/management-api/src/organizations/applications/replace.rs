//! `PUT /api/organizations/{id}/applications`

use api_types::organization as wire;
use axum::{extract::Path, http::StatusCode};
use domain::OrganizationId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::organization;

use super::{super::body::refused, applications};
use crate::{
    ManagementContext,
    rules::{Body, Rules},
};

impl Validate for Body<wire::ApplicationIds> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("applicationIds", &self.0.application_ids, 0).issues()
    }
}

/// Makes the applications given the applications of the organization; those that stay keep their roles.
pub(in crate::organizations) async fn replace_applications(
    context: ManagementContext,
    Path(organization): Path<OrganizationId>,
    ValidJson(Body(body)): ValidJson<Body<wire::ApplicationIds>>,
) -> Result<StatusCode, ApiError> {
    let applications = applications(&body.application_ids);
    organization::replace_applications(&context.services, &organization, &applications)
        .await
        .map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}
