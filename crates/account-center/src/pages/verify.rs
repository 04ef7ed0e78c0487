//! `/account/verify`: proving once more who one is, by the password or by a code, whichever the user has.

use axum::{
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use domain::verification_code::VerificationCodePolicy;
use form_urlencoded::Serializer;
use hosted::{Answer, Area as _, Call, Posted, Refusal, see_other};
use serde::Deserialize;
use serde_json::json;
use ui::{
    Page as _,
    components::Link,
    pages::{
        Channel,
        account::{AccountCodePage, AccountVerifyPage, VerifyBy},
    },
};

use super::{Outcome, Section};
use crate::{
    center::Center,
    holder::Holder,
    proof::{self, Pending, Purpose},
    words::words,
};

/// How long one waits for another code, in seconds.
const WAIT_SECONDS: u64 = 60;

/// A verification that has begun or is proved.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Begun {
    pub(crate) verification_record_id: String,
}

/// Where one comes back to.
fn back(asked: Option<&str>) -> &str {
    asked.filter(|address| Center::has(address)).unwrap_or(Center::PATH)
}

/// `GET /account/verify`.
pub(crate) async fn show(holder: Holder) -> Outcome {
    let (by, return_to) = (holder.query.get("by").unwrap_or_default(), back(holder.query.get("return_to")));
    let mut page = page(&holder, by, return_to, None);
    if holder.was_spared_own_factor().await? {
        page.by = VerifyBy::SignIn { url: sign_in_again(return_to), is_for_factor: true };
        page.alternatives.clear();
    }
    Ok(page.into_response())
}

fn page(holder: &Holder, by: &str, return_to: &str, error: Option<String>) -> AccountVerifyPage {
    let user = &holder.visitor.user;
    let (email, phone) = (user.primary_email.as_deref(), user.primary_phone.as_deref());
    let (gets_email, gets_messages) =
        (email.is_some() && holder.senders.email, phone.is_some() && holder.senders.sms);
    let by = match by {
        "email" if gets_email => "email",
        "phone" if gets_messages => "phone",
        _ if user.password.is_some() => "password",
        _ if gets_email => "email",
        _ if gets_messages => "phone",
        // Nothing can be sent just now, which sending says.
        _ if email.is_some() => "email",
        _ if phone.is_some() => "phone",
        _ => "sign-in",
    };
    let address = |by: &str| {
        let query =
            Serializer::new(String::new()).append_pair("by", by).append_pair("return_to", return_to).finish();
        format!("/account/verify?{query}")
    };
    let ways = [
        ("password", "account-verify-password", user.password.is_some()),
        ("email", "account-verify-email", gets_email),
        ("phone", "account-verify-phone", gets_messages),
    ];
    let others = ways.into_iter().filter(|(known, _, has)| *has && *known != by);
    AccountVerifyPage {
        frame: holder.frame(Section::Security),
        by: match by {
            "email" => VerifyBy::Email(email.unwrap_or_default().to_owned()),
            "phone" => VerifyBy::Phone(shown_phone(phone.unwrap_or_default())),
            "password" => VerifyBy::Password { identifier: identifier(holder), error },
            _ => VerifyBy::SignIn { url: sign_in_again(return_to), is_for_factor: false },
        },
        action: "/account/verify".to_owned(),
        xsrf: holder.xsrf(),
        return_to: return_to.to_owned(),
        alternatives: others
            .map(|(known, label, _)| Link { href: address(known), label: holder.words.say(label) })
            .collect(),
        back_url: Center::PATH.to_owned(),
    }
}

/// A number as people read it.
pub(crate) fn shown_phone(digits: &str) -> String {
    if digits.is_empty() { String::new() } else { format!("+{digits}") }
}

fn identifier(holder: &Holder) -> String {
    holder.account.identifier().unwrap_or_default().to_owned()
}

fn sign_in_again(return_to: &str) -> String {
    let mut query = Serializer::new(String::new());
    query.append_pair("again", "yes").append_pair("return_to", return_to);
    format!("/account/sign-in?{}", query.finish())
}

/// `POST /account/verify`: the password, or `by` for a code.
pub(crate) async fn submit(posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let return_to = back(Some(form.get("return_to")));
    let by = form.get("by");
    let user = &holder.visitor.user;
    let address = match by {
        "email" => user.primary_email.clone(),
        "phone" => user.primary_phone.clone(),
        _ => return by_password(&holder, form.get("password"), return_to).await,
    };
    // Taken from the account meanwhile.
    let Some(address) = address else { return Ok(see_other(&proof::page(return_to))) };
    let pending = Pending {
        purpose: Purpose::Identity,
        by: by.to_owned(),
        id: String::new(),
        address,
        begun_at: holder.center.services.now().0,
        return_to: return_to.to_owned(),
    };
    match send(&holder, pending).await {
        Ok(pending) => {
            let mut answer = see_other("/account/verify/code");
            holder.keep_pending(&mut answer, &pending);
            Ok(answer)
        }
        Err(refusal) => {
            let mut page = page(&holder, by, return_to, None);
            let wrong = words(&refusal, &holder.experience(), &holder.words);
            page.frame = holder.frame_with(Section::Security, wrong);
            Err(page.with_status(refusal.status))
        }
    }
}

async fn by_password(holder: &Holder, password: &str, return_to: &str) -> Outcome {
    if password.is_empty() {
        let error = holder.words.say("missing-password");
        let page = page(holder, "password", return_to, Some(error));
        return Err(page.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let begun_at = holder.center.services.now().0;
    let call =
        Call::new(Method::POST, &["api", "verifications", "password"]).body(json!({ "password": password }));
    match holder.call(call).await.and_then(Answer::read::<Begun>) {
        Ok(begun) => {
            let mut answer = see_other(return_to);
            holder.keep_proof(&mut answer, &begun.verification_record_id, begun_at);
            Ok(answer)
        }
        Err(refusal) => {
            if let Some(answer) = holder.elsewhere(&refusal, return_to) {
                return Err(answer);
            }
            let error = words(&refusal, &holder.experience(), &holder.words);
            Err(page(holder, "password", return_to, Some(error)).with_status(refusal.status))
        }
    }
}

/// Sends a code, whose record is what is pending from then on.
pub(crate) async fn send(holder: &Holder, pending: Pending) -> Result<Pending, Refusal> {
    let body = json!({ "identifier": { "type": pending.by, "value": pending.address } });
    let call = Call::new(Method::POST, &["api", "verifications", "verification-code"]).body(body);
    let begun: Begun = holder.call(call).await?.read()?;
    let begun_at = holder.center.services.now().0;
    Ok(Pending { id: begun.verification_record_id, begun_at, ..pending })
}

/// Shows a code; it is right when there is no refusal.
pub(crate) async fn show_right_code(holder: &Holder, pending: &Pending, code: &str) -> Result<(), Refusal> {
    let body = json!({
        "identifier": { "type": pending.by, "value": pending.address },
        "verificationId": pending.id,
        "code": code,
    });
    let path = ["api", "verifications", "verification-code", "verify"];
    holder.call(Call::new(Method::POST, &path).body(body)).await.map(drop)
}

/// The page that asks for a code.
pub(crate) fn code_page(
    holder: &Holder,
    (section, action, back_url): (Section, &str, &str),
    pending: &Pending,
    error: Option<String>,
) -> AccountCodePage {
    let is_phone = pending.by == "phone";
    let waited = holder.center.services.now().since(domain::UnixMillis(pending.begun_at)).as_secs();
    AccountCodePage {
        frame: holder.frame(section),
        channel: if is_phone { Channel::Phone } else { Channel::Email },
        address: if is_phone { shown_phone(&pending.address) } else { pending.address.clone() },
        minutes: minutes(holder),
        wait_seconds: WAIT_SECONDS.saturating_sub(waited),
        action: action.to_owned(),
        xsrf: holder.xsrf(),
        error,
        back_url: back_url.to_owned(),
    }
}

/// How long a code is good.
fn minutes(holder: &Holder) -> u64 {
    let policy = VerificationCodePolicy::of(&holder.visitor.configuration().sign_in_experience);
    (policy.ttl.as_secs() / 60).max(1)
}

/// What came of a form with a code.
pub(crate) enum Shown {
    /// It is right.
    Right,
    /// Not yet; this is the answer.
    Answer(Response),
}

/// Takes a form with a code: `code`, or `do=again` for another one.
pub(crate) async fn take_code(
    holder: &Holder,
    place: (Section, &str, &str),
    pending: &Pending,
    form: &http_kit::Form,
) -> Shown {
    if form.get("do") == "again" {
        return Shown::Answer(match send(holder, pending.clone()).await {
            Ok(pending) => {
                let mut page = code_page(holder, place, &pending, None);
                page.frame.banner = Some(ui::components::Banner::info(holder.words.say("code-sent-again")));
                let mut answer = page.into_response();
                holder.keep_pending(&mut answer, &pending);
                answer
            }
            Err(refusal) => again(holder, place, pending, &refusal),
        });
    }
    let code = form.get("code").trim();
    if code.is_empty() {
        let page = code_page(holder, place, pending, Some(holder.words.say("missing-code")));
        return Shown::Answer(page.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    match show_right_code(holder, pending, code).await {
        Ok(()) => Shown::Right,
        Err(refusal) => Shown::Answer(again(holder, place, pending, &refusal)),
    }
}

fn again(holder: &Holder, place: (Section, &str, &str), pending: &Pending, refusal: &Refusal) -> Response {
    holder.elsewhere(refusal, &pending.return_to).unwrap_or_else(|| {
        let error = words(refusal, &holder.experience(), &holder.words);
        code_page(holder, place, pending, Some(error)).with_status(refusal.status)
    })
}

const CODE: (Section, &str, &str) = (Section::Security, "/account/verify/code", "/account");

/// `GET /account/verify/code`.
pub(crate) async fn show_code(holder: Holder) -> Outcome {
    let Some(pending) = holder.pending(Purpose::Identity) else { return Ok(see_other("/account/verify")) };
    Ok(code_page(&holder, CODE, &pending, None).into_response())
}

/// `POST /account/verify/code`.
pub(crate) async fn submit_code(posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let Some(pending) = holder.pending(Purpose::Identity) else { return Ok(see_other("/account/verify")) };
    match take_code(&holder, CODE, &pending, &form).await {
        Shown::Answer(answer) => Ok(answer),
        Shown::Right => {
            let mut answer = see_other(back(Some(&pending.return_to)));
            holder.keep_proof(&mut answer, &pending.id, pending.begun_at);
            holder.forget_pending(&mut answer);
            Ok(answer)
        }
    }
}
