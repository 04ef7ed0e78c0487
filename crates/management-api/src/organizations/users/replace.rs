//! `PUT /api/organizations/{id}/users`

use api_types::organization as wire;
use axum::extract::Path;
use domain::OrganizationId;
use http_kit::{ApiError, Issue, NoContent, ValidJson, body::Validate};
use store::organization::member;

use super::{super::body::violation, users};
use crate::{
    ManagementContext,
    events::{Detailed, Details},
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
) -> Result<Detailed<NoContent>, ApiError> {
    let (services, organization, users) = (&context.services, &organization, &users(&body.user_ids));
    let difference = services
        .db
        .transaction(
            |tx| async move { member::replace(tx.exec(), &services.tenant, organization, users).await },
        )
        .await
        .map_err(violation)?;
    let details = Details::membership(organization, &difference.added, &difference.removed);
    Ok(Detailed { answer: NoContent, details })
}
