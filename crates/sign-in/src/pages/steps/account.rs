//! `/sign-in/account`: an address was proven that belongs to nobody although somebody wanted to sign in with it, or to somebody although it was
//! to make an account. What it leads to is offered, without another proof.

use http_kit::ApiError;
use ui::{
    Words,
    pages::{Alternative, Offer, Step, Way},
};

use super::{PageStep, Question, Refused};
use crate::{
    flow::Flow,
    pages::{
        agreement::agreement,
        form::Form,
        identifier::shown,
        onward::{Next, path, proof, proven_address, with_proof},
    },
    state::{Event, Verification},
};

pub(in crate::pages) struct Account;

impl PageStep for Account {
    const PATH: &'static str = path::ACCOUNT;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        let (Some(offer), Some(address)) = (offered(flow), address(flow).await) else { return Ok(None) };
        let registers = offer != Offer::SignIn;
        let agreement = if registers && !flow.experience.page.has_agreed {
            agreement(&flow.visit, Event::Register)
        } else {
            None
        };
        let back =
            Alternative { label: words.say("back-to-sign-in"), way: Way::Link(flow.visit.sign_in_url()) };
        let step = Step::Offer { offer, address };
        Ok(Some(Question { agreement, ..Question::of(step) }.or(Some(back))))
    }

    async fn take(flow: &mut Flow, form: &Form, _: &Words) -> Result<Next, Refused> {
        let gone = || ApiError::not_found("session.interaction_not_found");
        let offer = offered(flow).ok_or_else(gone)?;
        let verification_id = proof(flow).ok_or_else(gone)?.id().to_owned();
        match offer {
            Offer::Register | Offer::RegisterUncoded => {
                let asked = agreement(&flow.visit, Event::Register).is_some_and(|asked| asked.is_asked);
                let has_agreed = flow.experience.page.has_agreed || form.get("agreement") == "yes";
                if asked && !has_agreed {
                    return Err(Refused::NotAgreed);
                }
                flow.experience.page.has_agreed = has_agreed;
                flow.change_event(Event::Register)?;
            }
            Offer::SignIn => flow.change_event(Event::SignIn)?,
        }
        match with_proof(flow, &verification_id).await {
            // The address is theirs, but codes do not sign in here: the password does.
            Err(error) if error.code() == Some("user.sign_in_method_not_enabled") => {
                let named = proven_address(flow).map(|(identifier, _)| identifier);
                let takes = |kind| flow.visit.settings.takes_password_with(kind);
                match named.filter(|identifier| offer == Offer::SignIn && takes(identifier.kind)) {
                    Some(identifier) => {
                        flow.experience.page.identifier = Some(identifier);
                        Ok(Next::Ask(path::PASSWORD))
                    }
                    None => Err(error.into()),
                }
            }
            next => Ok(next?),
        }
    }
}

/// What can be done with the proof besides what was to be done.
fn offered(flow: &Flow) -> Option<Offer> {
    let mode = flow.visit.settings.mode;
    let is_by_code = proof(flow)?.code().is_some();
    match flow.experience.event() {
        Event::SignIn if mode.allows_register() && is_by_code => Some(Offer::Register),
        Event::SignIn if mode.allows_register() => Some(Offer::RegisterUncoded),
        Event::Register if mode.allows_sign_in() => Some(Offer::SignIn),
        _ => None,
    }
}

/// What was proven, as it is shown: an address, or the account elsewhere.
async fn address(flow: &Flow) -> Option<String> {
    if let Some((identifier, _)) = proven_address(flow) {
        return Some(shown(&identifier));
    }
    let (known, connector_id) = match proof(flow)? {
        Verification::Social(social) => {
            let identity = social.identity.as_ref()?;
            (identity.email().or_else(|| identity.name()), social.connector_id.as_str())
        }
        Verification::EnterpriseSso(sso) => {
            let identity = sso.identity.as_ref()?;
            (identity.email().or_else(|| identity.name()), sso.connector_id.as_str())
        }
        _ => return None,
    };
    match known {
        Some(known) => Some(known.to_owned()),
        None => Some(flow.visit.provider_name(connector_id).await),
    }
}
