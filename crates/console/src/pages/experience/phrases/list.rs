//! `/console/sign-in-experience/phrases`: the languages.

use axum::response::IntoResponse as _;
use ui::{
    components::Link,
    pages::console::{ConsolePaging, ConsoleThingsPage, ThingCell, ThingRow},
};

use super::{OwnPhrases, PATH, TAB, all, built_in_name, languages};
use crate::{operator::Operator, pages::Outcome};

/// `GET /console/sign-in-experience/phrases`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let found = all(&operator).await?;
    let words = &operator.words;
    let row = |of: &OwnPhrases| ThingRow {
        id: of.language_tag.clone(),
        name: languages::name(&of.language_tag),
        href: of.path(),
        cells: vec![
            ThingCell::Text(words.count("console-phrases-count", "count", of.texts().len() as u64)),
            ThingCell::Text(built_in_name(&of.language_tag)),
        ],
    };
    let create = Link { href: format!("{PATH}/new"), label: words.say("console-phrases-add") };
    let mut frame = operator.frame(super::super::PATH);
    frame.tabs = operator.tabs(super::super::PATH, super::super::TABS, TAB);
    Ok(ConsoleThingsPage {
        heading: words.say("console-phrases"),
        lead: words.say("console-phrases-lead"),
        create: operator.may_edit().then_some(create),
        search: None,
        is_narrowed: false,
        columns: vec![words.say("console-phrases-own"), words.say("console-phrases-otherwise")],
        rows: found.iter().map(row).collect(),
        empty: (words.say("console-phrases-none"), words.say("console-phrases-none-lead")),
        paging: ConsolePaging::default(),
        frame,
    }
    .into_response())
}
