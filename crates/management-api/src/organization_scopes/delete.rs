//! `DELETE /api/organization-scopes/{id}`

use axum::extract::Path;
use domain::OrganizationScopeId;
use http_kit::{ApiError, NoContent};
use store::organization::scope;

use crate::{
    ManagementContext,
    organizations::{removed, violation},
};

/// Deletes a scope; roles and applications that had it lose it.
pub(super) async fn delete_scope(
    context: ManagementContext,
    Path(id): Path<OrganizationScopeId>,
) -> Result<NoContent, ApiError> {
    let (tenant, id) = (context.tenant(), &id);
    context
        .reconfigure(
            |tx| async move { removed(scope::delete(tx.exec(), tenant, id).await.map_err(violation)?) },
        )
        .await
}
