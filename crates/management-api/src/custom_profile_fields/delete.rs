//! `DELETE /api/custom-profile-fields/{name}`

use axum::extract::Path;
use http_kit::{ApiError, NoContent};

use crate::ManagementContext;

/// Deletes a field. What users have entered stays with them.
pub(super) async fn delete_custom_profile_field(
    context: ManagementContext,
    Path(name): Path<String>,
) -> Result<NoContent, ApiError> {
    let (context, name) = (&context, &name);
    let deleted = context.reconfigure(|tx| async move {
        Ok(store::custom_profile_field::delete(tx.exec(), context.tenant(), name).await?)
    });
    if deleted.await? { Ok(NoContent) } else { Err(ApiError::not_found("entity.not_found")) }
}
