//! `/console/tenants/new`: makes one.

use axum::response::IntoResponse as _;
use domain::TenantId;
use http_kit::Form;
use operations::tenant::{
    Asker,
    change::{self, Made, NewTenant},
};
use ui::{
    components::Link,
    pages::console::{ConsoleFormPage, ConsoleShownOncePage, Control, FormField, Once},
};

use super::{PATH, hosts, path_of, refused, whole};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{self, filled},
    },
    posted::Posted,
};

/// What was typed.
#[derive(Default)]
struct Typed<'a> {
    id: &'a str,
    name: &'a str,
    hosts: &'a str,
    machine: &'a str,
}

impl<'a> Typed<'a> {
    fn of(form: &'a Form) -> Self {
        Self {
            id: form.get("id").trim(),
            name: form.get("name").trim(),
            hosts: form.get("hosts"),
            machine: form.get("machine").trim(),
        }
    }
}

fn page(operator: &Operator, typed: &Typed<'_>) -> ConsoleFormPage {
    let words = &operator.words;
    let hosts_hint = match &operator.console.tenancy.domain {
        Some(domain) => words.with("console-hosts-hint-domain", "domain", domain),
        None => words.say("console-hosts-hint"),
    };
    let id = Control::Line { kind: "text", missing: words.say("console-tenant-bad-id"), is_mono: true };
    let fields = vec![
        FormField::line(
            "name",
            words.say("console-label-name"),
            filled(typed.name),
            words.say("console-missing-name"),
        ),
        FormField::line("id", words.say("console-label-tenant-id"), filled(typed.id), String::new())
            .hint(words.say("console-tenant-id-hint"))
            .control(id),
        FormField::line("hosts", words.say("console-label-hosts"), filled(typed.hosts), String::new())
            .hint(hosts_hint)
            .control(Control::Lines(3)),
        FormField::line(
            "machine",
            words.say("console-label-first-machine"),
            filled(typed.machine),
            String::new(),
        )
        .hint(words.say("console-first-machine-hint")),
    ];
    let title = (words.say("console-create-tenant"), words.say("console-create-tenant-lead"));
    let list = words.say("console-tenants");
    let frame = operator.frame_below(PATH, &[(PATH, &list)]);
    form::page(frame, title, fields, (format!("{PATH}/new"), words.say("console-create-tenant"), PATH))
}

/// `GET /console/tenants/new`.
pub(super) async fn ask(operator: Operator) -> Outcome {
    Ok(page(&operator, &Typed::default()).into_response())
}

/// `POST /console/tenants/new`: answers with the secret of the first application, where one was asked for.
pub(super) async fn create(posted: Posted) -> Outcome {
    whole(made(posted)).await
}

async fn made(Posted { by: operator, form }: Posted) -> Outcome {
    let typed = Typed::of(&form);
    let mut again = page(&operator, &typed);
    if typed.name.is_empty() {
        form::tell(&mut again, "name", operator.words.say("console-missing-name"));
        return Err(form::wrong(again));
    }
    let new = NewTenant {
        id: TenantId::new(typed.id),
        name: typed.name.to_owned(),
        hosts: hosts(typed.hosts),
        machine: Some(typed.machine.to_owned()).filter(|name| !name.is_empty()),
    };
    let asker = Asker::Owner(operator.signed_in(), &operator.origin);
    let console = &operator.console;
    match change::create(&console.administrators, &console.tenancy, asker, new).await {
        Ok(Made { tenant, machine: None }) => Ok(done(&path_of(&tenant.id), "console-tenant-created")),
        Ok(Made { tenant, machine: Some(machine) }) => {
            let once = |label: &str, value: String| Once { label: operator.words.say(label), value };
            Ok(ConsoleShownOncePage {
                heading: operator.words.with("console-tenant-created-title", "name", tenant.label()),
                lead: operator.words.say("console-tenant-created-secret"),
                values: vec![
                    once("console-label-app-id", machine.id.into_string()),
                    once("console-label-secret", machine.secret.reveal().to_owned()),
                    once("console-label-indicator", machine.resource),
                ],
                done: Link { href: path_of(&tenant.id), label: operator.words.say("console-done") },
                frame: operator.frame(PATH),
            }
            .into_response())
        }
        Err(refusal) => Err(refused(&operator, again, refusal)),
    }
}
