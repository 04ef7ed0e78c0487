//! `POST /api/applications/{id}/users/{userId}/consent-organizations`

use api_types::application_access::ConsentOrganizationIds;
use axum::extract::Path;
use domain::{ApplicationId, OrganizationId, UserId};
use http_kit::{ApiError, CreatedText, ValidJson};
use store::organization::consented;

use super::body::{check, refused};
use crate::{
    ManagementContext,
    rules::{Body, distinct},
};

/// Opens further organizations to a third-party application, all of them or none.
pub(in crate::applications) async fn add_consent_organizations(
    context: ManagementContext,
    Path((id, user)): Path<(ApplicationId, UserId)>,
    ValidJson(Body(body)): ValidJson<Body<ConsentOrganizationIds>>,
) -> Result<CreatedText, ApiError> {
    let organizations = &distinct(&body.organization_ids, OrganizationId::new);
    let (tenant, whose) = (context.tenant(), (&id, &user));
    context
        .db()
        .transaction(|tx| async move {
            check(tx.exec(), tenant, whose).await?;
            consented::add(tx.exec(), tenant, whose, organizations).await.map_err(refused)
        })
        .await?;
    Ok(CreatedText)
}
