//! `PATCH /api/users/{userId}/profile` (Management API contract §5.2).

use api_types::user::PatchProfile;
use axum::{Json, extract::Path};
use domain::UserId;
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use serde_json::{Map, Value};

use super::body::{known_profile, not_found, profile_issues};
use crate::{ManagementContext, rules::Body};

impl Validate for Body<PatchProfile> {
    fn issues(&self) -> Vec<Issue> {
        profile_issues(Some(&self.0.profile))
    }
}

/// Lays members over the profile, at the top level, and answers with all of it.
pub(super) async fn patch_profile(
    context: ManagementContext,
    Path(user_id): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<PatchProfile>>,
) -> Result<Json<Map<String, Value>>, ApiError> {
    let (id, members, tenant, now) =
        (&UserId::new(user_id), &known_profile(body.profile), context.tenant(), context.services.now());
    let merged = context
        .db()
        .transaction(|tx| async move {
            store::user::merge_profile(tx.exec(), tenant, id, members.clone(), now).await
        })
        .await?;
    merged.map(Json).ok_or_else(not_found)
}
