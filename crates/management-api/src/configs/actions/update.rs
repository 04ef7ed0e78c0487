//! `PATCH /api/configs/actions/{actionType}`

use api_types::config as wire;
use axum::{Json, extract::Path};
use http_kit::{ApiError, ValidJson, body::Validate};

use super::{super::scripts::merge, action_type};
use crate::{ManagementContext, rules::Body};

impl Validate for Body<wire::UpdateAction> {}

/// Changes the script for a moment.
pub(crate) async fn update_action(
    context: ManagementContext,
    Path(kind): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateAction>>,
) -> Result<Json<wire::Action>, ApiError> {
    merge(&context, action_type(&kind)?.as_str(), &body).await.map(Json)
}
