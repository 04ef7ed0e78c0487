//! `/console/sign-in`: password, then the code of an authenticator; and the way out.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use domain::console::ConsoleRole;
use form_urlencoded::Serializer;
use hosted::{failed, see_other};
use operations::console::{
    session,
    sign_in::{Progress, SignInRefusal, waits_for_code, with_code, with_password},
};
use ui::{
    Page as _,
    components::{Banner, FieldState},
    pages::console::{ConsoleCodePage, ConsoleSignInPage},
};

use super::Outcome;
use crate::{
    console::{SIGN_IN_PATH, page_or_home},
    cookies,
    entrance::{Entrance, Knock},
    notice,
    posted::Posted,
    routes::Routes,
};

const CODE_PATH: &str = "/console/sign-in/code";

/// The way in and out.
pub(super) fn routes() -> Routes {
    Routes::default()
        .open_page(SIGN_IN_PATH, show)
        .open_form(SIGN_IN_PATH, submit)
        .open_page(CODE_PATH, show_code)
        .open_form(CODE_PATH, submit_code)
        .form(ConsoleRole::Limited, "/console/sign-out", sign_out)
}

fn page(
    entrance: &Entrance,
    return_to: &str,
    username: FieldState,
    banner: Option<Banner>,
) -> ConsoleSignInPage {
    ConsoleSignInPage {
        brand: entrance.console.brand(),
        words: entrance.words.clone(),
        banner,
        xsrf: entrance.xsrf(),
        return_to: page_or_home(return_to).to_owned(),
        username,
        password_error: None,
    }
}

/// `GET /console/sign-in`.
async fn show(entrance: Entrance) -> Outcome {
    let said = match entrance.query.get("done") {
        Some("signed-out") => Some(Banner::info(entrance.words.say("console-signed-out"))),
        Some("too-late") => Some(Banner::info(entrance.words.say("console-error-too-late"))),
        _ => None,
    };
    let return_to = entrance.query.get("return_to").unwrap_or_default().to_owned();
    let shown = page(&entrance, &return_to, FieldState::default(), said).into_response();
    Ok(entrance.tied(shown))
}

/// `POST /console/sign-in`.
async fn submit(Knock { by: entrance, form }: Knock) -> Outcome {
    let (username, return_to) = (form.get("username").trim(), form.get("return_to"));
    let console = &entrance.console;
    let outcome =
        with_password(&console.administrators, (username, form.get("password")), &entrance.origin).await;
    let outcome = outcome.map_err(|error| notice::error(console, entrance.words.clone(), &failed(error)))?;
    let endpoint = &console.services.endpoint;
    match outcome {
        Ok(Progress::SignedIn(session)) => {
            end_former(&entrance).await?;
            Ok(cookies::set_session(see_other(page_or_home(return_to)), endpoint, &session))
        }
        Ok(Progress::NeedsCode(session)) => {
            end_former(&entrance).await?;
            let query =
                Serializer::new(String::new()).append_pair("return_to", page_or_home(return_to)).finish();
            // The forms of the second step are tied to the browser as those of the first were.
            let answer = cookies::set_session(see_other(&format!("{CODE_PATH}?{query}")), endpoint, &session);
            Ok(answer)
        }
        Err(refusal) => {
            let key = match refusal {
                SignInRefusal::LockedOut => "console-error-locked",
                SignInRefusal::Wrong | SignInRefusal::TooLate => "console-error-credentials",
            };
            let username = FieldState { value: username.to_owned(), error: None };
            let banner = Banner::danger(entrance.words.say(key));
            let status = if refusal == SignInRefusal::LockedOut {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            Err(page(&entrance, return_to, username, Some(banner)).with_status(status))
        }
    }
}

/// Ends the session that the browser had: another one takes its place.
pub(super) async fn end_former(entrance: &Entrance) -> Result<(), Response> {
    let Some(cookie) = &entrance.session else { return Ok(()) };
    let ended = session::end_of_cookie(&entrance.console.administrators, cookie).await;
    ended.map_err(|error| notice::error(&entrance.console, entrance.words.clone(), &error.into()))
}

/// Whether the browser has made the first step.
async fn must_wait(entrance: &Entrance) -> Result<String, Response> {
    let cookie = entrance.session.clone().unwrap_or_default();
    let waits = waits_for_code(&entrance.console.administrators, &cookie).await;
    let waits =
        waits.map_err(|error| notice::error(&entrance.console, entrance.words.clone(), &failed(error)))?;
    if waits { Ok(cookie) } else { Err(see_other(&format!("{SIGN_IN_PATH}?done=too-late"))) }
}

fn code_page(entrance: &Entrance, return_to: &str, error: Option<String>) -> ConsoleCodePage {
    ConsoleCodePage {
        brand: entrance.console.brand(),
        words: entrance.words.clone(),
        xsrf: entrance.xsrf(),
        return_to: page_or_home(return_to).to_owned(),
        error,
    }
}

/// `GET /console/sign-in/code`.
async fn show_code(entrance: Entrance) -> Outcome {
    must_wait(&entrance).await?;
    let return_to = entrance.query.get("return_to").unwrap_or_default().to_owned();
    let shown = code_page(&entrance, &return_to, None).into_response();
    Ok(entrance.tied(shown))
}

/// `POST /console/sign-in/code`.
async fn submit_code(Knock { by: entrance, form }: Knock) -> Outcome {
    let cookie = must_wait(&entrance).await?;
    let (console, return_to) = (&entrance.console, form.get("return_to"));
    let outcome = with_code(&console.administrators, (&cookie, form.get("code")), &entrance.origin).await;
    let outcome = outcome.map_err(|error| notice::error(console, entrance.words.clone(), &failed(error)))?;
    match outcome {
        Ok(session) => {
            Ok(cookies::set_session(see_other(page_or_home(return_to)), &console.services.endpoint, &session))
        }
        Err(SignInRefusal::TooLate) => Err(see_other(&format!("{SIGN_IN_PATH}?done=too-late"))),
        Err(refusal) => {
            let (key, status) = match refusal {
                SignInRefusal::LockedOut => ("console-error-locked", StatusCode::TOO_MANY_REQUESTS),
                _ => ("error-totp-wrong", StatusCode::UNPROCESSABLE_ENTITY),
            };
            Err(code_page(&entrance, return_to, Some(entrance.words.say(key))).with_status(status))
        }
    }
}

/// `POST /console/sign-out`.
async fn sign_out(Posted { by: operator, .. }: Posted) -> Outcome {
    let console = &operator.console;
    let ended = session::end(&console.administrators, &operator.signed_in().session_id).await;
    ended.map_err(|error| operator.failed(error))?;
    let answer = see_other(&format!("{SIGN_IN_PATH}?done=signed-out"));
    Ok(cookies::clear_session(answer, &console.services.endpoint))
}
