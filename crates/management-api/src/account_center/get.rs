//! `GET /api/account-center`

use api_types::account_center::AccountCenter;
use axum::Json;
use http_kit::ApiError;
use operations::configuration::ACCOUNT_CENTER;
use serde_json::Value;

use crate::{ManagementContext, context::internal};

/// Shows what users may do.
pub(super) async fn get_account_center(context: ManagementContext) -> Result<Json<AccountCenter>, ApiError> {
    let configuration = context.services.configuration().await.map_err(internal)?;
    let stored = configuration.settings.get(ACCOUNT_CENTER).unwrap_or(&Value::Null);
    Ok(Json(AccountCenter::of(context.tenant().as_str(), stored)))
}
