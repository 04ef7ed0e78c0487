//! `GET /api/custom-phrases`

use api_types::custom_phrase as wire;
use axum::Json;
use http_kit::ApiError;

use super::phrase_body;
use crate::ManagementContext;

/// Shows the words of every language.
pub(super) async fn list_custom_phrases(
    context: ManagementContext,
) -> Result<Json<Vec<wire::CustomPhrase>>, ApiError> {
    let phrases = store::custom_phrase::list(context.exec(), context.tenant()).await?;
    Ok(Json(phrases.into_iter().map(|phrase| phrase_body(context.tenant(), phrase)).collect()))
}
