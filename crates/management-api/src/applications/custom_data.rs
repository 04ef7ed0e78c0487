//! `PATCH /api/applications/{id}/custom-data`

use axum::{Json, extract::Path};
use domain::ApplicationId;
use http_kit::{ApiError, ValidJson};
use serde_json::{Map, Value};
use store::application;

use super::body::find;
use crate::{ManagementContext, rules::check_merged};

/// Lays the members of the body, which is the object itself, over the stored ones, and answers with the result.
pub(super) async fn merge_custom_data(
    context: ManagementContext,
    Path(id): Path<ApplicationId>,
    ValidJson(members): ValidJson<Map<String, Value>>,
) -> Result<Json<Map<String, Value>>, ApiError> {
    let (tenant, id, members) = (context.tenant(), &id, &members);
    let merged = context
        .reconfigure(|tx| async move {
            let mut application = find(tx.exec(), tenant, id).await?;
            let before = application.custom_data.clone();
            application.custom_data.extend(members.iter().map(|(key, value)| (key.clone(), value.clone())));
            check_merged(&before, &application.custom_data)?;
            application::update(tx.exec(), tenant, &application).await?;
            Ok::<_, ApiError>(application.custom_data)
        })
        .await?;
    Ok(Json(merged))
}
