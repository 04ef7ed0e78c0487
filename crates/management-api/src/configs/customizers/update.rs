//! `PATCH /api/configs/jwt-customizer/{tokenTypePath}`

use api_types::config as wire;
use axum::{Json, extract::Path};
use http_kit::{ApiError, ValidJson};

use super::{super::scripts::merge, check_samples, token};
use crate::{ManagementContext, rules::Body};

/// Changes the script for a kind of tokens; the program text must be given.
pub(crate) async fn update_customizer(
    context: ManagementContext,
    Path(kind): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<wire::JwtCustomizer>>,
) -> Result<Json<wire::JwtCustomizer>, ApiError> {
    let token = token(&kind)?;
    check_samples(token, &body)?;
    merge(&context, token.setting(), &body).await.map(Json)
}
