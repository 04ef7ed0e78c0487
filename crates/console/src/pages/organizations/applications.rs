//! `/console/organizations/{organization}/applications`: machines that work in it.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::Call;
use serde::Deserialize;
use serde_json::json;
use ui::{
    components::{Link, Tone},
    pages::console::{Choosable, ConsoleChoosePage, ConsoleLinkedPage, LinkedRow},
};

use super::{Organization, RoleName, find, frame, removal};
use crate::{
    listing::{page_of, paging, pattern},
    operator::Operator,
    pages::{
        Outcome,
        choosing::{Choosing, carry_out},
        undo,
    },
    posted::Posted,
    reading::part,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Application {
    id: String,
    name: String,
    description: Option<String>,
    #[serde(default)]
    organization_roles: Vec<RoleName>,
}

/// `GET /console/organizations/{organization}/applications`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let page = page_of(&operator.query);
    let call = Call::get(&["api", "organizations", &id, "applications"]);
    let (found, total) = part::<Application>(&operator, call, page).await?;
    let (words, base) = (&operator.words, of.tab("applications"));
    let link =
        |href: String, label: &str| operator.may_edit().then(|| Link { href, label: words.say(label) });
    let row = |one: Application| {
        let path = format!("{base}/{}", one.id);
        LinkedRow {
            remove: link(format!("{path}/remove"), "console-remove"),
            href: Some(path),
            id: one.id,
            name: one.name,
            detail: one.description.unwrap_or_default(),
            tags: one.organization_roles.into_iter().map(|role| (Tone::Neutral, role.name)).collect(),
        }
    };
    Ok(ConsoleLinkedPage {
        title: of.name.clone(),
        lead: of.lead(&operator),
        heading: words.say("console-organization-machines"),
        explanation: words.say("console-organization-machines-lead"),
        add: link(format!("{base}/add"), "console-add-machines"),
        rows: found.into_iter().map(row).collect(),
        empty: (words.say("console-no-machines"), words.say("console-no-machines-lead")),
        paging: paging(words, &base, &[], (page, total)),
        frame: frame(&operator, &of, "applications"),
    }
    .into_response())
}

async fn choose_page(operator: &Operator, of: &Organization) -> Result<ConsoleChoosePage, Response> {
    let (back_url, action) = (of.tab("applications"), of.tab("applications/add"));
    let choosing = Choosing {
        heading: "console-add-machines",
        lead: "console-add-machines-lead",
        placeholder: "console-search-applications",
        empty: "console-no-more-machines",
        action: &action,
        back_url: &back_url,
    };
    let call = |searched: &str| {
        let call = Call::get(&["api", "applications"]).query("types", "MachineToMachine");
        call.query("excludeOrganizationId", &of.id).query("search", &pattern(searched))
    };
    let choice = |one: Application| Choosable {
        id: one.id,
        name: one.name,
        detail: one.description.unwrap_or_default(),
    };
    choosing.page(operator, frame(operator, of, "applications"), call, choice).await
}

/// `GET /console/organizations/{organization}/applications/add`.
pub(super) async fn ask(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(choose_page(&operator, &of).await?.into_response())
}

/// `POST /console/organizations/{organization}/applications/add`.
pub(super) async fn add(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    if undo::is_meant(&operator, &form).await? {
        return removal::take_back(&operator, removal::MACHINES, &of, &form).await;
    }
    let again = choose_page(&operator, &of).await?;
    let call = |ids: Vec<&str>| {
        let body = json!({ "applicationIds": ids });
        Call::new(Method::POST, &["api", "organizations", &id, "applications"]).body(body)
    };
    carry_out(&operator, &form, again, call, "console-machines-added").await
}
