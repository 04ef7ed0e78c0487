//! `PUT /api/users/{userId}/identities/{target}`

use api_types::user_identity::SocialIdentity;
use axum::extract::Path;
use domain::UserId;
use http_kit::{ApiError, Issue, Put, ValidJson, body::Validate};
use serde_json::{Map, Value};

use super::not_stored;
use crate::{
    ManagementContext,
    rules::{Body, Rules},
    users::body::not_found,
};

/// The longest name of a target, in characters.
const MAX_TARGET_LENGTH: usize = 256;
/// The longest id at a target, in characters.
const MAX_ID_LENGTH: usize = 256;

impl Validate for Body<SocialIdentity> {
    fn issues(&self) -> Vec<Issue> {
        Rules::default().length(&["userId"], &self.0.user_id, 1, MAX_ID_LENGTH).issues()
    }
}

/// Gives a user an identity, in place of the one held at the same target, and answers with all of the user's.
pub(in crate::users) async fn put_identity(
    context: ManagementContext,
    Path((user_id, target)): Path<(UserId, String)>,
    ValidJson(Body(body)): ValidJson<Body<SocialIdentity>>,
) -> Result<Put<Map<String, Value>>, ApiError> {
    let issues = Rules::default().length(&["target"], &target, 1, MAX_TARGET_LENGTH).issues();
    if !issues.is_empty() {
        return Err(ApiError::invalid_input(issues));
    }
    let shown = &serde_json::to_value(&body).map_err(|error| ApiError::internal(&error))?;
    let (tenant, now) = (context.tenant(), context.services.now());
    let (user_id, identity) = (&user_id, &(target.as_str(), body.user_id.as_str()));
    let put = context.db().transaction(|tx| async move {
        let user = store::user::lock(tx.exec(), tenant, user_id, now).await?.ok_or_else(not_found)?;
        let is_new = !user.identities.contains_key(identity.0);
        let put = store::user::put_identity(tx.exec(), tenant, &user, *identity, shown.clone());
        Ok::<_, ApiError>(Put { is_new, body: put.await.map_err(not_stored)? })
    });
    put.await
}
