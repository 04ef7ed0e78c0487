//! `DELETE /api/configs/jwt-customizer/{tokenTypePath}`

use axum::extract::Path;
use http_kit::{ApiError, NoContent};

use super::{super::scripts::delete, token};
use crate::ManagementContext;

/// Takes the script for a kind of tokens away.
pub(crate) async fn delete_customizer(
    context: ManagementContext,
    Path(kind): Path<String>,
) -> Result<NoContent, ApiError> {
    delete(&context, token(&kind)?.setting()).await?;
    Ok(NoContent)
}
