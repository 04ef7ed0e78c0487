//! `/sign-in/factor/code`: a code that was sent to the user's own address.

use domain::sign_in_experience::MfaFactor;
use http_kit::ApiError;
use ui::{
    Words,
    pages::{Alternative, Channel, Step, Way},
};

use super::super::{
    PageStep, Question, Refused,
    code::{minutes, seconds_to_wait, sent_again},
};
use super::take_trust;
use crate::{
    flow::Flow,
    pages::{
        form::Form,
        onward::{Next, onward, path},
        words::Complaint,
    },
};

pub(in crate::pages) struct FactorCode;

/// Sends a code and remembers when.
pub(super) async fn send(flow: &mut Flow, factor: MfaFactor) -> Result<(), ApiError> {
    flow.send_mfa_code(factor).await?;
    flow.experience.page.code_sent_at = Some(flow.visit.services.now());
    Ok(())
}

impl PageStep for FactorCode {
    const PATH: &'static str = path::FACTOR_CODE;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        let Some((factor, _)) = flow.pending_mfa_code() else { return Ok(None) };
        let asked = flow.asked_factors().await?;
        let Some((_, address)) = asked.iter().find(|(known, _)| *known == factor) else { return Ok(None) };
        let again = Alternative {
            label: words.say("code-again"),
            way: Way::Post { value: "again", wait_seconds: seconds_to_wait(flow) },
        };
        let others = (asked.len() > 1).then(|| Alternative {
            label: words.say("factors-other"),
            way: Way::Link(flow.visit.page_url(path::FACTOR)),
        });
        let step = Step::Code {
            channel: channel(factor),
            address: address.clone().unwrap_or_default(),
            is_certain: true,
            minutes: minutes(&flow.visit.services).await?,
            error: None,
        };
        let news = sent_again(flow, words);
        let trust_days = flow.trust_offered().await?;
        Ok(Some(Question { news, trust_days, ..Question::of(step) }.or(Some(again)).or(others)))
    }

    async fn take(flow: &mut Flow, form: &Form, words: &Words) -> Result<Next, Refused> {
        let pending = flow.pending_mfa_code();
        let (factor, id) =
            pending.ok_or_else(|| ApiError::not_found("session.verification_session_not_found"))?;
        if form.get("do") == "again" {
            let seconds = seconds_to_wait(flow);
            if seconds > 0 {
                return Err(Refused::Because(Complaint::Form(words.count("code-wait", "seconds", seconds))));
            }
            send(flow, factor).await?;
            flow.experience.page.code_sent_again = true;
            return Ok(Next::Ask(path::FACTOR_CODE));
        }
        let typed: String = form.get("code").split_whitespace().collect();
        if typed.is_empty() {
            return Err(Refused::Because(Complaint::Code(words.say("missing-code"))));
        }
        flow.verify_mfa_code(factor, &id, &typed).await?;
        take_trust(flow, form).await?;
        Ok(onward(flow).await?)
    }
}

const fn channel(factor: MfaFactor) -> Channel {
    match factor {
        MfaFactor::PhoneVerificationCode => Channel::Phone,
        _ => Channel::Email,
    }
}
