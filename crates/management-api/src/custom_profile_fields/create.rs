//! `POST /api/custom-profile-fields` and `POST /api/custom-profile-fields/batch`

use api_types::custom_profile_field::{CreateCustomProfileField, CustomProfileField};
use domain::profile_field::ProfileField;
use http_kit::{ApiError, Created, Issue, ValidJson, ValidJsonList, body::Validate, profile_field_body};
use store::custom_profile_field;

use super::body::{FieldRules, field, violation};
use crate::{
    ManagementContext,
    rules::{Body, Rules},
};

/// The most fields of one batch.
const MAX_BATCH: usize = 20;

impl Validate for Body<CreateCustomProfileField> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        let mut field = FieldRules { rules: &mut rules, path: Vec::new() };
        field.check_name(&self.0.name);
        field.check(&self.0.field);
        rules.issues()
    }
}

/// Adds a field behind all others.
pub(super) async fn create_custom_profile_field(
    context: ManagementContext,
    ValidJson(body): ValidJson<Body<CreateCustomProfileField>>,
) -> Result<Created<CustomProfileField>, ApiError> {
    let mut added = add(&context, vec![body]).await?;
    added.pop().map(Created).ok_or_else(|| ApiError::bad_request("guard.invalid_input"))
}

/// Adds several fields in their order, all or none.
pub(super) async fn create_custom_profile_fields(
    context: ManagementContext,
    ValidJsonList(bodies): ValidJsonList<Body<CreateCustomProfileField>>,
) -> Result<Created<Vec<CustomProfileField>>, ApiError> {
    if bodies.is_empty() || bodies.len() > MAX_BATCH {
        let text = format!("Array must contain 1 to {MAX_BATCH} element(s)");
        return Err(ApiError::invalid_input(vec![Issue::new("custom", &[], text)]));
    }
    add(&context, bodies).await.map(Created)
}

async fn add(
    context: &ManagementContext,
    bodies: Vec<Body<CreateCustomProfileField>>,
) -> Result<Vec<CustomProfileField>, ApiError> {
    let (services, tenant) = (&context.services, context.tenant());
    let new = |Body(body): Body<CreateCustomProfileField>| {
        field((services.entropy.id_21(), body.name), body.field, services.now())
    };
    let fields = bodies.into_iter().map(new).collect::<Result<Vec<ProfileField>, _>>()?;
    let fields = &fields;
    let stored = context
        .reconfigure(|tx| async move {
            let mut stored = Vec::with_capacity(fields.len());
            for field in fields {
                custom_profile_field::insert(tx.exec(), tenant, field).await.map_err(violation)?;
                stored.extend(custom_profile_field::find(tx.exec(), tenant, &field.name).await?);
            }
            Ok(stored)
        })
        .await?;
    Ok(stored.into_iter().map(|field| profile_field_body(tenant, field)).collect())
}
