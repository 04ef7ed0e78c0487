//! `GET /api/configs/actions/{actionType}`

use api_types::config as wire;
use axum::{Json, extract::Path};
use http_kit::ApiError;

use super::{super::scripts::find, action_type};
use crate::ManagementContext;

/// Shows the script for a moment, its environment in clear.
pub(crate) async fn get_action(
    context: ManagementContext,
    Path(kind): Path<String>,
) -> Result<Json<wire::Action>, ApiError> {
    let found = find(&context, context.exec(), action_type(&kind)?.as_str()).await?;
    found.map(Json).ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))
}
