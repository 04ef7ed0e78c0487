//! `/console/users/{user}/organizations`: where somebody belongs.

use axum::{extract::Path, response::IntoResponse as _};
use hosted::{Answer, Call};
use serde::Deserialize;
use ui::{
    components::Tone,
    pages::console::{ConsoleLinkedPage, ConsolePaging, LinkedRow},
};

use super::{find, frame, lead};
use crate::{
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

/// `GET /console/users/{user}/organizations`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let answer = operator.call(Call::get(&["api", "users", &id, "organizations"])).await;
    let found: Vec<Membership> = answer.and_then(Answer::read).map_err(|refusal| operator.stop(&refusal))?;
    let words = &operator.words;
    let row = |one: Membership| LinkedRow {
        href: Some(format!("{}/{}", organizations::PATH, one.id)),
        id: one.id,
        name: one.name,
        detail: one.description.unwrap_or_default(),
        tags: one.organization_roles.into_iter().map(|role| (Tone::Neutral, role.name)).collect(),
        remove: None,
    };
    Ok(ConsoleLinkedPage {
        title: of.person().name,
        lead: lead(&operator, &of),
        heading: words.say("console-user-organizations"),
        explanation: words.say("console-user-organizations-lead"),
        add: None,
        rows: found.into_iter().map(row).collect(),
        empty: (words.say("console-no-user-organizations"), words.say("console-no-user-organizations-lead")),
        paging: ConsolePaging::default(),
        frame: frame(&operator, &of, "organizations"),
    }
    .into_response())
}
