//! `GET /api/captcha-provider`

use api_types::captcha_provider::CaptchaProvider;
use axum::Json;
use http_kit::ApiError;

use super::provider_body;
use crate::{ManagementContext, context::internal};

/// Shows the provider.
pub(super) async fn get_captcha_provider(
    context: ManagementContext,
) -> Result<Json<CaptchaProvider>, ApiError> {
    let stored = store::captcha_provider::find(context.exec(), context.tenant()).await?;
    let stored = stored.ok_or_else(|| ApiError::not_found("captcha_provider.not_found"))?;
    let provider = operations::captcha::open(&context.services, stored).map_err(internal)?;
    Ok(Json(provider_body(context.tenant(), provider)))
}
