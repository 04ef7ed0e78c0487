//! `GET` and `PUT /api/configs/id-token`

use api_types::config as wire;
use axum::Json;
use http_kit::{ApiError, ValidJson, body::Validate};
use operations::configuration::ID_TOKEN;
use store::configuration;

use super::inconsistent;
use crate::{ManagementContext, rules::Body};

impl Validate for Body<wire::IdTokenConfig> {}

/// Shows which claims ID tokens carry beyond the plain ones of their scopes.
pub(super) async fn get_id_token(context: ManagementContext) -> Result<Json<wire::IdTokenConfig>, ApiError> {
    let stored = configuration::setting(context.exec(), context.tenant(), ID_TOKEN).await?;
    let stored = stored.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
    Ok(Json(serde_json::from_value(stored).map_err(|_| inconsistent())?))
}

/// Replaces which claims those are.
pub(super) async fn put_id_token(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::IdTokenConfig>>,
) -> Result<Json<wire::IdTokenConfig>, ApiError> {
    let (tenant, setting) = (context.tenant(), &serde_json::to_value(&body).unwrap_or_default());
    context
        .reconfigure(|tx| async move {
            Ok(configuration::put_setting(tx.exec(), tenant, ID_TOKEN, setting).await?)
        })
        .await?;
    Ok(Json(body))
}
