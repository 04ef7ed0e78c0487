//! `GET /api/email-templates`

use api_types::email_template as wire;
use axum::Json;
use http_kit::{ApiError, Query};
use store::email_template;

use super::body::{FilterQuery, filter, template_body};
use crate::ManagementContext;

/// Lists templates, never in pages, all of them or those that every filter lets through.
pub(super) async fn list_templates(
    context: ManagementContext,
    query: Query<FilterQuery>,
) -> Result<Json<Vec<wire::EmailTemplate>>, ApiError> {
    let filter = filter(&query)?;
    let templates = email_template::list(context.exec(), context.tenant(), &filter).await?;
    Ok(Json(templates.into_iter().map(|template| template_body(context.tenant(), template)).collect()))
}
