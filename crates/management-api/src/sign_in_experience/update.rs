//! `PATCH /api/sign-in-exp`

use api_types::sign_in_experience as wire;
use axum::{Json, http::StatusCode};
use domain::{
    UnixMillis,
    phrase::BUILT_IN_LANGUAGE,
    sign_in_experience::{self as experience, SettingsRejection, default_password_policy, default_settings},
};
use http_kit::{ApiError, Query, ValidJson, query_parameters};
use operations::{
    configuration::SIGN_IN_EXPERIENCE,
    sign_in_experience::{SOCIAL_TARGETS, available_senders, social_targets},
};
use serde_json::{Map, Value, json};
use store::{Exec, configuration, custom_phrase};

use super::body::experience_body;
use crate::{ManagementContext, rules::Body};

query_parameters! {
    /// What the query may say.
    pub(crate) UpdateQuery: "removeUnusedDemoSocialConnector" = "Has no effect: there are no demonstration connectors here."
}

/// Members that are no text when they are empty.
const NULLABLE_TEXTS: [&str; 6] = [
    "termsOfUseUrl",
    "privacyPolicyUrl",
    "customCss",
    "supportEmail",
    "supportWebsiteUrl",
    "unknownSessionRedirectUrl",
];

/// Changes the settings, each member as a whole, and tells every node. What the program acts on changes with the answer.
pub(super) async fn update_sign_in_experience(
    context: ManagementContext,
    _query: Query<UpdateQuery>,
    ValidJson(Body(body)): ValidJson<Body<wire::UpdateSignInExperience>>,
) -> Result<Json<wire::SignInExperience>, ApiError> {
    let changed = changed_members(body)?;
    if changed.is_empty() {
        return Err(ApiError::unprocessable("entity.invalid_input"));
    }
    let (context, changed) = (&context, &changed);
    let stored = context
        .reconfigure(|tx| async move {
            let stored = change(context, tx.exec(), changed).await?;
            configuration::put_setting(tx.exec(), context.tenant(), SIGN_IN_EXPERIENCE, &stored).await?;
            Ok(stored)
        })
        .await?;
    experience_body(context.tenant(), &stored).map(Json)
}

/// The members of a body in the form in which they are stored.
fn changed_members(body: wire::UpdateSignInExperience) -> Result<Map<String, Value>, ApiError> {
    let body = serde_json::to_value(&body).map_err(|error| ApiError::internal(&error))?;
    let Value::Object(mut changed) = body else { return Ok(Map::new()) };
    for name in NULLABLE_TEXTS {
        if let Some(value) = changed.get_mut(name).filter(|value| value.as_str() == Some("")) {
            *value = Value::Null;
        }
    }
    if let Some(policy) = changed.get_mut("usernamePolicy") {
        complete(policy, default_settings().get("usernamePolicy").unwrap_or(&Value::Null));
    }
    if let Some(policy) = changed.get_mut("passwordPolicy").and_then(Value::as_object_mut) {
        // Parts that are given are shown whole.
        let defaults = default_password_policy();
        for (name, part) in policy {
            complete(part, defaults.get(name.as_str()).unwrap_or(&Value::Null));
        }
    }
    Ok(changed)
}

/// Adds the members that an object lacks.
fn complete(object: &mut Value, defaults: &Value) {
    if let (Some(members), Some(defaults)) = (object.as_object_mut(), defaults.as_object()) {
        let mut whole = defaults.clone();
        whole.extend(std::mem::take(members));
        *members = whole;
    }
}

/// The stored settings with what is changed, or why not. In the transaction that writes them.
async fn change(
    context: &ManagementContext,
    exec: Exec<'_>,
    changed: &Map<String, Value>,
) -> Result<Value, ApiError> {
    let tenant = context.tenant();
    let senders = available_senders(exec, tenant).await?;
    let stored = configuration::setting(exec, tenant, SIGN_IN_EXPERIENCE).await?;
    let mut stored = stored.and_then(|stored| stored.as_object().cloned()).unwrap_or_default();
    let before = with_defaults(&stored);
    stored.extend(changed.clone());
    if let Some(targets) = stored.get_mut(SOCIAL_TARGETS).and_then(Value::as_array_mut) {
        let known = social_targets(exec, tenant).await?;
        targets.retain(|target| known.iter().any(|known| target == known));
    }
    if changed.contains_key("passwordExpiration") {
        keep_start_of_expiration(&before, &mut stored, context.services.now());
    }
    let languages = custom_phrase::language_tags(exec, tenant).await?;
    let has_words = |tag: &str| tag == BUILT_IN_LANGUAGE || languages.iter().any(|known| known == tag);
    let after = with_defaults(&stored);
    experience::check(&after, changed, senders, has_words).map_err(refused)?;
    let ignores_case =
        |settings: &Value| settings.pointer("/usernamePolicy/caseSensitive") == Some(&json!(false));
    if ignores_case(&after)
        && !ignores_case(&before)
        && store::user::count_case_conflicts(exec, tenant).await? > 0
    {
        return Err(refused(SettingsRejection::UsernameCaseConflicts));
    }
    Ok(Value::Object(stored))
}

fn with_defaults(stored: &Map<String, Value>) -> Value {
    let mut settings = default_settings();
    if let Some(members) = settings.as_object_mut() {
        members.extend(stored.clone());
    }
    settings
}

/// Expiration begins when it is switched on, and goes on when its period alone is changed.
fn keep_start_of_expiration(before: &Value, stored: &mut Map<String, Value>, now: UnixMillis) {
    let Some(expiration) = stored.get_mut("passwordExpiration").and_then(Value::as_object_mut) else {
        return;
    };
    if expiration.get("enabled") != Some(&json!(true)) || expiration.contains_key("enabledAt") {
        return;
    }
    let earlier = &before["passwordExpiration"];
    let start = earlier["enabledAt"].as_i64().filter(|_| earlier["enabled"] == json!(true));
    expiration.insert("enabledAt".to_owned(), start.unwrap_or(now.0).into());
}

fn refused(rejection: SettingsRejection) -> ApiError {
    let status = StatusCode::from_u16(rejection.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let error = ApiError::new(status, rejection.code());
    match rejection {
        SettingsRejection::NoConnector(kind) => error.data(json!({ "type": kind })),
        _ => error,
    }
}
