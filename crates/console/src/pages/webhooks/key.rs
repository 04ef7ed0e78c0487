//! `/console/webhooks/{hook}/key`: what deliveries are signed with, and trying one.

use axum::{
    extract::Path,
    http::{Method, StatusCode},
    response::IntoResponse as _,
};
use domain::{
    console::ConsoleRole,
    hook::{EVENTS, EXCEPTIONS},
};
use hosted::Call;
use serde_json::{Value, json};
use ui::{
    Page as _,
    components::{Banner, Tone},
    pages::console::{ConsoleOption, ConsoleWebhookKeyPage},
};

use super::{Hook, find, frame};
use crate::{
    operator::Operator,
    pages::{Outcome, done::done, question::Question},
    posted::Posted,
};

fn page(operator: &Operator, of: &Hook, chosen: &str) -> ConsoleWebhookKeyPage {
    let events = of.listens_to();
    // What it listens to comes first.
    let others = EVENTS.iter().chain(&EXCEPTIONS).copied().filter(|event| !events.contains(event));
    let option = |event: &str| ConsoleOption {
        value: event.to_owned(),
        label: event.to_owned(),
        is_selected: event == chosen,
    };
    let is_shown = operator.query.get("show").is_some();
    let last: String = of.signing_key.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
    ConsoleWebhookKeyPage {
        title: of.title(),
        lead: operator.words.say("console-webhook-lead"),
        key: if is_shown {
            of.signing_key.clone()
        } else {
            format!("••••••••••••{last}")
        },
        is_shown,
        path: format!("{}/key", of.path()),
        events: events.iter().copied().chain(others).map(option).collect(),
        url: of.config.url.clone(),
        answer: None,
        frame: frame(operator, of, "key"),
    }
}

/// `GET /console/webhooks/{hook}/key`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(page(&operator, &of, "").into_response())
}

/// `POST /console/webhooks/{hook}/key`: sends an example.
pub(super) async fn try_out(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    let event = form.get("event");
    let mut page = page(&operator, &of, event);
    if !domain::hook::is_event(event) {
        page.frame.banner = Some(Banner::danger(operator.words.say("console-nothing-chosen")));
        return Err(page.with_status(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let config = json!({ "url": of.config.url, "headers": of.config.headers });
    let body = json!({ "events": [event], "config": config });
    let sent = operator.call(Call::new(Method::POST, &["api", "hooks", &id, "test"]).body(body)).await;
    let words = &operator.words;
    match sent {
        Ok(_) => {
            let text = words.with("console-webhook-tried", "event", event);
            page.frame.banner = Some(Banner { tone: Tone::Success, text });
            Ok(page.into_response())
        }
        Err(refusal) if refusal.status == StatusCode::UNPROCESSABLE_ENTITY => {
            let said = |member: &str| refusal.data().get(member).cloned().unwrap_or_default();
            let text = match said("responseStatus").as_u64() {
                Some(status) => words.with("console-webhook-answered", "status", &status.to_string()),
                None => words.with(
                    "console-webhook-unreached",
                    "why",
                    said("message").as_str().unwrap_or_default(),
                ),
            };
            page.frame.banner = Some(Banner::danger(text));
            page.answer = match said("responseBody") {
                Value::Null => None,
                body => Some(serde_json::to_string_pretty(&body).unwrap_or_default()),
            };
            Err(page.with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(refusal) => Err(operator.stop(&refusal)),
    }
}

fn question<'a>(operator: &Operator, of: &Hook) -> Question<'a> {
    Question {
        heading: operator.words.with("console-replace-key-title", "name", &of.title()),
        consequences: &[
            "console-replace-key-consequence",
            "console-replace-key-waiting",
            "console-replace-key-final",
        ],
        typed: None,
        action: format!("{}/key/replace", of.path()),
        hidden: Vec::new(),
        button: "console-replace-key",
        back_url: format!("{}/key", of.path()),
    }
}

/// `GET /console/webhooks/{hook}/key/replace`.
pub(super) async fn ask_to_replace(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(question(&operator, &of).ask(frame(&operator, &of, "key")))
}

/// `POST /console/webhooks/{hook}/key/replace`.
pub(super) async fn replace(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    question(&operator, &of).must_be_meant(frame(&operator, &of, "key"), &form)?;
    let call = Call::new(Method::PATCH, &["api", "hooks", &id, "signing-key"]).body(json!({}));
    let answer = operator.call(call).await.map_err(|refusal| operator.stop(&refusal))?;
    if operator.signed_in().rights.role() == ConsoleRole::Limited {
        // They are shown it this once, as those are who make a secret.
        let of: Hook = answer.read().map_err(|refusal| operator.stop(&refusal))?;
        let mut page =
            ConsoleWebhookKeyPage { key: of.signing_key.clone(), is_shown: true, ..page(&operator, &of, "") };
        let text = operator.words.say("console-key-replaced");
        page.frame.banner = Some(Banner { tone: Tone::Success, text });
        return Ok(page.into_response());
    }
    // Where it stands from now on, shown.
    Ok(done(&format!("{}/key?show=yes", of.path()), "console-key-replaced"))
}
