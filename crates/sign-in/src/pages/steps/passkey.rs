//! `/sign-in/passkey`: signing in by a passkey alone, of whoever was named, or of whoever it says it is of.

use http_kit::ApiError;
use serde::{Serialize, de::DeserializeOwned};
use ui::{
    Words,
    pages::{Alternative, Step, Way, Who},
};

use super::{PageStep, Question, Refused};
use crate::{
    flow::Flow,
    pages::{
        form::Form,
        identifier::shown,
        onward::{Next, path, with_proof},
    },
    state::Event,
};

pub(in crate::pages) struct SignInPasskey;

impl PageStep for SignInPasskey {
    const PATH: &'static str = path::PASSKEY;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        if flow.experience.event() != Event::SignIn || !flow.visit.settings.passkeys.is_enabled {
            return Ok(None);
        }
        let named = flow.experience.page.identifier.clone();
        let options = flow.ask_to_sign_in_by_passkey(named.as_ref()).await?;
        let step = Step::Passkey { is_new: false, options: passkey_options(&options)? };
        let back =
            Alternative { label: words.say("back-to-sign-in"), way: Way::Link(flow.visit.sign_in_url()) };
        let who = named.map(|named| Who { identifier: shown(&named), change_url: None });
        Ok(Some(Question { who, ..Question::of(step) }.or(Some(back))))
    }

    async fn take(flow: &mut Flow, form: &Form, _: &Words) -> Result<Next, Refused> {
        let answer = passkey_answer(form)?;
        let asked = match &flow.experience.page.identifier {
            Some(_) => {
                let pending = flow.pending_sign_in_passkey();
                Some(pending.ok_or_else(|| ApiError::not_found("session.verification_session_not_found"))?)
            }
            None => None,
        };
        let verification_id = flow.verify_sign_in_passkey(asked.as_deref(), &answer).await?;
        Ok(with_proof(flow, &verification_id).await?)
    }
}

/// The way to sign in by a passkey instead, where it is open.
pub(super) fn use_passkey(flow: &Flow, words: &Words) -> Option<Alternative> {
    flow.visit.settings.passkeys.is_enabled.then(|| Alternative {
        label: words.say("passkey-button"),
        way: Way::Link(flow.visit.page_url(path::PASSKEY)),
    })
}

/// What the browser is asked, in JSON.
pub(super) fn passkey_options(options: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(options).map_err(|error| ApiError::internal(&error))
}

/// What the browser answered. Where somebody said no, or has no script, it is nothing that could be accepted.
pub(in crate::pages) fn passkey_answer<T: DeserializeOwned>(form: &Form) -> Result<T, ApiError> {
    serde_json::from_str(form.get("credential"))
        .map_err(|_| ApiError::bad_request("session.mfa.webauthn_verification_failed"))
}
