//! `DELETE /api/organization-roles/{id}`

use axum::extract::Path;
use domain::OrganizationRoleId;
use http_kit::{ApiError, NoContent};
use store::organization::role;

use crate::{
    ManagementContext,
    organizations::{removed, violation},
};

/// Deletes a role; whoever held it no longer does.
pub(super) async fn delete_role(
    context: ManagementContext,
    Path(id): Path<OrganizationRoleId>,
) -> Result<NoContent, ApiError> {
    let (tenant, id) = (context.tenant(), &id);
    context
        .reconfigure(
            |tx| async move { removed(role::delete(tx.exec(), tenant, id).await.map_err(violation)?) },
        )
        .await
}
