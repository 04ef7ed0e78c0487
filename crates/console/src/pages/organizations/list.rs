//! `/console/organizations`: the list.

use axum::response::IntoResponse as _;
use hosted::Call;
use ui::{
    components::{Link, Tone},
    pages::console::{ConsoleSearch, ConsoleThingsPage, ThingCell, ThingRow},
};

use super::{Organization, PATH};
use crate::{
    listing::{MOST_COUNTED, page_of, paging, searched},
    operator::Operator,
    pages::{
        Outcome,
        export::{self, Export},
    },
    reading::part,
};

/// `GET /console/organizations`.
pub(super) async fn show(operator: Operator) -> Outcome {
    let (page, searched) = (page_of(&operator.query), searched(&operator.query));
    let call = Call::get(&["api", "organizations"]).query("q", &searched).query("showFeatured", "true");
    let call = call.counting_up_to(MOST_COUNTED);
    let (found, total) = part::<Organization>(&operator, call, page).await?;
    let words = &operator.words;
    let frame = export::offered(&operator, PATH, &[("q", &searched)]);
    let row = |one: Organization| ThingRow {
        href: one.path(),
        cells: vec![
            ThingCell::Code(one.id.clone()),
            ThingCell::Text(one.users_count.unwrap_or_default().to_string()),
            ThingCell::Tags(if one.is_mfa_required {
                vec![(Tone::Success, words.say("console-required"))]
            } else {
                vec![(Tone::Neutral, words.say("console-not-required"))]
            }),
            ThingCell::At(operator.moment(one.created_at)),
        ],
        id: one.id,
        name: one.name,
    };
    let create = Link { href: format!("{PATH}/new"), label: words.say("console-create-organization") };
    Ok(ConsoleThingsPage {
        heading: words.say("console-organizations"),
        lead: words.say("console-organizations-lead"),
        create: operator.may_edit().then_some(create),
        is_narrowed: !searched.is_empty() || page > 1,
        columns: vec![
            words.say("console-label-organization-id"),
            words.say("console-members"),
            words.say("console-second-factor"),
            words.say("console-label-created"),
        ],
        rows: found.into_iter().map(row).collect(),
        empty: (words.say("console-no-organizations"), words.say("console-no-organizations-lead")),
        paging: paging(words, PATH, &[("q", &searched)], (page, total)),
        search: Some(ConsoleSearch {
            action: PATH.to_owned(),
            placeholder: words.say("console-search-organizations"),
            value: searched,
            kept: Vec::new(),
        }),
        frame,
    }
    .into_response())
}

/// `GET /console/organizations/export`.
pub(super) async fn export(operator: Operator) -> Outcome {
    let query = vec![("q", searched(&operator.query))];
    let export = Export {
        file: "organizations",
        area: "organizations",
        query,
        columns: &[
            ("id", "/id"),
            ("name", "/name"),
            ("description", "/description"),
            ("isMfaRequired", "/isMfaRequired"),
            ("createdAt", "/createdAt"),
        ],
    };
    export::answer(operator, export).await
}
