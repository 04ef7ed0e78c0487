//! `PATCH /api/my-account`

use std::time::Duration;

use api_types::account::{MyAccount, UpdateMyAccount};
use axum::{Json, http::StatusCode};
use domain::{
    account::{
        User,
        chosen::{MAX_TEXT, text, web_url},
        identifier::is_username,
    },
    sentinel::{SentinelIdentifier, SentinelPolicy},
};
use http_kit::{ApiError, Issue, ValidJson, check_username};
use operations::{
    sentinel::{self, OpenAttempt},
    user::{TakenIdentifier, is_username_free},
    user_assets,
};
use serde_json::{Map, Value};
use store::user::UserChange;

use super::{get::shown, remaining::check_remaining};
use crate::{
    AccountContext,
    body::{Body, Rules},
    error::{failed, unauthorized},
    rules::{CUSTOM_DATA, Field, PROFILE},
};

/// The most that custom data may grow to by being merged, in bytes of its JSON.
const MAX_CUSTOM_DATA: usize = 64 * 1024;

/// What is given, neither absent nor unset.
fn given(value: Option<&Option<String>>) -> Option<&str> {
    value.and_then(Option::as_deref).filter(|text| !text.is_empty())
}

impl Rules for UpdateMyAccount {
    fn issues(&self) -> Vec<Issue> {
        let mut issues = Vec::new();
        let mut check = |key: &str, fault: Option<&'static str>| {
            issues.extend(fault.map(|fault| Issue::new("invalid_string", &[key], fault)));
        };
        check("name", given(self.name.as_ref()).and_then(|name| text(&name.into(), MAX_TEXT).err()));
        check("avatar", given(self.avatar.as_ref()).and_then(|avatar| web_url(&avatar.into()).err()));
        let is_wrong = given(self.username.as_ref()).is_some_and(|username| !is_username(username));
        check("username", is_wrong.then_some("Invalid"));
        issues
    }
}

/// Changes what the body names; members of the custom data are laid over those there are.
pub(super) async fn update_account(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<UpdateMyAccount>>,
) -> Result<Json<MyAccount>, ApiError> {
    for (is_given, scope, field) in [
        (body.name.is_some(), PROFILE, Field::Name),
        (body.avatar.is_some(), PROFILE, Field::Avatar),
        (body.username.is_some(), PROFILE, Field::Username),
        (body.custom_data.is_some(), CUSTOM_DATA, Field::CustomData),
    ] {
        if is_given {
            context.check_scope(scope)?;
            context.check_edited(&[field])?;
        }
    }
    let custom_data = body.custom_data.as_ref();
    let change = UserChange {
        username: body.username.map(empty_as_null),
        name: body.name.map(empty_as_null),
        avatar: body.avatar.map(empty_as_null),
        ..UserChange::default()
    };
    if change.is_empty() && custom_data.is_none() {
        return Err(ApiError::unprocessable("entity.invalid_input"));
    }
    if let Some(Some(username)) = &change.username {
        check_username(&context.experience.username_policy, username)?;
    }
    let is_new_name = change.username.as_ref().is_some_and(|new| *new != context.user.username);
    let counted = if is_new_name { Some(count_new_name(&context).await?) } else { None };
    let (context, change) = (&context, &change);
    let changed = context.change(|tx, user| async move {
        let exec = tx.exec();
        let mut change = change.clone();
        check_username_is_free(context, exec, &user, &change).await?;
        change.custom_data = custom_data.map(|members| merged(&user.custom_data, members)).transpose()?;
        let changed = store::user::update(exec, context.tenant(), &user.id, &change, context.services.now());
        changed.await.map_err(taken)?.ok_or_else(unauthorized)
    });
    let changed = match (changed.await, counted) {
        (Ok(changed), _) => changed,
        (Err(error), Some(counted)) => {
            // A name that is taken is no new name.
            counted.take_back(&context.services).await.map_err(failed)?;
            return Err(error);
        }
        (Err(error), None) => return Err(error),
    };
    if change.avatar.is_some() {
        let kept = [changed.avatar.as_deref()];
        user_assets::discard_unused(&context.services, &changed.id, &kept).await.map_err(failed)?;
    }
    Ok(Json(shown(context, changed).await?))
}

/// How often a user takes another name: failed sign-ins are counted by the name, and begin anew with each.
const NEW_NAMES: SentinelPolicy = SentinelPolicy {
    max_attempts: 5,
    window: Duration::from_secs(3_600),
    lockout: Duration::from_secs(86_400),
};

async fn count_new_name(context: &AccountContext) -> Result<OpenAttempt, ApiError> {
    let counted = SentinelIdentifier::new("username-change", context.user_id().as_str());
    let counted = sentinel::begin_attempt(&context.services, counted, &NEW_NAMES).await.map_err(failed)?;
    counted.map_err(|_| ApiError::new(StatusCode::TOO_MANY_REQUESTS, "account_center.username_rate_limited"))
}

/// An empty text is stored as `null` (Management API contract §1.3).
fn empty_as_null(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

/// Whether the user may have the new username, or may be without one.
async fn check_username_is_free(
    context: &AccountContext,
    exec: store::Exec<'_>,
    user: &User,
    change: &UserChange,
) -> Result<(), ApiError> {
    let Some(username) = &change.username else { return Ok(()) };
    let after = User { username: username.clone(), ..user.clone() };
    check_remaining(context, exec, (user, &after)).await?;
    let policy = context.experience.username_policy;
    let wanted = (username.as_deref(), &user.id);
    if is_username_free(exec, context.tenant(), policy, wanted).await? {
        return Ok(());
    }
    Err(ApiError::unprocessable(TakenIdentifier::Username.code()))
}

fn taken(error: store::StoreError) -> ApiError {
    match TakenIdentifier::of(&error) {
        Some(taken) => ApiError::unprocessable(taken.code()),
        None => error.into(),
    }
}

/// Custom data with members laid over it. What is too large already may be changed, not grow.
fn merged(before: &Map<String, Value>, members: &Map<String, Value>) -> Result<Map<String, Value>, ApiError> {
    let size =
        |members: &Map<String, Value>| serde_json::to_vec(members).map_or(usize::MAX, |json| json.len());
    let mut after = before.clone();
    after.extend(members.clone());
    if size(&after) <= MAX_CUSTOM_DATA.max(size(before)) {
        return Ok(after);
    }
    let message = format!("Custom data cannot grow beyond {MAX_CUSTOM_DATA} bytes.");
    Err(ApiError::unprocessable("request.invalid_input").message(message))
}
