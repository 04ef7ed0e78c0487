//! `POST /api/my-account/mfa-verifications`

use api_types::account::BindFactor;
use domain::{
    account::{chosen, second_factor::SecondFactor},
    sign_in_experience::MfaFactor,
    verification_record::Subject,
};
use http_kit::{ApiError, Issue, NoContent, ValidJson};
use operations::second_factor::{self, backup_code, totp};

use super::access::check_edited;
use crate::{
    AccountContext,
    body::{Body, Rules},
    error::failed,
};

/// The longest name of a passkey, in characters.
const MAX_NAME: usize = 64;

/// The issue of a name of a passkey.
pub(super) fn name_issues(name: &str) -> Vec<Issue> {
    let fault = if name.trim().is_empty() {
        Some("expected a name")
    } else {
        chosen::text(&name.into(), MAX_NAME).err()
    };
    fault.map(|fault| Issue::new("invalid_string", &["name"], fault)).into_iter().collect()
}

/// The issue of a secret of an authenticator.
pub(super) fn secret_issues(secret: &str) -> Vec<Issue> {
    if totp::is_secret(secret) {
        return Vec::new();
    }
    vec![Issue::new("invalid_string", &["secret"], "Expected 26 to 128 characters of base32")]
}

/// The issue of a set of backup codes.
pub(super) fn codes_issues(codes: &[String]) -> Vec<Issue> {
    let issue = Issue::new("custom", &["codes"], backup_code::CODES_RULE);
    (!backup_code::are_codes(codes)).then_some(issue).into_iter().collect()
}

impl Rules for BindFactor {
    fn issues(&self) -> Vec<Issue> {
        match self {
            Self::WebAuthn { name, .. } => name.as_deref().map(name_issues).unwrap_or_default(),
            Self::Totp { secret, .. } => secret_issues(secret),
            Self::BackupCode { codes } => codes_issues(codes),
        }
    }
}

/// Sets up a second factor that the tenant allows: an authenticator, a passkey that was verified, or backup codes beside another factor.
pub(in crate::my_account) async fn bind_factor(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<BindFactor>>,
) -> Result<NoContent, ApiError> {
    match body {
        BindFactor::WebAuthn { new_identifier_verification_record_id, name } => {
            check_allowed(&context, MfaFactor::WebAuthn)?;
            bind_passkey(&context, &new_identifier_verification_record_id, name).await?;
        }
        BindFactor::Totp { secret, code } => {
            check_allowed(&context, MfaFactor::Totp)?;
            let factor = new_totp(&context, &secret, code.as_deref()).await?;
            add(&context, &factor).await?;
        }
        BindFactor::BackupCode { codes } => {
            check_allowed(&context, MfaFactor::BackupCode)?;
            let factor = backup_code::factor(&context.services, context.user_id(), &codes).map_err(failed)?;
            add(&context, &factor).await?;
        }
    }
    Ok(NoContent)
}

/// 400 for a factor that users may not change, or that the tenant does not have.
pub(super) fn check_allowed(context: &AccountContext, kind: MfaFactor) -> Result<(), ApiError> {
    check_edited(context, kind)?;
    if context.experience.allows_set_up(kind) {
        Ok(())
    } else {
        Err(ApiError::bad_request("session.mfa.mfa_factor_not_enabled"))
    }
}

/// A factor of an authenticator. The code that it shows, where the user was asked for it, must be right, and is spent.
pub(super) async fn new_totp(
    context: &AccountContext,
    secret: &str,
    code: Option<&str>,
) -> Result<SecondFactor, ApiError> {
    let (services, id) = (&context.services, context.user_id());
    let factor = totp::factor(services, id, secret).map_err(failed)?;
    if let Some(code) = code {
        let shown = totp::verify_new(services, id, &factor, code).await.map_err(failed)?;
        shown.map_err(|_| ApiError::bad_request("session.mfa.invalid_totp_code"))?;
    }
    Ok(factor)
}

async fn add(context: &AccountContext, factor: &SecondFactor) -> Result<(), ApiError> {
    context
        .change(|tx, user| async move {
            let mut factors = user.mfa_factors;
            second_factor::add(&mut factors, factor).map_err(refused)?;
            Ok(store::user::set_mfa_factors(tx.exec(), context.tenant(), &user.id, factors).await?)
        })
        .await
}

async fn bind_passkey(context: &AccountContext, id: &str, name: Option<String>) -> Result<(), ApiError> {
    let not_found = || ApiError::bad_request("verification_record.not_found");
    let name = &name;
    context
        .change(|tx, user| async move {
            let record = context.consume_record(tx.exec(), id).await?;
            if record.subject != Subject::WebAuthn {
                return Err(not_found());
            }
            let factor: SecondFactor = context.open(&record)?.ok_or_else(not_found)?;
            let factor = SecondFactor { name: name.clone(), ..factor };
            let mut factors = user.mfa_factors;
            second_factor::add(&mut factors, &factor).map_err(refused)?;
            Ok(store::user::set_mfa_factors(tx.exec(), context.tenant(), &user.id, factors).await?)
        })
        .await
}

pub(super) fn refused(refusal: second_factor::AddRefusal) -> ApiError {
    ApiError::unprocessable(refusal.code())
}
