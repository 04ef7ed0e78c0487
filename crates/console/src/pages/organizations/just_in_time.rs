//! `/console/organizations/{organization}/just-in-time`: who becomes a member by signing in.

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
    pages::console::{ApplicationKind, ConsoleFormPage, Control, FormField, FormPart},
};

use super::{Organization, RoleName, find, frame, roles};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        enterprise_sso,
        form::{filled, made_from, must_be_current, refused, tell, wrong},
    },
    posted::Posted,
    reading::{whole, whole_if_granted},
};

/// The longest list of domains that is taken.
const MAX_DOMAINS: usize = 200;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Domain {
    email_domain: String,
}

/// An enterprise connector, as far as it can be chosen.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SsoConnector {
    id: String,
    connector_name: String,
    #[serde(default)]
    domains: Vec<String>,
}

/// What is stored.
struct Rules {
    of: Organization,
    domains: Vec<String>,
    roles: Vec<String>,
    template: Vec<roles::TemplateRole>,
    /// The enterprise connectors through which people join, by their ids.
    connectors: Vec<String>,
    /// Those that can be chosen: all of them, as far as they may be read, and those that are.
    known: Vec<SsoConnector>,
}

/// Ids in an order of their own, in which they can be compared.
fn sorted(ids: impl Iterator<Item = impl Into<String>>) -> Vec<String> {
    let mut ids: Vec<String> = ids.map(Into::into).collect();
    ids.sort_unstable();
    ids
}

impl Rules {
    async fn read(operator: &Operator, id: &str) -> Result<Self, Response> {
        let of = find(operator, id).await?;
        let path = |end: &'static str| ["api", "organizations", id, "jit", end];
        let (of_domains, of_roles, of_connectors) =
            (path("email-domains"), path("roles"), path("sso-connectors"));
        let domains: Vec<Domain> = whole(operator, || Call::get(&of_domains)).await?;
        let held: Vec<RoleName> = whole(operator, || Call::get(&of_roles)).await?;
        let chosen: Vec<SsoConnector> = whole(operator, || Call::get(&of_connectors)).await?;
        let mut known: Vec<SsoConnector> =
            whole_if_granted(operator, || Call::get(&enterprise_sso::API)).await?;
        let connectors = sorted(chosen.iter().map(|one| one.id.as_str()));
        known.extend(
            chosen.into_iter().filter(|one| known.iter().all(|other| other.id != one.id)).collect::<Vec<_>>(),
        );
        Ok(Self {
            of,
            domains: domains.into_iter().map(|domain| domain.email_domain).collect(),
            roles: sorted(held.into_iter().map(|role| role.id)),
            template: roles::of_kind(operator, "User").await?,
            connectors,
            known,
        })
    }

    fn basis(&self) -> Value {
        json!([self.domains, self.roles, self.connectors])
    }

    /// Enterprise connectors to tick.
    fn connector_choices(&self, operator: &Operator, is_ticked: impl Fn(&str) -> bool) -> FormField {
        let words = &operator.words;
        let choice = |one: &SsoConnector| ApplicationKind {
            value: one.id.clone(),
            label: one.connector_name.clone(),
            hint: one.domains.join(", "),
            is_checked: is_ticked(&one.id),
        };
        let hint =
            if self.known.is_empty() { words.say("console-sso-connectors-none") } else { String::new() };
        let label = words.say("console-sso-connectors");
        FormField::line("ssoConnectorIds", label, FieldState::default(), String::new())
            .control(Control::Checks(self.known.iter().map(choice).collect()))
            .hint(hint)
    }

    /// `is_ticked` says which roles and connectors are chosen.
    fn page(&self, operator: &Operator, domains: &str, is_ticked: impl Fn(&str) -> bool) -> ConsoleFormPage {
        let words = &operator.words;
        let lines = FormField::line(
            "emailDomains",
            words.say("console-label-email-domains"),
            filled(domains),
            String::new(),
        )
        .control(Control::Lines(3))
        .hint(words.say("console-email-domains-hint"));
        let part = |heading: &str, text: &str, field: FormField| FormPart {
            heading: words.say(heading),
            text: words.say(text),
            fields: vec![field],
        };
        let page = ConsoleFormPage {
            title: self.of.name.clone(),
            lead: self.of.lead(operator),
            facts: None,
            parts: vec![
                part("console-email-domains", "console-email-domains-lead", lines),
                part(
                    "console-sso-connectors",
                    "console-sso-connectors-lead",
                    self.connector_choices(operator, &is_ticked),
                ),
                part(
                    "console-first-roles",
                    "console-first-roles-lead",
                    roles::choices(operator, &self.template, is_ticked),
                ),
            ],
            mark: None,
            action: self.of.tab("just-in-time"),
            button: words.say("console-save"),
            back_url: None,
            destroy: None,
            frame: frame(operator, &self.of, "just-in-time"),
        };
        made_from(page, &self.basis())
    }

    fn stored(&self, operator: &Operator) -> ConsoleFormPage {
        self.page(operator, &self.domains.join("\n"), |id| {
            self.roles.iter().chain(&self.connectors).any(|chosen| chosen == id)
        })
    }
}

/// `GET /console/organizations/{organization}/just-in-time`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let rules = Rules::read(&operator, &id).await?;
    Ok(rules.stored(&operator).into_response())
}

/// Whether a text can be what stands behind the `@` of an address.
fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|character| character.is_alphanumeric() || character == '-')
    };
    text.contains('.') && text.split('.').all(is_label)
}

/// `POST /console/organizations/{organization}/just-in-time`: what differs is stored.
pub(super) async fn save(Path(id): Path<String>, Posted { by: operator, form }: Posted) -> Outcome {
    let rules = Rules::read(&operator, &id).await?;
    must_be_current(&operator, &form, &rules.basis(), || rules.stored(&operator))?;
    let roles = sorted(form.all("organizationRoleIds"));
    let connectors = sorted(form.all("ssoConnectorIds"));
    let mut again = rules.page(&operator, form.get("emailDomains"), |id| {
        roles.iter().chain(&connectors).any(|chosen| chosen == id)
    });
    let typed = form.get("emailDomains").lines().map(|line| line.trim().to_lowercase());
    let mut domains: Vec<_> = typed.filter(|line| !line.is_empty()).take(MAX_DOMAINS).collect();
    domains.sort_unstable();
    domains.dedup();
    if let Some(bad) = domains.iter().find(|domain| !is_domain(domain)) {
        tell(&mut again, "emailDomains", operator.words.with("console-email-domain-wrong", "domain", bad));
        return Err(wrong(again));
    }
    let mut calls = Vec::new();
    if domains != rules.domains {
        calls.push(("email-domains", json!({ "emailDomains": domains })));
    }
    if connectors != rules.connectors {
        calls.push(("sso-connectors", json!({ "ssoConnectorIds": connectors })));
    }
    if roles != rules.roles {
        calls.push(("roles", json!({ "organizationRoleIds": roles })));
    }
    for (end, body) in calls {
        let call = Call::new(Method::PUT, &["api", "organizations", &id, "jit", end]).body(body);
        if let Err(refusal) = operator.call(call).await {
            return Err(refused(&operator, again, &refusal, "emailDomains"));
        }
    }
    Ok(done(&rules.of.tab("just-in-time"), "console-saved"))
}

#[cfg(test)]
mod tests {
    use super::is_domain;

    #[test]
    fn domains_are_names_with_a_dot() {
        for good in ["fjord.example", "a-b.co.uk", "bücher.example"] {
            assert!(is_domain(good), "{good}");
        }
        for bad in ["fjord", "@fjord.example", "a b.example", "-a.example", "a..b", ".example", "x/y.example"]
        {
            assert!(!is_domain(bad), "{bad}");
        }
    }
}
