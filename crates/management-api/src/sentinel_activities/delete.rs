//! `POST /api/sentinel-activities/delete`

use api_types::user_mfa as wire;
use domain::{
    UserId,
    sentinel::{ACCOUNT_PASSWORD, NEW_PASSWORD, SentinelIdentifier},
};
use http_kit::{ApiError, Issue, NoContent, ValidJson, body::Validate};

use crate::{
    ManagementContext,
    rules::{Body, Rules},
};

/// The most targets of one call.
const MAX_TARGETS: usize = 100;
/// The kinds of identifiers that attempts are counted for.
const KINDS: [&str; 3] = ["username", "email", "phone"];

impl Validate for Body<wire::DeleteSentinelActivities> {
    fn issues(&self) -> Vec<Issue> {
        let mut rules = Rules::default();
        if !["User", "App"].contains(&self.0.target_type.as_str()) {
            rules.issue(Issue::new("invalid_enum_value", &["targetType"], "Expected 'User' | 'App'"));
        }
        if self.0.targets.len() > MAX_TARGETS {
            let message = format!("Array must contain at most {MAX_TARGETS} element(s)");
            rules.issue(Issue::new("too_big", &["targets"], message));
        }
        rules.issues()
    }
}

/// Forgets failed attempts, which lifts a lock at once. A target is an identifier as people write it, or the id of a user, which stands for
/// all the user's identifiers. Of applications no attempts are counted.
pub(super) async fn delete_activities(
    context: ManagementContext,
    ValidJson(Body(body)): ValidJson<Body<wire::DeleteSentinelActivities>>,
) -> Result<NoContent, ApiError> {
    if body.target_type != "User" {
        return Ok(NoContent);
    }
    let (exec, tenant) = (context.exec(), context.tenant());
    let mut forgotten = Vec::new();
    for target in &body.targets {
        forgotten.extend(KINDS.map(|kind| SentinelIdentifier::new(kind, target)));
        let user = store::user::find(exec, tenant, &UserId::new(target.as_str())).await?;
        // Their password is counted by their id too, whatever name is meant here.
        let name = target.trim();
        let mut ids = store::user::ids_by_folded_username(exec, tenant, name).await?;
        ids.extend(store::user::find_by_email(exec, tenant, name).await?.map(|user| user.id));
        ids.extend(store::user::find_by_phone(exec, tenant, name).await?.map(|user| user.id));
        ids.push(UserId::new(target.as_str()));
        for kind in [ACCOUNT_PASSWORD, NEW_PASSWORD] {
            forgotten.extend(ids.iter().map(|id| SentinelIdentifier::new(kind, id.as_str())));
        }
        let names = user.map(|user| [user.username, user.primary_email, user.primary_phone]);
        let named = names.into_iter().flatten().zip(KINDS);
        forgotten.extend(named.filter_map(|(name, kind)| Some(SentinelIdentifier::new(kind, &name?))));
    }
    store::sentinel::forget(exec, tenant, &forgotten).await?;
    Ok(NoContent)
}
