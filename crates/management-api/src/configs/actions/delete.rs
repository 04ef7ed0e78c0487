//! `DELETE /api/configs/actions/{actionType}`

use axum::extract::Path;
use http_kit::{ApiError, NoContent};

use super::{super::scripts::delete, action_type};
use crate::ManagementContext;

/// Takes the script for a moment away.
pub(crate) async fn delete_action(
    context: ManagementContext,
    Path(kind): Path<String>,
) -> Result<NoContent, ApiError> {
    delete(&context, action_type(&kind)?.as_str()).await?;
    Ok(NoContent)
}
