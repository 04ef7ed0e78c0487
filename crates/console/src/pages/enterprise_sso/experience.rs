//! `/console/enterprise-sso/{connector}/experience`: for whom it is, and what they see of it.

use axum::{extract::Path, http::Method, response::IntoResponse as _};
use domain::sso::parse_domain;
use hosted::Call;
use http_kit::Form;
use serde_json::{Value, json};
use ui::pages::console::{ConsoleFormPage, Control, FormField, FormPart};

use super::{API, Connector, again, find, frame, new::name_field};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{filled, made_from, must_be_current, tell, wrong},
        pictures::{self, Kept},
    },
    posted::PostedFiles,
};

/// How its button looks: the field, which is named after its place in the body, its message and that of its hint.
const LOOK: [(&str, &str, &str); 3] = [
    ("branding.displayName", "console-connector-name", "console-sso-display-name-hint"),
    ("branding.logo", "console-connector-logo", "console-sso-logo-hint"),
    ("branding.darkLogo", "console-label-dark-logo", "console-dark-logo-hint"),
];

/// Those of them in the place of whose addresses a file may come.
const PICTURES: [&str; 2] = ["branding.logo", "branding.darkLogo"];

/// The member that a field is named after.
fn member_of(field: &str) -> &str {
    field.split_once('.').map_or(field, |(_, member)| member)
}

/// What the form shows.
struct Shown {
    connector_name: String,
    /// As lines.
    domains: String,
    /// In the order of [`LOOK`].
    look: Vec<String>,
    sync_profile: bool,
}

impl Shown {
    fn stored(of: &Connector) -> Self {
        let look = |(name, ..): &(&str, &str, &str)| {
            of.branding.get(member_of(name)).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        Self {
            connector_name: of.called.clone(),
            domains: of.domains.join("\n"),
            look: LOOK.iter().map(look).collect(),
            sync_profile: of.sync_profile,
        }
    }

    fn typed(form: &Form) -> Self {
        Self {
            connector_name: form.get("connectorName").trim().to_owned(),
            domains: form.get("domains").to_owned(),
            look: LOOK.iter().map(|(name, ..)| form.get(name).trim().to_owned()).collect(),
            sync_profile: form.get("syncProfile") == "yes",
        }
    }

    /// The domains, each once; or the line that is none.
    fn domains(&self) -> Result<Vec<String>, &str> {
        let mut domains = Vec::new();
        for line in self.domains.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let domain = parse_domain(line).ok_or(line)?;
            if !domains.contains(&domain) {
                domains.push(domain);
            }
        }
        Ok(domains)
    }

    /// The body that stores it. What else there is of its look stays as it is.
    fn body(&self, of: &Connector, domains: &[String]) -> Value {
        let mut branding = of.branding.clone();
        for ((name, ..), value) in LOOK.iter().zip(&self.look) {
            if value.is_empty() {
                branding.remove(member_of(name));
            } else {
                branding.insert(member_of(name).to_owned(), value.as_str().into());
            }
        }
        json!({
            "connectorName": self.connector_name, "domains": domains, "branding": branding, "syncProfile": self.sync_profile,
        })
    }
}

/// What the form is made from.
fn basis(of: &Connector) -> Value {
    json!([of.called, of.domains, of.branding, of.sync_profile])
}

fn parts(operator: &Operator, shown: &Shown, are_kept: bool) -> Vec<FormPart> {
    let words = &operator.words;
    let part = |(heading, text): (&str, &str), fields: Vec<FormField>| FormPart {
        heading: words.say(heading),
        text: words.say(text),
        fields,
    };
    let line = |name: &'static str, (label, hint): (&str, &str), value: &str| {
        FormField::line(name, words.say(label), filled(value), String::new()).hint(words.say(hint))
    };
    let look = LOOK.iter().zip(&shown.look).map(|(&(name, label, hint), value)| {
        let field = line(name, (label, hint), value);
        if PICTURES.contains(&name) { pictures::field(words, field, are_kept) } else { field }
    });
    let domains =
        line("domains", ("console-label-email-domains", "console-email-domains-hint"), &shown.domains);
    let sync = line("syncProfile", ("console-connector-sync", "console-connector-sync-hint"), "");
    vec![
        part(
            ("console-general", "console-sso-general-lead"),
            vec![name_field(operator, &shown.connector_name)],
        ),
        part(("console-email-domains", "console-sso-domains-lead"), vec![domains.control(Control::Lines(3))]),
        part(("console-sso-button", "console-sso-button-lead"), look.collect()),
        part(
            ("console-connector-accounts", "console-connector-accounts-lead"),
            vec![sync.control(Control::Check(shown.sync_profile))],
        ),
    ]
}

fn page(operator: &Operator, of: &Connector, shown: &Shown, are_kept: bool) -> ConsoleFormPage {
    let page = ConsoleFormPage {
        title: of.called.clone(),
        lead: of.lead(),
        facts: None,
        parts: parts(operator, shown, are_kept),
        mark: None,
        action: of.tab("experience"),
        button: operator.words.say("console-save"),
        back_url: None,
        destroy: None,
        frame: frame(operator, of, "experience"),
    };
    made_from(page, &basis(of))
}

/// `GET /console/enterprise-sso/{connector}/experience`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find(&operator, &id).await?;
    let are_kept = pictures::are_kept(&operator).await;
    Ok(page(&operator, &of, &Shown::stored(&of), are_kept).into_response())
}

/// `POST /console/enterprise-sso/{connector}/experience`.
pub(super) async fn save(Path(id): Path<String>, posted: PostedFiles) -> Outcome {
    let of = find(&posted.by, &id).await?;
    let are_kept = pictures::are_kept(&posted.by).await;
    must_be_current(&posted.by, &posted.form, &basis(&of), || {
        page(&posted.by, &of, &Shown::stored(&of), are_kept)
    })?;
    let (operator, kept) = pictures::keep(posted, &PICTURES).await;
    let mut again = page(&operator, &of, &Shown::typed(&kept.typed), are_kept);
    kept.tell(&operator.words, &mut again.parts);
    let outcome = store(&operator, &of, &kept, again).await;
    kept.settle(&operator, outcome).await
}

async fn store(operator: &Operator, of: &Connector, kept: &Kept, mut page: ConsoleFormPage) -> Outcome {
    let (words, shown) = (&operator.words, Shown::typed(&kept.form));
    let mut is_whole = kept.are_whole();
    if shown.connector_name.is_empty() {
        tell(&mut page, "connectorName", words.say("console-missing-name"));
        is_whole = false;
    }
    let domains = match shown.domains() {
        Ok(domains) if is_whole => domains,
        Ok(_) => return Err(wrong(page)),
        Err(line) => {
            tell(&mut page, "domains", words.with("console-email-domain-wrong", "domain", line));
            return Err(wrong(page));
        }
    };
    let call = Call::new(Method::PATCH, &[API[0], API[1], &of.id]).body(shown.body(of, &domains));
    match operator.call(call).await {
        Ok(_) => Ok(done(&of.tab("experience"), "console-saved")),
        Err(refusal) => Err(again(operator, page, &refusal)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_domains_each_once() {
        let shown = |domains: &str| Shown {
            connector_name: String::new(),
            domains: domains.to_owned(),
            look: Vec::new(),
            sync_profile: false,
        };
        let good = shown(" Fjord.example\r\n\n b\u{fc}cher.example\nfjord.example ");
        assert_eq!(good.domains(), Ok(vec!["fjord.example".to_owned(), "xn--bcher-kva.example".to_owned()]));
        assert_eq!(shown("").domains(), Ok(Vec::new()));
        assert_eq!(shown("fjord.example\n@fjord").domains(), Err("@fjord"));
    }
}
