//! `GET` and `PATCH /api/my-account/logto-configs`: what the user has chosen about signing in.

use api_types::user_mfa as wire;
use axum::Json;
use http_kit::{ApiError, ValidJson, preferences_body};

use crate::{
    AccountContext,
    body::{Body, Rules},
};

impl Rules for wire::PatchPreferences {}

/// What the user has chosen.
pub(super) async fn get_preferences(context: AccountContext) -> Result<Json<wire::Preferences>, ApiError> {
    let stored = store::user::preferences(context.exec(), context.tenant(), context.user_id()).await?;
    Ok(Json(preferences_body(&stored)))
}

/// Changes the choices that the body names and answers with all of them. To be asked for fewer factors, the user must have proved who they
/// are, as at `mfa-settings`.
pub(super) async fn update_preferences(
    mut context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<wire::PatchPreferences>>,
) -> Result<Json<wire::Preferences>, ApiError> {
    let weakens = body
        .mfa
        .as_ref()
        .is_some_and(|mfa| mfa.skip_mfa_on_sign_in == Some(true) || mfa.enabled == Some(false));
    if weakens {
        context.proof = Some(context.prove().await?);
    }
    let patch = &serde_json::to_value(&body).map_err(|error| ApiError::internal(&error))?;
    let context = &context;
    let stored = context.change(|tx, user| async move {
        Ok(store::user::merge_preferences(tx.exec(), context.tenant(), &user.id, patch).await?)
    });
    Ok(Json(preferences_body(&stored.await?)))
}
