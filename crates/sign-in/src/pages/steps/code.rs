//! `/sign-in/code`: a code that was sent to an address, whatever it is for: signing in, registering, a forgotten password, or an address that
//! an account lacks.

use std::time::Duration;

use domain::{
    account::identifier::is_deliverable_email, sign_in_experience::IdentifierKind,
    verification_code::VerificationCodePolicy,
};
use http_kit::ApiError;
use operations::Services;
use ui::{
    Words,
    pages::{Alternative, Channel, Step, Way},
};

use super::{PageStep, Question, Refused, passkey::use_passkey};
use crate::{
    error::failed,
    flow::{Addition, Flow},
    pages::{
        form::Form,
        identifier::shown,
        onward::{Next, onward, path, with_profile, with_proof},
        words::Complaint,
    },
    state::{CodeVerification, Event, Identifier, Verification},
};

/// How long one waits before another code is sent.
const WAIT: Duration = Duration::from_secs(60);

pub(in crate::pages) struct Code;

/// Sends a code to an address and remembers when. 422 `user.invalid_email` for what can be no address.
pub(in crate::pages) async fn send(
    flow: &mut Flow,
    identifier: Identifier,
    event: Event,
) -> Result<(), ApiError> {
    if identifier.kind == IdentifierKind::Email && !is_deliverable_email(&identifier.value) {
        return Err(ApiError::unprocessable("user.invalid_email"));
    }
    flow.send_code(identifier, event).await?;
    flow.experience.page.code_sent_at = Some(flow.visit.services.now());
    Ok(())
}

impl PageStep for Code {
    const PATH: &'static str = path::CODE;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        let Some(code) = pending(flow) else { return Ok(None) };
        let (identifier, is_recovery) = (code.identifier.clone(), code.event == Event::ForgotPassword);
        let settings = &flow.visit.settings;
        let again = Alternative {
            label: words.say("code-again"),
            way: Way::Post { value: "again", wait_seconds: seconds_to_wait(flow) },
        };
        let signs_in = flow.experience.event() == Event::SignIn && !flow.experience.page.completes_account;
        let use_password = (signs_in && settings.takes_password_with(identifier.kind)).then(|| Alternative {
            label: words.say("use-password"),
            way: Way::Link(flow.visit.page_url(path::PASSWORD)),
        });
        let other = match identifier.kind {
            IdentifierKind::Phone => "use-other-phone",
            IdentifierKind::Email | IdentifierKind::Username => "use-other-email",
        };
        let change =
            Alternative { label: words.say(other), way: Way::Link(way_back(flow, identifier.kind).await?) };
        let step = Step::Code {
            channel: channel(identifier.kind),
            address: shown(&identifier),
            is_certain: !is_recovery,
            minutes: minutes(&flow.visit.services).await?,
            error: None,
        };
        let passkey = if signs_in { use_passkey(flow, words) } else { None };
        let news = sent_again(flow, words);
        Ok(Some(
            Question { news, ..Question::of(step) }
                .or(Some(again))
                .or(use_password)
                .or(passkey)
                .or(Some(change)),
        ))
    }

    async fn take(flow: &mut Flow, form: &Form, words: &Words) -> Result<Next, Refused> {
        let code = pending(flow).ok_or_else(|| ApiError::not_found("session.interaction_not_found"))?;
        let (id, identifier, event) = (code.id.clone(), code.identifier.clone(), code.event);
        if form.get("do") == "again" {
            let seconds = seconds_to_wait(flow);
            if seconds > 0 {
                return Err(Refused::Because(Complaint::Form(words.count("code-wait", "seconds", seconds))));
            }
            send(flow, identifier, event).await?;
            flow.experience.page.code_sent_again = true;
            return Ok(Next::Ask(path::CODE));
        }
        let typed: String = form.get("code").chars().filter(|character| !character.is_whitespace()).collect();
        if typed.is_empty() {
            return Err(Refused::Because(Complaint::Code(words.say("missing-code"))));
        }
        let id = flow.verify_code(&identifier, &id, &typed).await?;
        if flow.experience.event() == Event::ForgotPassword {
            flow.identify(Some(&id)).await?;
            return Ok(Next::Ask(path::NEW_PASSWORD));
        }
        if flow.experience.page.completes_account {
            flow.add_profile(Addition::Verified(identifier.kind, id)).await?;
            flow.experience.page.completes_account = false;
            return Ok(with_profile(flow).await?);
        }
        if std::mem::take(&mut flow.experience.page.links_identity) {
            flow.identify(Some(&id)).await?;
            flow.link_identity().await?;
            return Ok(onward(flow).await?);
        }
        Ok(with_proof(flow, &id).await?)
    }
}

/// The code that was sent last and is not told yet.
fn pending(flow: &Flow) -> Option<&CodeVerification> {
    let mut verifications = flow.experience.verifications().iter().rev();
    let code = verifications.find_map(Verification::code)?;
    (!code.is_verified).then_some(code)
}

/// That another code was sent, once.
pub(super) fn sent_again(flow: &mut Flow, words: &Words) -> Option<String> {
    std::mem::take(&mut flow.experience.page.code_sent_again).then(|| words.say("code-sent-again"))
}

pub(super) fn seconds_to_wait(flow: &Flow) -> u64 {
    let Some(sent_at) = flow.experience.page.code_sent_at else { return 0 };
    let left = sent_at.plus(WAIT).0.saturating_sub(flow.visit.services.now().0);
    u64::try_from(left).unwrap_or_default().div_ceil(1_000)
}

/// Where another address can be named.
async fn way_back(flow: &Flow, kind: IdentifierKind) -> Result<String, ApiError> {
    if flow.experience.page.completes_account {
        // What the account lacks comes first; after that an address is asked for as a second step alone.
        let is_lacking = !flow.lacking_parts().await?.is_empty();
        return Ok(flow.visit.page_url(match kind {
            _ if is_lacking => path::CONTINUE,
            IdentifierKind::Phone => path::NEW_PHONE,
            IdentifierKind::Email | IdentifierKind::Username => path::NEW_EMAIL,
        }));
    }
    Ok(match flow.experience.event() {
        Event::SignIn => flow.visit.sign_in_url(),
        Event::Register => flow.visit.page_url("/register"),
        Event::ForgotPassword => flow.visit.page_url(path::FORGOTTEN),
    })
}

const fn channel(kind: IdentifierKind) -> Channel {
    match kind {
        IdentifierKind::Phone => Channel::Phone,
        IdentifierKind::Email | IdentifierKind::Username => Channel::Email,
    }
}

/// How long a code is good.
pub(super) async fn minutes(services: &Services) -> Result<u64, ApiError> {
    let configuration = services.configuration().await.map_err(failed)?;
    let policy = VerificationCodePolicy::of(&configuration.sign_in_experience);
    Ok((policy.ttl.as_secs() / 60).max(1))
}
