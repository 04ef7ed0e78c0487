//! `GET` and `PATCH /api/configs/cimd`

use api_types::config as wire;
use axum::Json;
use http_kit::{ApiError, ValidJson, body::Validate};
use operations::configuration::CIMD;
use serde_json::{Value, json};
use store::configuration;

use crate::{ManagementContext, rules::Body};

impl Validate for Body<wire::UpdateCimdConfig> {}

/// Shows whether clients may be identified by documents of their own; they may not where nothing is said.
pub(super) async fn get_cimd(context: ManagementContext) -> Result<Json<wire::CimdConfig>, ApiError> {
    let stored = configuration::setting(context.exec(), context.tenant(), CIMD).await?;
    let enabled = stored.and_then(|setting| setting.get("enabled").and_then(Value::as_bool));
    Ok(Json(wire::CimdConfig { enabled: enabled.unwrap_or(false) }))
}

/// Changes it.
pub(super) async fn update_cimd(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateCimdConfig>>,
) -> Result<Json<wire::CimdConfig>, ApiError> {
    if let Some(enabled) = body.enabled {
        let (tenant, setting) = (context.tenant(), &json!({ "enabled": enabled }));
        context
            .reconfigure(|tx| async move {
                Ok(configuration::put_setting(tx.exec(), tenant, CIMD, setting).await?)
            })
            .await?;
    }
    get_cimd(context).await
}
