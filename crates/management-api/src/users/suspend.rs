//! `PATCH /api/users/{userId}/is-suspended` (Management API contract §5.2).

use api_types::user::{SetSuspended, User};
use axum::{Json, extract::Path};
use domain::UserId;
use http_kit::{ApiError, ValidJson, body::Validate};

use super::body::{not_found, user_body};
use crate::{ManagementContext, rules::Body};

impl Validate for Body<SetSuspended> {}

/// Suspends a user, which signs it out everywhere, or ends the suspension.
pub(super) async fn set_suspended(
    context: ManagementContext,
    Path(user_id): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<SetSuspended>>,
) -> Result<Json<User>, ApiError> {
    let (id, tenant, now) = (&UserId::new(user_id), context.tenant(), context.services.now());
    let user = context
        .db()
        .transaction(|tx| async move {
            store::user::set_suspended(tx.exec(), tenant, id, body.is_suspended, now).await
        })
        .await?;
    user.map(user_body).map(Json).ok_or_else(not_found)
}
