//! Just-in-time provisioning (Management API contract §2.5): whose registration makes them a member, and with which roles.

pub(super) mod email_domains;
pub(super) mod roles;
pub(super) mod sso_connectors;

use domain::OrganizationId;
use http_kit::ApiError;

use crate::ManagementContext;

/// 404 unless the organization exists.
async fn ensure_organization(context: &ManagementContext, id: &OrganizationId) -> Result<(), ApiError> {
    match store::organization::find(context.exec(), context.tenant(), id).await? {
        Some(_) => Ok(()),
        None => Err(ApiError::not_found("entity.not_exists_with_id")),
    }
}
