//! Records of the audit log as a timeline of one thing.

use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value};
use ui::{components::Tone, pages::console::TimelineEntry};

use super::naming::{Ids, Names};
use crate::{operator::Operator, pages::logs};

/// A record, as the Management API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Log {
    id: String,
    key: String,
    payload: Map<String, Value>,
    created_at: i64,
}

/// Why somebody was spoken for, where that is what the record is about.
pub(crate) fn reason(payload: &Map<String, Value>) -> Option<&str> {
    let asked = || payload.get("body")?.get("context")?.get("reason");
    // What machines put into the context of a subject token is theirs.
    payload.get("administratorId")?;
    payload.get("reason").or_else(asked)?.as_str()
}

/// The entries of the timeline of `thing`, with the names of everything that they name.
pub(crate) async fn entries(
    operator: &Operator,
    logs: Vec<Log>,
    thing: &str,
) -> Result<Vec<TimelineEntry>, Response> {
    let mut ids = Ids::default();
    for log in &logs {
        ids.add_of(&log.payload);
    }
    let names = ids.names(operator).await?;
    Ok(logs.into_iter().map(|log| entry(operator, log, (&names, thing))).collect())
}

fn entry(operator: &Operator, log: Log, (names, thing): (&Names, &str)) -> TimelineEntry {
    let is_failure = log.payload.get("result").and_then(Value::as_str) == Some("Error");
    let address = log.payload.get("ip").and_then(Value::as_str);
    let reason =
        reason(&log.payload).map(|reason| operator.words.with("console-reason-was", "reason", reason));
    let detail = [reason.as_deref(), address].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let (actor, about) = names.of(&log.payload, thing);
    TimelineEntry {
        tone: if is_failure { Tone::Danger } else { Tone::Success },
        actor,
        about,
        what: log.key.strip_prefix("Management.").unwrap_or(&log.key).to_owned(),
        href: format!("{}/{}", logs::PATH, log.id),
        detail,
        at: operator.moment(log.created_at),
    }
}
