//! `POST /api/users/{userId}/mfa-verifications`

use api_types::user_mfa as wire;
use axum::{Json, extract::Path};
use domain::{
    UserId,
    account::{User, second_factor::SecondFactor},
};
use http_kit::{ApiError, Issue, ValidJson, body::Validate};
use operations::{
    Services, qr_code,
    second_factor::{self, backup_code, totp},
};

use crate::{
    ManagementContext,
    context::internal,
    rules::{Body, Rules},
    users::body::not_found,
};

impl Validate for Body<wire::CreateMfaFactor> {
    fn issues(&self) -> Vec<Issue> {
        let wire::CreateMfaFactor { kind, secret, codes } = &self.0;
        let mut rules = Rules::default();
        if !["Totp", "BackupCode"].contains(&kind.as_str()) {
            rules.issue(Issue::new(
                "invalid_union_discriminator",
                &["type"],
                "Expected 'Totp' | 'BackupCode'",
            ));
        }
        if secret.as_deref().is_some_and(|secret| !totp::is_secret(secret)) {
            let message = "Expected 26 to 128 characters of base32";
            rules.issue(Issue::new("invalid_string", &["secret"], message));
        }
        if codes.as_ref().is_some_and(|codes| !backup_code::are_codes(codes)) {
            rules.issue(Issue::new("custom", &["codes"], backup_code::CODES_RULE));
        }
        rules.issues()
    }
}

/// Sets up a second factor: an authenticator, or backup codes beside another factor. Of each a user has one. What is not given is made.
pub(in crate::users) async fn create_factor(
    context: ManagementContext,
    Path(user_id): Path<UserId>,
    ValidJson(Body(body)): ValidJson<Body<wire::CreateMfaFactor>>,
) -> Result<Json<wire::NewMfaFactor>, ApiError> {
    let services = &*context.services;
    let (tenant, id, body, now) = (context.tenant(), &user_id, &body, services.now());
    let made = context.db().transaction(|tx| async move {
        let user = store::user::lock(tx.exec(), tenant, id, now).await?.ok_or_else(not_found)?;
        let (factor, answer) = match body.kind.as_str() {
            "Totp" => new_totp(services, &user, body.secret.clone())?,
            _ => new_codes(services, &user, body.codes.clone())?,
        };
        let mut all = user.mfa_factors;
        second_factor::add(&mut all, &factor).map_err(|refusal| ApiError::unprocessable(refusal.code()))?;
        store::user::set_mfa_factors(tx.exec(), tenant, id, all).await?;
        Ok::<_, ApiError>(answer)
    });
    Ok(Json(made.await?))
}

fn new_totp(
    services: &Services,
    user: &User,
    secret: Option<String>,
) -> Result<(SecondFactor, wire::NewMfaFactor), ApiError> {
    let secret = secret.unwrap_or_else(|| totp::new_secret(&*services.entropy));
    let factor = totp::factor(services, &user.id, &secret).map_err(internal)?;
    let secret_qr_code = qr_code::data_url(&totp::otpauth_uri(services, user, &secret)).unwrap_or_default();
    Ok((factor, wire::NewMfaFactor::Totp { secret, secret_qr_code }))
}

fn new_codes(
    services: &Services,
    user: &User,
    codes: Option<Vec<String>>,
) -> Result<(SecondFactor, wire::NewMfaFactor), ApiError> {
    let codes = codes.unwrap_or_else(|| backup_code::new_codes(&*services.entropy));
    let factor = backup_code::factor(services, &user.id, &codes).map_err(internal)?;
    Ok((factor, wire::NewMfaFactor::BackupCode { codes }))
}
