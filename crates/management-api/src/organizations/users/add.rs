//! `POST /api/organizations/{id}/users`

use api_types::organization as wire;
use axum::extract::Path;
use domain::OrganizationId;
use http_kit::{ApiError, Created, Issue, ValidJson, body::Validate};
use serde::Deserialize;
use store::organization::member;

use super::{super::body::violation, users};
use crate::{
    ManagementContext,
    events::{Detailed, Details},
    rules::Rules,
};

/// The body; unlike that of a replacement it may not be empty.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub(in crate::organizations) struct Body(wire::UserIds);

impl Validate for Body {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("userIds", &self.0.user_ids, 1).issues()
    }
}

/// Adds users, all of them or none; those who belong already stay as they are. Repeats what was asked for.
pub(in crate::organizations) async fn add_users(
    context: ManagementContext,
    Path(organization): Path<OrganizationId>,
    ValidJson(Body(body)): ValidJson<Body>,
) -> Result<Detailed<Created<wire::UserIds>>, ApiError> {
    let (services, organization, users) = (&context.services, &organization, &users(&body.user_ids));
    let added = services
        .db
        .transaction(|tx| async move { member::add(tx.exec(), &services.tenant, organization, users).await })
        .await
        .map_err(violation)?;
    let details = Details::membership(organization, &added, &[]);
    Ok(Detailed { answer: Created(body), details })
}
