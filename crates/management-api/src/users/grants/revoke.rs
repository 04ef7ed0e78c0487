//! `DELETE /api/users/{userId}/grants/{grantId}`

use axum::extract::Path;
use domain::{GrantId, UserId};
use http_kit::{ApiError, NoContent};
use store::grant;

use crate::ManagementContext;

/// Revokes a grant of a user: refresh tokens, codes and opaque access tokens that hang on it end.
pub(in crate::users) async fn revoke_grant(
    context: ManagementContext,
    Path((user_id, grant_id)): Path<(UserId, GrantId)>,
) -> Result<NoContent, ApiError> {
    let (tenant, user, id, now) = (context.tenant(), &user_id, &grant_id, context.services.now());
    // A transaction, so that it is tried again when it meets another that is just storing a token of the grant.
    let revoked: Result<bool, store::StoreError> = context
        .db()
        .transaction(|tx| async move { grant::delete_of_user(tx.exec(), tenant, user, id, now).await })
        .await;
    if revoked? { Ok(NoContent) } else { Err(ApiError::not_found("oidc.invalid_grant")) }
}
