//! `PATCH /api/my-account/mfa-verifications/{verificationId}/name`

use api_types::{account::RenameFactor, user_mfa::MfaFactor as FactorBody};
use axum::{Json, extract::Path};
use domain::{account::second_factor::SecondFactor, sign_in_experience::MfaFactor};
use http_kit::{ApiError, Issue, ValidJson};
use operations::second_factor::{factors_of_kind, update};

use super::{bind::name_issues, list::factor_body};
use crate::{
    AccountContext,
    body::{Body, Rules},
};

impl Rules for RenameFactor {
    fn issues(&self) -> Vec<Issue> {
        name_issues(&self.name)
    }
}

/// Calls a passkey otherwise, and answers with it. Other factors have no names.
pub(in crate::my_account) async fn rename_factor(
    context: AccountContext,
    Path(id): Path<String>,
    ValidJson(Body(body)): ValidJson<Body<RenameFactor>>,
) -> Result<Json<FactorBody>, ApiError> {
    let (context, id, name) = (&context, &id, &body.name);
    let renamed = context.change(|tx, user| async move {
        let found = factors_of_kind(&user, MfaFactor::WebAuthn).find(|factor| factor.id == *id);
        let found = found.ok_or_else(|| ApiError::not_found("entity.not_found"))?;
        let renamed = SecondFactor { name: Some(name.clone()), ..found };
        let mut factors = user.mfa_factors;
        update(&mut factors, &renamed);
        store::user::set_mfa_factors(tx.exec(), context.tenant(), &user.id, factors).await?;
        Ok(renamed)
    });
    let renamed = renamed.await?;
    factor_body(&context.services, context.user_id(), renamed).map(Json)
}
