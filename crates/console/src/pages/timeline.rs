//! Records of the audit log as a timeline of one thing.

use serde::Deserialize;
use serde_json::{Map, Value};
use ui::{components::Tone, pages::console::TimelineEntry};

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

/// Who did it, by the best name that the record holds.
fn actor(payload: &Map<String, Value>) -> Option<String> {
    let known = ["administrator", "userId", "applicationId"];
    known.into_iter().find_map(|member| payload.get(member)?.as_str().map(str::to_owned))
}

/// Why somebody was spoken for, where that is what the record is about.
pub(crate) fn reason(payload: &Map<String, Value>) -> Option<&str> {
    let asked = || payload.get("body")?.get("context")?.get("reason");
    // What machines put into the context of a subject token is theirs.
    payload.get("administratorId")?;
    payload.get("reason").or_else(asked)?.as_str()
}

/// An entry of a timeline.
pub(crate) fn entry(operator: &Operator, log: Log) -> TimelineEntry {
    let is_failure = log.payload.get("result").and_then(Value::as_str) == Some("Error");
    let address = log.payload.get("ip").and_then(Value::as_str);
    let reason =
        reason(&log.payload).map(|reason| operator.words.with("console-reason-was", "reason", reason));
    let detail = [reason.as_deref(), address].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    TimelineEntry {
        tone: if is_failure { Tone::Danger } else { Tone::Success },
        actor: actor(&log.payload),
        what: log.key.strip_prefix("Management.").unwrap_or(&log.key).to_owned(),
        href: format!("{}/{}", logs::PATH, log.id),
        detail,
        at: operator.moment(log.created_at),
    }
}
