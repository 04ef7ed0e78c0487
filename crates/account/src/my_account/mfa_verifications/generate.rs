//! `POST /api/my-account/mfa-verifications/totp-secret/generate` and `…/backup-codes/generate`

use api_types::account::{NewBackupCodes, NewTotpSecret};
use axum::Json;
use http_kit::ApiError;
use operations::{
    qr_code,
    second_factor::{backup_code, totp},
};

use crate::AccountContext;

/// A secret for an authenticator. It becomes a factor when the user has shown what the authenticator makes of it.
pub(in crate::my_account) async fn generate_totp_secret(
    context: AccountContext,
) -> Result<Json<NewTotpSecret>, ApiError> {
    let services = &context.services;
    let secret = totp::new_secret(&*services.entropy);
    let uri = totp::otpauth_uri(services, &context.user, &secret);
    Ok(Json(NewTotpSecret { secret, secret_qr_code: qr_code::data_url(&uri).unwrap_or_default() }))
}

/// Codes to be kept for emergencies. They become a factor when the user has them.
pub(in crate::my_account) async fn generate_backup_codes(
    context: AccountContext,
) -> Result<Json<NewBackupCodes>, ApiError> {
    Ok(Json(NewBackupCodes { codes: backup_code::new_codes(&*context.services.entropy) }))
}
