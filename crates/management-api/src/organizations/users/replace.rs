//! `PUT /api/organizations/{id}/users`

use api_types::organization as wire;
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::OrganizationId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use store::organization::member;

use super::{super::body::violation, users};
use crate::{
    ManagementContext,
    events::{Details, with_details},
    rules::{Body, Rules},
};

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
) -> Result<Response, ApiError> {
    let (services, organization, users) = (&context.services, &organization, &users(&body.user_ids));
    let difference = services
        .db
        .transaction(
            |tx| async move { member::replace(tx.exec(), &services.tenant, organization, users).await },
        )
        .await
        .map_err(violation)?;
    let details = Details::membership(organization, &difference.added, &difference.removed);
    Ok(with_details(StatusCode::NO_CONTENT, details))
}
