//! `PATCH /api/applications/{id}/secrets/{name}`

use api_types::application as wire;
use axum::{Json, extract::Path};
use domain::ApplicationId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::application::open_secret;
use store::application::secret;

use super::secret_body;
use crate::{
    ManagementContext,
    applications::body::MAX_NAME_LENGTH,
    context::internal,
    rules::{Body, Rules, violation},
};

impl Validate for Body<wire::RenameSecret> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().length(&["name"], &self.0.name, 1, MAX_NAME_LENGTH).issues()
    }
}

/// Renames a secret.
pub(in crate::applications) async fn rename_secret(
    context: ManagementContext,
    Path((id, name)): Path<(ApplicationId, String)>,
    ValidJson(Body(body)): ValidJson<Body<wire::RenameSecret>>,
) -> Result<Json<wire::ApplicationSecret>, ApiError> {
    let (tenant, id, name, new_name) = (context.tenant(), &id, &name, &body.name);
    let authority = &context.authority;
    let renamed = context
        .reconfigure(|tx| async move {
            authority.check_application(tx.exec(), tenant, id).await?;
            let renamed = secret::rename(tx.exec(), tenant, id, name, new_name).await;
            let renamed = renamed.map_err(violation("application.secret_name_exists"))?;
            renamed.ok_or_else(|| ApiError::not_found("entity.not_exists"))
        })
        .await?;
    let opened = open_secret(&context.services.sealing, tenant, id, renamed).map_err(internal)?;
    Ok(Json(secret_body(tenant, id, opened)))
}
