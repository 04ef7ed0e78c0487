//! `PUT /api/email-templates`

use api_types::email_template as wire;
use axum::Json;
use domain::{EmailTemplateId, message_template::TemplateType};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use store::{
    StoreError,
    email_template::{self, EmailTemplate},
};

use super::body::{check_content_type, check_use, details, template_body};
use crate::{
    ManagementContext,
    rules::{Body, Rules},
};

/// How many templates one request puts at the most: far more than there are languages and uses.
const MAX_TEMPLATES: usize = 1_000;

impl Validate for Body<wire::ReplaceEmailTemplates> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        if self.0.templates.len() > MAX_TEMPLATES {
            let text = format!("Array must contain at most {MAX_TEMPLATES} element(s)");
            rules.issue(Issue::new("too_big", &["templates"], text));
        }
        for (at, template) in self.0.templates.iter().take(MAX_TEMPLATES).enumerate() {
            let at = at.to_string();
            check_use(&mut rules, &["templates", &at], &template.language_tag, &template.template_type);
            let path = ["templates", &at, "details", "contentType"];
            check_content_type(&mut rules, &path, template.details.content_type.as_ref());
        }
        rules.issues()
    }
}

/// Adds templates, or changes what those for the same language and use say; all of them or none.
pub(super) async fn put_templates(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::ReplaceEmailTemplates>>,
) -> Result<Json<Vec<wire::EmailTemplate>>, ApiError> {
    let services = &context.services;
    let new = body.templates.into_iter().map(|template| EmailTemplate {
        id: EmailTemplateId::new(services.entropy.id_21()),
        language_tag: template.language_tag,
        template_type: TemplateType::parse(&template.template_type).unwrap_or(TemplateType::Generic),
        details: details(template.details),
        created_at: services.now(),
    });
    let (tenant, new) = (context.tenant(), &new.collect::<Vec<_>>());
    let stored: Result<Vec<EmailTemplate>, StoreError> = context
        .db()
        .transaction(|tx| async move {
            let mut stored = Vec::with_capacity(new.len());
            for template in new {
                stored.push(email_template::put(tx.exec(), tenant, template).await?);
            }
            Ok(stored)
        })
        .await;
    Ok(Json(stored?.into_iter().map(|template| template_body(tenant, template)).collect()))
}
