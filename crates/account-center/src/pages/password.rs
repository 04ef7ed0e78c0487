//! `/account/password`: a new password.

use axum::{
    http::{Method, StatusCode},
    response::{IntoResponse as _, Response},
};
use domain::password::{MAX_PASSWORD_CHARACTERS, UnusablePassword, check_usable};
use hosted::{
    Area as _, Call, Posted,
    complaint::{number, password_hint},
    notice, see_other,
};
use serde_json::json;
use ui::{Page as _, components::Link, pages::account::AccountPasswordPage};

use super::{Outcome, Section, done};
use crate::{center::Center, holder::Holder, words::words};

const PATH: &str = "/account/password";
const BACK: &str = "/account/security";

/// `GET /account/password`.
pub(crate) async fn show(holder: Holder) -> Outcome {
    holder.must_edit(holder.settings.fields.password)?;
    holder.must_have_proof(PATH)?;
    Ok(page(&holder, None).into_response())
}

fn page(holder: &Holder, error: Option<String>) -> AccountPasswordPage {
    AccountPasswordPage {
        frame: holder.frame(Section::Security),
        is_change: holder.account.flag("hasPassword") == Some(true),
        identifier: holder.account.identifier().map(str::to_owned),
        hint: password_hint(&holder.experience(), &holder.words),
        error,
        action: PATH.to_owned(),
        xsrf: holder.xsrf(),
        back_url: BACK.to_owned(),
    }
}

/// `POST /account/password`. One that takes the place of another ends this session too.
pub(crate) async fn save(posted: Posted<Holder>) -> Outcome {
    let Posted { by: holder, form } = posted;
    let password = form.get("password");
    if let Err(unusable) = check_usable(password) {
        let error = match unusable {
            UnusablePassword::Empty => holder.words.say("missing-new-password"),
            UnusablePassword::TooLong => {
                holder.words.count("password-too-long", "max", number(MAX_PASSWORD_CHARACTERS))
            }
            UnusablePassword::Nul => holder.words.say("password-unsupported"),
        };
        return Err(page(&holder, Some(error)).with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let call = Call::new(Method::POST, &["api", "my-account", "password"]);
    match holder.call(call.body(json!({ "password": password }))).await {
        Ok(_) if holder.visitor.user.password.is_some() => Ok(changed(&holder)),
        Ok(_) => Ok(see_other(&done::at(BACK, "password"))),
        Err(refusal) => Err(holder.elsewhere(&refusal, PATH).unwrap_or_else(|| {
            let error = words(&refusal, &holder.experience(), &holder.words);
            page(&holder, Some(error)).with_status(refusal.status)
        })),
    }
}

/// The end of the session: what is left is to sign in.
fn changed(holder: &Holder) -> Response {
    let link = Link { href: Center::PATH.to_owned(), label: holder.words.say("sign-in-button") };
    let said = ("account-password-changed", "password-changed");
    let mut answer = notice::notice(&*holder.center, holder.words.clone(), StatusCode::OK, said, Some(link));
    crate::proof::forget(&holder.center, &mut answer);
    answer
}
