//! `/sign-in/set-up`: a second step for those who have none, or a further one.

use domain::sign_in_experience::MfaFactor;
use http_kit::ApiError;
use ui::{
    Words,
    components::{FieldState, IdentifierKinds},
    pages::{Alternative, FactorOption, FactorsPurpose, IdentifierPurpose, Step, Way},
};

use super::{PageStep, Question, Refused, code::send, factor::shown, passkey_answer, passkey_options};
use crate::{
    flow::{Choice, Enrolment, Flow},
    pages::{
        form::Form,
        identifier::read,
        onward::{Next, onward, path},
        words::Complaint,
    },
};

/// The choice.
pub(in crate::pages) struct SetUp;
/// An authenticator.
pub(in crate::pages) struct NewTotp;
/// A passkey.
pub(in crate::pages) struct NewPasskey;
/// Backup codes.
pub(in crate::pages) struct NewBackupCodes;
/// An e-mail address that codes are sent to.
pub(in crate::pages) struct NewEmail;
/// A phone number that codes are sent to.
pub(in crate::pages) struct NewPhone;

impl PageStep for SetUp {
    const PATH: &'static str = path::SET_UP;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        let (purpose, choices, is_skippable) = match flow.enrolment().await? {
            Some(Enrolment::Factor { choices, is_skippable: true, .. }) => {
                (FactorsPurpose::SetUp, choices, true)
            }
            Some(Enrolment::Factor { choices, .. }) => (FactorsPurpose::SetUpRequired, choices, false),
            Some(Enrolment::Further { choices }) => (FactorsPurpose::SetUpMore, choices, true),
            _ => return Ok(None),
        };
        let option = |factor| FactorOption { factor: shown(factor), address: None };
        let options = choices.into_iter().map(option).collect();
        let skip = is_skippable.then(|| skip(words));
        Ok(Some(Question::of(Step::Factors { purpose, options }).or(skip)))
    }

    async fn take(flow: &mut Flow, form: &Form, _: &Words) -> Result<Next, Refused> {
        let (choices, declined) = match flow.enrolment().await? {
            Some(Enrolment::Factor { choices, .. }) => (choices, Choice::Skipped),
            Some(Enrolment::Further { choices }) => (choices, Choice::SuggestionSkipped),
            _ => return Ok(onward(flow).await?),
        };
        if form.get("do") == "skip" {
            flow.choose(declined).await?;
            return Ok(onward(flow).await?);
        }
        let chosen = MfaFactor::parse(form.get("factor")).filter(|factor| choices.contains(factor));
        let chosen = chosen.ok_or_else(|| ApiError::bad_request("session.mfa.mfa_factor_not_enabled"))?;
        Ok(Next::Ask(match chosen {
            MfaFactor::Totp => {
                flow.new_totp_secret().await?;
                path::NEW_TOTP
            }
            MfaFactor::WebAuthn => path::NEW_PASSKEY,
            MfaFactor::EmailVerificationCode => path::NEW_EMAIL,
            MfaFactor::PhoneVerificationCode => path::NEW_PHONE,
            MfaFactor::BackupCode => path::NEW_BACKUP_CODES,
        }))
    }
}

impl PageStep for NewTotp {
    const PATH: &'static str = path::NEW_TOTP;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        let is_asked = sets_up(flow, MfaFactor::Totp).await?;
        let Some((_, secret, picture)) = flow.pending_totp().await?.filter(|_| is_asked) else {
            return Ok(None);
        };
        let step = Step::SetUpTotp { picture, secret, error: None };
        Ok(Some(Question::of(step).or(Some(others(flow, words)))))
    }

    async fn take(flow: &mut Flow, form: &Form, words: &Words) -> Result<Next, Refused> {
        let code = form.get("code").trim();
        if code.is_empty() {
            return Err(Refused::Because(Complaint::Code(words.say("missing-code"))));
        }
        let pending = flow.pending_totp().await?;
        let (id, ..) =
            pending.ok_or_else(|| ApiError::not_found("session.verification_session_not_found"))?;
        let id = flow.verify_totp(Some(&id), code).await?;
        flow.bind(MfaFactor::Totp, &id).await?;
        Ok(onward(flow).await?)
    }
}

impl PageStep for NewPasskey {
    const PATH: &'static str = path::NEW_PASSKEY;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        let is_preferred = flow.enrolment().await? == Some(Enrolment::Passkey);
        if !is_preferred && !sets_up(flow, MfaFactor::WebAuthn).await? {
            return Ok(None);
        }
        let (_, options) = flow.ask_for_new_passkey().await?;
        let step = Step::Passkey { is_new: true, options: passkey_options(&options)? };
        let other = if is_preferred { skip(words) } else { others(flow, words) };
        Ok(Some(Question::of(step).or(Some(other))))
    }

    async fn take(flow: &mut Flow, form: &Form, _: &Words) -> Result<Next, Refused> {
        let is_preferred = flow.enrolment().await? == Some(Enrolment::Passkey);
        if form.get("do") == "skip" && is_preferred {
            flow.choose(Choice::PasskeySkipped).await?;
            return Ok(onward(flow).await?);
        }
        let id = flow.pending_passkey(true);
        let id = id.ok_or_else(|| ApiError::not_found("session.verification_session_not_found"))?;
        let id = flow.verify_new_passkey(&id, &passkey_answer(form)?).await?;
        if is_preferred {
            flow.bind_passkey(&id).await?;
        } else {
            flow.bind(MfaFactor::WebAuthn, &id).await?;
        }
        Ok(onward(flow).await?)
    }
}

impl PageStep for NewBackupCodes {
    const PATH: &'static str = path::NEW_BACKUP_CODES;

    async fn ask(flow: &mut Flow, _: &Words) -> Result<Option<Question>, ApiError> {
        if flow.enrolment().await? != Some(Enrolment::BackupCodes) {
            return Ok(None);
        }
        // A page that is loaded again shows the codes that somebody may have written down.
        let codes = match flow.pending_backup_codes()? {
            Some((_, codes)) => codes,
            None => flow.new_backup_codes().await?.1,
        };
        Ok(Some(Question::of(Step::SetUpBackupCodes(codes))))
    }

    async fn take(flow: &mut Flow, _: &Form, _: &Words) -> Result<Next, Refused> {
        if let Some((id, _)) = flow.pending_backup_codes()? {
            flow.bind(MfaFactor::BackupCode, &id).await?;
        }
        Ok(onward(flow).await?)
    }
}

impl PageStep for NewEmail {
    const PATH: &'static str = path::NEW_EMAIL;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        ask_address(flow, words, MfaFactor::EmailVerificationCode).await
    }

    async fn take(flow: &mut Flow, form: &Form, words: &Words) -> Result<Next, Refused> {
        take_address(flow, form, words, MfaFactor::EmailVerificationCode).await
    }
}

impl PageStep for NewPhone {
    const PATH: &'static str = path::NEW_PHONE;

    async fn ask(flow: &mut Flow, words: &Words) -> Result<Option<Question>, ApiError> {
        ask_address(flow, words, MfaFactor::PhoneVerificationCode).await
    }

    async fn take(flow: &mut Flow, form: &Form, words: &Words) -> Result<Next, Refused> {
        take_address(flow, form, words, MfaFactor::PhoneVerificationCode).await
    }
}

async fn ask_address(flow: &Flow, words: &Words, factor: MfaFactor) -> Result<Option<Question>, ApiError> {
    if !sets_up(flow, factor).await? {
        return Ok(None);
    }
    let (purpose, kinds) = (IdentifierPurpose::Account, kinds(factor));
    let question = Question::of(Step::Identifier { purpose, kinds, field: FieldState::default() });
    Ok(Some(question.or(Some(others(flow, words)))))
}

/// Sends a code to an address, which is added to the account once the code is told.
async fn take_address(
    flow: &mut Flow,
    form: &Form,
    words: &Words,
    factor: MfaFactor,
) -> Result<Next, Refused> {
    if !sets_up(flow, factor).await? {
        return Ok(onward(flow).await?);
    }
    let (kinds, typed) = (kinds(factor), form.get("identifier").trim());
    let identifier = if typed.is_empty() { Err(kinds.missing()) } else { read(typed, kinds) };
    let identifier = identifier.map_err(|key| Refused::Because(Complaint::Identifier(words.say(key))))?;
    let event = flow.experience.event();
    send(flow, identifier, event).await?;
    flow.experience.page.completes_account = true;
    Ok(Next::Ask(path::CODE))
}

const fn kinds(factor: MfaFactor) -> IdentifierKinds {
    let phone = matches!(factor, MfaFactor::PhoneVerificationCode);
    IdentifierKinds { username: false, email: !phone, phone }
}

/// Whether a factor is one of those to choose from.
async fn sets_up(flow: &Flow, factor: MfaFactor) -> Result<bool, ApiError> {
    Ok(match flow.enrolment().await? {
        Some(Enrolment::Factor { choices, .. } | Enrolment::Further { choices }) => choices.contains(&factor),
        _ => false,
    })
}

fn skip(words: &Words) -> Alternative {
    Alternative { label: words.say("skip"), way: Way::Post { value: "skip", wait_seconds: 0 } }
}

fn others(flow: &Flow, words: &Words) -> Alternative {
    Alternative { label: words.say("factors-other"), way: Way::Link(flow.visit.page_url(path::SET_UP)) }
}
