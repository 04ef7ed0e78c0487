//! `/sign-in/factor/passkey`: a passkey as the second step. The browser is asked by a small script; what it answers is posted as JSON.

use domain::sign_in_experience::MfaFactor;
use http_kit::ApiError;
use ui::{Words, pages::Step};

use super::{
    super::{PageStep, Question, Refused, passkey_answer, passkey_options},
    asked_with_others, take_trust,
};
use crate::{
    flow::Flow,
    pages::{
        form::Form,
        onward::{Next, onward, path},
    },
};

pub(in crate::pages) struct Passkey;

impl PageStep for Passkey {
    const PATH: &'static str = path::PASSKEY_FACTOR;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        let Some(others) = asked_with_others(flow, words, MfaFactor::WebAuthn).await? else {
            return Ok(None);
        };
        let (_, options) = flow.ask_for_passkey().await?;
        let options = passkey_options(&options)?;
        let question = Question::of(Step::Passkey { is_new: false, options }).or(others);
        Ok(Some(Question { trust_days: flow.trust_offered().await?, ..question }))
    }

    async fn take(flow: &mut Flow, form: &Form, _: &Words) -> Result<Next, Refused> {
        let id = flow.pending_passkey(false);
        let id = id.ok_or_else(|| ApiError::not_found("session.verification_session_not_found"))?;
        flow.verify_passkey(&id, &passkey_answer(form)?).await?;
        take_trust(flow, form).await?;
        Ok(onward(flow).await?)
    }
}
