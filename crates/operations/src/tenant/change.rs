//! Making a tenant, naming it, and the hosts that lead to it.

use std::sync::Arc;

use domain::{
    ApplicationId, PlainToken, TenantId,
    application::{Application, ApplicationType, CustomClientMetadata, OidcClientMetadata},
    tenant::Tenant,
};
use protocol::identifiers::{MANAGEMENT_API_ROLE_NAME, management_api_indicator};
use serde_json::{Map, Value};
use store::{StoreError, Transaction, configuration, role, tenant};

use super::{Asker, Refusal, Tenancy, check_hosts, check_id, check_name, must_be_owner, prepare, told};
use crate::{
    application,
    services::{OperationError, Services},
};

/// A tenant that is asked for.
#[derive(Clone, Debug)]
pub struct NewTenant {
    /// Its id.
    pub id: TenantId,
    /// What it is called.
    pub name: String,
    /// The hosts that lead to it; where none are given, the one under the domain of tenants does.
    pub hosts: Vec<String>,
    /// The name of the machine-to-machine application that it starts with, with all of the Management API.
    pub machine: Option<String>,
}

/// A tenant that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The tenant.
    pub tenant: Tenant,
    /// Its first application, whose secret is told once.
    pub machine: Option<Machine>,
}

/// An application that uses a tenant's Management API.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Its `client_id`.
    pub id: ApplicationId,
    /// What it proves itself with.
    pub secret: PlainToken,
    /// The API resource that it asks tokens for.
    pub resource: String,
}

/// Makes a tenant with everything that `default` starts with. From its commit on it is served.
pub async fn create(
    administrators: &Services,
    tenancy: &Tenancy,
    asker: Asker<'_>,
    new: NewTenant,
) -> Result<Made, Refusal> {
    let NewTenant { id, name, mut hosts, machine } = new;
    check_id(&id)?;
    check_name(&name)?;
    machine.as_deref().map_or(Ok(()), check_name)?;
    if hosts.is_empty() {
        hosts.extend(tenancy.domain.as_ref().map(|domain| format!("{id}.{domain}")));
    }
    check_hosts(tenancy, &id, &hosts)?;
    let made = Tenant { id, name, hosts, created_at: administrators.now() };
    let tenant = &made;
    administrators
        .db
        .transaction(|tx| async move {
            begin(administrators, &tx, asker).await?;
            if !tenant::insert(tx.exec(), tenant).await? {
                return Err(Refusal::Taken);
            }
            lead(&tx, &tenant.id, &tenant.hosts).await
        })
        .await?;
    // It is there from here on, whatever happens to what it begins with.
    told(administrators, "Console.Tenant.Create", asker, (&made.id, facts(&made))).await?;
    let host = made.host().unwrap_or_default();
    let services = administrators.of_tenant(made.id.clone(), tenancy.endpoint_at(host)?, &tenancy.deliveries);
    prepare(&services, tenancy).await?;
    let machine = match machine {
        Some(name) => Some(first_machine(&services, name).await?),
        None => None,
    };
    Ok(Made { tenant: made, machine })
}

fn facts(tenant: &Tenant) -> Map<String, Value> {
    [("name".to_owned(), tenant.name.clone().into()), ("hosts".to_owned(), tenant.hosts.clone().into())]
        .into_iter()
        .collect()
}

/// Calls a tenant something else.
pub async fn rename(
    administrators: &Services,
    asker: Asker<'_>,
    (id, name): (&TenantId, &str),
) -> Result<(), Refusal> {
    check_name(name)?;
    administrators
        .db
        .transaction(|tx| async move {
            begin(administrators, &tx, asker).await?;
            if tenant::rename(tx.exec(), id, name).await? { Ok(()) } else { Err(Refusal::Gone) }
        })
        .await?;
    let more = [("name".to_owned(), name.into())].into_iter().collect();
    told(administrators, "Console.Tenant.Rename", asker, (id, more)).await
}

/// Lets these hosts lead to a tenant and no others. The first is in its issuer from now on: where that is another than it was, every token and every session
/// of its users has ended.
pub async fn set_hosts(
    administrators: &Services,
    tenancy: &Tenancy,
    asker: Asker<'_>,
    (id, hosts): (&TenantId, &[String]),
) -> Result<(), Refusal> {
    if domain::tenant::is_reserved(id) {
        return Err(Refusal::Reserved);
    }
    check_hosts(tenancy, id, hosts)?;
    administrators
        .db
        .transaction(|tx| async move {
            begin(administrators, &tx, asker).await?;
            if tenant::find(tx.exec(), id).await?.is_none() {
                return Err(Refusal::Gone);
            }
            lead(&tx, id, hosts).await
        })
        .await?;
    let more = [("hosts".to_owned(), hosts.to_vec().into())].into_iter().collect();
    told(administrators, "Console.Tenant.Hosts", asker, (id, more)).await
}

/// One change after the other, on all nodes, and every node notices.
async fn begin(administrators: &Services, tx: &Transaction, asker: Asker<'_>) -> Result<(), Refusal> {
    configuration::bump(tx, &administrators.tenant).await?;
    must_be_owner(administrators, tx.exec(), asker).await
}

async fn lead(tx: &Transaction, id: &TenantId, hosts: &[String]) -> Result<(), Refusal> {
    match tenant::set_hosts(tx.exec(), id, hosts).await? {
        Some(taken) => Err(Refusal::TakenHost(taken.to_owned())),
        None => Ok(()),
    }
}

/// An application with all of the tenant's Management API.
async fn first_machine(services: &Arc<Services>, name: String) -> Result<Machine, OperationError> {
    let application = Application {
        id: ApplicationId::new(services.entropy.id_21()),
        name,
        description: None,
        kind: ApplicationType::MachineToMachine,
        oidc_client_metadata: OidcClientMetadata::default(),
        custom_client_metadata: CustomClientMetadata::default(),
        protected_app_metadata: None,
        custom_data: Map::new(),
        is_third_party: false,
        app_level_access_control_enabled: false,
        created_at: services.now(),
    };
    let secret = application::create(services, &application).await?;
    let secret = secret.ok_or(OperationError::NotSetUp)?;
    let tenant = &services.tenant;
    let access = role::find_by_name(services.db.exec(), tenant, MANAGEMENT_API_ROLE_NAME).await?;
    let access = &[access.ok_or(OperationError::NotSetUp)?.id];
    let id = &application.id;
    services
        .db
        .transaction(|tx| async move {
            configuration::bump(&tx, tenant).await?;
            role::holder::add_to_application(tx.exec(), tenant, id, access).await?;
            Ok::<_, StoreError>(())
        })
        .await?;
    let resource = management_api_indicator(tenant.as_str());
    Ok(Machine { id: application.id, secret: secret.value, resource })
}
