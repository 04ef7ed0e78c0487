//! `PUT /api/custom-profile-fields/{name}`

use api_types::custom_profile_field::{CustomProfileField, PutCustomProfileField};
use axum::{Json, extract::Path};
use http_kit::{ApiError, Issue, ValidJson, body::Validate, profile_field_body};
use store::custom_profile_field;

use super::body::{FieldRules, field};
use crate::{
    ManagementContext,
    rules::{Body, Rules},
};

impl Validate for Body<PutCustomProfileField> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        FieldRules { rules: &mut rules, path: Vec::new() }.check(&self.0);
        rules.issues()
    }
}

/// Changes everything of a field but its name and its place.
pub(super) async fn put_custom_profile_field(
    context: ManagementContext,
    Path(name): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<PutCustomProfileField>>,
) -> Result<Json<CustomProfileField>, ApiError> {
    let (context, name) = (&context, &name);
    let known = custom_profile_field::find(context.exec(), context.tenant(), name).await?;
    let known = known.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
    let changed = &field((known.id, known.name), body, known.created_at)?;
    let stored = context
        .reconfigure(|tx| async move {
            custom_profile_field::update(tx.exec(), context.tenant(), changed).await?;
            let stored = custom_profile_field::find(tx.exec(), context.tenant(), name).await?;
            stored.ok_or_else(|| ApiError::not_found("entity.not_found"))
        })
        .await?;
    Ok(Json(profile_field_body(context.tenant(), stored)))
}
