//! `POST /api/users/{userId}/identities`

use api_types::user_identity::LinkIdentity;
use axum::extract::Path;
use http_kit::{ApiError, ValidJson, body::Validate};

use crate::{ManagementContext, rules::Body, users::body::find};

impl Validate for Body<LinkIdentity> {}

/// Gives a user the identity that a connector's callback proves. There are no connectors, so that none is ever found.
pub(in crate::users) async fn link_identity(
    context: ManagementContext,
    Path(user_id): Path<String>,
    ValidJson(Body(_)): ValidJson<Body<LinkIdentity>>,
) -> ApiError {
    match find(&context, &user_id).await {
        Ok(_) => ApiError::not_found("entity.not_exists_with_id"),
        Err(error) => error,
    }
}
