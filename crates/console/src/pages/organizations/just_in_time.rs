//! `/console/organizations/{organization}/just-in-time`: who becomes a member by signing in.

use axum::{
    extract::Path,
    http::Method,
    response::{IntoResponse as _, Response},
};
use hosted::Call;
use serde::Deserialize;
use serde_json::{Value, json};
use ui::pages::console::{ConsoleFormPage, Control, FormField, FormPart};

use super::{Organization, RoleName, find, frame, roles};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{filled, made_from, must_be_current, refused, tell, wrong},
    },
    posted::Posted,
    reading::whole,
};

/// The longest list of domains that is taken.
const MAX_DOMAINS: usize = 200;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Domain {
    email_domain: String,
}

/// What is stored.
struct Rules {
    of: Organization,
    domains: Vec<String>,
    roles: Vec<String>,
    template: Vec<roles::TemplateRole>,
}

impl Rules {
    async fn read(operator: &Operator, id: &str) -> Result<Self, Response> {
        let of = find(operator, id).await?;
        let path = |end: &'static str| ["api", "organizations", id, "jit", end];
        let (of_domains, of_roles) = (path("email-domains"), path("roles"));
        let domains: Vec<Domain> = whole(operator, || Call::get(&of_domains)).await?;
        let held: Vec<RoleName> = whole(operator, || Call::get(&of_roles)).await?;
        let mut roles: Vec<_> = held.into_iter().map(|role| role.id).collect();
        roles.sort_unstable();
        Ok(Self {
            of,
            domains: domains.into_iter().map(|domain| domain.email_domain).collect(),
            roles,
            template: roles::of_kind(operator, "User").await?,
        })
    }

    fn basis(&self) -> Value {
        json!([self.domains, self.roles])
    }

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
        self.page(operator, &self.domains.join("\n"), |id| self.roles.iter().any(|role| role == id))
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
    let ids: Vec<_> = form.all("organizationRoleIds").collect();
    let mut again = rules.page(&operator, form.get("emailDomains"), |id| ids.contains(&id));
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
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    if sorted != rules.roles {
        calls.push(("roles", json!({ "organizationRoleIds": ids })));
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
