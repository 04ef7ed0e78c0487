//! `PUT /api/organizations/{id}/applications`

use api_types::organization as wire;
use axum::extract::Path;
use domain::OrganizationId;
use http_kit::{ApiError, Issue, NoContent, ValidJson, body::Validate};
use operations::organization;

use super::{super::body::refused, applications};
use crate::{
    ManagementContext,
    events::{Detailed, Details},
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
) -> Result<Detailed<NoContent>, ApiError> {
    let applications = applications(&body.application_ids);
    let replaced = organization::replace_applications(&context.services, &organization, &applications).await;
    let difference = replaced.map_err(refused)?;
    let details = Details::membership(&organization, &difference.added, &difference.removed);
    Ok(Detailed { answer: NoContent, details })
}
