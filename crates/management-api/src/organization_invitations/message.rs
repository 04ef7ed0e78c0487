//! `POST /api/organization-invitations/{id}/message`

use api_types::organization_invitation as wire;
use axum::extract::Path;
use domain::OrganizationInvitationId;
use http_kit::{ApiError, Issue, NoContent, ValidJson, body::Validate};
use operations::organization_invitation;

use super::body::{check_payload, check_reach, refused};
use crate::{
    ManagementContext,
    events::{Detailed, Details},
    rules::{Body, Rules},
};

impl Validate for Body<wire::MessagePayload> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        check_payload(&mut rules, &[], &self.0);
        rules.issues()
    }
}

/// Sends the message of an invitation again, whatever became of it.
pub(super) async fn send_message(
    context: ManagementContext,
    Path(id): Path<OrganizationInvitationId>,
    ValidJson(Body(payload)): ValidJson<Body<wire::MessagePayload>>,
) -> Result<Detailed<NoContent>, ApiError> {
    check_reach(&context, &id).await?;
    let organization =
        organization_invitation::resend(&context.services, &id, &payload).await.map_err(refused)?;
    Ok(Detailed { answer: NoContent, details: Details::about(&organization) })
}
