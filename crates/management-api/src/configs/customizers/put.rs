//! `PUT /api/configs/jwt-customizer/{tokenTypePath}`

use api_types::config as wire;
use axum::extract::Path;
use http_kit::{ApiError, Put, ValidJson};

use super::{super::scripts::put, check_samples, token};
use crate::{ManagementContext, rules::Body};

/// Sets the script for a kind of tokens, as a whole. Tokens that are issued from now on have its claims.
pub(crate) async fn put_customizer(
    context: ManagementContext,
    Path(kind): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<wire::JwtCustomizer>>,
) -> Result<Put<wire::JwtCustomizer>, ApiError> {
    let token = token(&kind)?;
    check_samples(token, &body)?;
    put(&context, token.setting(), body).await
}
