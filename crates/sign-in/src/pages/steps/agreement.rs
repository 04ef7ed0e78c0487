//! `/sign-in/terms`: the agreement of somebody who was asked for none on the way here, before their account is made or they are let in.

use http_kit::ApiError;
use ui::{
    Words,
    pages::{Alternative, Step, Way},
};

use super::{PageStep, Question, Refused};
use crate::{
    flow::Flow,
    pages::{
        agreement::{agreement, is_missing},
        form::Form,
        onward::{Next, onward, path, proof, with_profile, with_proof},
    },
    state::Event,
};

pub(in crate::pages) struct Agreement;

impl PageStep for Agreement {
    const PATH: &'static str = path::AGREEMENT;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        if !is_missing(flow) || !has_somebody(flow) {
            return Ok(None);
        }
        let agreement = agreement(&flow.visit, flow.experience.event());
        let back =
            Alternative { label: words.say("back-to-sign-in"), way: Way::Link(flow.visit.sign_in_url()) };
        Ok(Some(Question { agreement, ..Question::of(Step::Agreement) }.or(Some(back))))
    }

    async fn take(flow: &mut Flow, form: &Form, _: &Words) -> Result<Next, Refused> {
        if !has_somebody(flow) {
            return Err(ApiError::not_found("session.interaction_not_found").into());
        }
        if form.get("agreement") != "yes" {
            return Err(Refused::NotAgreed);
        }
        flow.experience.page.has_agreed = true;
        if flow.experience.user_id().is_some() {
            return Ok(onward(flow).await?);
        }
        match proof(flow).map(|proof| proof.id().to_owned()) {
            Some(id) => Ok(with_proof(flow, &id).await?),
            None => Ok(with_profile(flow).await?),
        }
    }
}

/// Whether somebody is about to be let in, or to get an account.
fn has_somebody(flow: &Flow) -> bool {
    let is_identified = flow.experience.user_id().is_some();
    is_identified || (flow.experience.event() == Event::Register && proof(flow).is_some())
}
