//! `/console/webhooks`: the list.

use axum::response::IntoResponse as _;
use hosted::Call;
use ui::{
    components::{Link, Tone},
    pages::console::{ConsoleThingsPage, ThingCell, ThingRow},
};

use super::{Hook, PATH};
use crate::{
    listing::{page_of, paging},
    operator::Operator,
    pages::Outcome,
    reading::part,
};

/// `GET /console/webhooks`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let page = page_of(&operator.query);
    let call = Call::get(&["api", "hooks"]).query("includeExecutionStats", "true");
    let (found, total) = part::<Hook>(&operator, call, page).await?;
    let words = &operator.words;
    let row = |one: Hook| {
        let state = if one.enabled { (Tone::Success, "console-on") } else { (Tone::Neutral, "console-off") };
        let events = one.listens_to().len();
        ThingRow {
            href: one.path(),
            cells: vec![
                ThingCell::Text(one.config.url.clone()),
                ThingCell::Text(words.count("console-webhook-events", "count", events as u64)),
                ThingCell::Tags(health(&operator, &one)),
                ThingCell::Tags(vec![(state.0, words.say(state.1))]),
            ],
            name: one.title(),
            id: one.id,
        }
    };
    let create = Link { href: format!("{PATH}/new"), label: words.say("console-create-webhook") };
    Ok(ConsoleThingsPage {
        heading: words.say("console-webhooks"),
        lead: words.say("console-webhooks-lead"),
        create: operator.may_edit().then_some(create),
        search: None,
        is_narrowed: page > 1,
        columns: [
            "console-label-url",
            "console-label-events",
            "console-deliveries-day",
            "console-label-state",
        ]
        .iter()
        .map(|label| words.say(label))
        .collect(),
        rows: found.into_iter().map(row).collect(),
        empty: (words.say("console-no-webhooks"), words.say("console-no-webhooks-lead")),
        paging: paging(words, PATH, &[], (page, total)),
        frame: operator.frame(PATH),
    }
    .into_response())
}

/// How its deliveries went lately.
fn health(operator: &Operator, of: &Hook) -> Vec<(Tone, String)> {
    let words = &operator.words;
    let Some(statistics) = &of.execution_stats else { return Vec::new() };
    let (all, good) = (statistics.request_count, statistics.success_count);
    if all == 0 {
        return vec![(Tone::Neutral, words.say("console-no-deliveries-day"))];
    }
    let tone = match good {
        0 => Tone::Danger,
        good if good == all => Tone::Success,
        _ => Tone::Warning,
    };
    let numbers = [("good", good.into()), ("all", all.into())];
    vec![(tone, words.fill("console-deliveries-good", &numbers))]
}
