//! `/console/logs`: who did what.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Response},
};
use domain::{calendar::Day, console::ConsoleRole};
use hosted::{Answer, Call, Total};
use http_kit::QueryPairs;
use operations::naming::Named;
use serde::Deserialize;
use serde_json::{Map, Value};
use ui::{
    components::Tone,
    pages::console::{Called, Chart, ConsoleLogPage, ConsoleLogsPage, ConsoleOption, LogFilter, LogRow},
};

use super::{
    Outcome,
    export::{self, Export},
    naming::Ids,
};
use crate::{
    listing::{PAGE_SIZE, grouped, page_of, paging},
    operator::Operator,
    parts,
    routes::Routes,
};

/// Where it is.
pub(crate) const PATH: &str = "/console/logs";
/// The value of the filter that leaves writes of the Management API out.
const SIGN_INS: &str = "sign-ins";
/// The longest text of a filter, in characters.
const MAX_TEXT: usize = 200;

/// The pages.
pub(super) fn routes() -> Routes {
    let reader = ConsoleRole::ReadOnly;
    Routes::default()
        .page(reader, PATH, show)
        .page(reader, "/console/logs/export", export_all)
        .page(reader, "/console/logs/{log}", show_one)
        .about(&[parts::AUDIT_LOGS])
}

/// A record, as the Management API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Log {
    id: String,
    key: String,
    #[serde(default)]
    payload: Map<String, Value>,
    created_at: i64,
}

impl Log {
    fn text(&self, member: &str) -> Option<&str> {
        self.payload.get(member).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    fn result(&self, operator: &Operator) -> (Tone, String) {
        match self.text("result") {
            Some("Error") => (Tone::Danger, operator.words.say("console-failed")),
            _ => (Tone::Success, operator.words.say("console-succeeded")),
        }
    }
}

/// What an address asks for.
fn wanted(query: &QueryPairs) -> LogFilter {
    let text =
        |name: &str| query.get(name).unwrap_or_default().trim().chars().take(MAX_TEXT).collect::<String>();
    let day = |name: &str| Day::parse(&text(name)).map(|day| day.to_string()).unwrap_or_default();
    LogFilter {
        event: text("event"),
        user: text("user"),
        application: text("application"),
        from: day("from"),
        to: day("to"),
    }
}

/// The first moment of a day, or the last one, as the API takes it.
fn moment(day: &str, days_later: i64) -> String {
    let start = Day::parse(day).map(|day| day.plus_days(days_later).start().0);
    start.map(|start| (start - days_later).to_string()).unwrap_or_default()
}

/// `GET /console/logs`.
async fn show(operator: Operator) -> Outcome {
    let (page, wanted) = (page_of(&operator.query), wanted(&operator.query));
    let kind = operator.query.get("kind").filter(|kind| *kind == SIGN_INS).unwrap_or_default();
    // A window that ends before it begins holds nothing; the API says so with an error.
    let is_empty_window = !wanted.from.is_empty() && !wanted.to.is_empty() && wanted.from > wanted.to;
    let last = moment(if is_empty_window { &wanted.from } else { &wanted.to }, 1);
    let narrowed = narrowed(&wanted, kind, (moment(&wanted.from, 0), last));
    let call =
        narrowed.iter().fold(Call::get(&["api", "logs"]), |call, (name, value)| call.query(name, value));
    let call = call.query("enableCap", "true").page(page, PAGE_SIZE);
    let answer = operator.call(call).await.map_err(|refusal| operator.stop(&refusal))?;
    let total = if is_empty_window { Total::default() } else { answer.total };
    let found: Vec<Log> = Answer::read(answer).map_err(|refusal| operator.stop(&refusal))?;
    let rows = rows(&operator, if is_empty_window { Vec::new() } else { found }).await?;
    let option = |value: &str, label: &str| ConsoleOption {
        value: value.to_owned(),
        label: operator.words.say(label),
        is_selected: value == kind,
    };
    let kept = [
        ("kind", kind),
        ("event", wanted.event.as_str()),
        ("user", &wanted.user),
        ("application", &wanted.application),
        ("from", &wanted.from),
        ("to", &wanted.to),
    ];
    let chart = chart(&operator, &wanted, kind).await?;
    let is_narrowed = page > 1 || kept.iter().any(|(_, value)| !value.is_empty());
    Ok(ConsoleLogsPage {
        action: PATH.to_owned(),
        kinds: vec![option("", "console-log-everything"), option(SIGN_INS, "console-log-sign-ins")],
        rows,
        paging: paging(&operator.words, PATH, &kept, (page, total)),
        is_narrowed,
        chart,
        frame: export::offered(&operator, PATH, &kept),
        wanted,
    }
    .into_response())
}

/// Records in the list, with the names of what they name.
async fn rows(operator: &Operator, found: Vec<Log>) -> Result<Vec<LogRow>, Response> {
    let mut ids = Ids::default();
    for log in &found {
        ids.add_of(&log.payload);
    }
    let names = ids.names(operator).await?;
    let row = |one: Log| {
        let (who, about) = names.of(&one.payload, "");
        LogRow {
            href: format!("{PATH}/{}", one.id),
            result: one.result(operator),
            who,
            about,
            at: operator.moment(one.created_at),
            event: one.key,
        }
    };
    Ok(found.into_iter().map(row).collect())
}

/// What the Management API is asked for, with the first and the last moment.
fn narrowed(wanted: &LogFilter, kind: &str, (from, to): (String, String)) -> Vec<(&'static str, String)> {
    let mut narrowed = filters(wanted, kind);
    narrowed.extend([("start_time", from), ("end_time", to)]);
    narrowed
}

/// The same without moments.
fn filters(wanted: &LogFilter, kind: &str) -> Vec<(&'static str, String)> {
    vec![
        ("logKey", wanted.event.clone()),
        ("userId", wanted.user.clone()),
        ("applicationId", wanted.application.clone()),
        ("includeManagement", if kind == SIGN_INS { String::new() } else { "true".to_owned() }),
    ]
}

/// How many days the chart shows where no window is asked for, and at the most.
const DAYS: i64 = 14;

/// A day, as the Management API counts its records.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LogDay {
    date: String,
    count: i64,
    is_capped: bool,
}

/// How many records there are each day, of those that the list is narrowed to.
async fn chart(operator: &Operator, wanted: &LogFilter, kind: &str) -> Result<Chart, Response> {
    let words = &operator.words;
    let last = Day::parse(&wanted.to).unwrap_or_else(|| Day::of(operator.now()));
    let earliest = last.plus_days(1 - DAYS);
    let first = Day::parse(&wanted.from).filter(|first| *first > earliest).unwrap_or(earliest);
    let days: Vec<LogDay> = if first > last {
        Vec::new()
    } else {
        let filters = filters(wanted, kind);
        let call = filters
            .iter()
            .fold(Call::get(&["api", "log-days"]), |call, (name, value)| call.query(name, value))
            .query("from", &first.to_string())
            .query("to", &last.to_string());
        operator.call(call).await.and_then(Answer::read).map_err(|refusal| operator.stop(&refusal))?
    };
    let most = days.iter().max_by_key(|day| day.count);
    let said = match most {
        Some(day) if day.is_capped => "console-log-chart-capped",
        _ => "console-log-chart-most",
    };
    let most = u64::try_from(most.map_or(0, |day| day.count)).unwrap_or_default();
    let numbers = days.into_iter().map(|day| (day.date, day.count)).collect();
    Ok(Chart::new(
        words.say("console-log-chart"),
        words.say("console-label-day"),
        words.with(said, "count", &grouped(most)),
        numbers,
    ))
}

/// `GET /console/logs/export`.
async fn export_all(operator: Operator) -> Outcome {
    let wanted = wanted(&operator.query);
    let kind = operator.query.get("kind").filter(|kind| *kind == SIGN_INS).unwrap_or_default().to_owned();
    let (from, to) = (moment(&wanted.from, 0), moment(&wanted.to, 1));
    // What is recorded while the file is read would move what follows it.
    let to = if to.is_empty() { operator.now().0.to_string() } else { to };
    let number = |text: &str| text.parse::<i64>().unwrap_or_default();
    let from = if !from.is_empty() && number(&to) < number(&from) { to.clone() } else { from };
    let export = Export {
        file: "audit-log",
        area: "logs",
        query: narrowed(&wanted, &kind, (from, to)),
        columns: &[
            ("id", "/id"),
            ("createdAt", "/createdAt"),
            ("key", "/key"),
            ("result", "/payload/result"),
            ("userId", "/payload/userId"),
            ("applicationId", "/payload/applicationId"),
            ("organizationId", "/payload/organizationId"),
            ("administrator", "/payload/administrator"),
            ("ip", "/payload/ip"),
            ("error", "/payload/error"),
        ],
    };
    export::answer(operator, export).await
}

/// `GET /console/logs/{log}`.
async fn show_one(Path(id): Path<String>, operator: Operator) -> Outcome {
    let answer = operator.call(Call::get(&["api", "logs", &id])).await;
    let one: Log = answer.and_then(Answer::read).map_err(|refusal| operator.stop(&refusal))?;
    let words = &operator.words;
    let mut ids = Ids::default();
    ids.add_of(&one.payload);
    let names = ids.names(&operator).await?;
    let fact = |label: &str, member: &str| {
        let text = one.text(member)?;
        Some((words.say(label), Called::by_name(text.to_owned()), None))
    };
    let named = |label: &str, member: &str, kind: Named| {
        let (called, href) = names.linked(kind, one.text(member)?);
        Some((words.say(label), called, href))
    };
    let facts = [
        fact("console-label-administrator", "administrator"),
        named("console-label-user", "userId", Named::User),
        named("console-label-application", "applicationId", Named::Application),
        named("console-label-organization", "organizationId", Named::Organization),
        fact("console-label-address", "ip"),
        fact("console-label-browser", "userAgent"),
        fact("console-label-error", "error"),
    ];
    let list = words.say("console-logs");
    Ok(ConsoleLogPage {
        title: one.key.clone(),
        result: one.result(&operator),
        at: operator.moment(one.created_at),
        facts: facts.into_iter().flatten().collect(),
        payload: serde_json::to_string_pretty(&one.payload).unwrap_or_default(),
        frame: operator.frame_below(PATH, &[(PATH, &list)]),
    }
    .into_response())
}
