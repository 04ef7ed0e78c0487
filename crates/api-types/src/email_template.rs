//! Bodies of `/api/email-templates`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::partial::{given, object};

/// A template.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmailTemplate {
    /// The tenant.
    pub tenant_id: String,
    /// The id.
    pub id: String,
    /// Its language, a BCP 47 tag.
    pub language_tag: String,
    /// What it is for.
    pub template_type: String,
    /// What it says.
    pub details: TemplateDetails,
    /// When it was made, in epoch milliseconds.
    pub created_at: i64,
}

/// What an e-mail says, with variables as `{{code}}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TemplateDetails {
    /// The subject.
    pub subject: String,
    /// The content.
    pub content: String,
    /// `text/html`, which it is when nothing is said, or `text/plain`.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Where answers go.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// Whom it is from, where that is not the connector's sender.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub send_from: Option<String>,
}

/// Body of `PUT /email-templates`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
pub struct ReplaceEmailTemplates {
    /// The templates to add or change.
    pub templates: Vec<NewEmailTemplate>,
}

/// A template to add or change.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewEmailTemplate {
    /// Its language, a BCP 47 tag of 1 to 16 characters.
    pub language_tag: String,
    /// What it is for.
    pub template_type: String,
    /// What it says.
    #[serde(deserialize_with = "object")]
    pub details: TemplateDetails,
}

/// Body of `PATCH /email-templates/:id/details`: what is not named stays.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpdateTemplateDetails {
    /// The subject.
    #[serde(default, deserialize_with = "given")]
    pub subject: Option<String>,
    /// The content.
    #[serde(default, deserialize_with = "given")]
    pub content: Option<String>,
    /// `text/html` or `text/plain`.
    #[serde(default, deserialize_with = "given")]
    pub content_type: Option<String>,
    /// Where answers go.
    #[serde(default, deserialize_with = "given")]
    pub reply_to: Option<String>,
    /// Whom it is from.
    #[serde(default, deserialize_with = "given")]
    pub send_from: Option<String>,
}

/// How many templates were deleted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeletedTemplates {
    /// How many.
    pub row_count: u64,
}
