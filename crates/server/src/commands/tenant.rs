//! `guildhall tenant`: tenants, from the machine itself. Who runs commands there has the database anyway; a running server notices within a second.

use std::{fmt::Write as _, io::Write as _, sync::Arc};

use domain::{TenantId, tenant::Tenant};
use operations::{
    Services,
    tenant::{
        self, Asker, Refusal, Tenancy,
        change::{self, NewTenant},
        removal,
    },
};
use serde_json::json;
use zeroize::Zeroizing;

use super::close;
use crate::{
    config::{
        TenantAction, TenantArguments,
        tenant::{CreateTenantArguments, DeleteTenantArguments, ListTenantsArguments, TenantHostsArguments},
    },
    failure::Failure,
    telemetry, wiring,
};

/// Does what was asked.
pub async fn run(
    arguments: &TenantArguments,
    environment_key: Option<Zeroizing<String>>,
) -> Result<(), Failure> {
    let Some(action) = &arguments.action else {
        return Err(Failure::usage("say what to do with tenants: create, list, hosts or delete"));
    };
    let server = &arguments.server;
    telemetry::start(&server.log)?;
    let endpoint = server.listen.endpoint(server.listen.listen());
    let services = wiring::services::open(server, endpoint, environment_key).await?;
    let administrators = wiring::console::open(&services).await?;
    let tenancy = wiring::tenants::tenancy(&services, server);
    let done = act(&administrators, &tenancy, action).await;
    let written = done.and_then(|text| {
        let written = std::io::stdout().lock().write_all(text.as_bytes());
        written.map_err(|error| Failure::because("standard output cannot be written", &error))
    });
    close(&services).await;
    written
}

async fn act(
    administrators: &Arc<Services>,
    tenancy: &Tenancy,
    action: &TenantAction,
) -> Result<String, Failure> {
    match action {
        TenantAction::Create(arguments) => create(administrators, tenancy, arguments).await,
        TenantAction::List(arguments) => list(administrators, tenancy, arguments).await,
        TenantAction::Hosts(arguments) => hosts(administrators, tenancy, arguments).await,
        TenantAction::Delete(arguments) => delete(administrators, arguments).await,
    }
}

async fn create(
    administrators: &Services,
    tenancy: &Tenancy,
    arguments: &CreateTenantArguments,
) -> Result<String, Failure> {
    let CreateTenantArguments { id, name, host, machine } = arguments;
    let new = NewTenant {
        id: TenantId::new(id),
        name: name.clone().unwrap_or_else(|| id.clone()),
        hosts: host.clone(),
        machine: machine.clone(),
    };
    let made = change::create(administrators, tenancy, Asker::Machine, new).await.map_err(refused)?;
    let mut text = format!("{}\n", line(tenancy, &made.tenant));
    if let Some(machine) = made.machine {
        // Writing to a text does not fail.
        let _ = writeln!(text, "client id: {}", machine.id);
        let _ = writeln!(text, "client secret: {}", machine.secret.reveal());
        let _ = writeln!(text, "resource: {}", machine.resource);
    }
    Ok(text)
}

async fn list(
    administrators: &Services,
    tenancy: &Tenancy,
    arguments: &ListTenantsArguments,
) -> Result<String, Failure> {
    let all = tenant::list(administrators).await.map_err(|error| refused(error.into()))?;
    let all = all.iter().filter(|tenant| tenant.id != TenantId::of_administrators());
    if !arguments.json {
        let lines: Vec<_> = all.map(|tenant| line(tenancy, tenant) + "\n").collect();
        return Ok(lines.concat());
    }
    let shown = |tenant: &Tenant| {
        let endpoint = tenancy.endpoint_of(tenant);
        json!({
            "id": tenant.id.as_str(), "name": tenant.name, "hosts": tenant.hosts, "createdAt": tenant.created_at.0,
            "endpoint": endpoint.as_ref().map(operations::Endpoint::base), "issuer": endpoint.as_ref().map(operations::Endpoint::issuer),
        })
    };
    Ok(format!("{:#}\n", all.map(shown).collect::<serde_json::Value>()))
}

/// A tenant in a line: its id, where it is reached, what it is called.
fn line(tenancy: &Tenancy, tenant: &Tenant) -> String {
    let endpoint = tenancy.endpoint_of(tenant);
    let endpoint = endpoint.as_ref().map_or("no host leads to it", operations::Endpoint::base);
    format!("{}\t{endpoint}\t{}", tenant.id, tenant.label())
}

async fn hosts(
    administrators: &Services,
    tenancy: &Tenancy,
    arguments: &TenantHostsArguments,
) -> Result<String, Failure> {
    let id = TenantId::new(&arguments.id);
    let set = change::set_hosts(administrators, tenancy, Asker::Machine, (&id, &arguments.hosts)).await;
    set.map_err(refused)?;
    let now = tenant::find(administrators, &id).await.map_err(|error| refused(error.into()))?;
    Ok(now.map(|tenant| format!("{}\n", line(tenancy, &tenant))).unwrap_or_default())
}

async fn delete(administrators: &Services, arguments: &DeleteTenantArguments) -> Result<String, Failure> {
    let id = TenantId::new(&arguments.id);
    let found = tenant::find(administrators, &id).await.map_err(|error| refused(error.into()))?;
    let found = found.ok_or_else(|| refused(Refusal::Gone))?;
    if arguments.yes_delete.as_deref() != Some(found.label()) {
        return Err(Failure::usage(format!(
            "everything of the tenant would be lost, for good: its users, organizations, applications, keys and files. If that is meant, say --yes-delete \"{}\"",
            found.label()
        )));
    }
    removal::delete(administrators, Asker::Machine, &id).await.map_err(refused)?;
    removal::finish(administrators).await.map_err(|error| refused(error.into()))?;
    Ok(String::new())
}

fn refused(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Operation(error) => Failure::because("the tenant cannot be changed", &error),
        Refusal::NoHost => {
            Failure::usage("a tenant needs a host name: say --host, or --tenant-domain for all tenants")
        }
        refusal => Failure::usage(refusal.to_string()),
    }
}
