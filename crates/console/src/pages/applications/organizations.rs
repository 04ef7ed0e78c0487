//! `/console/applications/{application}/organizations`: where a machine works.

use axum::{extract::Path, response::IntoResponse as _};
use hosted::Call;
use serde::Deserialize;
use ui::{
    components::Tone,
    pages::console::{ConsoleLinkedPage, LinkedRow},
};

use super::{find, frame, kind};
use crate::{
    listing::{PAGE_SIZE, page_of, paging},
    operator::Operator,
    pages::{Outcome, organizations},
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Membership {
    id: String,
    name: String,
    description: Option<String>,
    #[serde(default)]
    organization_roles: Vec<OrganizationRole>,
}

#[derive(Deserialize)]
struct OrganizationRole {
    name: String,
}

/// `GET /console/applications/{application}/organizations`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let page = page_of(&operator.query);
    let call = Call::get(&["api", "applications", &id, "organizations"]).page(page, PAGE_SIZE);
    let answer = operator.call(call).await.map_err(|refusal| operator.stop(&refusal))?;
    let total = answer.total;
    let found: Vec<Membership> = answer.read().map_err(|refusal| operator.stop(&refusal))?;
    let (words, base) = (&operator.words, format!("{}/organizations", of.path()));
    let row = |one: Membership| LinkedRow {
        href: Some(format!("{}/{}", organizations::PATH, one.id)),
        id: one.id,
        name: one.name,
        detail: one.description.unwrap_or_default(),
        tags: one.organization_roles.into_iter().map(|role| (Tone::Neutral, role.name)).collect(),
        remove: None,
    };
    Ok(ConsoleLinkedPage {
        title: of.name.clone(),
        lead: kind(&of.kind, words),
        heading: words.say("console-in-organizations"),
        explanation: words.say("console-in-organizations-lead"),
        add: None,
        rows: found.into_iter().map(row).collect(),
        empty: (words.say("console-no-organizations-of"), words.say("console-no-organizations-of-lead")),
        paging: paging(words, &base, &[], (page, total)),
        frame: frame(&operator, &of, "organizations"),
    }
    .into_response())
}
