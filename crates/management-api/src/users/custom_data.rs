//! `GET` and `PATCH /api/users/{userId}/custom-data` (Management API contract §5.2).

use api_types::user::PatchCustomData;
use axum::{Json, extract::Path};
use domain::UserId;
use http_kit::{ApiError, ValidJson, body::Validate};
use serde_json::{Map, Value};

use super::body::{find, not_found};
use crate::{
    ManagementContext,
    rules::{Body, check_merged},
};

impl Validate for Body<PatchCustomData> {}

/// The custom data itself.
pub(super) async fn get_custom_data(
    context: ManagementContext,
    Path(user_id): Path<String>,
) -> Result<Json<Map<String, Value>>, ApiError> {
    Ok(Json(find(&context, &user_id).await?.custom_data))
}

/// Lays members over the custom data, at the top level, and answers with all of it.
pub(super) async fn patch_custom_data(
    context: ManagementContext,
    Path(user_id): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<PatchCustomData>>,
) -> Result<Json<Map<String, Value>>, ApiError> {
    let (id, members, tenant, now) =
        (&UserId::new(user_id), &body.custom_data, context.tenant(), context.services.now());
    let merged = context
        .db()
        .transaction(|tx| async move {
            let user = store::user::lock(tx.exec(), tenant, id, now).await?.ok_or_else(not_found)?;
            let merged = store::user::merge_custom_data(tx.exec(), tenant, id, members.clone(), now).await?;
            let merged = merged.ok_or_else(not_found)?;
            check_merged(&user.custom_data, &merged)?;
            Ok::<_, ApiError>(merged)
        })
        .await?;
    Ok(Json(merged))
}
