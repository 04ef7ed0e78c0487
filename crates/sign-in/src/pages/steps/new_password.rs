//! `/forgot-password/new`: a new password for whoever has shown that they read what is sent to the account's address.

use http_kit::ApiError;
use ui::{Words, pages::Step};

use super::{PageStep, Question, Refused};
use crate::{
    flow::Flow,
    pages::{
        form::Form,
        onward::{Next, path},
        words::{Complaint, password_hint},
    },
    state::Event,
};

pub(in crate::pages) struct NewPassword;

impl PageStep for NewPassword {
    const PATH: &'static str = path::NEW_PASSWORD;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        let is_under_way = flow.experience.event() == Event::ForgotPassword;
        if !is_under_way || flow.experience.user_id().is_none() {
            return Ok(None);
        }
        let identifier = flow.experience.page.identifier.as_ref().map(|identifier| identifier.value.clone());
        let hint = password_hint(&flow.visit.settings, words);
        Ok(Some(Question::of(Step::NewPassword { is_reset: true, identifier, hint, error: None })))
    }

    async fn take(flow: &mut Flow, form: &Form, words: &Words) -> Result<Next, Refused> {
        let password = form.get("password");
        if password.is_empty() {
            return Err(Refused::Because(Complaint::Password(words.say("missing-new-password"))));
        }
        flow.set_new_password(password).await?;
        flow.recover().await?;
        Ok(Next::PasswordChanged)
    }
}
