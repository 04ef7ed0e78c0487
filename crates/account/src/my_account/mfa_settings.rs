//! `GET` and `PATCH /api/my-account/mfa-settings`

use api_types::account::MfaSettings;
use axum::Json;
use http_kit::{ApiError, ValidJson};
use serde_json::{Map, Value, json};

use crate::{
    AccountContext,
    body::{Body, Rules},
};

impl Rules for MfaSettings {}

/// Whether the user is asked for a second factor.
pub(super) async fn get_mfa_settings(context: AccountContext) -> Result<Json<MfaSettings>, ApiError> {
    let stored = store::user::preferences(context.exec(), context.tenant(), context.user_id()).await?;
    Ok(Json(shown(&stored)))
}

/// Has the user asked for a second factor, or not where the tenant leaves it to them.
pub(super) async fn update_mfa_settings(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<MfaSettings>>,
) -> Result<Json<MfaSettings>, ApiError> {
    let patch = &json!({ "mfa": { "skipMfaOnSignIn": body.skip_mfa_on_sign_in } });
    let context = &context;
    let stored = context.change(|tx, user| async move {
        Ok(store::user::merge_preferences(tx.exec(), context.tenant(), &user.id, patch).await?)
    });
    Ok(Json(shown(&stored.await?)))
}

fn shown(stored: &Map<String, Value>) -> MfaSettings {
    let chosen = stored.get("mfa").and_then(|mfa| mfa.get("skipMfaOnSignIn")).and_then(Value::as_bool);
    MfaSettings { skip_mfa_on_sign_in: chosen.unwrap_or(false) }
}
