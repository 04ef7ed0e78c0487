//! What these operations share: whose organizations they are about, and what a refused change means.

use api_types::application_access::ConsentOrganizationIds;
use domain::{ApplicationId, TenantId, UserId};
use http_kit::{ApiError, Issue, body::Validate};
use store::{Exec, StoreError, user};

use crate::{
    applications::body::find,
    rules::{Body, Rules},
};

impl Validate for Body<ConsentOrganizationIds> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().ids("organizationIds", &self.0.organization_ids, 0).issues()
    }
}

/// Passes for a third-party application and a user that exist.
pub(super) async fn check(
    exec: Exec<'_>,
    tenant: &TenantId,
    (id, user_id): (&ApplicationId, &UserId),
) -> Result<(), ApiError> {
    if !find(exec, tenant, id).await?.is_third_party {
        return Err(ApiError::unprocessable("application.third_party_application_only"));
    }
    match user::find(exec, tenant, user_id).await? {
        Some(_) => Ok(()),
        None => Err(ApiError::not_found("entity.not_found")),
    }
}

/// The user must be a member of what is opened.
pub(super) fn refused(error: StoreError) -> ApiError {
    match error {
        StoreError::ForeignKeyViolation => ApiError::unprocessable("organization.require_membership"),
        error => error.into(),
    }
}
