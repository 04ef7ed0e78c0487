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
    let tenant = &services.tenant;
    // One user is one statement, which needs no transaction around it: two journeys to the database less.
    let added = if users.len() == 1 {
        member::add(context.exec(), tenant, organization, users).await
    } else {
        let add =
            |tx: store::Transaction| async move { member::add(tx.exec(), tenant, organization, users).await };
        services.db.transaction(add).await
    };
    let added = added.map_err(violation)?;
    let details = Details::membership(organization, &added, &[]);
    Ok(Detailed { answer: Created(body), details })
}
