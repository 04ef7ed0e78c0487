//! `PUT /api/my-account/mfa-verifications/totp`

use api_types::account::ReplaceTotp;
use domain::sign_in_experience::MfaFactor;
use http_kit::{ApiError, Issue, NoContent, ValidJson};
use operations::second_factor;

use super::bind::{check_allowed, new_totp, secret_issues};
use crate::{
    AccountContext,
    body::{Body, Rules},
};

impl Rules for ReplaceTotp {
    fn issues(&self) -> Vec<Issue> {
        secret_issues(&self.secret)
    }
}

/// Sets up an authenticator, in place of the one that there is.
pub(in crate::my_account) async fn replace_totp(
    context: AccountContext,
    ValidJson(Body(body)): ValidJson<Body<ReplaceTotp>>,
) -> Result<NoContent, ApiError> {
    check_allowed(&context, MfaFactor::Totp)?;
    let factor = &new_totp(&context, &body.secret, Some(&body.code)).await?;
    let context = &context;
    let replaced = context.change(|tx, user| async move {
        let mut factors = user.mfa_factors;
        second_factor::replace(&mut factors, factor);
        Ok(store::user::set_mfa_factors(tx.exec(), context.tenant(), &user.id, factors).await?)
    });
    replaced.await?;
    Ok(NoContent)
}
