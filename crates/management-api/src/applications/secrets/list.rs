//! `GET /api/applications/{id}/secrets`

use api_types::application as wire;
use axum::{Json, extract::Path};
use domain::ApplicationId;
use http_kit::ApiError;
use operations::application::open_secret;
use store::application::secret;

use super::secret_body;
use crate::{ManagementContext, applications::body::find, context::internal};

/// Lists the secrets of an application, oldest first, expired ones too.
pub(in crate::applications) async fn list_secrets(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
) -> Result<Json<Vec<wire::ApplicationSecret>>, ApiError> {
    let (exec, tenant) = (context.exec(), context.tenant());
    find(exec, tenant, &id).await?;
    context.authority.check_application(exec, tenant, &id).await?;
    let mut secrets = Vec::new();
    for sealed in secret::list(exec, tenant, &id).await? {
        let opened = open_secret(&context.services.sealing, tenant, &id, sealed).map_err(internal)?;
        secrets.push(secret_body(tenant, &id, opened));
    }
    Ok(Json(secrets))
}
