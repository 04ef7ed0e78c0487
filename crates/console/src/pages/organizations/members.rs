//! `/console/organizations/{organization}/members`: who belongs to it.

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

/// A user.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    pub(crate) id: String,
    username: Option<String>,
    primary_email: Option<String>,
    primary_phone: Option<String>,
    name: Option<String>,
}

impl User {
    /// How somebody is called, and what else tells who it is.
    pub(crate) fn name_and_detail(&self) -> (String, String) {
        let known = [&self.name, &self.username, &self.primary_email, &self.primary_phone];
        let mut known = known.into_iter().flatten().filter(|text| !text.is_empty());
        let name = known.next().unwrap_or(&self.id).clone();
        (name, known.next().cloned().unwrap_or_default())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Member {
    #[serde(flatten)]
    user: User,
    #[serde(default)]
    organization_roles: Vec<RoleName>,
}

/// `GET /console/organizations/{organization}/members`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let page = page_of(&operator.query);
    let call = Call::get(&["api", "organizations", &id, "users"]);
    let (members, total) = part::<Member>(&operator, call, page).await?;
    let (words, base) = (&operator.words, of.tab("members"));
    let link =
        |href: String, label: &str| operator.may_edit().then(|| Link { href, label: words.say(label) });
    let row = |member: Member| {
        let (name, detail) = member.user.name_and_detail();
        let path = format!("{base}/{}", member.user.id);
        LinkedRow {
            remove: link(format!("{path}/remove"), "console-remove"),
            href: Some(path),
            id: member.user.id,
            name,
            detail,
            tags: member.organization_roles.into_iter().map(|role| (Tone::Neutral, role.name)).collect(),
        }
    };
    Ok(ConsoleLinkedPage {
        title: of.name.clone(),
        lead: of.lead(&operator),
        heading: words.say("console-members"),
        explanation: words.say("console-members-lead"),
        add: link(format!("{base}/add"), "console-add-members"),
        rows: members.into_iter().map(row).collect(),
        empty: (words.say("console-no-members"), words.say("console-no-members-lead")),
        paging: paging(words, &base, &[], (page, total)),
        frame: frame(&operator, &of, "members"),
    }
    .into_response())
}

async fn choose_page(operator: &Operator, of: &Organization) -> Result<ConsoleChoosePage, Response> {
    let (back_url, action) = (of.tab("members"), of.tab("members/add"));
    let choosing = Choosing {
        heading: "console-add-members",
        lead: "console-add-members-lead",
        placeholder: "console-search-users",
        empty: "console-no-more-users",
        action: &action,
        back_url: &back_url,
    };
    let call = |searched: &str| {
        let call = Call::get(&["api", "users"]).query("excludeOrganizationId", &of.id);
        call.query("search", &pattern(searched))
    };
    let choice = |user: User| {
        let (name, detail) = user.name_and_detail();
        Choosable { id: user.id, name, detail }
    };
    choosing.page_of_many(operator, frame(operator, of, "members"), call, choice).await
}

/// `GET /console/organizations/{organization}/members/add`.
pub(super) async fn ask(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    Ok(choose_page(&operator, &of).await?.into_response())
}

/// `POST /console/organizations/{organization}/members/add`.
pub(super) async fn add(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find(&operator, &id).await?;
    if undo::is_meant(&operator, &form).await? {
        return removal::take_back(&operator, removal::MEMBERS, &of, &form).await;
    }
    let again = choose_page(&operator, &of).await?;
    let call = |ids: Vec<&str>| {
        Call::new(Method::POST, &["api", "organizations", &id, "users"]).body(json!({ "userIds": ids }))
    };
    carry_out(&operator, &form, again, call, "console-members-added").await
}
