//! `/console/api-resources/{resource}/permissions`: what can be done in an API.

use axum::{extract::Path, response::IntoResponse as _};
use hosted::Call;
use serde::Deserialize;
use ui::{
    components::Link,
    pages::console::{ConsoleLinkedPage, LinkedRow},
};

use super::{find, frame};
use crate::{
    listing::{page_of, paging},
    operator::Operator,
    pages::Outcome,
    reading::part,
};

/// A permission of an API.
#[derive(Deserialize)]
pub(super) struct Permission {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) description: Option<String>,
}

/// `GET /console/api-resources/{resource}/permissions`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let page = page_of(&operator.query);
    let call = Call::get(&["api", "resources", &id, "scopes"]);
    let (found, total) = part::<Permission>(&operator, call, page).await?;
    let (words, base) = (&operator.words, of.tab("permissions"));
    let may_edit = operator.may_edit() && !of.is_built_in();
    let row = |one: Permission| LinkedRow {
        href: may_edit.then(|| format!("{base}/{}", one.id)),
        id: one.id,
        name: one.name,
        detail: one.description.unwrap_or_default(),
        tags: Vec::new(),
        remove: None,
    };
    let add = Link { href: format!("{base}/new"), label: words.say("console-create-permission") };
    Ok(ConsoleLinkedPage {
        title: of.name.clone(),
        lead: words.say(if of.is_built_in() { "console-built-in-resource" } else { "console-resource" }),
        heading: words.say("console-permissions"),
        explanation: words.say("console-resource-permissions-lead"),
        add: may_edit.then_some(add),
        rows: found.into_iter().map(row).collect(),
        empty: (words.say("console-no-permissions"), words.say("console-no-permissions-lead")),
        paging: paging(words, &base, &[], (page, total)),
        frame: frame(&operator, &of, "permissions"),
    }
    .into_response())
}
