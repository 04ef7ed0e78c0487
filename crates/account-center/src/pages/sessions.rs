//! `/account/sessions`: where somebody is signed in, and ending it.

use api_types::account_center::FieldAccess;
use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::{Answer, Call, Posted, Refusal, see_other, time::said};
use serde::Deserialize;
use ui::{
    Words,
    pages::account::{AccountSessionsPage, SessionRow},
};

use super::{Outcome, Section, confirm::Question, done, trusted_browsers};
use crate::holder::Holder;

/// The page.
pub(super) const PATH: &str = "/account/sessions";
const OTHERS_PATH: &str = "/account/sessions/others";

/// A session as the Account API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Session {
    payload: Payload,
    is_current: bool,
    last_active_at: Option<i64>,
    ip: Option<String>,
    browser: Option<String>,
    system: Option<String>,
}

#[derive(Deserialize)]
struct Payload {
    uid: String,
}

#[derive(Deserialize)]
struct Sessions {
    sessions: Vec<Session>,
}

/// What people call a browser.
pub(super) fn browser_name(words: &Words, browser: Option<&str>, system: Option<&str>) -> String {
    match (browser, system) {
        (Some(browser), Some(system)) => {
            words.fill("own-device", &[("browser", browser.into()), ("system", system.into())])
        }
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => words.say("own-device-unknown"),
    }
}

fn name(holder: &Holder, session: &Session) -> String {
    browser_name(&holder.words, session.browser.as_deref(), session.system.as_deref())
}

async fn read(holder: &Holder) -> Result<Vec<Session>, Refusal> {
    let call = Call::get(&["api", "my-account", "sessions"]);
    let mut sessions = holder.call(call).await.and_then(Answer::read::<Sessions>)?.sessions;
    // The present one first; the others as they come, newest sign-in first.
    sessions.sort_by_key(|session| !session.is_current);
    Ok(sessions)
}

/// `GET /account/sessions`.
pub(crate) async fn show(holder: Holder) -> Outcome {
    let sessions = read(&holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    let trusted = trusted_browsers::part(&holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    let may_end = holder.settings.fields.session == Some(FieldAccess::Edit);
    let has_others = sessions.iter().any(|session| !session.is_current);
    let now = holder.center.services.now();
    let row = |session: Session| SessionRow {
        name: name(&holder, &session),
        last_active: session
            .last_active_at
            .map(|at| said(&holder.words, ("own-last-active", "when"), at, now)),
        end_url: (may_end && !session.is_current).then(|| format!("{PATH}/{}", session.payload.uid)),
        is_here: session.is_current,
        address: session.ip,
    };
    Ok(AccountSessionsPage {
        end_others_url: (may_end && has_others).then(|| OTHERS_PATH.to_owned()),
        sessions: sessions.into_iter().map(row).collect(),
        trusted,
        frame: holder.frame(Section::Sessions),
    }
    .into_response())
}

fn ending<'a>(holder: &Holder, name: &str, path: &'a str) -> Question<'a> {
    Question {
        section: Section::Sessions,
        heading: holder.words.say("own-end-question"),
        consequences: vec![holder.words.with("own-end-consequence", "name", name)],
        path,
        button: holder.words.say("own-end"),
        back: PATH,
    }
}

/// The name of a session, and its page; where it is gone already, the list.
async fn find(holder: &Holder, id: &str) -> Result<(String, String), Response> {
    holder.must_edit(holder.settings.fields.session)?;
    let path = format!("{PATH}/{id}");
    let sessions = read(holder).await.map_err(|refusal| holder.stop(&refusal, PATH))?;
    let found = sessions.iter().find(|session| session.payload.uid == id && !session.is_current);
    found.map(|session| (name(holder, session), path)).ok_or_else(|| see_other(PATH))
}

/// `GET /account/sessions/{session}`.
pub(crate) async fn ask(holder: Holder, Path(id): Path<String>) -> Outcome {
    let (name, path) = find(&holder, &id).await?;
    holder.must_have_proof(&path)?;
    Ok(ending(&holder, &name, &path).ask(&holder))
}

/// `POST /account/sessions/{session}`.
pub(crate) async fn end(Path(id): Path<String>, posted: Posted<Holder>) -> Outcome {
    let holder = posted.by;
    let (name, path) = find(&holder, &id).await?;
    let call = Call::new(Method::DELETE, &["api", "my-account", "sessions", &id]);
    match holder.call(call.query("revokeGrantsTarget", "all")).await {
        Ok(_) => Ok(see_other(&done::at(PATH, "ended"))),
        Err(refusal) => Ok(ending(&holder, &name, &path).refused(&holder, &refusal)),
    }
}

fn ending_others(holder: &Holder) -> Question<'static> {
    Question {
        section: Section::Sessions,
        heading: holder.words.say("own-end-others-question"),
        consequences: vec![holder.words.say("own-end-others-consequence")],
        path: OTHERS_PATH,
        button: holder.words.say("own-end-others"),
        back: PATH,
    }
}

/// `GET /account/sessions/others`.
pub(crate) async fn ask_others(holder: Holder) -> Outcome {
    holder.must_edit(holder.settings.fields.session)?;
    holder.must_have_proof(OTHERS_PATH)?;
    Ok(ending_others(&holder).ask(&holder))
}

/// `POST /account/sessions/others`.
pub(crate) async fn end_others(posted: Posted<Holder>) -> Outcome {
    let holder = posted.by;
    let call = Call::new(Method::DELETE, &["api", "my-account", "sessions"])
        .query("keepCurrent", "true")
        .query("revokeGrantsTarget", "all");
    match holder.call(call).await {
        Ok(_) => Ok(see_other(&done::at(PATH, "ended-others"))),
        Err(refusal) => Ok(ending_others(&holder).refused(&holder, &refusal)),
    }
}
