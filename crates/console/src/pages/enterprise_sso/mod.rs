//! `/console/enterprise-sso`: enterprise connectors, by which the people of an organization sign in at its own provider.

mod choose;
mod danger;
mod experience;
mod list;
mod new;
mod set_up;
mod test;

use ::connectors::sso::{SsoProvider, provider};
use axum::response::Response;
use domain::console::ConsoleRole;
use hosted::{Call, Refusal};
use serde::Deserialize;
use serde_json::{Map, Value};
use ui::{
    components::Banner,
    pages::console::{ConsoleFormPage, ConsoleFrame},
};

use super::{
    connectors::items::{self, Item},
    form::{refused, tell, wrong},
};
use crate::{operator::Operator, parts, reading::one, routes::Routes};

/// Where they are.
pub(crate) const PATH: &str = "/console/enterprise-sso";
/// Where they are in the Management API.
pub(crate) const API: [&str; 2] = ["api", "sso-connectors"];

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, editor) = (ConsoleRole::ReadOnly, ConsoleRole::Editor);
    Routes::default()
        .page(reader, PATH, list::show)
        .page(editor, "/console/enterprise-sso/new", choose::show)
        .page(editor, "/console/enterprise-sso/new/{kind}", new::ask)
        .form(editor, "/console/enterprise-sso/new/{kind}", new::create)
        .page(reader, "/console/enterprise-sso/{connector}", set_up::show)
        .form(editor, "/console/enterprise-sso/{connector}", set_up::save)
        .page(reader, "/console/enterprise-sso/{connector}/experience", experience::show)
        .form_with_files(editor, "/console/enterprise-sso/{connector}/experience", experience::save)
        .page(editor, "/console/enterprise-sso/{connector}/test", test::ask)
        .form(editor, "/console/enterprise-sso/{connector}/test", test::send)
        .page(editor, "/console/enterprise-sso/{connector}/delete", danger::ask)
        .form(editor, "/console/enterprise-sso/{connector}/delete", danger::delete)
        .about(&[parts::CONNECTORS])
}

/// A kind of provider, as the Management API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kind {
    provider_name: String,
    logo: String,
    logo_dark: String,
    description: String,
    name: String,
}

/// A connector, as the Management API shows it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connector {
    id: String,
    provider_name: String,
    /// What its operator calls it.
    #[serde(rename = "connectorName")]
    called: String,
    config: Map<String, Value>,
    domains: Vec<String>,
    branding: Map<String, Value>,
    sync_profile: bool,
    created_at: i64,
    /// What its kind is called.
    #[serde(rename = "name")]
    kind_name: String,
    provider_logo: String,
    provider_logo_dark: String,
}

impl Connector {
    fn path(&self) -> String {
        format!("{PATH}/{}", self.id)
    }

    fn tab(&self, end: &str) -> String {
        format!("{PATH}/{}/{end}", self.id)
    }

    /// Its kind; there is none where a later version has made it.
    fn kind(&self) -> Option<&'static SsoProvider> {
        provider(&self.provider_name)
    }

    /// What it is, for the head of its pages.
    fn lead(&self) -> String {
        self.kind().map_or_else(|| self.kind_name.clone(), |kind| kind.description.to_owned())
    }
}

/// What a kind wants to know.
fn items_of(kind: Option<&SsoProvider>) -> Vec<Item> {
    kind.into_iter().flat_map(|kind| &kind.form_items).map(Item::from).collect()
}

/// Every kind.
async fn kinds(operator: &Operator) -> Result<Vec<Kind>, Response> {
    one(operator, Call::get(&["api", "sso-connector-providers"])).await
}

/// The connector that a path names, or the page that says why not.
async fn find(operator: &Operator, id: &str) -> Result<Connector, Response> {
    one(operator, Call::get(&[API[0], API[1], id])).await
}

/// What is around a page of one. `here` is the end of the tab's address.
fn frame(operator: &Operator, of: &Connector, here: &str) -> ConsoleFrame {
    let mut frame = operator.frame_below(PATH, &[(PATH, &operator.words.say("console-sso"))]);
    let tabs =
        [("", "console-sso-set-up"), ("experience", "console-sso-experience"), ("test", "console-sso-test")];
    // To test is to do something.
    let shown = if operator.may_edit() { &tabs[..] } else { &tabs[..2] };
    frame.tabs = operator.tabs(&of.path(), shown, here);
    frame
}

/// The form again with what the Management API refused: beside the field, where the refusal is about one.
fn again(operator: &Operator, mut page: ConsoleFormPage, refusal: &Refusal) -> Response {
    let words = &operator.words;
    let (field, said) = match refusal.code.as_str() {
        items::INVALID => {
            page.frame.banner = items::told(&mut page, refusal, words).map(Banner::danger);
            return wrong(page);
        }
        "single_sign_on.duplicate_connector_name" => ("connectorName", words.say("console-sso-name-taken")),
        "single_sign_on.forbidden_domains" => {
            let domains = refusal.texts("data").join(", ");
            ("domains", words.with("console-sso-domain-public", "domain", &domains))
        }
        _ => return refused(operator, page, refusal, "connectorName"),
    };
    if !tell(&mut page, field, said.clone()) {
        page.frame.banner = Some(Banner::danger(said));
    }
    wrong(page)
}
