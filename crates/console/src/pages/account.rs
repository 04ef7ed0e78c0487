//! `/console/account`: the administrator's own password, authenticator and sessions.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use domain::{console::ConsoleRole, sign_in_experience::MfaFactor};
use hosted::failed;
use operations::{
    console::{
        MIN_PASSWORD,
        administrator::{self, Refusal},
    },
    qr_code, second_factor,
    second_factor::totp,
};
use ui::{
    Page as _,
    pages::console::{ConsoleAccountPage, ConsoleAuthenticatorPage},
};

use super::{Outcome, done::done, question::Question, set_up::password_error};
use crate::{cookies, operator::Operator, posted::Posted, routes::Routes};

/// Where it is.
pub(super) const PATH: &str = "/console/account";
/// Where one's other sessions are ended.
const SESSIONS_PATH: &str = "/console/account/sessions";

/// One's own account, which everybody changes.
pub(super) fn routes() -> Routes {
    let everybody = ConsoleRole::Limited;
    Routes::default()
        .page(everybody, PATH, show)
        .form(everybody, "/console/account/password", change_password)
        .page(everybody, "/console/account/authenticator", show_authenticator)
        .form(everybody, "/console/account/authenticator", add_authenticator)
        .form(everybody, "/console/account/authenticator/remove", remove_authenticator)
        .page(everybody, SESSIONS_PATH, ask_to_end_other_sessions)
        .form(everybody, SESSIONS_PATH, end_other_sessions)
}

fn username(operator: &Operator) -> String {
    operator.signed_in().user.username.clone().unwrap_or_default()
}

fn page(operator: &Operator) -> ConsoleAccountPage {
    let user = &operator.signed_in().user;
    ConsoleAccountPage {
        frame: operator.frame(PATH),
        username: username(operator),
        password_hint: operator.words.count("console-password-hint", "min", MIN_PASSWORD),
        present_error: None,
        new_error: None,
        has_authenticator: second_factor::factors_of_kind(user, MfaFactor::Totp).next().is_some(),
        remove_error: None,
    }
}

/// `GET /console/account`.
async fn show(operator: Operator) -> Outcome {
    Ok(page(&operator).into_response())
}

/// What is said of a refusal; nothing for one that no field can tell.
fn said(operator: &Operator, refusal: &Refusal) -> Option<String> {
    let key = match refusal {
        Refusal::WrongPassword => "console-wrong-password",
        Refusal::LockedOut => "console-error-locked",
        Refusal::WrongCode => "error-totp-wrong",
        Refusal::HasAuthenticator => "console-has-authenticator",
        Refusal::Password(refusal) => return Some(password_error(refusal, &operator.words)),
        _ => return None,
    };
    Some(operator.words.say(key))
}

fn stop(operator: &Operator, refusal: Refusal) -> Response {
    match refusal {
        Refusal::Operation(error) => operator.failed(failed(error)),
        _ => operator.gone(),
    }
}

/// `POST /console/account/password`.
async fn change_password(Posted { by: operator, form }: Posted) -> Outcome {
    let (services, who) = (&operator.console.administrators, (operator.signed_in(), &operator.origin));
    let changed =
        administrator::set_own_password(services, who, (form.get("present"), form.get("new"))).await;
    let refusal = match changed {
        Ok(session) => {
            let answer = done(PATH, "console-password-changed");
            return Ok(cookies::set_session(answer, &operator.console.services.endpoint, &session));
        }
        Err(refusal) => refusal,
    };
    let Some(said) = said(&operator, &refusal) else { return Err(stop(&operator, refusal)) };
    let mut again = page(&operator);
    match refusal {
        Refusal::Password(_) => again.new_error = Some(said),
        _ => again.present_error = Some(said),
    }
    Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY))
}

fn authenticator_page(operator: &Operator, secret: &str, error: Option<String>) -> ConsoleAuthenticatorPage {
    let uri = totp::otpauth_uri(&operator.console.administrators, &operator.signed_in().user, secret);
    ConsoleAuthenticatorPage {
        frame: operator.frame(PATH),
        secret: secret.to_owned(),
        picture: qr_code::data_url(&uri).unwrap_or_default(),
        error,
    }
}

/// `GET /console/account/authenticator`.
async fn show_authenticator(operator: Operator) -> Outcome {
    let secret = totp::new_secret(&*operator.console.administrators.entropy);
    Ok(authenticator_page(&operator, &secret, None).into_response())
}

/// `POST /console/account/authenticator`. The secret goes to the page and back: until its code was shown it is worth nothing, and whoever could change it
/// is whoever sets it up.
async fn add_authenticator(Posted { by: operator, form }: Posted) -> Outcome {
    let (secret, code) = (form.get("secret"), form.get("code"));
    if !totp::is_secret(secret) {
        return Err(operator.gone());
    }
    let (services, who) = (&operator.console.administrators, (operator.signed_in(), &operator.origin));
    match administrator::add_authenticator(services, who, (secret, code)).await {
        Ok(()) => Ok(done(PATH, "console-authenticator-added")),
        Err(refusal) => match said(&operator, &refusal) {
            Some(said) => Err(authenticator_page(&operator, secret, Some(said))
                .with_status(StatusCode::UNPROCESSABLE_ENTITY)),
            None => Err(stop(&operator, refusal)),
        },
    }
}

/// `POST /console/account/authenticator/remove`.
async fn remove_authenticator(Posted { by: operator, form }: Posted) -> Outcome {
    let (services, who) = (&operator.console.administrators, (operator.signed_in(), &operator.origin));
    match administrator::remove_authenticator(services, who, form.get("password")).await {
        Ok(()) => Ok(done(PATH, "console-authenticator-removed")),
        Err(refusal) => match said(&operator, &refusal) {
            Some(said) => {
                let again = ConsoleAccountPage { remove_error: Some(said), ..page(&operator) };
                Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            None => Err(stop(&operator, refusal)),
        },
    }
}

fn question(operator: &Operator) -> Question<'static> {
    Question {
        heading: operator.words.say("console-end-other-sessions-title"),
        consequences: &["console-end-other-sessions-now", "console-end-other-sessions-final"],
        typed: None,
        action: SESSIONS_PATH.to_owned(),
        hidden: Vec::new(),
        button: "console-end-other-sessions",
        back_url: PATH.to_owned(),
    }
}

/// `GET /console/account/sessions`.
async fn ask_to_end_other_sessions(operator: Operator) -> Outcome {
    Ok(question(&operator).ask(operator.frame(PATH)))
}

/// `POST /console/account/sessions`.
async fn end_other_sessions(Posted { by: operator, form }: Posted) -> Outcome {
    question(&operator).must_be_meant(operator.frame(PATH), &form)?;
    let (services, who) = (&operator.console.administrators, (operator.signed_in(), &operator.origin));
    match administrator::end_other_sessions(services, who).await {
        Ok(_) => Ok(done(PATH, "console-other-sessions-ended")),
        Err(refusal) => Err(stop(&operator, refusal)),
    }
}
