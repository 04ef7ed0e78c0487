//! `/console/api-resources`: the list.

use axum::response::IntoResponse as _;
use hosted::Call;
use ui::{
    components::{Link, Tone},
    pages::console::{ConsoleThingsPage, ThingCell, ThingRow},
};

use super::{PATH, Resource};
use crate::{
    listing::{page_of, paging},
    operator::Operator,
    pages::Outcome,
    reading::part,
};

/// `GET /console/api-resources`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let page = page_of(&operator.query);
    let (found, total) = part::<Resource>(&operator, Call::get(&["api", "resources"]), page).await?;
    let words = &operator.words;
    let row = |one: Resource| {
        let mut tags = Vec::new();
        if one.is_default {
            tags.push((Tone::Info, words.say("console-default")));
        }
        if one.is_built_in() {
            tags.push((Tone::Neutral, words.say("console-built-in")));
        }
        ThingRow {
            href: one.path(),
            cells: vec![
                ThingCell::Code(one.indicator),
                ThingCell::Text(words.count("console-seconds", "count", one.access_token_ttl)),
                ThingCell::Tags(tags),
            ],
            id: one.id,
            name: one.name,
        }
    };
    let create = Link { href: format!("{PATH}/new"), label: words.say("console-create-resource") };
    Ok(ConsoleThingsPage {
        heading: words.say("console-resources"),
        lead: words.say("console-resources-lead"),
        create: operator.may_edit().then_some(create),
        search: None,
        is_narrowed: page > 1,
        columns: vec![
            words.say("console-label-indicator"),
            words.say("console-label-token-lifetime"),
            words.say("console-label-kind"),
        ],
        rows: found.into_iter().map(row).collect(),
        empty: (words.say("console-no-resources"), words.say("console-no-resources-lead")),
        paging: paging(words, PATH, &[], (page, total)),
        frame: operator.frame(PATH),
    }
    .into_response())
}
