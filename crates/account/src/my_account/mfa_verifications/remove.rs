//! `DELETE /api/my-account/mfa-verifications/{verificationId}`

use axum::extract::Path;
use domain::sign_in_experience::MfaFactor;
use http_kit::{ApiError, NoContent};
use operations::second_factor::remove;
use serde_json::Value;

use crate::AccountContext;

/// Takes a second factor from the user. Backup codes, which stand in for another, go with the last of the others.
pub(in crate::my_account) async fn remove_factor(
    context: AccountContext,
    Path(id): Path<String>,
) -> Result<NoContent, ApiError> {
    let (context, id) = (&context, &id);
    let removed = context.change(|tx, user| async move {
        let mut factors = user.mfa_factors;
        if !remove(&mut factors, id) {
            return Err(ApiError::not_found("entity.not_found"));
        }
        let is_backup = |factor: &Value| factor.get("type") == Some(&MfaFactor::BackupCode.as_str().into());
        if factors.iter().all(is_backup) {
            factors.clear();
        }
        Ok(store::user::set_mfa_factors(tx.exec(), context.tenant(), &user.id, factors).await?)
    });
    removed.await?;
    Ok(NoContent)
}
