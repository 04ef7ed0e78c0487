//! `GET /api/one-time-tokens/{id}`

use api_types::one_time_token as wire;
use axum::{Json, extract::Path};
use domain::OneTimeTokenId;
use http_kit::ApiError;
use store::one_time_token;

use super::opened_body;
use crate::ManagementContext;

/// One token, whatever became of it.
pub(super) async fn get_token(
    context: ManagementContext,
    Path(id): Path<OneTimeTokenId>,
) -> Result<Json<wire::OneTimeToken>, ApiError> {
    let found = one_time_token::find(context.exec(), context.tenant(), &id).await?;
    let found = found.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    opened_body(&context, found).map(Json)
}
