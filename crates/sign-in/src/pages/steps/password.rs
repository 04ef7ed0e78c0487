//! `/sign-in/password`: the password of whoever was named on the first page.

use http_kit::ApiError;
use ui::{
    Words,
    pages::{Alternative, Step, Way, Who},
};

use super::{PageStep, Question, Refused, code::send, passkey::use_passkey};
use crate::{
    flow::Flow,
    pages::{
        form::Form,
        identifier::shown,
        onward::{Next, path, with_proof},
        words::Complaint,
    },
    state::{Event, Identifier},
};

pub(in crate::pages) struct Password;

impl PageStep for Password {
    const PATH: &'static str = path::PASSWORD;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        let Some(identifier) = named(flow) else { return Ok(None) };
        let visit = &flow.visit;
        let use_code =
            Alternative { label: words.say("use-code"), way: Way::Post { value: "code", wait_seconds: 0 } };
        let step = Step::Password {
            identifier: identifier.value.clone(),
            error: None,
            forgot_url: visit.recovers_passwords().then(|| visit.page_url(path::FORGOTTEN)),
        };
        let who = Who { identifier: shown(&identifier), change_url: Some(visit.sign_in_url()) };
        let takes_code = visit.settings.takes_code_with(identifier.kind);
        let question = Question { who: Some(who), ..Question::of(step) };
        Ok(Some(question.or(takes_code.then_some(use_code)).or(use_passkey(flow, words))))
    }

    async fn take(flow: &mut Flow, form: &Form, words: &Words) -> Result<Next, Refused> {
        let identifier = named(flow).ok_or_else(|| ApiError::not_found("session.interaction_not_found"))?;
        if form.get("do") == "code" && flow.visit.settings.takes_code_with(identifier.kind) {
            send(flow, identifier, Event::SignIn).await?;
            return Ok(Next::Ask(path::CODE));
        }
        let password = form.get("password");
        if password.is_empty() {
            return Err(Refused::Because(Complaint::Password(words.say("missing-password"))));
        }
        let verification_id = flow.verify_password(identifier, password).await?;
        Ok(with_proof(flow, &verification_id).await?)
    }
}

/// Whose password is asked for.
fn named(flow: &Flow) -> Option<Identifier> {
    let identifier = flow.experience.page.identifier.clone();
    let is_asked = |identifier: &Identifier| flow.visit.settings.takes_password_with(identifier.kind);
    identifier.filter(|identifier| flow.experience.event() == Event::SignIn && is_asked(identifier))
}
