//! `DELETE /api/email-templates` and `DELETE /api/email-templates/{id}`

use api_types::email_template as wire;
use axum::{Json, extract::Path};
use domain::EmailTemplateId;
use http_kit::{ApiError, NoContent, Query};
use store::email_template;

use super::body::{FilterQuery, filter};
use crate::ManagementContext;

/// Deletes templates, all of them or those that every filter lets through.
pub(super) async fn delete_templates(
    context: ManagementContext,
    query: Query<FilterQuery>,
) -> Result<Json<wire::DeletedTemplates>, ApiError> {
    let filter = filter(&query)?;
    let row_count = email_template::delete_all(context.exec(), context.tenant(), &filter).await?;
    Ok(Json(wire::DeletedTemplates { row_count }))
}

/// Deletes a template.
pub(super) async fn delete_template(
    context: ManagementContext,
    Path(id): Path<EmailTemplateId>,
) -> Result<NoContent, ApiError> {
    if email_template::delete(context.exec(), context.tenant(), &id).await? {
        Ok(NoContent)
    } else {
        Err(ApiError::not_found("entity.not_found"))
    }
}
