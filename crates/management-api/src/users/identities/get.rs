//! `GET /api/users/{userId}/identities/{target}`

use axum::{Json, extract::Path};
use http_kit::ApiError;
use serde_json::{Value, json};

use super::not_found;
use crate::{ManagementContext, users::body::find};

/// The identity of a user at a target.
pub(in crate::users) async fn get_identity(
    context: ManagementContext,
    Path((user_id, target)): Path<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    let mut user = find(&context, &user_id).await?;
    let identity = user.identities.remove(&target).ok_or_else(not_found)?;
    Ok(Json(json!({ "identity": identity })))
}
