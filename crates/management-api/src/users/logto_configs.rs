//! `GET` and `PATCH /api/users/{userId}/logto-configs`: what a user has chosen about signing in (Management API contract §5).

use api_types::user_mfa as wire;
use axum::{Json, extract::Path};
use domain::UserId;
use http_kit::{ApiError, ValidJson, body::Validate, preferences_body};

use super::body::{find, not_found};
use crate::{ManagementContext, rules::Body};

impl Validate for Body<wire::PatchPreferences> {}

/// What a user has chosen.
pub(super) async fn get_preferences(
    context: ManagementContext,
    Path(user_id): Path<String>,
) -> Result<Json<wire::Preferences>, ApiError> {
    let user = find(&context, &user_id).await?;
    let stored = store::user::preferences(context.exec(), context.tenant(), &user.id).await?;
    Ok(Json(preferences_body(&stored)))
}

/// Changes the choices that the body names and answers with all of them.
pub(super) async fn patch_preferences(
    context: ManagementContext,
    Path(user_id): Path<UserId>,
    ValidJson(Body(body)): ValidJson<Body<wire::PatchPreferences>>,
) -> Result<Json<wire::Preferences>, ApiError> {
    let patch = serde_json::to_value(&body).map_err(|error| ApiError::internal(&error))?;
    let (tenant, id, patch, now) = (context.tenant(), &user_id, &patch, context.services.now());
    let stored = context.db().transaction(|tx| async move {
        store::user::lock(tx.exec(), tenant, id, now).await?.ok_or_else(not_found)?;
        Ok::<_, ApiError>(store::user::merge_preferences(tx.exec(), tenant, id, patch).await?)
    });
    Ok(Json(preferences_body(&stored.await?)))
}
