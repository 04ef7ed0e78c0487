//! What can be chosen when somebody is to be spoken for, and what was chosen.

use axum::response::Response;
use hosted::Call;
use http_kit::Form;
use serde::Deserialize;
use ui::{
    Words,
    pages::console::{ApplicationKind, ConsoleOption, Control, FormField},
};

use super::super::User;
use crate::{
    operator::Operator,
    pages::form::filled,
    reading::{one, whole, whole_if_granted},
};

/// The word of the choice that has the console exchange the token.
const HERE: &str = "here";
/// The word of the choice that leaves it to whoever made the token.
const ELSEWHERE: &str = "elsewhere";

/// An application that may exchange tokens.
pub(super) struct Application {
    pub(super) id: String,
    pub(super) name: String,
    /// Whether it proves itself with a secret.
    pub(super) has_secret: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    id: String,
    name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    is_third_party: bool,
    #[serde(default)]
    custom_client_metadata: Metadata,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Metadata {
    allow_token_exchange: bool,
}

#[derive(Deserialize)]
struct Organization {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct Resource {
    name: String,
    indicator: String,
}

/// What can be chosen.
pub(super) struct Offer {
    pub(super) applications: Vec<Application>,
    organizations: Vec<Organization>,
    resources: Vec<Resource>,
}

/// What was chosen.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) reason: String,
    pub(super) application: String,
    pub(super) organization: String,
    pub(super) resource: String,
    pub(super) scope: String,
    /// Whether the console exchanges the token.
    pub(super) is_here: bool,
}

impl Typed {
    /// Reads a form.
    pub(super) fn read(form: &Form) -> Self {
        let text = |name: &str| form.get(name).trim().to_owned();
        Self {
            reason: text("reason"),
            application: text("application"),
            organization: text("organization"),
            resource: text("resource"),
            scope: text("scope").split_whitespace().collect::<Vec<_>>().join(" "),
            is_here: form.get("how") == HERE,
        }
    }
}

impl Offer {
    /// Reads what there is now.
    pub(super) async fn read(operator: &Operator, of: &User) -> Result<Self, Response> {
        let (applications, organizations, resources) = futures_util::try_join!(
            whole::<Listed>(operator, || Call::get(&["api", "applications"])),
            one(operator, Call::get(&["api", "users", &of.id, "organizations"])),
            whole_if_granted(operator, || Call::get(&["api", "resources"])),
        )?;
        let exchanges = |one: &Listed| one.custom_client_metadata.allow_token_exchange && !one.is_third_party;
        let applications = applications.into_iter().filter(exchanges).map(|one| Application {
            has_secret: !matches!(one.kind.as_str(), "SPA" | "Native"),
            id: one.id,
            name: one.name,
        });
        Ok(Self { applications: applications.collect(), organizations, resources })
    }

    /// The application of this id.
    pub(super) fn application(&self, id: &str) -> Option<&Application> {
        self.applications.iter().find(|one| one.id == id)
    }

    /// What an organization is called.
    pub(super) fn organization(&self, id: &str) -> Option<&str> {
        self.organizations.iter().find(|one| one.id == id).map(|one| one.name.as_str())
    }

    /// Whether everything that was chosen can be.
    pub(super) fn is_offered(&self, typed: &Typed) -> bool {
        let is_resource = |one: &Resource| one.indicator == typed.resource;
        self.application(&typed.application).is_some()
            && (typed.organization.is_empty() || self.organization(&typed.organization).is_some())
            && (typed.resource.is_empty() || self.resources.iter().any(is_resource))
    }

    /// The fields of the form.
    pub(super) fn fields(&self, words: &Words, typed: &Typed) -> Vec<FormField> {
        let option = |value: &str, label: String, chosen: &str| ConsoleOption {
            is_selected: value == chosen,
            value: value.to_owned(),
            label,
        };
        let field = |name: &'static str, label: &str, value: &str| {
            FormField::line(name, words.say(label), filled(value), String::new())
        };
        let applications =
            self.applications.iter().map(|one| option(&one.id, one.name.clone(), &typed.application));
        let mut organizations =
            vec![option("", words.say("console-impersonate-no-organization"), &typed.organization)];
        organizations.extend(
            self.organizations.iter().map(|one| option(&one.id, one.name.clone(), &typed.organization)),
        );
        let mut resources = vec![option("", words.say("console-impersonate-no-resource"), &typed.resource)];
        resources.extend(
            self.resources.iter().map(|one| {
                option(&one.indicator, format!("{} · {}", one.name, one.indicator), &typed.resource)
            }),
        );
        vec![
            field("reason", "console-label-reason", &typed.reason)
                .hint(words.say("console-reason-hint"))
                .control(Control::Prose(3)),
            field("application", "console-label-application", &typed.application)
                .hint(words.say("console-impersonate-application-hint"))
                .control(Control::Select(applications.collect())),
            field("organization", "console-label-organization", &typed.organization)
                .control(Control::Select(organizations)),
            field("resource", "console-label-resource", &typed.resource).control(Control::Select(resources)),
            field("scope", "console-tokens-scopes", &typed.scope)
                .hint(words.say("console-impersonate-scopes-hint"))
                .control(Control::Line { kind: "text", missing: String::new(), is_mono: true }),
            field("how", "console-impersonate-how", "").control(Control::Cards(vec![
                ApplicationKind {
                    value: ELSEWHERE.to_owned(),
                    label: words.say("console-impersonate-elsewhere"),
                    hint: words.say("console-impersonate-elsewhere-hint"),
                    is_checked: !typed.is_here,
                },
                ApplicationKind {
                    value: HERE.to_owned(),
                    label: words.say("console-impersonate-here"),
                    hint: words.say("console-impersonate-here-hint"),
                    is_checked: typed.is_here,
                },
            ])),
        ]
    }
}
