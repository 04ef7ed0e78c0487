//! `POST /api/organizations/{id}/users/roles`

use api_types::organization as wire;
use axum::extract::Path;
use domain::{OrganizationId, OrganizationRoleId};
use http_kit::{ApiError, CreatedText, Issue, ValidJson, body::Validate};
use operations::organization;

use super::{super::body::refused, users};
use crate::{
    ManagementContext,
    rules::{Body, Rules, distinct},
};

impl Validate for Body<wire::UserRoles> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        rules
            .ids("userIds", &self.0.user_ids, 1)
            .ids("organizationRoleIds", &self.0.organization_role_ids, 1)
            .issues()
    }
}

/// Gives every role to every user, all of them or none.
pub(in crate::organizations) async fn give_roles(
    context: ManagementContext,
    Path(organization): Path<OrganizationId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UserRoles>>,
) -> Result<CreatedText, ApiError> {
    let roles = distinct(&body.organization_role_ids, OrganizationRoleId::new);
    let given =
        organization::add_roles_to_all(&context.services, &organization, &users(&body.user_ids), &roles)
            .await;
    given.map_err(refused)?;
    Ok(CreatedText)
}
