//! `GET /api/users/{userId}/sso-identities/{ssoConnectorId}`

use api_types::user_identity::UserSsoIdentity;
use axum::{Json, extract::Path};
use http_kit::{ApiError, Query};

use super::IdentityQuery;
use crate::{ManagementContext, users::body::find};

/// The identity of a user at an enterprise connector. There are no such connectors, so that none is ever found.
pub(in crate::users) async fn get_sso_identity(
    context: ManagementContext,
    Path((user_id, _)): Path<(String, String)>,
    _query: Query<IdentityQuery>,
) -> Result<Json<UserSsoIdentity>, ApiError> {
    find(&context, &user_id).await?;
    Err(ApiError::not_found("entity.not_found"))
}
