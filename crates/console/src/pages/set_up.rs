//! `/console/set-up?token=…`: the first owner, new administrators, and those who get in again.

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use domain::console::LinkPurpose;
use hosted::{complaint::rejections, failed, see_other};
use operations::console::{
    MIN_PASSWORD, PasswordRefusal,
    link::{self, RedeemRefusal},
};
use ui::{Page as _, Words, components::FieldState, pages::console::ConsoleSetUpPage};

use super::{Outcome, roles};
use crate::{
    console::PATH,
    cookies,
    entrance::{Entrance, Knock},
    notice,
    routes::Routes,
};

const SET_UP_PATH: &str = "/console/set-up";
/// What makes another link.
const COMMAND: &str = "guildhall console-link";

/// The page and its form.
pub(super) fn routes() -> Routes {
    Routes::default().open_page(SET_UP_PATH, show).open_form(SET_UP_PATH, submit)
}

/// The page for a link, or the page that says that it is not good.
async fn page(entrance: &Entrance, token: &str) -> Result<ConsoleSetUpPage, Response> {
    let (console, words) = (&entrance.console, &entrance.words);
    let found = link::find(&console.administrators, token).await;
    let found = found.map_err(|error| notice::error(console, words.clone(), &failed(error)))?;
    let Some((link, user)) = found else { return Err(gone(entrance)) };
    let role = words.say(roles::label(link.rights.role()));
    let (heading, lead, button) = match link.purpose {
        LinkPurpose::First => {
            ("console-set-up-title", words.say("console-set-up-lead"), "console-set-up-button")
        }
        LinkPurpose::Join => {
            ("console-join-title", words.with("console-join-lead", "role", &role), "console-join-button")
        }
        LinkPurpose::Recover => {
            ("console-recover-title", words.say("console-recover-form-lead"), "console-recover-button")
        }
    };
    let known = user.and_then(|user| user.username);
    Ok(ConsoleSetUpPage {
        brand: console.brand(),
        words: words.clone(),
        banner: None,
        heading: words.say(heading),
        lead,
        xsrf: entrance.xsrf(),
        token: token.to_owned(),
        is_known: known.is_some(),
        username: FieldState { value: known.unwrap_or_default(), error: None },
        password_hint: words.count("console-password-hint", "min", MIN_PASSWORD),
        password_error: None,
        button: words.say(button),
    })
}

fn gone(entrance: &Entrance) -> Response {
    let lead = entrance.words.with("console-link-gone-lead", "command", COMMAND);
    let status = StatusCode::NOT_FOUND;
    notice::told(&entrance.console, entrance.words.clone(), status, ("console-link-gone-title", lead))
}

/// `GET /console/set-up`.
async fn show(entrance: Entrance) -> Outcome {
    let token = entrance.query.get("token").unwrap_or_default().to_owned();
    let shown = page(&entrance, &token).await?.into_response();
    Ok(entrance.tied(shown))
}

/// `POST /console/set-up`.
async fn submit(Knock { by: entrance, form }: Knock) -> Outcome {
    let (token, username) = (form.get("token"), form.get("username").trim());
    let console = &entrance.console;
    let redeemed =
        link::redeem(&console.administrators, token, (username, form.get("password")), &entrance.origin)
            .await;
    let refusal = match redeemed {
        Ok(session) => {
            return Ok(cookies::set_session(see_other(PATH), &console.services.endpoint, &session));
        }
        Err(RedeemRefusal::Gone) => return Err(gone(&entrance)),
        Err(RedeemRefusal::Operation(error)) => {
            return Err(notice::error(console, entrance.words.clone(), &failed(error)));
        }
        Err(refusal) => refusal,
    };
    let mut again = page(&entrance, token).await?;
    let words = &entrance.words;
    if !again.is_known {
        username.clone_into(&mut again.username.value);
    }
    match refusal {
        RedeemRefusal::BadUsername => again.username.error = Some(words.say("console-username-wrong")),
        RedeemRefusal::Taken => again.username.error = Some(words.say("console-username-taken")),
        RedeemRefusal::Password(refusal) => again.password_error = Some(password_error(&refusal, words)),
        RedeemRefusal::Gone | RedeemRefusal::Operation(_) => {}
    }
    Err(again.with_status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// What is wrong with a password that was chosen.
pub(super) fn password_error(refusal: &PasswordRefusal, words: &Words) -> String {
    match refusal {
        PasswordRefusal::Rejected(reasons) => rejections(reasons, words),
        PasswordRefusal::Unchecked => words.say("console-password-unchecked"),
    }
}
