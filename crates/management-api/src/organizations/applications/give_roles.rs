//! `POST /api/organizations/{id}/applications/roles`

use api_types::organization as wire;
use axum::extract::Path;
use domain::{OrganizationId, OrganizationRoleId};
use http_kit::{ApiError, CreatedText, Issue, ValidJson, body::Validate};
use operations::organization;

use super::{super::body::refused, applications};
use crate::{
    ManagementContext,
    rules::{Body, Rules, distinct},
};

impl Validate for Body<wire::ApplicationRoles> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules.ids("applicationIds", &self.0.application_ids, 1);
        rules.ids("organizationRoleIds", &self.0.organization_role_ids, 1).issues()
    }
}

/// Gives every role to every application, all of them or none.
pub(in crate::organizations) async fn give_roles(
    context: ManagementContext,
    Path(organization): Path<OrganizationId>,
    ValidJson(Body(body)): ValidJson<Body<wire::ApplicationRoles>>,
) -> Result<CreatedText, ApiError> {
    let roles = distinct(&body.organization_role_ids, OrganizationRoleId::new);
    let applications = applications(&body.application_ids);
    let given = organization::add_roles_to_all(&context.services, &organization, &applications, &roles).await;
    given.map_err(refused)?;
    Ok(CreatedText)
}
