//! `/console/roles`: the list.

use axum::response::IntoResponse as _;
use hosted::Call;
use ui::{
    components::{Link, Tone},
    pages::console::{ConsoleSearch, ConsoleThingsPage, ThingCell, ThingRow},
};

use super::{PATH, Role};
use crate::{
    listing::{page_of, paging, pattern, searched},
    operator::Operator,
    pages::Outcome,
    reading::part,
};

/// `GET /console/roles`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let (page, searched) = (page_of(&operator.query), searched(&operator.query));
    let call = Call::get(&["api", "roles"]).query("search", &pattern(&searched));
    let (found, total) = part::<Role>(&operator, call, page).await?;
    let words = &operator.words;
    let row = |one: Role| {
        let mut tags = vec![(Tone::Neutral, one.lead(&operator))];
        if one.is_default {
            tags.push((Tone::Info, words.say("console-default")));
        }
        ThingRow {
            href: one.path(),
            cells: vec![
                ThingCell::Tags(tags),
                ThingCell::Text((one.users_count + one.applications_count).to_string()),
                ThingCell::Text(one.description),
            ],
            id: one.id,
            name: one.name,
        }
    };
    let create = Link { href: format!("{PATH}/new"), label: words.say("console-create-role") };
    Ok(ConsoleThingsPage {
        heading: words.say("console-roles"),
        lead: words.say("console-roles-lead"),
        create: operator.may_edit().then_some(create),
        is_narrowed: !searched.is_empty() || page > 1,
        columns: vec![
            words.say("console-label-role-kind"),
            words.say("console-label-holders"),
            words.say("console-label-description"),
        ],
        rows: found.into_iter().map(row).collect(),
        empty: (words.say("console-no-roles"), words.say("console-no-roles-lead")),
        paging: paging(words, PATH, &[("q", &searched)], (page, total)),
        search: Some(ConsoleSearch {
            action: PATH.to_owned(),
            placeholder: words.say("console-search-roles"),
            value: searched,
            kept: Vec::new(),
        }),
        frame: operator.frame(PATH),
    }
    .into_response())
}
