//! Second factors on the wire (OIDC contract §6.3): authenticators, backup codes, codes to one's own address, and what is set up of them.

use api_types::{
    experience::VerificationCreated,
    experience_mfa::{
        BackupCodes, BindMfa, BindPasskey, MfaFactorType, MfaIdentifierType, SendMfaCode, TotpSecret,
        VerifyBackupCode, VerifyMfaCode, VerifyTotp,
    },
};
use axum::Json;
use domain::sign_in_experience::MfaFactor;
use http_kit::{ApiError, NoContent, ValidJson};

use super::body::Body;
use crate::flow::{Choice, Flow};

/// Makes a secret for a new authenticator.
pub(super) async fn totp_secret(mut flow: Flow) -> Result<Json<TotpSecret>, ApiError> {
    let made = flow.new_totp_secret().await?;
    flow.save().await?;
    Ok(Json(TotpSecret {
        verification_id: made.verification_id,
        secret: made.secret,
        secret_qr_code: made.secret_qr_code,
    }))
}

/// Checks a code of an authenticator.
pub(super) async fn verify_totp(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<VerifyTotp>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    let verification_id = flow.verify_totp(body.verification_id.as_deref(), &body.code).await?;
    flow.save().await?;
    Ok(Json(VerificationCreated { verification_id }))
}

/// Makes backup codes.
pub(super) async fn backup_codes(mut flow: Flow) -> Result<Json<BackupCodes>, ApiError> {
    let (verification_id, codes) = flow.new_backup_codes().await?;
    flow.save().await?;
    Ok(Json(BackupCodes { verification_id, codes }))
}

/// Uses up a backup code.
pub(super) async fn verify_backup_code(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<VerifyBackupCode>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    let verification_id = flow.verify_backup_code(&body.code).await?;
    flow.save().await?;
    Ok(Json(VerificationCreated { verification_id }))
}

/// Sends a code to an address that the user has.
pub(super) async fn send_code(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<SendMfaCode>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    let verification_id = flow.send_mfa_code(factor_of(body.identifier_type)).await?;
    flow.save().await?;
    Ok(Json(VerificationCreated { verification_id }))
}

/// Checks a code that was sent so.
pub(super) async fn verify_code(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<VerifyMfaCode>>,
) -> Result<Json<VerificationCreated>, ApiError> {
    let kind = factor_of(body.identifier_type);
    let verification_id = flow.verify_mfa_code(kind, &body.verification_id, &body.code).await?;
    flow.save().await?;
    Ok(Json(VerificationCreated { verification_id }))
}

/// Takes a new factor for the account.
pub(super) async fn bind(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<BindMfa>>,
) -> Result<NoContent, ApiError> {
    let kind = match body.kind {
        MfaFactorType::Totp => MfaFactor::Totp,
        MfaFactorType::WebAuthn => MfaFactor::WebAuthn,
        MfaFactorType::BackupCode => MfaFactor::BackupCode,
        MfaFactorType::EmailVerificationCode => MfaFactor::EmailVerificationCode,
        MfaFactorType::PhoneVerificationCode => MfaFactor::PhoneVerificationCode,
    };
    flow.bind(kind, &body.verification_id).await?;
    flow.save().await?;
    Ok(NoContent)
}

/// Takes a new passkey that is to sign in.
pub(super) async fn bind_passkey(
    mut flow: Flow,
    ValidJson(Body(body)): ValidJson<Body<BindPasskey>>,
) -> Result<NoContent, ApiError> {
    flow.bind_passkey(&body.verification_id).await?;
    flow.save().await?;
    Ok(NoContent)
}

/// The user wants a second factor.
pub(super) async fn enable(flow: Flow) -> Result<NoContent, ApiError> {
    choose(flow, Choice::Enabled).await
}

/// The user declines to set one up.
pub(super) async fn skip(flow: Flow) -> Result<NoContent, ApiError> {
    choose(flow, Choice::Skipped).await
}

/// The user declines to set up another one.
pub(super) async fn skip_suggestion(flow: Flow) -> Result<NoContent, ApiError> {
    choose(flow, Choice::SuggestionSkipped).await
}

/// The user declines to set up a passkey.
pub(super) async fn skip_passkey(flow: Flow) -> Result<NoContent, ApiError> {
    choose(flow, Choice::PasskeySkipped).await
}

async fn choose(mut flow: Flow, choice: Choice) -> Result<NoContent, ApiError> {
    flow.choose(choice).await?;
    flow.save().await?;
    Ok(NoContent)
}

const fn factor_of(kind: MfaIdentifierType) -> MfaFactor {
    match kind {
        MfaIdentifierType::Email => MfaFactor::EmailVerificationCode,
        MfaIdentifierType::Phone => MfaFactor::PhoneVerificationCode,
    }
}
