//! `DELETE /api/connectors/{id}`

use axum::extract::Path;
use domain::ConnectorId;
use http_kit::{ApiError, NoContent};
use operations::sign_in_experience::forget_target;
use store::connector;

use crate::ManagementContext;

/// Deletes a connector. Nobody can sign in with a target any longer that no connector takes.
pub(super) async fn delete_connector(
    context: ManagementContext,
    Path(id): Path<ConnectorId>,
) -> Result<NoContent, ApiError> {
    let (tenant, id) = (context.tenant(), &id);
    context
        .reconfigure(|tx| async move {
            let not_found = || ApiError::not_found("entity.not_found");
            let deleted = connector::find(tx.exec(), tenant, id).await?.ok_or_else(not_found)?;
            connector::delete(tx.exec(), tenant, id).await?;
            forget_target(tx.exec(), tenant, &deleted.target).await?;
            Ok(NoContent)
        })
        .await
}
