//! `/sign-in/factor/totp`: the code of the user's authenticator.

use domain::sign_in_experience::MfaFactor;
use http_kit::ApiError;
use ui::{Words, pages::Step};

use super::{
    super::{PageStep, Question, Refused},
    asked_with_others, take_trust,
};
use crate::{
    flow::Flow,
    pages::{
        form::Form,
        onward::{Next, onward, path},
        words::Complaint,
    },
};

pub(in crate::pages) struct Totp;

impl PageStep for Totp {
    const PATH: &'static str = path::TOTP;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        let others = asked_with_others(flow, words, MfaFactor::Totp).await?;
        let Some(others) = others else { return Ok(None) };
        let question = Question::of(Step::Totp { error: None }).or(others);
        Ok(Some(Question { trust_days: flow.trust_offered().await?, ..question }))
    }

    async fn take(flow: &mut Flow, form: &Form, words: &Words) -> Result<Next, Refused> {
        let code = form.get("code").trim();
        if code.is_empty() {
            return Err(Refused::Because(Complaint::Code(words.say("missing-code"))));
        }
        flow.verify_totp(None, code).await?;
        take_trust(flow, form).await?;
        Ok(onward(flow).await?)
    }
}
