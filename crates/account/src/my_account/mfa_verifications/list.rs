//! `GET /api/my-account/mfa-verifications` and `…/backup-codes`

use api_types::{
    account::{BackupCode, BackupCodes},
    user_mfa::MfaFactor as FactorBody,
};
use axum::Json;
use domain::{UserId, account::second_factor::SecondFactor, sign_in_experience::MfaFactor, time::iso_8601};
use http_kit::ApiError;
use operations::{
    Services,
    second_factor::{backup_code::remaining_codes, factors_of, factors_of_kind},
};

use super::access::shows;
use crate::{AccountContext, error::failed};

/// The second factors of the user in the order in which they were set up, without their secrets.
pub(in crate::my_account) async fn list_factors(
    context: AccountContext,
) -> Result<Json<Vec<FactorBody>>, ApiError> {
    let user = &context.user;
    let shown = factors_of(user).filter(|factor| shows(&context, factor));
    let listed = shown.map(|factor| factor_body(&context.services, &user.id, factor));
    listed.collect::<Result<_, _>>().map(Json)
}

/// A factor as it is listed.
pub(in crate::my_account) fn factor_body(
    services: &Services,
    user: &UserId,
    factor: SecondFactor,
) -> Result<FactorBody, ApiError> {
    let left = remaining_codes(services, user, &factor).map_err(failed)?;
    Ok(FactorBody {
        id: factor.id,
        created_at: iso_8601(factor.created_at),
        last_used_at: factor.last_used_at.map(iso_8601),
        kind: factor.kind,
        agent: factor.agent,
        name: factor.name,
        remain_codes: left.map(|left| left.len()),
    })
}

/// The backup codes that are left.
pub(in crate::my_account) async fn get_backup_codes(
    context: AccountContext,
) -> Result<Json<BackupCodes>, ApiError> {
    let user = &context.user;
    let factor = factors_of_kind(user, MfaFactor::BackupCode).next();
    let factor = factor.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
    let left = remaining_codes(&context.services, &user.id, &factor).map_err(failed)?;
    let codes = left.unwrap_or_default().into_iter().map(|code| BackupCode { code, used_at: None });
    Ok(Json(BackupCodes { codes: codes.collect() }))
}
