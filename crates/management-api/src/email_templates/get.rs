//! `GET /api/email-templates/{id}`

use api_types::email_template as wire;
use axum::{Json, extract::Path};
use domain::EmailTemplateId;
use http_kit::ApiError;
use store::email_template;

use super::body::template_body;
use crate::ManagementContext;

/// Shows a template.
pub(super) async fn get_template(
    context: ManagementContext,
    Path(id): Path<EmailTemplateId>,
) -> Result<Json<wire::EmailTemplate>, ApiError> {
    let found = email_template::find(context.exec(), context.tenant(), &id).await?;
    let found = found.ok_or_else(|| ApiError::not_found("entity.not_exists_with_id"))?;
    Ok(Json(template_body(context.tenant(), found)))
}
