//! `DELETE /api/roles/{id}/organizations`

use axum::extract::Path;
use domain::RoleId;
use http_kit::{ApiError, NoContent};
use store::role::limit;

use crate::{ManagementContext, roles::body::find};

/// Takes the limit of a role away: its scopes count in the whole tenant.
pub(in crate::roles) async fn remove_role_organizations(
    context: ManagementContext,
    Path(id): Path<RoleId>,
) -> Result<NoContent, ApiError> {
    let (tenant, id, authority) = (context.tenant(), &id, &context.authority);
    context
        .reconfigure(|tx| async move {
            find(tx.exec(), tenant, id).await?;
            authority.check_roles(tx.exec(), tenant, std::slice::from_ref(id)).await?;
            limit::replace(tx.exec(), tenant, id, None).await?;
            Ok::<_, ApiError>(())
        })
        .await?;
    Ok(NoContent)
}
