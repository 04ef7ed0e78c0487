//! `/console/search`: areas, actions, and users, organizations and applications by name. The command palette asks it for JSON.

use axum::{Json, response::IntoResponse as _};
use domain::console::ConsoleRole;
use hosted::{Answer, Call};
use serde::Deserialize;
use serde_json::{Value, json};
use ui::pages::console::{ConsoleSearchPage, FoundThing};

use super::{
    Outcome, api_resources, applications, enterprise_sso, experience, gateway, organization_template,
    organizations, token_claims, tokens, users, webhooks,
};
use crate::{
    listing::{pattern, searched},
    navigation,
    operator::Operator,
    routes::Routes,
};

/// Where it is.
const PATH: &str = "/console/search";
/// How many of each kind are shown.
const MOST: u64 = 6;

/// The page.
pub(super) fn routes() -> Routes {
    Routes::default().page(ConsoleRole::Limited, PATH, show)
}

/// What can be done: the message, where, and whether it changes anything.
const ACTIONS: &[(&str, &str, &str, bool)] = &[
    ("console-create-application", applications::PATH, "/new", true),
    ("console-create-user", users::PATH, "/new", true),
    ("console-create-organization", organizations::PATH, "/new", true),
    ("console-create-resource", api_resources::PATH, "/new", true),
    ("console-create-webhook", webhooks::PATH, "/new", true),
    ("console-create-role", organization_template::PATH, "/roles/new", true),
    ("console-sso-add", enterprise_sso::PATH, "/new", true),
    ("console-tokens-explain", tokens::PATH, "", false),
    ("console-gateway-what-if", gateway::PATH, "/what-if", false),
    ("console-gateway-decisions", gateway::PATH, "/decisions", false),
    ("console-phrases-own", experience::PATH, "/phrases", false),
    ("console-claims-machines", token_claims::PATH, "/client-credentials", false),
];

/// Something in a list, by whatever it is called.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Thing {
    id: String,
    name: Option<String>,
    username: Option<String>,
    primary_email: Option<String>,
    primary_phone: Option<String>,
}

impl Thing {
    fn found(self, area: &str) -> FoundThing {
        let named = |name: &Option<String>| name.clone().filter(|name| !name.is_empty());
        let names = [&self.name, &self.username, &self.primary_email, &self.primary_phone];
        let mut names = names.into_iter().filter_map(named);
        let label = names.next().unwrap_or_else(|| self.id.clone());
        let detail = names.next().unwrap_or_else(|| self.id.clone());
        FoundThing { label, detail, href: format!("{area}/{}", self.id) }
    }
}

async fn things(operator: &Operator, call: Call<'_>, area: &str) -> Vec<FoundThing> {
    let answer = operator.call(call.page(1, MOST)).await.and_then(Answer::read::<Vec<Thing>>);
    // One list that cannot be read leaves the others.
    answer.unwrap_or_default().into_iter().map(|one| one.found(area)).collect()
}

/// `GET /console/search`.
async fn show(operator: Operator) -> Outcome {
    let searched = searched(&operator.query);
    let wanted = searched.to_lowercase();
    let is_wanted = |label: &str| wanted.is_empty() || label.to_lowercase().contains(&wanted);
    let frame = operator.frame(PATH);
    let words = &operator.words;
    let plain = |label: String, href: String| FoundThing { label, detail: String::new(), href };
    let areas = frame.groups.iter().flat_map(|group| &group.areas);
    let areas = areas.filter(|area| is_wanted(&area.label));
    let areas = areas.map(|area| plain(area.label.clone(), area.href.clone())).collect();
    let actions = ACTIONS.iter().filter(|(_, area, _, changes)| {
        let role = navigation::role_in(operator.rights(), area);
        role.is_some_and(|role| !changes || role >= ConsoleRole::Editor)
    });
    let actions = actions.map(|(label, area, end, _)| plain(words.say(label), format!("{area}{end}")));
    let actions = actions.filter(|action| is_wanted(&action.label)).collect();
    let mut groups = vec![("console-find-areas", areas), ("console-find-actions", actions)];
    if !searched.is_empty() {
        let pattern = pattern(&searched);
        let by_pattern = |area: &'static str| Call::get(&["api", area]).query("search", &pattern);
        let of_organizations = Call::get(&["api", "organizations"]).query("q", &searched);
        groups.extend([
            ("console-users", things(&operator, by_pattern("users"), users::PATH).await),
            ("console-organizations", things(&operator, of_organizations, organizations::PATH).await),
            ("console-applications", things(&operator, by_pattern("applications"), applications::PATH).await),
        ]);
    }
    let groups: Vec<(String, Vec<FoundThing>)> = groups
        .into_iter()
        .filter(|(_, found): &(&str, Vec<FoundThing>)| !found.is_empty())
        .map(|(label, found)| (words.say(label), found))
        .collect();
    if operator.query.get("format") == Some("json") {
        let item = |one: &FoundThing| json!({ "label": one.label, "detail": one.detail, "href": one.href });
        let group = |(label, found): &(String, Vec<FoundThing>)| json!({ "label": label, "items": found.iter().map(item).collect::<Vec<Value>>() });
        return Ok(Json(groups.iter().map(group).collect::<Vec<_>>()).into_response());
    }
    Ok(ConsoleSearchPage { frame, searched, groups }.into_response())
}
