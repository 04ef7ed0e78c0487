//! Templates as the wire has them, and their rules.

use api_types::email_template as wire;
use domain::{
    TenantId,
    message_template::{ContentType, TemplateDetails, TemplateType},
};
use http_kit::{ApiError, Issue, query::QueryPairs, query_parameters};
use store::email_template::{EmailTemplate, TemplateFilter};

use crate::rules::Rules;

query_parameters! {
    /// What the query may say.
    pub(crate) FilterQuery: "languageTag" = "Those in this language.", "templateType" = "Those for this use."
}

/// The longest language tag, in characters.
const MAX_TAG_LENGTH: usize = 16;

/// A template as the wire shows it.
pub(super) fn template_body(tenant: &TenantId, template: EmailTemplate) -> wire::EmailTemplate {
    wire::EmailTemplate {
        tenant_id: tenant.to_string(),
        id: template.id.into_string(),
        language_tag: template.language_tag,
        template_type: template.template_type.as_str().to_owned(),
        details: details_body(template.details),
        created_at: template.created_at.0,
    }
}

fn details_body(details: TemplateDetails) -> wire::TemplateDetails {
    let word = |content_type| match content_type {
        ContentType::Html => HTML.to_owned(),
        ContentType::Plain => PLAIN.to_owned(),
    };
    wire::TemplateDetails {
        subject: details.subject,
        content: details.content,
        content_type: details.content_type.map(word),
        reply_to: details.reply_to,
        send_from: details.send_from,
    }
}

const HTML: &str = "text/html";
const PLAIN: &str = "text/plain";

/// The details of a body, which was checked.
pub(super) fn details(body: wire::TemplateDetails) -> TemplateDetails {
    TemplateDetails {
        subject: body.subject,
        content: body.content,
        content_type: body.content_type.as_deref().map(content_type),
        reply_to: body.reply_to,
        send_from: body.send_from,
    }
}

/// A checked content type.
pub(super) fn content_type(word: &str) -> ContentType {
    if word == PLAIN { ContentType::Plain } else { ContentType::Html }
}

/// Checks a content type.
pub(super) fn check_content_type(rules: &mut Rules, path: &[&str], word: Option<&String>) {
    if word.is_some_and(|word| word != HTML && word != PLAIN) {
        rules.issue(Issue::new("invalid_literal", path, "Expected \"text/html\" or \"text/plain\""));
    }
}

/// Checks the language and use of a template.
pub(super) fn check_use(rules: &mut Rules, path: &[&str], language_tag: &str, template_type: &str) {
    rules.length(&[path, &["languageTag"]].concat(), language_tag, 1, MAX_TAG_LENGTH);
    if TemplateType::parse(template_type).is_none() {
        let path = [path, &["templateType"]].concat();
        rules.issue(Issue::new("invalid_enum_value", &path, "There is no such type of template"));
    }
}

/// Reads a filter from the query.
pub(super) fn filter(query: &QueryPairs) -> Result<TemplateFilter<'_>, ApiError> {
    let filter =
        TemplateFilter { language_tag: query.get("languageTag"), template_type: query.get("templateType") };
    let mut rules = Rules::default();
    check_use(
        &mut rules,
        &[],
        filter.language_tag.unwrap_or("en"),
        filter.template_type.unwrap_or("Generic"),
    );
    let issues = rules.issues();
    if issues.is_empty() { Ok(filter) } else { Err(ApiError::invalid_input(issues)) }
}
