//! `GET` and `PATCH /api/configs/admin-console`

use api_types::config as wire;
use axum::Json;
use http_kit::{ApiError, ValidJson, body::Validate};
use operations::configuration::ADMIN_CONSOLE;
use serde_json::Value;
use store::configuration;

use super::inconsistent;
use crate::{ManagementContext, rules::Body};

impl Validate for Body<wire::UpdateAdminConsole> {}

/// Shows what a console remembers.
pub(super) async fn get_admin_console(
    context: ManagementContext,
) -> Result<Json<wire::AdminConsole>, ApiError> {
    let stored = configuration::setting(context.exec(), context.tenant(), ADMIN_CONSOLE).await?;
    read(stored.ok_or_else(|| ApiError::not_found("entity.not_found"))?).map(Json)
}

/// Changes what a console remembers: members that are given replace those there are.
pub(super) async fn update_admin_console(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateAdminConsole>>,
) -> Result<Json<wire::AdminConsole>, ApiError> {
    let (tenant, given) = (context.tenant(), &serde_json::to_value(&body).unwrap_or_default());
    let merged = context
        .reconfigure(|tx| async move {
            let stored = configuration::setting(tx.exec(), tenant, ADMIN_CONSOLE).await?;
            let mut merged = stored.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
            if let (Some(members), Some(given)) = (merged.as_object_mut(), given.as_object()) {
                members.extend(given.clone());
            }
            configuration::put_setting(tx.exec(), tenant, ADMIN_CONSOLE, &merged).await?;
            Ok(merged)
        })
        .await?;
    read(merged).map(Json)
}

fn read(stored: Value) -> Result<wire::AdminConsole, ApiError> {
    serde_json::from_value(stored).map_err(|_| inconsistent())
}
