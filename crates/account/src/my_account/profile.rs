//! `PATCH /api/my-account/profile`

use axum::Json;
use domain::account::{
    chosen::{PREFERRED_USERNAME, profile_member},
    profile::ADDRESS,
};
use http_kit::{ApiError, Issue, ValidJson};
use operations::user::is_of_somebody_else;
use serde_json::{Map, Value};
use store::user::UserChange;

use crate::{AccountContext, error::unauthorized, rules};

/// Lays members over the profile, at the top level, and answers with all of it. An empty member is taken away.
pub(super) async fn update_profile(
    context: AccountContext,
    ValidJson(members): ValidJson<Map<String, Value>>,
) -> Result<Json<Map<String, Value>>, ApiError> {
    let members = checked(members)?;
    if members.contains_key(ADDRESS) {
        context.check_scope(rules::ADDRESS)?;
    }
    check_preferred_username(&context, &members).await?;
    let (context, members) = (&context, &members);
    let changed = context.change(|tx, user| async move {
        let mut profile = user.profile;
        for (name, value) in members {
            if value.is_null() {
                profile.remove(name);
            } else {
                profile.insert(name.clone(), value.clone());
            }
        }
        let change = UserChange { profile: Some(profile), ..UserChange::default() };
        let now = context.services.now();
        let changed = store::user::update(tx.exec(), context.tenant(), &user.id, &change, now).await?;
        changed.ok_or_else(unauthorized)
    });
    let mut profile = changed.await?.profile;
    if !context.has_scope(rules::ADDRESS) {
        profile.remove(ADDRESS);
    }
    Ok(Json(profile))
}

/// What each member becomes; unknown ones are dropped, as everywhere. Whatever is wrong is told at once.
fn checked(members: Map<String, Value>) -> Result<Map<String, Value>, ApiError> {
    let (mut checked, mut issues) = (Map::new(), Vec::new());
    for (name, value) in members {
        if value.is_null() || value.as_str() == Some("") {
            if profile_member(&name, &value).is_some() {
                checked.insert(name, Value::Null);
            }
            continue;
        }
        match profile_member(&name, &value) {
            Some(Ok(value)) => drop(checked.insert(name, value)),
            Some(Err(rule)) => issues.push(Issue::new("custom", &[&name], rule)),
            None => {}
        }
    }
    if issues.is_empty() { Ok(checked) } else { Err(ApiError::invalid_input(issues)) }
}

/// 400 for a `preferredUsername` that is another user's username, in whatever case: applications take the claim for the name of an
/// account.
async fn check_preferred_username(
    context: &AccountContext,
    members: &Map<String, Value>,
) -> Result<(), ApiError> {
    let Some(preferred) = members.get(PREFERRED_USERNAME).and_then(Value::as_str) else { return Ok(()) };
    let own = Some(context.user_id());
    if !is_of_somebody_else(context.exec(), context.tenant(), preferred, own).await? {
        return Ok(());
    }
    let issue = Issue::new("custom", &[PREFERRED_USERNAME], "the username of another account");
    Err(ApiError::invalid_input(vec![issue]))
}
