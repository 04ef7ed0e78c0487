//! `/sign-in/factor`: the second step of those who have one. Who has several chooses; then each has a page of its own.

mod backup_code;
mod code;
mod passkey;
mod totp;

use axum::http::StatusCode;
use domain::sign_in_experience::MfaFactor;
use http_kit::ApiError;
use ui::{
    Words,
    pages::{Alternative, Factor, FactorOption, FactorsPurpose, Step, Way},
};

pub(in crate::pages) use self::{backup_code::BackupCode, code::FactorCode, passkey::Passkey, totp::Totp};
use super::{PageStep, Question, Refused, TRUST};
use crate::{
    flow::Flow,
    pages::{
        form::Form,
        onward::{Next, path},
    },
};

pub(in crate::pages) struct Factors;

impl PageStep for Factors {
    const PATH: &'static str = path::FACTOR;

    async fn ask(flow: &mut Flow, _: &Words) -> Result<Option<Question>, ApiError> {
        let asked = flow.asked_factors().await?;
        if asked.is_empty() {
            return Ok(None);
        }
        let option = |(factor, address)| FactorOption { factor: shown(factor), address };
        let options = asked.into_iter().map(option).collect();
        Ok(Some(Question::of(Step::Factors { purpose: FactorsPurpose::Verify, options })))
    }

    async fn take(flow: &mut Flow, form: &Form, _: &Words) -> Result<Next, Refused> {
        let chosen = MfaFactor::parse(form.get("factor"));
        let asked = flow.asked_factors().await?;
        let known = asked.into_iter().map(|(factor, _)| factor).find(|factor| Some(*factor) == chosen);
        let factor = known.ok_or_else(|| ApiError::bad_request("session.mfa.mfa_factor_not_enabled"))?;
        Ok(begin(flow, factor).await?)
    }
}

/// Goes to the factor if there is one only, backup codes aside; else to the choice.
pub(in crate::pages) async fn first(flow: &mut Flow) -> Result<Next, ApiError> {
    let asked = flow.asked_factors().await?;
    if asked.is_empty() {
        // The account has a factor that is not taken here.
        return Err(ApiError::new(StatusCode::FORBIDDEN, "session.mfa.require_mfa_verification"));
    }
    let mut factors =
        asked.into_iter().map(|(factor, _)| factor).filter(|factor| *factor != MfaFactor::BackupCode);
    match (factors.next(), factors.next()) {
        (Some(factor), None) => begin(flow, factor).await,
        _ => Ok(Next::Ask(path::FACTOR)),
    }
}

/// The page of a factor; a code is sent on the way.
async fn begin(flow: &mut Flow, factor: MfaFactor) -> Result<Next, ApiError> {
    Ok(Next::Ask(match factor {
        MfaFactor::WebAuthn => path::PASSKEY_FACTOR,
        MfaFactor::Totp => path::TOTP,
        MfaFactor::BackupCode => path::BACKUP_CODE,
        MfaFactor::PhoneVerificationCode | MfaFactor::EmailVerificationCode => {
            code::send(flow, factor).await?;
            path::FACTOR_CODE
        }
    }))
}

/// Whether a factor is among those that are asked for, and the way to the others if there are some.
async fn asked_with_others(
    flow: &Flow,
    words: &Words,
    factor: MfaFactor,
) -> Result<Option<Option<Alternative>>, ApiError> {
    let asked = flow.asked_factors().await?;
    if !asked.iter().any(|(known, _)| *known == factor) {
        return Ok(None);
    }
    let others =
        Alternative { label: words.say("factors-other"), way: Way::Link(flow.visit.page_url(path::FACTOR)) };
    Ok(Some((asked.len() > 1).then_some(others)))
}

/// Keeps whether the browser is to be trusted, as the form says. Where it may not be, the box was not there.
async fn take_trust(flow: &mut Flow, form: &Form) -> Result<(), ApiError> {
    let is_wanted = form.get(TRUST) == "yes" && flow.trust_offered().await?.is_some();
    if is_wanted || flow.experience.mfa.trusts_device {
        flow.trust_device(is_wanted).await?;
    }
    Ok(())
}

/// The factor as pages show it.
pub(super) const fn shown(factor: MfaFactor) -> Factor {
    match factor {
        MfaFactor::WebAuthn => Factor::WebAuthn,
        MfaFactor::Totp => Factor::Totp,
        MfaFactor::PhoneVerificationCode => Factor::Phone,
        MfaFactor::EmailVerificationCode => Factor::Email,
        MfaFactor::BackupCode => Factor::BackupCode,
    }
}
