//! `PUT /api/organizations/{id}/applications`

use api_types::organization as wire;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::OrganizationId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::organization;

use super::{super::body::refused, applications};
use crate::{
    ManagementContext,
    events::{Details, with_details},
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
) -> Result<Response, ApiError> {
    let applications = applications(&body.application_ids);
    let replaced = organization::replace_applications(&context.services, &organization, &applications).await;
    let difference = replaced.map_err(refused)?;
    let details = Details::membership(&organization, &difference.added, &difference.removed);
    Ok(with_details(StatusCode::NO_CONTENT, details))
}
