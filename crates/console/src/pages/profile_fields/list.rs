//! `/console/profile-fields`: the list.

use axum::response::IntoResponse as _;
use ui::{
    components::{Link, Tone},
    pages::console::{ConsolePaging, ConsoleThingsPage, ThingCell, ThingRow},
};

use super::{PATH, all, kind_name};
use crate::{operator::Operator, pages::Outcome};

/// `GET /console/profile-fields`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let found = all(&operator).await?;
    let words = &operator.words;
    let rows = found.iter().map(|field| {
        let required = field.required.then(|| (Tone::Info, words.say("console-field-required")));
        ThingRow {
            id: field.name.clone(),
            name: field.called().to_owned(),
            href: field.path(),
            cells: vec![
                ThingCell::Code(field.name.clone()),
                ThingCell::Text(kind_name(&operator, &field.kind)),
                ThingCell::Tags(required.into_iter().collect()),
            ],
        }
    });
    let create = Link { href: format!("{PATH}/new"), label: words.say("console-field-create") };
    Ok(ConsoleThingsPage {
        heading: words.say("console-fields"),
        lead: words.say("console-fields-lead"),
        create: operator.may_edit().then_some(create),
        search: None,
        is_narrowed: false,
        columns: vec![
            words.say("console-field-key"),
            words.say("console-label-kind"),
            words.say("console-field-required"),
        ],
        rows: rows.collect(),
        empty: (words.say("console-no-fields"), words.say("console-no-fields-lead")),
        paging: ConsolePaging::default(),
        frame: operator.frame(PATH),
    }
    .into_response())
}
