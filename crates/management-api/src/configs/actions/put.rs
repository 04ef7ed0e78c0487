//! `PUT /api/configs/actions/{actionType}`

use api_types::config as wire;
use axum::extract::Path;
use http_kit::{ApiError, Put, ValidJson, body::Validate};

use super::{super::scripts::put, action_type};
use crate::{ManagementContext, rules::Body};

impl Validate for Body<wire::Action> {}

/// Sets the script for a moment, as a whole.
pub(crate) async fn put_action(
    context: ManagementContext,
    Path(kind): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<wire::Action>>,
) -> Result<Put<wire::Action>, ApiError> {
    put(&context, action_type(&kind)?.as_str(), body).await
}
