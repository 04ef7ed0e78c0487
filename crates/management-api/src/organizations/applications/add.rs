//! `POST /api/organizations/{id}/applications`

use api_types::organization as wire;
use axum::extract::Path;
use domain::OrganizationId;
use http_kit::{ApiError, CreatedText, Issue, ValidJson, body::Validate};
use operations::organization;
use serde::Deserialize;

use super::{super::body::refused, applications};
use crate::{
    ManagementContext,
    events::{Detailed, Details},
    rules::Rules,
};

/// The body; unlike that of a replacement it may not be empty.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::organizations) struct Body(wire::ApplicationIds);

impl Validate for Body {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("applicationIds", &self.0.application_ids, 1).issues()
    }
}

/// Adds applications, all of them or none; those that belong already stay as they are.
pub(in crate::organizations) async fn add_applications(
    context: ManagementContext,
    Path(organization): Path<OrganizationId>,
    ValidJson(Body(body)): ValidJson<Body>,
) -> Result<Detailed<CreatedText>, ApiError> {
    let applications = applications(&body.application_ids);
    let added = organization::add_applications(&context.services, &organization, &applications).await;
    let details = Details::membership(&organization, &added.map_err(refused)?, &[]);
    Ok(Detailed { answer: CreatedText, details })
}
