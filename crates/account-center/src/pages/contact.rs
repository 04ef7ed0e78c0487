//! `/account/email` and `/account/phone`: another address, which a code shows to be the user's; and taking the present one away.

use api_types::account_center::FieldAccess;
use axum::{
    http::{Method, StatusCode},
    response::IntoResponse as _,
};
use domain::account::identifier::{is_email, parse_phone, typed_phone};
use hosted::{Call, Posted, Refusal, see_other};
use serde_json::json;
use ui::{
    Page as _,
    components::FieldState,
    pages::{Channel, account::AccountContactPage},
};

use super::{
    Outcome, Section,
    confirm::Question,
    done, profile,
    verify::{Shown, code_page, send, shown_phone, take_code},
};
use crate::{
    holder::Holder,
    proof::{Pending, Purpose},
    words::words,
};

/// One of the two kinds of addresses.
struct Kind {
    /// Its word, in paths and on the wire.
    word: &'static str,
    /// Its member of the account.
    member: &'static str,
    channel: Channel,
    path: &'static str,
    code_path: &'static str,
    remove_path: &'static str,
    /// The question before it is removed.
    remove: &'static str,
    /// What is said when it was removed.
    removed: &'static str,
    /// The part of the Account API.
    operation: &'static str,
    /// The name of the address in its body.
    name: &'static str,
}

const EMAIL: Kind = Kind {
    word: "email",
    member: "primaryEmail",
    channel: Channel::Email,
    path: "/account/email",
    code_path: "/account/email/code",
    remove_path: "/account/email/remove",
    remove: "account-remove-email",
    removed: "email-removed",
    operation: "primary-email",
    name: "email",
};
const PHONE: Kind = Kind {
    word: "phone",
    member: "primaryPhone",
    channel: Channel::Phone,
    path: "/account/phone",
    code_path: "/account/phone/code",
    remove_path: "/account/phone/remove",
    remove: "account-remove-phone",
    removed: "phone-removed",
    operation: "primary-phone",
    name: "phone",
};

impl Kind {
    fn of(word: &str) -> Self {
        if word == PHONE.word { PHONE } else { EMAIL }
    }

    fn access(&self, holder: &Holder) -> Option<FieldAccess> {
        let open = &holder.settings.fields;
        if self.word == PHONE.word { open.phone } else { open.email }
    }

    fn current(&self, holder: &Holder) -> Option<String> {
        let address = holder.account.text(self.member)?;
        Some(if self.word == PHONE.word { shown_phone(address) } else { address.to_owned() })
    }

    /// The address as the wire has it; nothing for what is none.
    fn read(&self, typed: &str) -> Option<String> {
        if self.word == PHONE.word {
            return parse_phone(&typed_phone(typed)).ok();
        }
        is_email(typed).then(|| typed.to_owned())
    }
}

/// `GET /account/email`.
pub(crate) async fn show_email(holder: Holder) -> Outcome {
    show(&holder, &EMAIL)
}

/// `GET /account/phone`.
pub(crate) async fn show_phone(holder: Holder) -> Outcome {
    show(&holder, &PHONE)
}

#[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
fn show(holder: &Holder, kind: &Kind) -> Outcome {
    holder.must_edit(kind.access(holder))?;
    holder.must_have_proof(kind.path)?;
    Ok(page(holder, kind, FieldState::default()).into_response())
}

fn page(holder: &Holder, kind: &Kind, address: FieldState) -> AccountContactPage {
    AccountContactPage {
        frame: holder.frame(Section::Profile),
        channel: kind.channel,
        current: kind.current(holder),
        action: kind.path.to_owned(),
        xsrf: holder.xsrf(),
        address,
        back_url: profile::PATH.to_owned(),
    }
}

/// `POST /account/email`: sends a code to the new address.
pub(crate) async fn ask_email(posted: Posted<Holder>) -> Outcome {
    ask(posted, &EMAIL).await
}

/// `POST /account/phone`: sends a code to the new number.
pub(crate) async fn ask_phone(posted: Posted<Holder>) -> Outcome {
    ask(posted, &PHONE).await
}

async fn ask(posted: Posted<Holder>, kind: &Kind) -> Outcome {
    let Posted { by: holder, form } = posted;
    holder.must_edit(kind.access(&holder))?;
    // Whoever has proved nothing could do nothing with the code.
    holder.must_have_proof(kind.path)?;
    let typed = form.get("address").trim();
    let wrong = |status: StatusCode, text: String| {
        let field = FieldState { value: typed.to_owned(), error: Some(text) };
        page(&holder, kind, field).with_status(status)
    };
    let Some(address) = kind.read(typed) else {
        let key = match (typed.is_empty(), kind.channel) {
            (true, Channel::Email) => "missing-email",
            (true, Channel::Phone) => "missing-phone",
            (false, Channel::Email) => "error-email-form",
            (false, Channel::Phone) => "error-phone-form",
        };
        return Err(wrong(StatusCode::UNPROCESSABLE_ENTITY, holder.words.say(key)));
    };
    let pending = Pending {
        purpose: Purpose::NewAddress,
        by: kind.word.to_owned(),
        id: String::new(),
        address,
        begun_at: holder.center.services.now().0,
        return_to: profile::PATH.to_owned(),
    };
    match send(&holder, pending).await {
        Ok(pending) => {
            let mut answer = see_other(kind.code_path);
            holder.keep_pending(&mut answer, &pending);
            Ok(answer)
        }
        Err(refusal) => Err(holder
            .elsewhere(&refusal, kind.path)
            .unwrap_or_else(|| wrong(refusal.status, words(&refusal, &holder.experience(), &holder.words)))),
    }
}

/// `GET /account/email/code` and `/account/phone/code`.
pub(crate) async fn show_code(holder: Holder) -> Outcome {
    let Some(pending) = holder.pending(Purpose::NewAddress) else { return Ok(see_other(profile::PATH)) };
    let kind = Kind::of(&pending.by);
    Ok(code_page(&holder, place(&kind), &pending, None).into_response())
}

fn place(kind: &Kind) -> (Section, &'static str, &'static str) {
    (Section::Profile, kind.code_path, profile::PATH)
}

/// `POST /account/email/code` and `/account/phone/code`: makes the address the user's own.
pub(crate) async fn submit_code(posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let Some(pending) = holder.pending(Purpose::NewAddress) else { return Ok(see_other(profile::PATH)) };
    let kind = Kind::of(&pending.by);
    if let Shown::Answer(answer) = take_code(&holder, place(&kind), &pending, &form).await {
        return Ok(answer);
    }
    match change(&holder, &kind, &pending).await {
        Ok(()) => {
            let mut answer = see_other(&done::at(profile::PATH, kind.word));
            holder.forget_pending(&mut answer);
            Ok(answer)
        }
        Err(refusal) => Err(holder.elsewhere(&refusal, kind.path).unwrap_or_else(|| {
            let error = words(&refusal, &holder.experience(), &holder.words);
            let field = FieldState { value: pending.address.clone(), error: Some(error) };
            page(&holder, &kind, field).with_status(refusal.status)
        })),
    }
}

async fn change(holder: &Holder, kind: &Kind, pending: &Pending) -> Result<(), Refusal> {
    let body = json!({ kind.name: pending.address, "newIdentifierVerificationRecordId": pending.id });
    let call = Call::new(Method::POST, &["api", "my-account", kind.operation]).body(body);
    holder.call(call).await.map(drop)
}

/// `GET /account/email/remove`.
pub(crate) async fn ask_to_remove_email(holder: Holder) -> Outcome {
    ask_to_remove(&holder, &EMAIL)
}

/// `GET /account/phone/remove`.
pub(crate) async fn ask_to_remove_phone(holder: Holder) -> Outcome {
    ask_to_remove(&holder, &PHONE)
}

#[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
fn ask_to_remove(holder: &Holder, kind: &Kind) -> Outcome {
    holder.must_edit(kind.access(holder))?;
    let Some(question) = removing(holder, kind) else { return Ok(see_other(profile::PATH)) };
    holder.must_have_proof(kind.remove_path)?;
    Ok(question.ask(holder))
}

/// The question, where there is something to remove.
fn removing<'a>(holder: &Holder, kind: &'a Kind) -> Option<Question<'a>> {
    let address = kind.current(holder)?;
    Some(Question {
        section: Section::Profile,
        heading: holder.words.say(kind.remove),
        consequences: vec![holder.words.with("account-removed-address", "address", &address)],
        path: kind.remove_path,
        button: holder.words.say("account-remove"),
        back: profile::PATH,
    })
}

/// `POST /account/email/remove`.
pub(crate) async fn remove_email(posted: Posted<Holder>) -> Outcome {
    remove(&posted.by, &EMAIL).await
}

/// `POST /account/phone/remove`.
pub(crate) async fn remove_phone(posted: Posted<Holder>) -> Outcome {
    remove(&posted.by, &PHONE).await
}

async fn remove(holder: &Holder, kind: &Kind) -> Outcome {
    match holder.call(Call::new(Method::DELETE, &["api", "my-account", kind.operation])).await {
        Ok(_) => Ok(see_other(&done::at(profile::PATH, kind.removed))),
        Err(refusal) => Err(match removing(holder, kind) {
            Some(question) => question.refused(holder, &refusal),
            None => holder.stop(&refusal, kind.remove_path),
        }),
    }
}
