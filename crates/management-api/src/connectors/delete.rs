//! `DELETE /api/connectors/{id}`

use axum::extract::Path;
use domain::{ConnectorId, TenantId};
use http_kit::{ApiError, NoContent};
use operations::configuration::SIGN_IN_EXPERIENCE;
use serde_json::Value;
use store::{Transaction, configuration, connector};

use crate::ManagementContext;

/// The member of the sign-in experience that lists whose accounts users may sign in with.
const TARGETS: &str = "socialSignInConnectorTargets";

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
            if deleted.connector_type == "Social" {
                prune(&tx, tenant, &deleted.target).await?;
            }
            Ok(NoContent)
        })
        .await
}

/// Takes a target from the sign-in experience unless another connector takes its accounts.
async fn prune(tx: &Transaction, tenant: &TenantId, target: &str) -> Result<(), ApiError> {
    let left = connector::list(tx.exec(), tenant).await?;
    if left.iter().any(|connector| connector.connector_type == "Social" && connector.target == target) {
        return Ok(());
    }
    let mut settings = configuration::settings(tx.exec(), tenant).await?;
    let Some(mut experience) = settings.remove(SIGN_IN_EXPERIENCE) else { return Ok(()) };
    let Some(targets) = experience.get_mut(TARGETS).and_then(Value::as_array_mut) else { return Ok(()) };
    let count = targets.len();
    targets.retain(|known| known != target);
    if targets.len() < count {
        configuration::put_setting(tx.exec(), tenant, SIGN_IN_EXPERIENCE, &experience).await?;
    }
    Ok(())
}
