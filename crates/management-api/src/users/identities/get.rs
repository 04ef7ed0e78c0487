//! `GET /api/users/{userId}/identities/{target}`

use api_types::user_identity::UserIdentity;
use axum::{Json, extract::Path};
use http_kit::{ApiError, Query};

use super::{IdentityQuery, not_found, token_secret};
use crate::{ManagementContext, users::body::find};

/// The identity of a user at a target; the flag `includeTokenSecret` adds what is told of the tokens that are kept for it.
pub(in crate::users) async fn get_identity(
    context: ManagementContext,
    Path((user_id, target)): Path<(String, String)>,
    query: Query<IdentityQuery>,
) -> Result<Json<UserIdentity>, ApiError> {
    let mut user = find(&context, &user_id).await?;
    let identity = user.identities.remove(&target).ok_or_else(not_found)?;
    let mut stored = None;
    if query.flag("includeTokenSecret") {
        stored = store::secret::find_at(context.exec(), context.tenant(), &user.id, &target).await?;
    }
    let token_secret = stored.map(|stored| token_secret(&context, stored));
    Ok(Json(UserIdentity { identity, token_secret }))
}
