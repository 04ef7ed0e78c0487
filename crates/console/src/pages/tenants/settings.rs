//! `/console/tenants/{tenant}`: what it is called and where it is reached, and its end.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse as _, Response},
};
use domain::tenant::Tenant;
use operations::tenant::{Asker, change, removal};
use serde_json::{Value, json};
use ui::{
    ContentSecurityPolicy,
    components::Link,
    pages::console::{ConsoleFormPage, Control, EndpointRow, FormField},
};

use super::{PATH, endpoint_of, find, hosts, path_of, refused, whole};
use crate::{
    operator::Operator,
    pages::{
        Outcome,
        done::done,
        form::{self, filled},
        question::Question,
    },
    posted::Posted,
};

/// What the form is made from.
fn basis(of: &Tenant) -> Value {
    json!({ "name": of.name, "hosts": of.hosts })
}

/// One that somebody made: those that were always there are not changed.
async fn find_made(operator: &Operator, id: &str) -> Result<Tenant, Response> {
    let found = find(operator, id).await?;
    if domain::tenant::is_reserved(&found.id) { Err(operator.gone()) } else { Ok(found) }
}

#[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
fn page(operator: &Operator, of: &Tenant, (name, typed): (&str, &str)) -> Result<ConsoleFormPage, Response> {
    let words = &operator.words;
    let fields = vec![
        FormField::line(
            "name",
            words.say("console-label-name"),
            filled(name),
            words.say("console-missing-name"),
        ),
        FormField::line("hosts", words.say("console-label-hosts"), filled(typed), String::new())
            .hint(format!("{} {}", words.say("console-hosts-hint"), words.say("console-hosts-changed")))
            .control(Control::Lines(4)),
    ];
    let title = (of.label().to_owned(), words.say("console-tenant-lead"));
    let list = words.say("console-tenants");
    let frame = operator.frame_below(PATH, &[(PATH, &list)]);
    let base = path_of(&of.id);
    let mut page = form::page(frame, title, fields, (base.clone(), words.say("console-save"), PATH));
    let endpoint = endpoint_of(operator, of)?;
    let fact = |label: &str, value: &str| EndpointRow { label: words.say(label), value: value.to_owned() };
    let facts = vec![
        fact("console-label-tenant-id", of.id.as_str()),
        fact("console-label-issuer", endpoint.issuer()),
    ];
    page.facts = Some((words.say("console-for-developers"), words.say("console-tenant-facts-lead"), facts));
    let delete = Link { href: format!("{base}/delete"), label: words.say("console-delete-tenant") };
    page.destroy = Some((words.say("console-delete-tenant-lead"), delete));
    Ok(form::made_from(page, &basis(of)))
}

/// `GET /console/tenants/{tenant}`.
pub(super) async fn show(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find_made(&operator, &id).await?;
    Ok(page(&operator, &of, (&of.name, &of.hosts.join("\n")))?.into_response())
}

/// `POST /console/tenants/{tenant}`.
pub(super) async fn save(Path(id): Path<String>, posted: Posted) -> Outcome {
    whole(saved(id, posted)).await
}

async fn saved(id: String, Posted { by: operator, form: typed }: Posted) -> Outcome {
    let of = find_made(&operator, &id).await?;
    let fresh = page(&operator, &of, (&of.name, &of.hosts.join("\n")))?;
    form::must_be_current(&operator, &typed, &basis(&of), || fresh)?;
    let (name, lines) = (typed.get("name").trim(), typed.get("hosts"));
    let mut again = page(&operator, &of, (name, lines))?;
    if name.is_empty() {
        form::tell(&mut again, "name", operator.words.say("console-missing-name"));
        return Err(form::wrong(again));
    }
    let (console, wanted) = (&operator.console, hosts(lines));
    let asker = Asker::Owner(operator.signed_in(), &operator.origin);
    let changed = async {
        if wanted != of.hosts {
            change::set_hosts(&console.administrators, &console.tenancy, asker, (&of.id, &wanted)).await?;
        }
        if name != of.name {
            change::rename(&console.administrators, asker, (&of.id, name)).await?;
        }
        Ok(())
    };
    match changed.await {
        Ok(()) => Ok(done(&path_of(&of.id), "console-saved")),
        Err(refusal) => Err(refused(&operator, again, refusal)),
    }
}

fn question<'a>(operator: &Operator, of: &'a Tenant) -> Question<'a> {
    Question {
        heading: operator.words.with("console-delete-tenant-title", "name", of.label()),
        consequences: &[
            "console-delete-tenant-consequence-users",
            "console-delete-tenant-consequence-tokens",
        ],
        typed: Some(of.label()),
        action: format!("{}/delete", path_of(&of.id)),
        hidden: Vec::new(),
        button: "console-delete-tenant",
        back_url: path_of(&of.id),
    }
}

/// The form of a page on which somebody deletes the tenant whose console it is ends at the console of `default`, at another host.
fn led_on(operator: &Operator, of: &Tenant, mut response: Response) -> Response {
    let console = &operator.console;
    if of.id == console.services.tenant {
        let policy = ContentSecurityPolicy::default().form_to(console.tenancy.endpoint.base());
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy.header_value());
    }
    response
}

/// `GET /console/tenants/{tenant}/delete`.
pub(super) async fn ask_to_delete(Path(id): Path<String>, operator: Operator) -> Outcome {
    let of = find_made(&operator, &id).await?;
    Ok(led_on(&operator, &of, question(&operator, &of).ask(operator.frame(PATH))))
}

/// `POST /console/tenants/{tenant}/delete`: it is out of reach at once. What is left of it goes afterwards.
pub(super) async fn delete(Path(id): Path<String>, posted: Posted) -> Outcome {
    whole(deleted(id, posted)).await
}

async fn deleted(id: String, Posted { by: operator, form }: Posted) -> Outcome {
    let of = find_made(&operator, &id).await?;
    let meant = question(&operator, &of).must_be_meant(operator.frame(PATH), &form);
    meant.map_err(|again| led_on(&operator, &of, again))?;
    let console = &operator.console;
    let asker = Asker::Owner(operator.signed_in(), &operator.origin);
    if let Err(refusal) = removal::delete(&console.administrators, asker, &of.id).await {
        let page = page(&operator, &of, (&of.name, &of.hosts.join("\n")))?;
        return Err(refused(&operator, page, refusal));
    }
    removal::finish_soon(&console.administrators);
    if of.id == console.services.tenant {
        // This console goes with it: on to that of `default`.
        return Ok(hosted::see_other(&format!("{}{PATH}", console.tenancy.endpoint.base())));
    }
    Ok(done(PATH, "console-tenant-deleted"))
}
