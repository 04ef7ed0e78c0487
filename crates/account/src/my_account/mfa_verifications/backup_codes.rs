//! `PUT /api/my-account/mfa-verifications/backup-codes`, which the wire does not have: there, new codes take two calls.

use api_types::account::ReplaceBackupCodes;
use domain::sign_in_experience::MfaFactor;
use http_kit::{ApiError, Issue, NoContent, ValidJson};
use operations::second_factor::{self, backup_code};

use super::bind::{check_allowed, codes_issues, refused};
use crate::{
    AccountContext,
    body::{Body, Rules},
    error::failed,
};

impl Rules for ReplaceBackupCodes {
    fn issues(&self) -> Vec<Issue> {
        codes_issues(&self.codes)
    }
}

/// Sets up backup codes, in place of those that there are: at no time has the user none.
pub(in crate::my_account) async fn replace_backup_codes(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<ReplaceBackupCodes>>,
) -> Result<NoContent, ApiError> {
    check_allowed(&context, MfaFactor::BackupCode)?;
    let factor = &backup_code::factor(&context.services, context.user_id(), &body.codes).map_err(failed)?;
    let context = &context;
    let replaced = context.change(|tx, user| async move {
        let mut factors = user.mfa_factors;
        second_factor::renew(&mut factors, factor).map_err(refused)?;
        Ok(store::user::set_mfa_factors(tx.exec(), context.tenant(), &user.id, factors).await?)
    });
    replaced.await?;
    Ok(NoContent)
}
