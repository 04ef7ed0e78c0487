//! `DELETE /api/organization-roles/{id}`

use axum::{extract::Path, http::StatusCode};
use domain::OrganizationRoleId;
use http_kit::ApiError;
use store::{configuration, organization::role};

use crate::{
    ManagementContext,
    organizations::{removed, violation},
};

/// Deletes a role; whoever held it no longer does.
pub(super) async fn delete_role(
    context: ManagementContext,
    Path(id): Path<OrganizationRoleId>,
) -> Result<StatusCode, ApiError> {
    let (tenant, id) = (context.tenant(), &id);
    let deleted = context.db().transaction(|tx| async move {
        configuration::bump(&tx, tenant).await?;
        role::delete(tx.exec(), tenant, id).await
    });
    removed(deleted.await.map_err(violation)?)
}
