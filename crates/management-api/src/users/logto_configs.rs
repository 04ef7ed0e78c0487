//! `GET` and `PATCH /api/users/{userId}/logto-configs`: what a user has chosen about signing in (Management API contract §5).

use api_types::user_mfa as wire;
use axum::{Json, extract::Path};
use domain::UserId;
use http_kit::{ApiError, ValidJson, body::Validate};
use serde_json::{Map, Value};

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
    Ok(Json(shown(&stored)))
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
        let mut stored = store::user::preferences(tx.exec(), tenant, id).await?;
        merge(&mut stored, patch);
        store::user::put_preferences(tx.exec(), tenant, id, &stored).await?;
        Ok::<_, ApiError>(stored)
    });
    Ok(Json(shown(&stored.await?)))
}

/// Lays the groups of a patch over the stored ones, member by member.
fn merge(stored: &mut Map<String, Value>, patch: &Value) {
    for (group, members) in patch.as_object().into_iter().flatten() {
        let stored = stored.entry(group.as_str()).or_insert_with(|| Value::Object(Map::new()));
        if let (Some(stored), Some(members)) = (stored.as_object_mut(), members.as_object()) {
            stored.extend(members.clone());
        }
    }
}

fn shown(stored: &Map<String, Value>) -> wire::Preferences {
    let chosen = |group: &str, member: &str| stored.get(group)?.get(member)?.as_bool();
    wire::Preferences {
        mfa: wire::MfaPreferences {
            enabled: chosen("mfa", "enabled"),
            skipped: chosen("mfa", "skipped").unwrap_or(false),
            skip_mfa_on_sign_in: chosen("mfa", "skipMfaOnSignIn").unwrap_or(false),
        },
        passkey_sign_in: wire::PasskeyPreferences {
            skipped: chosen("passkeySignIn", "skipped").unwrap_or(false),
        },
    }
}
