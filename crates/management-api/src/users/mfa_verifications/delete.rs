//! `DELETE /api/users/{userId}/mfa-verifications/{verificationId}`

use axum::extract::Path;
use domain::UserId;
use http_kit::{ApiError, NoContent};
use operations::second_factor;

use crate::{ManagementContext, users::body::not_found};

/// Takes a second factor from a user.
pub(in crate::users) async fn delete_factor(
    context: ManagementContext,
    Path((user_id, factor_id)): Path<(UserId, String)>,
) -> Result<NoContent, ApiError> {
    let (tenant, id, factor_id, now) = (context.tenant(), &user_id, &factor_id, context.services.now());
    let deleted = context.db().transaction(|tx| async move {
        let user = store::user::lock(tx.exec(), tenant, id, now).await?.ok_or_else(not_found)?;
        let mut factors = user.mfa_factors;
        if !second_factor::remove(&mut factors, factor_id) {
            return Err(ApiError::not_found("entity.not_found"));
        }
        store::user::set_mfa_factors(tx.exec(), tenant, id, factors).await?;
        Ok(())
    });
    deleted.await?;
    Ok(NoContent)
}
