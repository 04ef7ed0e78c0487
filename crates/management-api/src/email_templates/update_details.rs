//! `PATCH /api/email-templates/{id}/details`

use api_types::email_template as wire;
use axum::{Json, extract::Path};
use domain::{EmailTemplateId, message_template::TemplateDetails};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use store::email_template::{self, EmailTemplate};

use super::body::{check_content_type, content_type, template_body};
use crate::{
    ManagementContext,
    rules::{Body, Rules},
};

impl Validate for Body<wire::UpdateTemplateDetails> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        check_content_type(&mut rules, &["contentType"], self.0.content_type.as_ref());
        rules.issues()
    }
}

/// Changes some of what a template says.
pub(super) async fn update_details(
    context: ManagementContext,
    Path(id): Path<EmailTemplateId>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateTemplateDetails>>,
) -> Result<Json<wire::EmailTemplate>, ApiError> {
    let (tenant, id, body) = (context.tenant(), &id, &body);
    let not_found = || ApiError::not_found("entity.not_exists_with_id");
    let changed: Result<EmailTemplate, ApiError> = context
        .db()
        .transaction(|tx| async move {
            // Members are laid over what is there: nobody else may be doing the same.
            email_template::lock(tx.exec(), tenant, id).await?;
            let found = email_template::find(tx.exec(), tenant, id).await?.ok_or_else(not_found)?;
            let details = changed(found.details, body);
            let stored = email_template::update_details(tx.exec(), tenant, id, &details).await?;
            stored.ok_or_else(not_found)
        })
        .await;
    Ok(Json(template_body(tenant, changed?)))
}

fn changed(details: TemplateDetails, body: &wire::UpdateTemplateDetails) -> TemplateDetails {
    let body = body.clone();
    TemplateDetails {
        subject: body.subject.unwrap_or(details.subject),
        content: body.content.unwrap_or(details.content),
        content_type: body.content_type.as_deref().map(content_type).or(details.content_type),
        reply_to: body.reply_to.or(details.reply_to),
        send_from: body.send_from.or(details.send_from),
    }
}
