//! `POST /api/custom-profile-fields/properties/sie-order`

use std::collections::HashSet;

use api_types::custom_profile_field::{CustomProfileField, SetProfileFieldOrder};
use axum::Json;
use http_kit::{ApiError, Issue, ValidJson, body::Validate, profile_field_body};
use store::custom_profile_field;

use crate::{
    ManagementContext,
    rules::{Body, Rules},
};

/// The most places that one request gives.
const MAX_PLACES: usize = 1_000;

impl Validate for Body<SetProfileFieldOrder> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        let places = &self.0.order;
        if places.is_empty() || places.len() > MAX_PLACES {
            let text = format!("Array must contain 1 to {MAX_PLACES} element(s)");
            rules.issue(Issue::new("custom", &["order"], text));
        }
        let names: HashSet<_> = places.iter().map(|place| &place.name).collect();
        if names.len() != places.len() {
            rules.issue(Issue::new("custom", &["order"], "Each field has one place"));
        }
        rules.issues()
    }
}

/// Gives fields other places, all or none, and shows every field in the order they are in then.
pub(super) async fn order_custom_profile_fields(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<SetProfileFieldOrder>>,
) -> Result<Json<Vec<CustomProfileField>>, ApiError> {
    let (tenant, places) = (context.tenant(), &body.order);
    let fields = context
        .reconfigure(|tx| async move {
            for place in places {
                let is_set = custom_profile_field::set_order(tx.exec(), tenant, &place.name, place.sie_order);
                if !is_set.await? {
                    return Err(ApiError::bad_request("custom_profile_fields.entity_not_exists_with_names")
                        .data(serde_json::json!({ "names": [place.name] })));
                }
            }
            Ok(custom_profile_field::list(tx.exec(), tenant).await?)
        })
        .await?;
    Ok(Json(fields.into_iter().map(|field| profile_field_body(tenant, field)).collect()))
}
