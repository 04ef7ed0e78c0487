//! The roles that a member or a machine holds in an organization, to be ticked.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::Call;
use serde::Deserialize;
use serde_json::{Value, json};
use ui::{
    components::FieldState,
    pages::console::{ApplicationKind, ConsoleFormPage, ConsoleFrame, Control, FormField},
};

use super::{Organization, RoleName, find, frame, members::User};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{self, made_from, must_be_current, refused},
    },
    posted::Posted,
    reading::{one, whole},
};

/// A role of the template.
#[derive(Deserialize)]
pub(super) struct TemplateRole {
    pub(super) id: String,
    pub(super) name: String,
    description: Option<String>,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct Application {
    name: String,
}

/// Whose roles: where they are in the API and on the pages, and what type of role they hold.
#[derive(Clone, Copy)]
struct Holders {
    api: &'static str,
    tab: &'static str,
    kind: &'static str,
    lead: &'static str,
}

const MEMBERS: Holders =
    Holders { api: "users", tab: "members", kind: "User", lead: "console-member-roles-lead" };
const MACHINES: Holders = Holders {
    api: "applications",
    tab: "applications",
    kind: "MachineToMachine",
    lead: "console-machine-organization-roles-lead",
};

/// The roles of the template that people or machines hold.
pub(super) async fn of_kind(operator: &Operator, kind: &str) -> Result<Vec<TemplateRole>, Response> {
    let mut roles: Vec<TemplateRole> = whole(operator, || Call::get(&["api", "organization-roles"])).await?;
    roles.retain(|role| role.kind == kind);
    Ok(roles)
}

/// Roles to tick.
pub(super) fn choices(
    operator: &Operator,
    roles: &[TemplateRole],
    is_ticked: impl Fn(&str) -> bool,
) -> FormField {
    let words = &operator.words;
    let choice = |role: &TemplateRole| ApplicationKind {
        value: role.id.clone(),
        label: role.name.clone(),
        hint: role.description.clone().unwrap_or_default(),
        is_checked: is_ticked(&role.id),
    };
    let hint = if roles.is_empty() { words.say("console-no-roles-in-template") } else { String::new() };
    FormField::line("organizationRoleIds", words.say("console-roles"), FieldState::default(), String::new())
        .control(Control::Checks(roles.iter().map(choice).collect()))
        .hint(hint)
}

/// One who holds roles.
struct Held {
    of: Organization,
    id: String,
    name: String,
    roles: Vec<TemplateRole>,
    ids: Vec<String>,
}

impl Held {
    async fn read(
        operator: &Operator,
        holders: Holders,
        (id, holder): (&str, &str),
    ) -> Result<Self, Response> {
        let of = find(operator, id).await?;
        let path = ["api", "organizations", id, holders.api, holder, "roles"];
        let held: Vec<RoleName> = whole(operator, || Call::get(&path)).await?;
        let name = if holders.api == "users" {
            one::<User>(operator, Call::get(&["api", "users", holder])).await?.name_and_detail().0
        } else {
            one::<Application>(operator, Call::get(&["api", "applications", holder])).await?.name
        };
        let mut ids: Vec<_> = held.into_iter().map(|role| role.id).collect();
        ids.sort_unstable();
        Ok(Self { of, id: holder.to_owned(), name, roles: of_kind(operator, holders.kind).await?, ids })
    }

    fn basis(&self) -> Value {
        json!(self.ids)
    }

    fn page(
        &self,
        operator: &Operator,
        holders: Holders,
        is_ticked: impl Fn(&str) -> bool,
    ) -> ConsoleFormPage {
        let words = &operator.words;
        let (list, base) = (self.of.tab(holders.tab), format!("{}/{}", self.of.tab(holders.tab), self.id));
        let fields = vec![choices(operator, &self.roles, is_ticked)];
        let text = (self.name.clone(), words.with(holders.lead, "organization", &self.of.name));
        let around: ConsoleFrame = frame(operator, &self.of, holders.tab);
        let page = form::page(around, text, fields, (base, words.say("console-save"), list.as_str()));
        made_from(page, &self.basis())
    }
}

async fn show(operator: Operator, holders: Holders, path: (String, String)) -> Outcome {
    let held = Held::read(&operator, holders, (&path.0, &path.1)).await?;
    Ok(held.page(&operator, holders, |id| held.ids.iter().any(|held| held == id)).into_response())
}

async fn save(Posted { by: operator, form }: Posted, holders: Holders, path: (String, String)) -> Outcome {
    let held = Held::read(&operator, holders, (&path.0, &path.1)).await?;
    must_be_current(&operator, &form, &held.basis(), || {
        held.page(&operator, holders, |id| held.ids.iter().any(|held| held == id))
    })?;
    let ids: Vec<_> = form.all("organizationRoleIds").collect();
    let segments = ["api", "organizations", &held.of.id, holders.api, &held.id, "roles"];
    let call = Call::new(Method::PUT, &segments).body(json!({ "organizationRoleIds": ids }));
    match operator.call(call).await {
        Ok(_) => Ok(done(&held.of.tab(holders.tab), "console-saved")),
        Err(refusal) => {
            let again = held.page(&operator, holders, |id| ids.contains(&id));
            Err(refused(&operator, again, &refusal, "organizationRoleIds"))
        }
    }
}

/// `GET /console/organizations/{organization}/members/{user}`.
pub(super) async fn of_member(Path(path): Path<(String, String)>, operator: Operator) -> Outcome {
    show(operator, MEMBERS, path).await
}

/// `POST /console/organizations/{organization}/members/{user}`.
pub(super) async fn save_of_member(Path(path): Path<(String, String)>, posted: Posted) -> Outcome {
    save(posted, MEMBERS, path).await
}

/// `GET /console/organizations/{organization}/applications/{application}`.
pub(super) async fn of_application(Path(path): Path<(String, String)>, operator: Operator) -> Outcome {
    show(operator, MACHINES, path).await
}

/// `POST /console/organizations/{organization}/applications/{application}`.
pub(super) async fn save_of_application(Path(path): Path<(String, String)>, posted: Posted) -> Outcome {
    save(posted, MACHINES, path).await
}
