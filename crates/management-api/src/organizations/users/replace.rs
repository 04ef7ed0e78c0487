//! `PUT /api/organizations/{id}/users`

use api_types::organization as wire;
use axum::{extract::Path, http::StatusCode};
use domain::OrganizationId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::organization;

use super::{
    super::body::{Body, refused},
    users,
};
use crate::{ManagementContext, rules::Rules};

impl Validate for Body<wire::UserIds> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("userIds", &self.0.user_ids, 0).issues()
    }
}

/// Makes the users given the users of the organization; who stays keeps the roles.
pub(in crate::organizations) async fn replace_users(
    context: ManagementContext,
    Path(organization): Path<OrganizationId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UserIds>>,
) -> Result<StatusCode, ApiError> {
    organization::replace_users(&context.services, &organization, &users(&body.user_ids))
        .await
        .map_err(refused)?;
    Ok(StatusCode::NO_CONTENT)
}
