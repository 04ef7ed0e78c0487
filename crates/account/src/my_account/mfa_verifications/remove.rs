//! `DELETE /api/my-account/mfa-verifications/{verificationId}`

use axum::extract::Path;
use domain::sign_in_experience::MfaFactor;
use http_kit::{ApiError, NoContent};
use operations::second_factor::remove;
use serde_json::Value;

use super::access::check_stored;
use crate::AccountContext;

/// Takes a second factor from the user. Backup codes, which stand in for another, go with the last of the others.
pub(in crate::my_account) async fn remove_factor(
    context: AccountContext,
    Path(id): Path<String>,
) -> Result<NoContent, ApiError> {
    let (context, id) = (&context, &id);
    let removed = context.change(|tx, user| async move {
        let mut factors = user.mfa_factors;
        let is_meant = |factor: &&Value| factor.get("id").and_then(Value::as_str) == Some(id);
        let meant = factors.iter().find(is_meant).ok_or_else(|| ApiError::not_found("entity.not_found"))?;
        check_stored(context, meant)?;
        remove(&mut factors, id);
        let is_backup = |factor: &Value| factor.get("type") == Some(&MfaFactor::BackupCode.as_str().into());
        if factors.iter().all(is_backup) {
            factors.clear();
        }
        Ok(store::user::set_mfa_factors(tx.exec(), context.tenant(), &user.id, factors).await?)
    });
    removed.await?;
    Ok(NoContent)
}
