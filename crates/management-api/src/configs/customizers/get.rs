//! `GET /api/configs/jwt-customizer/{tokenTypePath}`

use api_types::config as wire;
use axum::{Json, extract::Path};
use http_kit::ApiError;

use super::{super::scripts::find, token};
use crate::ManagementContext;

/// Shows the script for a kind of tokens, its environment in clear.
pub(crate) async fn get_customizer(
    context: ManagementContext,
    Path(kind): Path<String>,
) -> Result<Json<wire::JwtCustomizer>, ApiError> {
    let found = find(&context, context.exec(), token(&kind)?.setting()).await?;
    found.map(Json).ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))
}
