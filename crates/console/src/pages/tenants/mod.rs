//! `/console/tenants`: the tenants of this server. Everybody goes from the console of one to that of another; owners make, change and delete them.

mod create;
mod enter;
mod settings;

use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use domain::{
    TenantId,
    console::ConsoleRole,
    tenant::{Tenant, is_tenant_id},
};
use hosted::failed;
use operations::{
    Endpoint,
    tenant::{self, Refusal},
};
use ui::pages::console::{ConsoleFormPage, ConsoleTenantsPage, TenantRow};

use super::{Outcome, form};
use crate::{notice, operator::Operator, routes::Routes};

/// Where they are.
pub(crate) const PATH: &str = "/console/tenants";

/// The pages.
pub(super) fn routes() -> Routes {
    let (reader, owner) = (ConsoleRole::ReadOnly, ConsoleRole::Owner);
    Routes::default()
        .page(reader, PATH, show)
        .form(reader, "/console/tenants/{tenant}/enter", enter::leave)
        .page(owner, "/console/tenants/new", create::ask)
        .form(owner, "/console/tenants/new", create::create)
        .page(owner, "/console/tenants/{tenant}", settings::show)
        .form(owner, "/console/tenants/{tenant}", settings::save)
        .page(owner, "/console/tenants/{tenant}/delete", settings::ask_to_delete)
        .form(owner, "/console/tenants/{tenant}/delete", settings::delete)
        .open_page(enter::PATH, enter::ask)
        .open_form(enter::PATH, enter::enter)
}

/// `GET /console/tenants`.
async fn show(operator: Operator) -> Outcome {
    let console = &operator.console;
    let all = tenant::list(&console.administrators).await;
    let all = all.map_err(|error| operator.failed(failed(error)))?;
    let is_owner = operator.rights().role() == ConsoleRole::Owner;
    // The administrators' own is no product's.
    let all = all.into_iter().filter(|tenant| tenant.id != TenantId::of_administrators());
    let row = |tenant: Tenant| TenantRow {
        name: tenant.label().to_owned(),
        address: console.tenancy.endpoint_of(&tenant).map_or_else(String::new, |at| at.base().to_owned()),
        href: (is_owner && !domain::tenant::is_reserved(&tenant.id)).then(|| path_of(&tenant.id)),
        enter_url: format!("{}/enter", path_of(&tenant.id)),
        is_current: tenant.id == console.services.tenant,
        id: tenant.id.into_string(),
    };
    Ok(ConsoleTenantsPage {
        rows: all.map(row).collect(),
        create_url: is_owner.then(|| format!("{PATH}/new")),
        frame: operator.frame(PATH),
    }
    .into_response())
}

/// Carries out what is posted, with its record, also when whoever posted it hangs up.
async fn whole(work: impl Future<Output = Outcome> + Send + 'static) -> Outcome {
    match tenant::whole(work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(StatusCode::INTERNAL_SERVER_ERROR.into_response()),
    }
}

fn path_of(id: &TenantId) -> String {
    format!("{PATH}/{id}")
}

/// The tenant that a path names.
async fn find(operator: &Operator, id: &str) -> Result<Tenant, Response> {
    // A path may hold what no id does.
    if !is_tenant_id(id) {
        return Err(operator.gone());
    }
    let id = TenantId::new(id);
    let found = tenant::find(&operator.console.administrators, &id).await;
    let found = found.map_err(|error| operator.failed(failed(error)))?;
    found.filter(|tenant| tenant.id != TenantId::of_administrators()).ok_or_else(|| operator.gone())
}

/// Where it is reached.
#[expect(clippy::result_large_err, reason = "an answer is what this fails with, once a request")]
fn endpoint_of(operator: &Operator, tenant: &Tenant) -> Result<Endpoint, Response> {
    operator.console.tenancy.endpoint_of(tenant).ok_or_else(|| operator.gone())
}

/// The hosts that were typed, one on each line.
fn hosts(typed: &str) -> Vec<String> {
    let lines = typed.lines().map(|line| line.trim().trim_end_matches('.').to_ascii_lowercase());
    lines.filter(|line| !line.is_empty()).collect()
}

/// The form again, with what is wrong beside its field.
fn refused(operator: &Operator, mut page: ConsoleFormPage, refusal: Refusal) -> Response {
    let words = &operator.words;
    let (field, text) = match refusal {
        Refusal::NotAnOwner => return notice::forbidden(&operator.console, words.clone()),
        Refusal::Gone | Refusal::Reserved => return operator.gone(),
        Refusal::Operation(error) => return operator.failed(failed(error)),
        Refusal::BadId => ("id", words.say("console-tenant-bad-id")),
        Refusal::Taken => ("id", words.say("console-tenant-taken")),
        Refusal::BadName => ("name", words.say("console-tenant-bad-name")),
        Refusal::NoHost => ("hosts", words.say("console-tenant-no-host")),
        Refusal::TooManyHosts => ("hosts", words.say("console-tenant-many-hosts")),
        Refusal::BadHost(host) => ("hosts", words.with("console-tenant-bad-host", "host", &host)),
        Refusal::TakenHost(host) => ("hosts", words.with("console-tenant-taken-host", "host", &host)),
    };
    form::tell(&mut page, field, text);
    form::wrong(page)
}
