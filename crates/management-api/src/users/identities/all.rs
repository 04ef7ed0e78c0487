//! `GET /api/users/{userId}/all-identities`

use api_types::user_identity::{AllIdentities, TargetIdentity};
use axum::{Json, extract::Path};
use http_kit::ApiError;

use crate::{ManagementContext, users::body::find};

/// Every identity of a user, by target.
pub(in crate::users) async fn all_identities(
    context: ManagementContext,
    Path(user_id): Path<String>,
) -> Result<Json<AllIdentities>, ApiError> {
    let user = find(&context, &user_id).await?;
    let identity = |(target, identity)| TargetIdentity { target, identity };
    let social_identities = user.identities.into_iter().map(identity).collect();
    Ok(Json(AllIdentities { social_identities, sso_identities: Vec::new() }))
}
