//! `/console/users/{user}/sessions`: where somebody is signed in.

use axum::{extract::Path, http::Method, response::IntoResponse as _};
use hosted::{Answer, Call};
use operations::naming::Named;
use serde::Deserialize;
use ui::{
    components::Link,
    pages::console::{ConsoleUserSessionsPage, UserSessionRow},
};

use super::{User, find, frame, lead};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, naming::Ids, question::Question},
    posted::Posted,
    reading::one,
};

#[derive(Deserialize)]
struct Sessions {
    sessions: Vec<Session>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Session {
    payload: Payload,
    client_id: Option<String>,
    expires_at: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    uid: String,
    /// In seconds.
    login_ts: i64,
}

/// `GET /console/users/{user}/sessions`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let answer = operator.call(Call::get(&["api", "users", &id, "sessions"])).await;
    let found: Sessions = answer.and_then(Answer::read).map_err(|refusal| operator.stop(&refusal))?;
    let mut ids = Ids::default();
    for application in found.sessions.iter().filter_map(|session| session.client_id.as_deref()) {
        ids.add(Named::Application, application);
    }
    let names = ids.names(&operator).await?;
    let base = format!("{}/sessions", of.path());
    let row = |one: Session| UserSessionRow {
        signed_in: operator.moment(one.payload.login_ts.saturating_mul(1_000)),
        ends: operator.moment(one.expires_at),
        end: operator.may_edit().then(|| Link {
            href: format!("{base}/{}/end", one.payload.uid),
            label: operator.words.say("console-end-session"),
        }),
        application: one.client_id.map(|id| names.called(Named::Application, &id)),
        name: one.payload.uid,
    };
    Ok(ConsoleUserSessionsPage {
        title: of.person().name,
        lead: lead(&operator, &of),
        sessions: found.sessions.into_iter().map(row).collect(),
        frame: frame(&operator, &of, "sessions"),
    }
    .into_response())
}

fn question(operator: &Operator, of: &User, session: &str) -> Question<'static> {
    Question {
        heading: operator.words.with("console-end-session-title", "name", &of.person().name),
        consequences: &["console-end-session-now", "console-end-session-final"],
        typed: None,
        action: format!("{}/sessions/{session}/end", of.path()),
        hidden: Vec::new(),
        button: "console-end-session",
        back_url: format!("{}/sessions", of.path()),
    }
}

/// `GET /console/users/{user}/sessions/{session}/end`.
pub(super) async fn ask_to_end(Path((id, session)): Path<(String, String)>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let _: Session = one(&operator, Call::get(&["api", "users", &id, "sessions", &session])).await?;
    Ok(question(&operator, &of, &session).ask(frame(&operator, &of, "sessions")))
}

/// `POST /console/users/{user}/sessions/{session}/end`.
pub(super) async fn end(
    Path((id, session)): Path<(String, String)>,
    Posted { by: operator, form }: Posted,
) -> Outcome {
    let of = find(&operator, &id).await?;
    question(&operator, &of, &session).must_be_meant(frame(&operator, &of, "sessions"), &form)?;
    let call = Call::new(Method::DELETE, &["api", "users", &id, "sessions", &session]);
    match operator.call(call).await {
        Ok(_) => Ok(done(&format!("{}/sessions", of.path()), "console-session-ended")),
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}
